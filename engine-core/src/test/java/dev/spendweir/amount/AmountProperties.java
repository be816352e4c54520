package dev.spendweir.amount;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.rejection.RejectedException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Amounts against a reference made of BigDecimal and a regular expression. */
class AmountProperties {

    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    private static final BigDecimal LIMIT = BigDecimal.TEN.pow(12);

    private static Object reference(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            return List.of("INVALID_AMOUNT");
        }
        return rounded(new BigDecimal(text));
    }

    private static Object rounded(BigDecimal exact) {
        if (exact.abs().compareTo(LIMIT) > 0) {
            return List.of("AMOUNT_OUT_OF_RANGE");
        }
        return exact.setScale(6, RoundingMode.HALF_EVEN).unscaledValue().longValueExact();
    }

    private static Object parsed(Supplier<Amount> reading) {
        try {
            return reading.get().micros();
        } catch (RejectedException e) {
            return List.of(e.code().wireName());
        }
    }

    @Property(tries = 2000)
    void parseAgreesWithTheReferenceOnDecimals(@ForAll("decimals") String text) {
        assertThat(parsed(() -> Amount.parse(text))).isEqualTo(reference(text));
    }

    @Property(tries = 2000)
    void parseAgreesWithTheReferenceOnAnyText(@ForAll("almostDecimals") String text) {
        assertThat(parsed(() -> Amount.parse(text))).isEqualTo(reference(text));
    }

    @Property(tries = 2000)
    void numbersWithExponentAgreeWithTheReference(
            @ForAll("decimals") String mantissa, @ForAll("exponents") String exponent) {
        String text = mantissa + exponent;
        Object expected = text.length() > 40 ? List.of("INVALID_AMOUNT") : rounded(new BigDecimal(text));
        assertThat(parsed(() -> Amount.read(new JsonNumber(text)))).isEqualTo(expected);
    }

    @Property
    void wireFormIsThePlainFormWithoutTrailingZeros(@ForAll long micros) {
        BigDecimal exact = new BigDecimal(BigInteger.valueOf(micros), 6);
        String plain = exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
        assertThat(Amount.ofMicros(micros)).hasToString(plain);
    }

    @Property
    void wireFormReadsBack(@ForAll("inputMicros") long micros) {
        Amount amount = Amount.ofMicros(micros);
        assertThat(Amount.parse(amount.toString())).isEqualTo(amount);
    }

    @Property
    void sumsAndDifferencesAreExactOrRefused(@ForAll long a, @ForAll long b) {
        BigInteger sum = BigInteger.valueOf(a).add(BigInteger.valueOf(b));
        BigInteger difference = BigInteger.valueOf(a).subtract(BigInteger.valueOf(b));
        assertThat(parsed(() -> Amount.ofMicros(a).plus(Amount.ofMicros(b)))).isEqualTo(checked(sum));
        assertThat(parsed(() -> Amount.ofMicros(a).minus(Amount.ofMicros(b)))).isEqualTo(checked(difference));
    }

    private static Object checked(BigInteger exact) {
        return exact.bitLength() < 64 ? (Object) exact.longValueExact() : List.of("AMOUNT_OUT_OF_RANGE");
    }

    @Provide
    Arbitrary<Long> inputMicros() {
        return Arbitraries.longs().between(-1_000_000_000_000_000_000L, 1_000_000_000_000_000_000L);
    }

    @Provide
    Arbitrary<String> decimals() {
        Arbitrary<String> whole =
                Arbitraries.strings().withCharRange('0', '9').ofMinLength(1).ofMaxLength(14);
        // Many fives and zeros: the halves are where rounding goes wrong.
        Arbitrary<String> fraction =
                Arbitraries.strings().withChars("0001555569").ofMinLength(0).ofMaxLength(12);
        return Combinators.combine(Arbitraries.of("", "-"), whole, fraction)
                .as((sign, digits, rest) -> sign + digits + (rest.isEmpty() ? "" : "." + rest));
    }

    @Provide
    Arbitrary<String> exponents() {
        return Combinators.combine(
                        Arbitraries.of("e", "E", "e+", "e-", "E-"),
                        Arbitraries.integers().between(0, 40))
                .as((sign, digits) -> sign + digits);
    }

    @Provide
    Arbitrary<String> almostDecimals() {
        return Arbitraries.strings().withChars("0159.-+eE _xN\u0660").ofMaxLength(9);
    }
}
