package dev.spendweir.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.testing.JsonGenerators;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Canonical numbers against the definition of ECMA-262, spelled out with BigDecimal. */
class CanonicalNumberProperties {

    @Property(tries = 5000)
    void numbersReadBackToTheSameBits(@ForAll("doubles") double value) {
        String canonical = CanonicalNumber.format(Double.toString(value));
        assertThat(Double.doubleToLongBits(Double.parseDouble(canonical))).isEqualTo(Double.doubleToLongBits(value));
    }

    @Property(tries = 5000)
    void digitsAreTheFewestThatReadBackAndAmongThoseTheNearest(@ForAll("doubles") double value) {
        String canonical = CanonicalNumber.format(new BigDecimal(value).toString());
        assertThat(new BigDecimal(canonical)).isEqualByComparingTo(shortest(value));
    }

    @Property(tries = 2000)
    void canonicalFormIsAFixedPoint(@ForAll("doubles") double value) {
        String canonical = CanonicalNumber.format(Double.toString(value));
        assertThat(CanonicalNumber.format(canonical)).isEqualTo(canonical);
    }

    @Property(tries = 2000)
    void layoutIsThatOfEcmaScript(@ForAll("doubles") double value) {
        String canonical = CanonicalNumber.format(Double.toString(value));
        BigDecimal magnitude = new BigDecimal(canonical).abs();
        boolean plain =
                magnitude.compareTo(new BigDecimal("1e-6")) >= 0 && magnitude.compareTo(new BigDecimal("1e21")) < 0;
        if (plain) {
            assertThat(canonical).matches("-?(0|[1-9][0-9]*)(\\.[0-9]*[1-9])?");
        } else {
            assertThat(canonical).matches("-?[1-9](\\.[0-9]*[1-9])?e[+-][1-9][0-9]*");
        }
    }

    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits <= 17; digits++) {
            BigDecimal down = exact.round(new MathContext(digits, RoundingMode.DOWN));
            BigDecimal up = exact.round(new MathContext(digits, RoundingMode.UP));
            boolean downReads = down.doubleValue() == value;
            boolean upReads = up.doubleValue() == value;
            if (downReads && upReads) {
                // Of two that are equally near, ECMA-262 (note 2 of Number::toString) wants the even one.
                return exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            }
            if (downReads || upReads) {
                return downReads ? down : up;
            }
        }
        throw new AssertionError("17 digits always suffice: " + value);
    }

    @Provide
    Arbitrary<Double> doubles() {
        Arbitrary<Double> money =
                Arbitraries.longs().between(-10_000_000_000L, 10_000_000_000L).map(cents -> cents / 100.0);
        Arbitrary<Double> powersOfTwo =
                Arbitraries.integers().between(-1074, 1023).map(exponent -> Math.scalb(1.0, exponent));
        Arbitrary<Double> powersOfTen =
                Arbitraries.integers().between(-323, 308).map(exponent -> Double.parseDouble("1e" + exponent));
        Arbitrary<Double> subnormal = Arbitraries.longs().between(1, 5000).map(Double::longBitsToDouble);
        return Arbitraries.oneOf(JsonGenerators.finiteDoubles(), money, powersOfTwo, powersOfTen, subnormal)
                .filter(value -> value != 0);
    }
}
