package dev.spendweir.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.testing.JsonGenerators;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CanonicalJsonProperties {

    @Property(tries = 500)
    void canonicalisingTwiceGivesTheSameBytes(@ForAll("values") JsonValue value) {
        byte[] once = CanonicalJson.bytes(value);
        assertThat(CanonicalJson.bytes(JsonReader.read(once))).isEqualTo(once);
    }

    @Property(tries = 500)
    void orderOfMembersDoesNotMatter(@ForAll("objects") JsonObject object, @ForAll Random random) {
        List<String> names = new ArrayList<>(object.names());
        Collections.shuffle(names, random);
        JsonObject.Builder shuffled = JsonObject.builder();
        names.forEach(name -> shuffled.put(name, object.get(name)));
        assertThat(CanonicalJson.text(shuffled.build())).isEqualTo(CanonicalJson.text(object));
    }

    @Property(tries = 500)
    void bytesAndTextAreTheSame(@ForAll("values") JsonValue value) {
        assertThat(CanonicalJson.bytes(value)).asString(StandardCharsets.UTF_8).isEqualTo(CanonicalJson.text(value));
    }

    @Property(tries = 500)
    void stringsReadBackAsTheyWere(@ForAll("texts") String text) {
        assertThat(JsonReader.read(CanonicalJson.bytes(new JsonString(text)))).isEqualTo(new JsonString(text));
    }

    @Provide
    Arbitrary<JsonValue> values() {
        return JsonGenerators.values(3);
    }

    @Provide
    Arbitrary<JsonObject> objects() {
        return JsonGenerators.objects(2);
    }

    @Provide
    Arbitrary<String> texts() {
        return JsonGenerators.texts();
    }
}
