package dev.spendweir.amount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.testing.Json;
import dev.spendweir.testing.Refusals;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTest {

    private static final List<String> INVALID = List.of("INVALID_AMOUNT");
    private static final List<String> OUT_OF_RANGE = List.of("AMOUNT_OUT_OF_RANGE");

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "-0.000, 0",
        "007, 7",
        "0012.50, 12.5",
        "12.5, 12.5",
        "12.500000, 12.5",
        "-3.000001, -3.000001",
        "0.1, 0.1",
        "100, 100",
        "1000000000000, 1000000000000",
        "-1000000000000.000000000, -1000000000000",
        "999999999999.999999, 999999999999.999999",
    })
    void parse_decimalText_givesItsShortestForm(String text, String wire) {
        assertThat(Amount.parse(text)).hasToString(wire);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0000005, 0",
        "0.0000015, 0.000002",
        "0.0000025, 0.000002",
        "0.00000250000000000000000000000000000000000000000001, 0.000003",
        "0.0000004999999999999999999999999999999999999999999, 0",
        "-0.0000015, -0.000002",
        "-0.0000025, -0.000002",
        "1.9999995, 2",
        "999999999999.9999995, 1000000000000",
        "0.99999949, 0.999999",
    })
    void parse_moreThanSixDigits_roundsHalfEven(String text, String wire) {
        assertThat(Amount.parse(text)).hasToString(wire);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "+1",
                "1.",
                ".5",
                "-",
                "-.5",
                "--1",
                "1e3",
                "1E3",
                "0x10",
                "NaN",
                "Infinity",
                "-Infinity",
                "1,5",
                "1 000",
                " 12.5",
                "12.5 ",
                "12.5\n",
                "1.2.3",
                "\u0661",
                "\uff11",
                "1_000",
                "12.5USD",
                "- 1",
                "1.-5"
            })
    void parse_textThatIsNoDecimal_isInvalid(String text) {
        assertThat(Refusals.of(() -> Amount.parse(text))).isEqualTo(INVALID);
        assertThat(Refusals.of(() -> Amount.read(new JsonString(text)))).isEqualTo(INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1000000000000.000001",
                "1000000000001",
                "-1000000000001",
                // Beyond the limit before rounding, at the limit after it.
                "1000000000000.0000000000000000000000001",
                "99999999999999999999999999999999999999999999",
            })
    void parse_beyondTenToTheTwelfth_isOutOfRange(String text) {
        assertThat(Refusals.of(() -> Amount.parse(text))).isEqualTo(OUT_OF_RANGE);
    }

    @ParameterizedTest
    @CsvSource({
        "1e3, 1000",
        "1E3, 1000",
        "1e+3, 1000",
        "-1.5e-3, -0.0015",
        "1e12, 1000000000000",
        "0e999, 0",
        "0e-999999999999, 0",
        "-0.0e5, 0",
        "1e-7, 0",
        "5e-7, 0",
        "15e-7, 0.000002",
        "1e-999999999, 0",
        "0.00000000000000000001e20, 1",
        "12.50, 12.5",
        "-0, 0",
    })
    void read_jsonNumber_takesItsText(String text, String wire) {
        assertThat(Amount.read(Json.value(text))).hasToString(wire);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e13", "1.1e12", "-1e13", "1e999999999", "1e99999999999999999999", "1000000000001"})
    void read_jsonNumberBeyondTheLimit_isOutOfRangeInEveryForm(String text) {
        assertThat(Refusals.of(() -> Amount.read(Json.value(text)))).isEqualTo(OUT_OF_RANGE);
    }

    @Test
    void read_exponentTextOf40Characters_isTakenAndOf41Refused() {
        String forty = "0." + "0".repeat(34) + "1e35";
        String fortyOne = "0." + "0".repeat(35) + "1e36";
        assertThat(forty).hasSize(40);
        assertThat(Amount.read(Json.value(forty))).hasToString("1");
        assertThat(fortyOne).hasSize(41);
        assertThat(Refusals.of(() -> Amount.read(Json.value(fortyOne)))).isEqualTo(INVALID);
    }

    @Test
    void read_longExponentTextOutOfRange_isInvalidBecauseLengthComesFirst() {
        assertThat(Refusals.of(() -> Amount.read(Json.value("1" + "0".repeat(39) + "e9"))))
                .isEqualTo(INVALID);
    }

    @Test
    void read_longTextWithoutExponent_isTaken() {
        assertThat(Amount.read(Json.value("0." + "1".repeat(5000)))).hasToString("0.111111");
        assertThat(Amount.parse("0".repeat(5000) + "1")).hasToString("1");
    }

    @Test
    void read_anotherKindOfValue_isInvalid() {
        assertThat(Refusals.of(() -> Amount.read(null))).isEqualTo(INVALID);
        assertThat(Refusals.of(() -> Amount.read(JsonNull.NULL))).isEqualTo(INVALID);
        assertThat(Refusals.of(() -> Amount.read(Json.value("true")))).isEqualTo(INVALID);
        assertThat(Refusals.of(() -> Amount.read(Json.value("{}")))).isEqualTo(INVALID);
        assertThat(Refusals.of(() -> Amount.read(Json.value("[1]")))).isEqualTo(INVALID);
    }

    @Test
    void toString_edgesOfLong_areExact() {
        assertThat(Amount.ofMicros(Long.MAX_VALUE)).hasToString("9223372036854.775807");
        assertThat(Amount.ofMicros(Long.MIN_VALUE)).hasToString("-9223372036854.775808");
        assertThat(Amount.ofMicros(-1)).hasToString("-0.000001");
        assertThat(Amount.ofMicros(1)).hasToString("0.000001");
    }

    @Test
    void plus_beyond64Bits_isRefusedAndNeverWraps() {
        Amount max = Amount.ofMicros(Long.MAX_VALUE);
        Amount min = Amount.ofMicros(Long.MIN_VALUE);
        Amount one = Amount.ofMicros(1);
        assertThat(Refusals.of(() -> max.plus(one))).isEqualTo(OUT_OF_RANGE);
        assertThat(Refusals.of(() -> min.minus(one))).isEqualTo(OUT_OF_RANGE);
        assertThat(Refusals.of(() -> Amount.ZERO.minus(min))).isEqualTo(OUT_OF_RANGE);
        assertThat(Refusals.of(() -> min.plus(min))).isEqualTo(OUT_OF_RANGE);
        assertThat(max.plus(min)).isEqualTo(Amount.ofMicros(-1));
        assertThat(max.minus(one).plus(one)).isEqualTo(max);
    }

    @Test
    void comparisons_followTheValue() {
        Amount small = Amount.parse("-1");
        Amount large = Amount.parse("0.5");
        assertThat(small).isLessThan(large);
        assertThat(small.max(large)).isEqualTo(large);
        assertThat(small.min(large)).isEqualTo(small);
        assertThat(small.isNegative()).isTrue();
        assertThat(large.isPositive()).isTrue();
        assertThat(Amount.parse("0.0").isZero()).isTrue();
        assertThat(Amount.parse("-0")).isSameAs(Amount.ZERO);
    }

    @Test
    void toJson_isAStringOrNull() {
        assertThat(Amount.toJson(Amount.parse("2.50"))).isEqualTo(new JsonString("2.5"));
        assertThat(Amount.toJson(null)).isEqualTo(JsonNull.NULL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e", "1e+", "1e-", "e5", "-e5", "1.e5", ".5e5", "1e5.0", "1e5e5", "--1e5", "1e 5", "1e5 "})
    void parseNumber_brokenExponent_isInvalid(String text) {
        assertThat(Refusals.of(() -> Amount.parseNumber(text))).isEqualTo(INVALID);
    }

    @Test
    void refusal_ofALongText_quotesItsFirst48Characters() {
        assertThatThrownBy(() -> Amount.parse("x".repeat(48))).hasMessageContaining("'" + "x".repeat(48) + "'");
        assertThatThrownBy(() -> Amount.parse("x".repeat(49))).hasMessageContaining("'" + "x".repeat(48) + "...'");
    }

    @Test
    void refusal_ofAHugeText_quotesOnlyItsBeginning() {
        assertThat(Refusals.of(() -> Amount.parse("x".repeat(100_000)))).isEqualTo(INVALID);
        try {
            Amount.parse("x".repeat(100_000));
        } catch (dev.spendweir.rejection.RejectedException e) {
            assertThat(e.getMessage()).hasSizeLessThan(250);
        }
    }
}
