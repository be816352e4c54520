package dev.spendweir.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.rejection.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scan says yes to nothing but what the canonical writer would have written. */
class CanonicalScanTest {
    private static boolean isWhole(byte[] json) {
        CanonicalScan scan = new CanonicalScan();
        scan.begin(json, 0, json.length);
        return scan.value(0) && scan.isAtEnd();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** By the long way: read, and written again. */
    private static boolean isCanonical(byte[] json) {
        try {
            return Arrays.equals(json, CanonicalJson.bytes(JsonReader.read(json)));
        } catch (JsonSyntaxException | RejectedException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "false",
                "0",
                "-1",
                "999999999999999",
                "\"\"",
                "\"plain text that is longer than one word\"",
                "\"\\\"\\\\\\b\\t\\n\\f\\r\\u0000\\u001f\"",
                "\"\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff\ud83d\ude00\"",
                "[]",
                "{}",
                "[1,[2,{}],\"x\"]",
                "{\"\":1,\" \":2,\"!\":3,\"a\":4,\"a!\":5,\"b\":{\"a\":[]}}"
            })
    void scan_ofWhatTheWriterWrites_saysYes(String json) {
        assertThat(isCanonical(utf8(json))).isTrue();
        assertThat(isWhole(utf8(json))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 1",
                "1 ",
                "01",
                "-0",
                "00",
                "-",
                "1.0",
                "1e2",
                "1E2",
                "1234567890123456789",
                "\"",
                "\"\\u001F\"",
                "\"\\u000a\"",
                "\"\\u0041\"",
                "\"\\u0020\"",
                "\"\\/\"",
                "\"\\x\"",
                "\"\\ud800\"",
                "\"a\tb\"",
                "[1,]",
                "[1 ]",
                "[",
                "{\"b\":1,\"a\":2}",
                "{\"a\":1,\"a\":2}",
                "{\"a\" :1}",
                "{\"a\":1,}",
                "{\"a\"}",
                "{",
                "nul",
                "tru",
                "x"
            })
    void scan_ofAnythingElse_saysNo(String json) {
        assertThat(isCanonical(utf8(json))).isFalse();
        assertThat(isWhole(utf8(json))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c080",
                "c1bf",
                "e08080",
                "e09fbf",
                "eda080",
                "edbfbf",
                "f0808080",
                "f4908080",
                "f5808080",
                "80",
                "c2",
                "c2c2",
                "e282",
                "ff"
            })
    void scan_ofWhatIsNoUtf8_saysNo(String hex) {
        byte[] bytes = utf8("\"" + "x".repeat(hex.length() / 2) + "\"");
        byte[] bad = java.util.HexFormat.of().parseHex(hex);
        System.arraycopy(bad, 0, bytes, 1, bad.length);
        assertThat(isCanonical(bytes)).isFalse();
        assertThat(isWhole(bytes)).isFalse();
    }

    /** Forms that are canonical and that the scan leaves to the long way. */
    @ParameterizedTest
    @ValueSource(strings = {"1e+21", "0.5", "1234567890123456", "{\"\u00e9\":1}", "{\"\\n\":1}"})
    void scan_ofRareForms_isNotSure(String json) {
        assertThat(isCanonical(utf8(json))).isTrue();
        assertThat(isWhole(utf8(json))).isFalse();
    }

    @Example
    void depth_isThatOfTheReader() {
        byte[] deepest = utf8("[".repeat(JsonReader.MAX_DEPTH) + "]".repeat(JsonReader.MAX_DEPTH));
        assertThat(isWhole(deepest)).isTrue();
        CanonicalScan scan = new CanonicalScan();
        scan.begin(deepest, 0, deepest.length);
        assertThat(scan.value(1)).isFalse();
        byte[] deeper = utf8("[".repeat(JsonReader.MAX_DEPTH + 1) + "]".repeat(JsonReader.MAX_DEPTH + 1));
        assertThat(isWhole(deeper)).isFalse();
    }

    @Example
    void members_areSteppedOverOneByOne() {
        byte[] json = utf8("{\"a\":1,\"b\":{\"c\":[\"x\"]},\"d\":null}");
        CanonicalScan scan = new CanonicalScan();
        scan.begin(json, 0, json.length);
        assertThat(scan.enterObject()).isTrue();
        assertThat(scan.leaveObject()).isFalse();
        assertThat(scan.member()).isTrue();
        assertThat(scan.hasName(utf8("a"))).isTrue();
        assertThat(scan.hasValue(utf8("1"))).isTrue();
        assertThat(scan.member()).isTrue();
        assertThat(scan.hasName(utf8("b"))).isTrue();
        assertThat(new String(json, scan.valueFrom(), scan.position() - scan.valueFrom(), StandardCharsets.UTF_8))
                .isEqualTo("{\"c\":[\"x\"]}");
        assertThat(scan.member()).isTrue();
        assertThat(scan.hasName(utf8("d"))).isTrue();
        assertThat(scan.leaveObject()).isTrue();
        assertThat(scan.isAtEnd()).isTrue();
    }

    @Example
    void members_outOfOrder_areRefused() {
        for (String json : new String[] {"{\"b\":1,\"a\":2}", "{\"a\":1,\"a\":2}", "{\"a\":{},\"Z\":1}"}) {
            CanonicalScan scan = new CanonicalScan();
            scan.begin(utf8(json), 0, json.length());
            assertThat(scan.enterObject() && scan.member()).isTrue();
            assertThat(scan.member()).as(json).isFalse();
        }
    }

    private static final String ALPHABET = "{}[]:,\"\\\"abz019-+.eEu\n\t \u00e9\ud83d\ude00ntrfls/";

    /** Bytes made of what JSON is made of, often almost canonical. */
    @Property(tries = 20_000)
    void neverSaysYesToWhatIsNotCanonical(@ForAll Random random) {
        byte[] json = CanonicalJson.bytes(value(random, 3));
        assertThat(!isWhole(json) || isCanonical(json)).isTrue();
        byte[] changed = changed(json, random);
        if (isWhole(changed)) {
            assertThat(isCanonical(changed))
                    .as(new String(changed, StandardCharsets.UTF_8))
                    .isTrue();
        }
    }

    /** What is written by ledgers has plain names and whole numbers, and is stepped over. */
    @Property(tries = 2_000)
    void saysYesToEveryPlainValue(@ForAll Random random) {
        byte[] json = CanonicalJson.bytes(value(random, 4));
        assertThat(isWhole(json)).as(new String(json, StandardCharsets.UTF_8)).isTrue();
    }

    private static byte[] changed(byte[] json, Random random) {
        byte[] letters = utf8(ALPHABET);
        byte[] out = json.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(out.length);
            switch (random.nextInt(4)) {
                case 0 -> out[at] = letters[random.nextInt(letters.length)];
                case 1 -> out[at] = (byte) random.nextInt(256);
                case 2 -> {
                    if (out.length > 1) {
                        byte[] shorter = Arrays.copyOf(out, out.length - 1);
                        System.arraycopy(out, at + 1, shorter, at, shorter.length - at);
                        out = shorter;
                    }
                }
                default -> {
                    byte[] longer = Arrays.copyOf(out, out.length + 1);
                    System.arraycopy(out, at, longer, at + 1, out.length - at);
                    longer[at] = letters[random.nextInt(letters.length)];
                    out = longer;
                }
            }
        }
        return out;
    }

    @Example
    void oneByteBeyondAscii_isSeenAnywhere() {
        for (int length = 0; length < 40; length++) {
            byte[] bytes = new byte[length];
            Arrays.fill(bytes, (byte) 0x7f);
            assertThat(CanonicalScan.isAscii(bytes)).isTrue();
            for (int at = 0; at < length; at++) {
                bytes[at] = (byte) 0x80;
                assertThat(CanonicalScan.isAscii(bytes))
                        .as("%d of %d", at, length)
                        .isFalse();
                bytes[at] = 0;
            }
            assertThat(CanonicalScan.isAscii(bytes)).isTrue();
        }
    }

    private static JsonValue value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> JsonNull.NULL;
            case 1 -> JsonBoolean.of(random.nextBoolean());
            case 2 -> JsonNumber.of(random.nextInt(100_000) - 50_000);
            case 3, 4 -> new JsonString(text(random));
            case 5 -> JsonArray.of(random.ints(random.nextInt(4)).mapToObj(i -> value(random, depth - 1)));
            default -> {
                JsonObject.Builder object = JsonObject.builder();
                for (int i = random.nextInt(5); i > 0; i--) {
                    object.putIfNew(
                            "abc !~".substring(random.nextInt(6)) + random.nextInt(3), value(random, depth - 1));
                }
                yield object.build();
            }
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(24); i > 0; i--) {
            int kind = random.nextInt(12);
            text.appendCodePoint(
                    kind == 0
                            ? random.nextInt(0x20)
                            : kind == 1
                                    ? 0xa0 + random.nextInt(0x700)
                                    : kind == 2 ? 0x1f600 : 0x20 + random.nextInt(0x60));
        }
        return text.toString();
    }
}
