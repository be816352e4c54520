package dev.spendweir.amount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.rejection.RejectedException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every edge with every other edge, against integers of any size: zero, the ends of 32, 53 and 64 bits, their halves and
 * their neighbours. {@link WideMathProperties} tries what lies between.
 */
class WideMathTest {

    /** Numbers whose products and quotients meet the borders of a digit of 32 bits, of a long, and of a half. */
    private static final long[] EDGES = LongStream.of(
                    0,
                    1,
                    2,
                    3,
                    5,
                    10_000,
                    0x7FFF_FFFFL,
                    0x8000_0000L,
                    0xFFFF_FFFFL,
                    0x1_0000_0000L,
                    0x1_0000_0001L,
                    0x1_FFFF_FFFFL,
                    0x7FFF_FFFF_8000_0000L,
                    0x4000_0000_0000_0000L,
                    0x4000_0000_0000_0001L,
                    0x7FFF_FFFF_FFFF_FFFEL,
                    Long.MAX_VALUE)
            .flatMap(n -> LongStream.of(n, -n))
            .distinct()
            .toArray();

    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    private static BigInteger big(long number) {
        return BigInteger.valueOf(number);
    }

    private static BigInteger halfEven(BigInteger dividend, BigInteger divisor) {
        return new BigDecimal(dividend)
                .divide(new BigDecimal(divisor), 0, RoundingMode.HALF_EVEN)
                .toBigIntegerExact();
    }

    @Test
    void average_ofAnyTwoEdges_isExactAndHalfEven() {
        for (long a : withLeast()) {
            for (long b : withLeast()) {
                assertThat(WideMath.average(a, b))
                        .as("%d and %d", a, b)
                        .isEqualTo(halfEven(big(a).add(big(b)), BigInteger.TWO).longValueExact());
            }
        }
    }

    @Test
    void multiplyDivide_ofAnyThreeEdges_isTheExactProductRoundedOnceOrRefused() {
        for (long a : withLeast()) {
            for (long b : withLeast()) {
                for (long divisor : withLeast()) {
                    checkMultiplyDivide(a, b, divisor);
                }
            }
        }
    }

    private static void checkMultiplyDivide(long a, long b, long divisor) {
        BigInteger product = big(a).multiply(big(b));
        BigInteger exact = divisor == 0 ? TWO_TO_64 : halfEven(product, big(divisor));
        if (exact.bitLength() > 63) {
            assertThatThrownBy(() -> WideMath.multiplyDivide(a, b, divisor))
                    .as("%d * %d / %d", a, b, divisor)
                    .isInstanceOf(ArithmeticException.class);
        } else {
            assertThat(WideMath.multiplyDivide(a, b, divisor))
                    .as("%d * %d / %d", a, b, divisor)
                    .isEqualTo(exact.longValueExact());
        }
        if (divisor != 0) {
            assertThat(WideMath.divide(product, big(divisor))).isEqualTo(exact);
        }
    }

    @Test
    void multiplyDivide_whoseDigitsAreGuessedTooHigh_isCorrectedToTheExactQuotient() {
        // The first guess of a digit is one or two too high for these (Knuth, algorithm D, steps D3 and D6).
        checkMultiplyDivide(0x7FFF_FFFF_FFFF_FFFFL, 0x7FFF_FFFF_0000_0001L, 0x7FFF_FFFF_FFFF_0001L);
        checkMultiplyDivide(0x4000_0000_0000_0000L, 0x7FFF_FFFF_FFFF_FFFEL, 0x4000_0000_FFFF_FFFFL);
        checkMultiplyDivide(0x7FFF_0000_0000_0000L, 0x0000_8000_FFFF_FFFFL, 0x0001_0000_FFFF_FFFFL);
        checkMultiplyDivide(0x0000_7FFF_FFFF_FFFFL, 0x7FFF_FFFF_FFFF_FFFFL, 0x4000_0000_0000_0003L);
    }

    @Test
    void divide_ofAnyTwoEdges_isExactAndHalfEvenOrRefused() {
        for (long dividend : withLeast()) {
            for (long divisor : EDGES) {
                boolean fits = divisor != 0 && !(dividend == Long.MIN_VALUE && divisor == -1);
                if (fits) {
                    assertThat(WideMath.divide(dividend, divisor))
                            .as("%d / %d", dividend, divisor)
                            .isEqualTo(halfEven(big(dividend), big(divisor)).longValueExact());
                } else {
                    assertThatThrownBy(() -> WideMath.divide(dividend, divisor))
                            .isInstanceOf(ArithmeticException.class);
                }
            }
        }
    }

    @Test
    void squareRoot_ofEdgesSquaresAndTheirNeighbours_isRoundedDown() {
        List<BigInteger> numbers = new ArrayList<>();
        LongStream.of(EDGES).filter(n -> n >= 0).mapToObj(WideMathTest::big).forEach(edge -> {
            numbers.add(edge);
            BigInteger square = edge.multiply(edge);
            numbers.addAll(List.of(square, square.subtract(BigInteger.ONE), square.add(BigInteger.ONE)));
        });
        // Each length of a number has its own starting point.
        for (int bit = 0; bit < 124; bit++) {
            numbers.add(BigInteger.ONE.shiftLeft(bit));
            numbers.add(BigInteger.ONE.shiftLeft(bit + 1).subtract(BigInteger.ONE));
        }
        for (BigInteger number : numbers) {
            if (number.signum() >= 0 && number.bitLength() <= 124) {
                assertThat(WideMath.squareRoot(number.shiftRight(64).longValue(), number.longValue()))
                        .as("root of %s", number)
                        .isEqualTo(number.sqrt().longValueExact());
            }
            if (number.signum() >= 0 && number.bitLength() <= 63) {
                assertThat(WideMath.squareRoot(number.longValue()))
                        .as("root of %s", number)
                        .isEqualTo(number.sqrt().longValueExact());
            }
        }
    }

    @Test
    void scaledSquareRoot_ofEdges_roundsTheQuotientDownFirst() {
        for (long high : new long[] {0, 1, 0xFFFF_FFFFL, 1L << 40, (1L << 48) - 1}) {
            for (long low : EDGES) {
                for (int factor : new int[] {0, 1, 8, 1_178}) {
                    for (int divisor : new int[] {1, 49, 196}) {
                        BigInteger number = big(high).shiftLeft(64).add(new BigInteger(Long.toUnsignedString(low)));
                        BigInteger exact = number.multiply(big(factor))
                                .divide(big(divisor))
                                .sqrt();
                        assertThat(WideMath.scaledSquareRoot(high, low, factor, divisor))
                                .as("root of %s * %d / %d", number, factor, divisor)
                                .isEqualTo(exact.longValueExact());
                    }
                }
            }
        }
    }

    @Test
    void sum_ofAnyThreeEdges_isExactOrSaysOnWhichSideItLeftTheRange() {
        for (long a : withLeast()) {
            for (long b : withLeast()) {
                for (long c : withLeast()) {
                    BigInteger exact =
                            Stream.of(a, b, c).map(WideMathTest::big).reduce(BigInteger.ZERO, BigInteger::add);
                    WideSum sum = new WideSum().add(a).add(b).add(c);
                    boolean fits = exact.bitLength() <= 63;
                    assertThat(sum.overflow()).as("%d + %d + %d", a, b, c).isEqualTo(fits ? 0 : exact.signum());
                    if (fits) {
                        assertThat(sum.low64()).isEqualTo(exact.longValueExact());
                        assertThat(sum.toAmountMicros()).isEqualTo(exact.longValueExact());
                    }
                }
            }
        }
    }

    @Test
    void sum_beyondALong_isRefusedAsAnAmount() {
        WideSum sum = new WideSum().add(Long.MAX_VALUE).add(1);
        assertThatThrownBy(sum::toAmountMicros)
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("AMOUNT_OUT_OF_RANGE");
        assertThat(sum.add(-1).toAmountMicros()).isEqualTo(Long.MAX_VALUE);
    }

    /** The edges, and the least long, which has no positive counterpart. */
    private static long[] withLeast() {
        return LongStream.concat(LongStream.of(EDGES), LongStream.of(Long.MIN_VALUE))
                .toArray();
    }
}
