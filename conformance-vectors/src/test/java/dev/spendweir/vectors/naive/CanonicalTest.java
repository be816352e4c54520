package dev.spendweir.vectors.naive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Facts of RFC 8785; the tagged tests read the public test data from the directory that spendweir.corpus names. */
class CanonicalTest {
    /** Bits of a double and its text, as RFC 8785 appendix B prints them. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "41b3de4355555556, 333333333.3333334",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2"
    })
    void number_ofAppendixB_isPrintedAsThere(String bits, String text) {
        assertThat(Canonical.number(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16))))
                .isEqualTo(text);
    }

    @Test
    void number_thatIsNotFinite_isRefused() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThatThrownBy(() -> Canonical.number(value)).isInstanceOf(NotJsonException.class);
        }
    }

    @Test
    void text_ofTheExampleOfTheRfc_isThatOfTheRfc() {
        String input = "{\"numbers\":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"
                + "\"string\":\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\",\"literals\":[null,true,false]}";
        String canonical = "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                + "\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}";
        assertThat(Canonical.text(JsonReader.read(input))).isEqualTo(canonical);
    }

    @Test
    void sha256_ofTheEmptyMessage_isTheKnownOne() {
        assertThat(Canonical.hex(Canonical.digest()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    @Tag("corpus")
    void text_ofThePublicTestFiles_isTheirOutput() throws Exception {
        Path jcs = Path.of(System.getProperty("spendweir.corpus"), "jcs");
        try (Stream<Path> files = Files.list(jcs.resolve("input"))) {
            List<Path> inputs = files.toList();
            assertThat(inputs).isNotEmpty();
            for (Path input : inputs) {
                String expected = Files.readString(jcs.resolve("output").resolve(input.getFileName()))
                        .strip();
                byte[] actual = Canonical.bytes(JsonReader.read(Files.readString(input)));
                assertThat(new String(actual, StandardCharsets.UTF_8))
                        .as(input.toString())
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    @Tag("corpus")
    void number_ofThePublicAppendix_isPrintedAsThere() throws Exception {
        Path file = Path.of(System.getProperty("spendweir.corpus"), "jcs", "rfc8785-appendix-b.json");
        for (Object fact : Json.asList(JsonReader.read(Files.readString(file)))) {
            if (Boolean.FALSE.equals(Json.at(fact, "error"))) {
                double value =
                        Double.longBitsToDouble(Long.parseUnsignedLong((String) Json.at(fact, "ieee754Hex"), 16));
                assertThat(Canonical.number(value)).isEqualTo(Json.at(fact, "expected"));
            }
        }
    }
}
