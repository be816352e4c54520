package dev.spendweir.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.testing.Refusals;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {

    private static String canonical(String text) {
        return CanonicalJson.text(JsonReader.read(text));
    }

    @Test
    void text_rfc8785Sample_isAsInTheRfc() {
        String input = """
                {
                  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }""";
        assertThat(canonical(input))
                .isEqualTo("{\"literals\":[null,true,false],"
                        + "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                        + "\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    @Test
    void text_names_areSortedByUtf16Units() {
        // U+FB33 is above the surrogates of U+1F600 in UTF-16, though its code point is lower.
        String input =
                "{\"\u20ac\":1,\"\\r\":2,\"\ufb33\":3,\"1\":4,\"\ud83d\ude00\":5,\"\u0080\":6,\"\u00f6\":7,\"\":8}";
        assertThat(canonical(input))
                .isEqualTo(
                        "{\"\":8,\"\\r\":2,\"1\":4,\"\u0080\":6,\"\u00f6\":7,\"\u20ac\":1,\"\ud83d\ude00\":5,\"\ufb33\":3}");
    }

    @Test
    void text_aPrefixOfAName_comesFirst() {
        assertThat(canonical("{\"ab\":1,\"a\":2,\"B\":3}")).isEqualTo("{\"B\":3,\"a\":2,\"ab\":1}");
    }

    @Test
    void text_manyNames_areSorted() {
        StringBuilder input = new StringBuilder("{");
        for (int i = 30; i > 0; i--) {
            input.append("\"n").append(i + 100).append("\":").append(i).append(i == 1 ? "}" : ",");
        }
        assertThat(canonical(input.toString()))
                .startsWith("{\"n101\":1,\"n102\":2,")
                .endsWith("\"n130\":30}");
    }

    @Test
    void text_everyControlCharacter_isEscapedMinimally() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c <= 0x20; c++) {
            all.append(c);
        }
        all.append("\u007f\u0080\u2028/");
        assertThat(CanonicalJson.text(new JsonString(all.toString())))
                .isEqualTo(
                        "\"\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\b\\t\\n\\u000b\\f\\r\\u000e\\u000f"
                                + "\\u0010\\u0011\\u0012\\u0013\\u0014\\u0015\\u0016\\u0017\\u0018\\u0019\\u001a\\u001b\\u001c\\u001d"
                                + "\\u001e\\u001f \u007f\u0080\u2028/\"");
    }

    @Test
    void bytes_areUtf8() {
        String text = "a\u007f\u0080\u07ff\u0800\uffff\ud800\udc00\udbff\udfff";
        assertThat(CanonicalJson.bytes(new JsonString(text)))
                .isEqualTo(("\"" + text + "\"").getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "-0.0e7, 0",
        "1.0, 1",
        "10e-1, 1",
        "100000000000000000000, 100000000000000000000",
        "1000000000000000000000, 1e+21",
        "1e20, 100000000000000000000",
        "123456789012345678901234567890, 1.2345678901234568e+29",
        "9007199254740993, 9007199254740992",
        "0.000001, 0.000001",
        "0.0000001, 1e-7",
        "-1.5e-9, -1.5e-9",
        "5e-324, 5e-324",
        "1e-323, 1e-323",
        "2e-324, 0",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "0.1, 0.1",
        "1e400000000000, REFUSED",
        "-1e309, REFUSED",
    })
    void text_number_isThatOfEcmaScript(String text, String canonical) {
        if (canonical.equals("REFUSED")) {
            assertThat(Refusals.of(() -> canonical(text))).containsExactly("INVALID_JSON");
        } else {
            assertThat(canonical(text)).isEqualTo(canonical);
        }
    }

    @Test
    void text_hugeNumberTexts_areReadInLinearTime() {
        assertThat(canonical("0." + "3".repeat(300_000))).isEqualTo("0.3333333333333333");
        assertThat(Refusals.of(() -> canonical("9".repeat(300_000)))).containsExactly("INVALID_JSON");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"\\ud800\"", "\"\\udc00x\"", "\"x\\ud800\\ud800\\udc00\"", "{\"\\udfff\":1}", "[[\"\\ud83d\"]]"
            })
    void bytes_loneSurrogate_isRefused(String text) {
        assertThat(Refusals.of(() -> canonical(text))).containsExactly("INVALID_JSON");
    }

    /** Names are prepared once, by their hash. */
    @Test
    void bytes_ofNamesWithTheSameHash_areTheirOwn() {
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        for (int i = 0; i < 2; i++) {
            assertThat(canonical("{\"Aa\":1,\"BB\":2}")).isEqualTo("{\"Aa\":1,\"BB\":2}");
        }
    }

    /** Long texts are encoded as a whole, where Java puts a question mark for what it cannot encode. */
    @Test
    void bytes_loneSurrogateInALongText_isRefused() {
        for (int length = 1; length < 80; length++) {
            for (int at : new int[] {0, length / 2, length - 1}) {
                String text = "x".repeat(at) + '\ud83d' + "x".repeat(length - 1 - at);
                assertThat(Refusals.of(() -> CanonicalJson.bytes(new JsonString(text))))
                        .as(length + " characters, place " + at)
                        .containsExactly("INVALID_JSON");
            }
        }
    }

    @Test
    void bytes_ofAnyText_areThoseOfItsCharactersOneByOne() {
        String[] pieces = {
            "a", "?", "\"", "\\", "\n", "\u0001", "\u007f", "\u00e9", "\u20ac", "\ud83d\ude00", "abcdefgh"
        };
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            int kinds = 1 + random.nextInt(pieces.length);
            StringBuilder text = new StringBuilder();
            StringBuilder expected = new StringBuilder("\"");
            for (int i = random.nextInt(70); i > 0; i--) {
                String piece = pieces[random.nextInt(kinds)];
                text.append(piece);
                String quoted = CanonicalJson.text(new JsonString(piece));
                expected.append(quoted, 1, quoted.length() - 1);
            }
            assertThat(CanonicalJson.text(new JsonString(text.toString())))
                    .as("seed " + seed)
                    .isEqualTo(expected.append('"').toString());
        }
    }

    @Test
    void sha256_isOverTheUtf8Bytes() {
        // printf '{"a":"\xc3\xa9"}' | sha256sum
        assertThat(CanonicalJson.sha256(JsonReader.read("{ \"a\" : \"\u00e9\" }")))
                .isEqualTo("b3a092a6af48807fa9482b2ee140105575daa26d5b24b3c0e60a7e2dee6683b1");
        assertThat(Sha256Hex.ofUtf8("")).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(Sha256Hex.ofUtf8("abc"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void writer_piecesGiveTheSameAsATree() {
        byte[] pieces = new CanonicalWriter(1)
                .beginObject()
                .name("a")
                .beginArray()
                .string("x\"\u20ac")
                .nul()
                .bool(true)
                .bool(false)
                .integer(Long.MIN_VALUE)
                .endArray()
                .name(MemberName.of("b\n"))
                .raw("{\"k\":1}".getBytes(StandardCharsets.UTF_8))
                .name("c")
                .strings(List.of("p", "q"))
                .endObject()
                .toBytes();
        assertThat(new String(pieces, StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":[\"x\\\"\u20ac\",null,true,false,-9223372036854775808],\"b\\n\":{\"k\":1},"
                        + "\"c\":[\"p\",\"q\"]}");
    }

    @Test
    void object_duplicateMember_isRefusedByTheBuilder() {
        JsonObject.Builder builder = JsonObject.builder().put("a", 1);
        assertThatThrownBy(() -> builder.put("a", 2)).isInstanceOf(IllegalArgumentException.class);
        for (int i = 0; i < 40; i++) {
            builder.put("m" + i, i);
        }
        assertThatThrownBy(() -> builder.put("m39", 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void object_withAndWithout_keepTheOrder() {
        JsonObject object = (JsonObject) JsonReader.read("{\"a\":1,\"b\":2}");
        assertThat(object.with("a", JsonNull.NULL).names()).containsExactly("a", "b");
        assertThat(object.with("c", JsonNull.NULL).names()).containsExactly("a", "b", "c");
        assertThat(object.without("a").names()).containsExactly("b");
        assertThat(object.with("a", JsonNull.NULL).getNonNull("a")).isNull();
        assertThat(object.with("a", JsonNull.NULL).get("a")).isEqualTo(JsonNull.NULL);
    }

    @Test
    void pointer_escapesTildeAndSlash() {
        assertThat(JsonPointer.member("/x", "a~/b")).isEqualTo("/x/a~0~1b");
        assertThat(JsonPointer.member("", "")).isEqualTo("/");
        assertThat(JsonPointer.element("/x", 3)).isEqualTo("/x/3");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "9223372036854775807, 9223372036854775807",
        "9223372036854775808, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808",
        "-9223372036854775809, -9223372036854775808",
        "99999999999999999999999999, 9223372036854775807"
    })
    void clampedInteger_isTheNearestLong(String text, long value) {
        assertThat(new JsonNumber(text).clampedInteger()).isEqualTo(value);
    }
}
