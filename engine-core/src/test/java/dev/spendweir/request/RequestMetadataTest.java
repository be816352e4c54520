package dev.spendweir.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.testing.Refusals;
import dev.spendweir.testing.RequestGenerators;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestMetadataTest {

    private static boolean isTaken(String metadata) {
        var findings = Refusals.of(() -> RequestNormalizer.normalize(
                RequestGenerators.sample().with("metadata", JsonReader.read(metadata)),
                PolicyReader.defaults().document()));
        if (!findings.isEmpty()) {
            assertThat(findings).containsExactly("INVALID_FIELD /metadata");
        }
        return findings.isEmpty();
    }

    private static String nested(int containers) {
        return "{\"a\":" + "[".repeat(containers - 1) + "]".repeat(containers - 1) + "}";
    }

    private static String ofCanonicalBytes(int size) {
        return "{\"k\":\"" + "x".repeat(size - 8) + "\"}";
    }

    @Test
    void metadata_of16384CanonicalBytes_isTakenAndOneMoreRefused() {
        assertThat(isTaken(ofCanonicalBytes(16_384))).isTrue();
        assertThat(isTaken(ofCanonicalBytes(16_385))).isFalse();
    }

    @Test
    void metadata_size_isThatOfTheCanonicalFormNotOfTheText() {
        assertThat(isTaken("{ \"k\" :" + " ".repeat(20_000) + "1.0000 }")).isTrue();
        assertThat(isTaken("{\"k\":\"" + "\\u0041".repeat(16_376) + "\"}")).isTrue();
        assertThat(isTaken("{\"k\":\"" + "\u20ac".repeat(5_458) + "\"}")).isTrue();
        assertThat(isTaken("{\"k\":\"" + "\u20ac".repeat(5_459) + "\"}")).isFalse();
        assertThat(isTaken("{\"k\":\"" + "\\u0001".repeat(2_730) + "\"}")).isFalse();
    }

    @Test
    void metadata_16ContainersDeep_isTakenAndOneMoreRefused() {
        assertThat(isTaken(nested(16))).isTrue();
        assertThat(isTaken(nested(17))).isFalse();
        assertThat(isTaken(nested(999))).isFalse();
        assertThat(isTaken("{\"a\":".repeat(16) + "1" + "}".repeat(16))).isTrue();
        assertThat(isTaken("{\"a\":".repeat(17) + "1" + "}".repeat(17))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9007199254740991",
                "-9007199254740991",
                "9007199254740991.0",
                "0.1",
                "1e15",
                "1e-400",
                "-0",
                "9007199254740991.4",
                "123456789012345",
                "1.7976931348623157e-308"
            })
    void metadata_numberWithinTwoToThe53_isTaken(String number) {
        assertThat(isTaken("{\"a\":[" + number + "]}")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9007199254740992",
                "-9007199254740992",
                "9007199254740991.6",
                "1e16",
                "1e20",
                "1e400",
                "-1e309",
                "99999999999999999999999999"
            })
    void metadata_numberBeyondTwoToThe53_isRefusedByItsValue(String number) {
        assertThat(isTaken("{\"a\":[" + number + "]}")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"\\ud800\"}",
                "{\"\\udc00\":1}",
                "{\"a\":[\"x\\u0000\"]}",
                "{\"x\\u0000y\":{}}",
                "{\"a\":\"\\u0000x\"}",
                "{\"a\":{\"b\":\"\\udfff\"}}"
            })
    void metadata_loneSurrogatesAndU0000_areRefused(String metadata) {
        assertThat(isTaken(metadata)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"\\u0001\\u001f\\u007f\\u0085\\ufffe\\uffff\"}", "{\" a \":\" b \"}", "{\"\":null}",
                "{\"\\ud83d\\ude00\":true}", "{}", "{\"a\":[]}"
            })
    void metadata_controlsNoncharactersAndSpaces_areContent(String metadata) {
        assertThat(isTaken(metadata)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"x\"", "1", "true"})
    void metadata_thatIsNoObject_isRefused(String metadata) {
        assertThat(isTaken(metadata)).isFalse();
    }

    @Test
    void metadata_tooLarge_isReportedTogetherWithOtherMistakes() {
        assertThat(Refusals.of(() -> RequestNormalizer.normalize(
                        RequestGenerators.sample()
                                .without("action")
                                .with("metadata", JsonReader.read(ofCanonicalBytes(20_000))),
                        PolicyReader.defaults().document())))
                .containsExactly("FIELD_REQUIRED /action", "INVALID_FIELD /metadata");
    }

    /** Each way down to the mistake keeps its words. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":[\"\\u0000\"]} | U+0000 is not allowed in names and strings",
                "{\"a\":{\"\\u0000\":1}} | U+0000 is not allowed in names and strings",
                "{\"a\":{\"b\":\"\\ud800\"}} | lone surrogates are not allowed in names and strings",
                "{\"a\":[1e300]} | numbers must be within +-(2^53-1); write longer ones as strings",
            })
    void metadata_refused_saysWhy(String metadata, String detail) {
        assertThat(detail(metadata)).isEqualTo(detail);
    }

    @Test
    void metadata_tooDeep_saysSo() {
        assertThat(detail(nested(17))).isEqualTo("more than 16 objects and lists are inside each other");
        assertThat(detail("{\"a\":".repeat(17) + "1" + "}".repeat(17)))
                .isEqualTo("more than 16 objects and lists are inside each other");
    }

    private static String detail(String metadata) {
        return Objects.requireNonNull(Metadata.problem((JsonObject) JsonReader.read(metadata)));
    }

    @Test
    void metadata_isEqualByItsCanonicalForm_andNeverShown() {
        Metadata one = Metadata.of((JsonObject) JsonReader.read("{\"b\":1.0,\"a\":\"secret\"}"));
        Metadata same = Metadata.of((JsonObject) JsonReader.read("{\"a\":\"secret\",\"b\":1}"));
        Metadata other = Metadata.of((JsonObject) JsonReader.read("{\"a\":\"secret\",\"b\":2}"));
        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(other);
        assertThat(one.hashCode()).isNotEqualTo(other.hashCode());
        assertThat(one).hasToString("Metadata[20 bytes]");
    }
}
