package dev.spendweir.canonical;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalObjectsTest {

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
            byte[] merged =
                    CanonicalObjects.merged(CanonicalJson.bytes(left.build()), CanonicalJson.bytes(right.build()));
            assertThat(new String(merged, UTF_8)).as("seed " + seed).isEqualTo(CanonicalJson.text(whole.build()));
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
        assertThatThrownBy(() -> CanonicalObjects.merged(first.getBytes(UTF_8), second.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
