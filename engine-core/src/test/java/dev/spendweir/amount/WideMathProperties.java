package dev.spendweir.amount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.rejection.RejectedException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Every result against integers of any size. */
class WideMathProperties {

    private static BigInteger big(long number) {
        return BigInteger.valueOf(number);
    }

    private static BigInteger halfEven(BigInteger dividend, BigInteger divisor) {
        return new BigDecimal(dividend)
                .divide(new BigDecimal(divisor), 0, RoundingMode.HALF_EVEN)
                .toBigIntegerExact();
    }

    /** Numbers of every length, and those at the edges. */
    @Provide
    Arbitrary<Long> anyLength() {
        Arbitrary<Long> shifted = Arbitraries.longs()
                .flatMap(n -> Arbitraries.integers().between(0, 63).map(s -> n >> s));
        return Arbitraries.oneOf(
                shifted,
                Arbitraries.of(
                        Long.MIN_VALUE,
                        Long.MIN_VALUE + 1,
                        Long.MAX_VALUE,
                        1L << 62,
                        -(1L << 62),
                        1L << 32,
                        (1L << 32) - 1,
                        0L,
                        1L,
                        -1L,
                        2L,
                        -2L));
    }

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.MIXIN)
    void multiplyDivide_isTheExactProductRoundedOnce(
            @ForAll("anyLength") long a, @ForAll("anyLength") long b, @ForAll("anyLength") long divisor) {
        if (divisor == 0) {
            assertThatThrownBy(() -> WideMath.multiplyDivide(a, b, 0)).isInstanceOf(ArithmeticException.class);
            return;
        }
        BigInteger exact = halfEven(big(a).multiply(big(b)), big(divisor));
        if (exact.bitLength() > 63) {
            assertThatThrownBy(() -> WideMath.multiplyDivide(a, b, divisor)).isInstanceOf(ArithmeticException.class);
        } else {
            assertThat(WideMath.multiplyDivide(a, b, divisor)).isEqualTo(exact.longValueExact());
        }
        assertThat(WideMath.divide(big(a).multiply(big(b)), big(divisor))).isEqualTo(exact);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.MIXIN)
    void divide_roundsHalfEven(@ForAll("anyLength") long dividend, @ForAll @IntRange(min = -9, max = 9) int divisor) {
        if (divisor != 0 && !(dividend == Long.MIN_VALUE && divisor == -1)) {
            assertThat(WideMath.divide(dividend, divisor))
                    .isEqualTo(halfEven(big(dividend), big(divisor)).longValueExact());
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.MIXIN)
    void average_roundsHalfEven(@ForAll("anyLength") long a, @ForAll("anyLength") long b) {
        assertThat(WideMath.average(a, b))
                .isEqualTo(halfEven(big(a).add(big(b)), big(2)).longValueExact());
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.MIXIN)
    void squareRoot_isTheLargestWhoseSquareIsNotLarger(@ForAll @LongRange(min = 0) long number) {
        assertThat(WideMath.squareRoot(number)).isEqualTo(big(number).sqrt().longValueExact());
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.MIXIN)
    void squareRoot_ofPerfectSquaresAndTheirNeighbours_isExact(
            @ForAll @LongRange(min = 1, max = 3_037_000_499L) long root) {
        assertThat(WideMath.squareRoot(root * root)).isEqualTo(root);
        assertThat(WideMath.squareRoot(root * root - 1)).isEqualTo(root - 1);
    }

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.MIXIN)
    void squareRoot_of128Bits_isExact(
            @ForAll @LongRange(min = 0, max = (1L << 60) - 1) long high,
            @ForAll long low,
            @ForAll @IntRange(min = 0, max = 59) int shift) {
        long shifted = high >> shift;
        BigInteger number = big(shifted).shiftLeft(64).add(new BigInteger(Long.toUnsignedString(low)));
        assertThat(WideMath.squareRoot(shifted, low)).isEqualTo(number.sqrt().longValueExact());
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.MIXIN)
    void squareRoot_of128BitSquaresAndTheirNeighbours_isExact(
            @ForAll @LongRange(min = 1, max = (1L << 62) - 1) long root) {
        BigInteger square = big(root).multiply(big(root));
        BigInteger below = square.subtract(BigInteger.ONE);
        assertThat(WideMath.squareRoot(square.shiftRight(64).longValue(), square.longValue()))
                .isEqualTo(root);
        assertThat(WideMath.squareRoot(below.shiftRight(64).longValue(), below.longValue()))
                .isEqualTo(root - 1);
    }

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.MIXIN)
    void scaledSquareRoot_roundsTheQuotientDownFirst(
            @ForAll @LongRange(min = 0, max = 1L << 48) long high,
            @ForAll long low,
            @ForAll @IntRange(min = 0, max = 1178) int factor,
            @ForAll @IntRange(min = 49, max = 196) int divisor) {
        BigInteger number = big(high).shiftLeft(64).add(new BigInteger(Long.toUnsignedString(low)));
        BigInteger exact = number.multiply(big(factor)).divide(big(divisor)).sqrt();
        assertThat(WideMath.scaledSquareRoot(high, low, factor, divisor)).isEqualTo(exact.longValueExact());
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.MIXIN)
    void sum_isExactOrRefused(@ForAll List<@From("anyLength") Long> terms) {
        WideSum sum = new WideSum();
        BigInteger exact = BigInteger.ZERO;
        for (long term : terms) {
            sum.add(term);
            exact = exact.add(big(term));
        }
        if (exact.bitLength() > 63) {
            assertThat(sum.overflow()).isEqualTo(exact.signum());
            assertThatThrownBy(sum::toAmountMicros)
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("AMOUNT_OUT_OF_RANGE");
        } else {
            assertThat(sum.overflow()).isZero();
            assertThat(sum.toAmountMicros()).isEqualTo(exact.longValueExact());
        }
    }

    /** jqwik makes few cases a second; the narrow ways through 128-bit division want many. */
    @Example
    void multiplyDivide_onManySeededNumbers_isTheExactProductRoundedOnce() {
        long seed = 20_261_121L;
        Random random = new Random(seed);
        for (int i = 0; i < 300_000; i++) {
            long a = random.nextLong() >> random.nextInt(64);
            long b = random.nextLong() >> random.nextInt(64);
            long divisor = random.nextLong() >> random.nextInt(64);
            BigInteger exact = divisor == 0 ? null : halfEven(big(a).multiply(big(b)), big(divisor));
            if (exact != null && exact.bitLength() <= 63) {
                assertThat(WideMath.multiplyDivide(a, b, divisor))
                        .as("seed %d, %d * %d / %d", seed, a, b, divisor)
                        .isEqualTo(exact.longValueExact());
            }
        }
    }

    @Example
    void halves_goToTheEvenNeighbour() {
        assertThat(WideMath.divide(5, 2)).isEqualTo(2);
        assertThat(WideMath.divide(7, 2)).isEqualTo(4);
        assertThat(WideMath.divide(-5, 2)).isEqualTo(-2);
        assertThat(WideMath.divide(-7, -2)).isEqualTo(4);
        assertThat(WideMath.average(1, 2)).isEqualTo(2);
        assertThat(WideMath.average(-1, -2)).isEqualTo(-2);
        assertThat(WideMath.average(Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    }
}
