package dev.spendweir.canonical;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalMembersTest {

    @Test
    void members_dealtOutToTwo_areTheWholeAgain() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            JsonObject.Builder left = JsonObject.builder();
            JsonObject.Builder right = JsonObject.builder();
            JsonObject.Builder whole = JsonObject.builder();
            int members = random.nextInt(12);
            for (int i = 0; i < members; i++) {
                String name = "n" + random.nextInt(100) + "_" + i;
                JsonValue value = value(random);
                whole.put(name, value);
                (random.nextBoolean() ? left : right).put(name, value);
            }
            byte[] merged = CanonicalMembers.of(CanonicalJson.bytes(left.build()))
                    .mergedWith(CanonicalMembers.of(CanonicalJson.bytes(right.build())))
                    .json();
            assertThat(new String(merged, UTF_8)).as("seed " + seed).isEqualTo(CanonicalJson.text(whole.build()));
        }
    }

    @Test
    void membersAsWritten_areThoseThatAreFound() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            JsonObject.Builder built = JsonObject.builder();
            int members = random.nextInt(50);
            for (int i = 0; i < members; i++) {
                built.put("n" + random.nextInt(100) + "_" + i, value(random));
            }
            JsonObject object = built.build();
            CanonicalMembers written = new CanonicalWriter().value(object).toMembers();
            CanonicalMembers other = CanonicalMembers.of("{\"a\":0,\"n5\":[{}],\"z\":1}".getBytes(UTF_8));
            CanonicalMembers third = CanonicalMembers.of("{\"b\":0,\"n50\":[1,2]}".getBytes(UTF_8));
            assertThat(written.json()).as("seed " + seed).isEqualTo(CanonicalJson.bytes(object));
            assertThat(written.mergedWith(other).mergedWith(third).json())
                    .as("seed " + seed)
                    .isEqualTo(CanonicalMembers.of(CanonicalMembers.of(written.json())
                                    .mergedWith(other)
                                    .json())
                            .mergedWith(third)
                            .json());
        }
    }

    @Test
    void members_ofWhatIsNoWholeWrittenObject_areRefused() {
        List<CanonicalWriter> none = List.of(
                new CanonicalWriter(),
                new CanonicalWriter().beginArray().endArray(),
                new CanonicalWriter().beginObject().name("a").nul(),
                new CanonicalWriter().raw("{\"a\":1}".getBytes(UTF_8)));
        for (CanonicalWriter writer : none) {
            assertThatThrownBy(writer::toMembers).isInstanceOf(IllegalStateException.class);
        }
    }

    private static JsonValue value(Random random) {
        String[] texts = {
            "{\"a\":{\"b\":[1,{\"c\":\"}\"}]}}",
            "\"comma, \\\\\\\" quote\"",
            "[]",
            "{}",
            "null",
            "-1.5",
            "[[\"]\"],true]"
        };
        return JsonReader.read(texts[random.nextInt(texts.length)]);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[] | {}", "{} | 1", "{\"a\":1} | {\"a\":2}", "'' | {}"})
    void members_ofNoObjectOrTwice_areRefused(String first, String second) {
        assertThatThrownBy(() -> CanonicalMembers.of(first.getBytes(UTF_8))
                        .mergedWith(CanonicalMembers.of(second.getBytes(UTF_8))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
