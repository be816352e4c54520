package dev.spendweir.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spendweir.canonical.JsonSyntaxException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

    private static Kind refusal(String text) {
        Kind ofText = kind(() -> JsonReader.read(text));
        assertThat(kind(() -> JsonReader.read(text.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(ofText);
        return ofText;
    }

    private static Kind kind(Runnable reading) {
        JsonSyntaxException refused = catchThrowableOfType(JsonSyntaxException.class, reading::run);
        return refused == null ? null : refused.kind();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "[1 2]",
                "01",
                "-",
                "+1",
                "1.",
                ".5",
                "1e",
                "NaN",
                "Infinity",
                "nul",
                "tru",
                "True",
                "\"\t\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"abc",
                "// c\n1",
                "1/*c*/",
                "{\"a\"}",
                "{\"a\":}",
                "{1:2}",
                "[,]",
                "0x1",
                "1 2",
                "{}[]",
                "null,",
                "\u00a01",
                "\"a\nb\"",
                "-01",
                "1.e5"
            })
    void read_textThatIsNotOneJsonValue_isMalformed(String text) {
        assertThat(refusal(text)).isEqualTo(Kind.MALFORMED);
    }

    @Test
    void read_byteOrderMark_isMalformed() {
        assertThat(refusal("\ufeff{}")).isEqualTo(Kind.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "22c0af22", // an overlong slash
                "22e080af22",
                "22f08080af22",
                "22eda08022", // a UTF-8 encoded surrogate
                "22eda0bdedb88022", // a surrogate pair as CESU-8 writes it
                "22f490808022", // above U+10FFFF
                "22f8888080801122",
                "22c322", // cut short
                "22ff22",
                "2280",
                "7b00", // UTF-16 without mark
                "fffe7b007d00",
                "0000007b0000007d",
            })
    void read_bytesThatAreNotUtf8_areMalformed(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(kind(() -> JsonReader.read(bytes))).isEqualTo(Kind.MALFORMED);
    }

    /** Small ASCII, which is most of what comes, is read another way than the rest. */
    @Test
    void read_bytes_areReadAsTheirText_howeverManyAndWhateverTheyAre() {
        for (int length : new int[] {0, 1, 1000, 65_500, 65_526, 65_527, 70_000}) {
            for (String letter : List.of("a", "\u00e9", "\ud83d\ude00")) {
                for (String end : List.of("\"}", "\"", "\",}", "\"}x", "\\ud800\"}", "\u0007\"}")) {
                    String text = "{\n\"name\":\"" + "a".repeat(length) + letter + end;
                    Object asText = outcome(() -> JsonReader.read(text));
                    assertThat(outcome(() -> JsonReader.read(text.getBytes(StandardCharsets.UTF_8))))
                            .as("%d %s %s", length, letter, end)
                            .isEqualTo(asText);
                }
            }
        }
    }

    /** What was read, or why it was refused. */
    private static Object outcome(Supplier<JsonValue> reading) {
        try {
            return reading.get();
        } catch (JsonSyntaxException e) {
            return e.kind() + " " + e.getMessage();
        }
    }

    @Test
    void read_numberTexts_areKept() {
        JsonArray array = (JsonArray) JsonReader.read("[-0,1.50,1E+2,123456789012345678901234567890,1e999999999]");
        assertThat(array.elements())
                .extracting(number -> ((JsonNumber) number).text())
                .containsExactly("-0", "1.50", "1E+2", "123456789012345678901234567890", "1e999999999");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,\"\\u0061\":2}",
                "[{\"x\":{\"\":1,\"\":1}}]",
                "{\"\u20ac\":1,\"b\":2,\"\\u20AC\":3}",
                "{\"1\":1,\"2\":1,\"3\":1,\"4\":1,\"5\":1,\"6\":1,\"7\":1,\"8\":1,\"9\":1,\"10\":1,\"11\":1,\"3\":1}",
                "{\"1\":1,\"2\":1,\"3\":1,\"4\":1,\"5\":1,\"6\":1,\"7\":1,\"8\":1,\"9\":1,\"10\":1,\"11\":1,\"11\":1}",
            })
    void read_sameNameTwice_isRefusedAfterUnescaping(String text) {
        assertThat(refusal(text)).isEqualTo(Kind.DUPLICATE_KEY);
    }

    @Test
    void read_sameNameInDifferentObjects_isFine() {
        assertThat(refusal("[{\"a\":1},{\"a\":{\"a\":2}}]")).isNull();
    }

    @Test
    void read_aThousandContainers_areTakenAndOneMoreRefused() {
        assertThat(refusal("[".repeat(1000) + "]".repeat(1000))).isNull();
        assertThat(refusal("[".repeat(1001) + "]".repeat(1001))).isEqualTo(Kind.TOO_DEEP);
        assertThat(refusal("{\"a\":".repeat(1000) + "1" + "}".repeat(1000))).isNull();
        assertThat(refusal("{\"a\":".repeat(1001) + "1" + "}".repeat(1001))).isEqualTo(Kind.TOO_DEEP);
        assertThat(refusal("[{\"a\":".repeat(500) + "[]" + "}]".repeat(500))).isEqualTo(Kind.TOO_DEEP);
    }

    @Test
    void read_aMillionOpenBrackets_areRefusedWithoutStackOverflow() {
        assertThat(refusal("[".repeat(1_000_000))).isEqualTo(Kind.TOO_DEEP);
    }

    @Test
    void read_escapes_areUnescaped() {
        assertThat(JsonReader.read("\"\\u0041\\ud83d\\ude00\\/\\b\\f\\n\\r\\t\\\\\\\"\\u0000\""))
                .isEqualTo(new JsonString("A\ud83d\ude00/\b\f\n\r\t\\\"\0"));
    }

    @Test
    void read_loneSurrogateEscape_isKeptForTheRulesOfTheField() {
        assertThat(JsonReader.read("\"\\ud800\"")).isEqualTo(new JsonString("\ud800"));
    }

    @Test
    void read_loneSurrogateEscapeInAName_isKeptToo() {
        String text = "{\"a\\\\ud800\":1,\"\\udfff\":\"\\uD83D\\uDE00\\uD83D\"}";
        JsonObject object = (JsonObject) JsonReader.read(text);
        assertThat(object.names()).containsExactly("a\\ud800", "\udfff");
        assertThat(object.get("\udfff")).isEqualTo(new JsonString("\ud83d\ude00\ud83d"));
        assertThat(JsonReader.read(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(object);
        assertThat(refusal("{\"\\udfff\":1,\"\\uDFFF\":1}")).isEqualTo(Kind.DUPLICATE_KEY);
        assertThat(refusal("{\"\\udfff\":1,}")).isEqualTo(Kind.MALFORMED);
    }

    @Test
    void read_anyTopLevelValueWithWhiteSpaceAround_isTaken() {
        assertThat(JsonReader.read(" \r\n\t true ")).isEqualTo(JsonBoolean.TRUE);
        assertThat(JsonReader.read("null")).isEqualTo(JsonNull.NULL);
        assertThat(JsonReader.read("\"x\"")).isEqualTo(new JsonString("x"));
    }

    @Test
    void refusal_namesThePlaceAndNeverQuotesTheText() {
        JsonSyntaxException refused = catchThrowableOfType(
                JsonSyntaxException.class, () -> JsonReader.read("{\"password\":\n \"hunter2\" oops}"));
        assertThat(refused.line()).isEqualTo(2);
        assertThat(refused.column()).isPositive();
        assertThat(refused.getMessage()).contains("line 2").doesNotContain("hunter2", "password", "oops");
    }

    @Test
    void refusal_ofAHugeToken_isShort() {
        JsonSyntaxException refused =
                catchThrowableOfType(JsonSyntaxException.class, () -> JsonReader.read("a".repeat(1_000_000)));
        assertThat(refused.getMessage()).hasSizeLessThan(200);
    }
}
