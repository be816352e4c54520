package dev.spendweir.amount;

import java.math.BigInteger;

/**
 * Exact integer arithmetic whose intermediate results may need more than 64 bits (spec 10 A15b, N16). Everything rounds
 * HALF_EVEN or, where it says so, down. Longs where they suffice, 128 bits in two longs where not; no doubles.
 *
 * <p>Results that do not fit into a long are refused with {@link ArithmeticException}, as {@link Math#addExact(long, long)}
 * does; the caller knows whether that means {@code AMOUNT_OUT_OF_RANGE} or a detour through {@link BigInteger}.
 */
public final class WideMath {

    private static final long LOW_32_BITS = 0xFFFF_FFFFL;

    private WideMath() {}

    /** {@code (a + b) / 2}, rounded HALF_EVEN; always fits. */
    public static long average(long a, long b) {
        long floor = (a & b) + ((a ^ b) >> 1);
        boolean half = ((a ^ b) & 1) != 0;
        return half && (floor & 1) != 0 ? floor + 1 : floor;
    }

    /**
     * {@code a * b / divisor} with an exact product, rounded once, HALF_EVEN.
     *
     * @throws ArithmeticException when the result does not fit into a long, or the divisor is 0
     */
    public static long multiplyDivide(long a, long b, long divisor) {
        long low = a * b;
        long high = Math.multiplyHigh(a, b);
        if (high == low >> 63) {
            return divide(low, divisor);
        }
        return divideWide(high, low, divisor);
    }

    /**
     * {@code dividend / divisor}, rounded HALF_EVEN.
     *
     * @throws ArithmeticException when the result does not fit into a long, or the divisor is 0
     */
    public static long divide(long dividend, long divisor) {
        if (divisor == -1) {
            return Math.negateExact(dividend);
        }
        long quotient = dividend / divisor;
        long remainder = dividend - quotient * divisor;
        if (remainder == 0) {
            return quotient;
        }
        int toHalf = compareToHalf(Math.abs(remainder), divisor < 0 ? -divisor : divisor);
        boolean away = toHalf > 0 || (toHalf == 0 && (quotient & 1) != 0);
        return away ? quotient + ((dividend ^ divisor) < 0 ? -1 : 1) : quotient;
    }

    /** Compares a remainder with the half of its divisor, both as unsigned numbers, the remainder the smaller one. */
    private static int compareToHalf(long remainder, long divisor) {
        return Long.compareUnsigned(remainder, divisor - remainder);
    }

    /** The dividend is high * 2^64 + low (unsigned), in two's complement. */
    private static long divideWide(long high, long low, long divisor) {
        boolean negative = (high ^ divisor) < 0;
        long h = high;
        long l = low;
        if (high < 0) {
            l = -low;
            h = ~high + (low == 0 ? 1 : 0);
        }
        // The absolute value of the most negative long is right as an unsigned number.
        long d = divisor < 0 ? -divisor : divisor;
        if (Long.compareUnsigned(h, d) >= 0) {
            throw new ArithmeticException("the quotient does not fit into 64 bits");
        }
        long quotient = divideUnsigned(h, l, d);
        long remainder = l - quotient * d;
        int toHalf = compareToHalf(remainder, d);
        if (toHalf > 0 || (toHalf == 0 && (quotient & 1) != 0)) {
            quotient++;
            if (quotient == 0) {
                throw new ArithmeticException("the quotient does not fit into 64 bits");
            }
        }
        if (quotient < 0 && !(negative && quotient == Long.MIN_VALUE)) {
            throw new ArithmeticException("the quotient does not fit into 64 bits");
        }
        return negative ? -quotient : quotient;
    }

    /**
     * The quotient, rounded down, of an unsigned 128-bit number by an unsigned 64-bit one that is larger than the number's
     * upper half: schoolbook division in base 2^32 (Knuth, The Art of Computer Programming, volume 2, algorithm D).
     */
    private static long divideUnsigned(long high, long low, long divisor) {
        int shift = Long.numberOfLeadingZeros(divisor);
        long d = divisor << shift;
        long upper = shift == 0 ? high : (high << shift) | (low >>> (64 - shift));
        long lower = low << shift;
        long first = digit(upper, lower >>> 32, d);
        long rest = (upper << 32) + (lower >>> 32) - first * d;
        long second = digit(rest, lower & LOW_32_BITS, d);
        return (first << 32) + second;
    }

    /** One digit of the quotient: (upper * 2^32 + next) / d for a normalised d and upper < d. */
    private static long digit(long upper, long next, long d) {
        long dHigh = d >>> 32;
        long dLow = d & LOW_32_BITS;
        long estimate = Long.divideUnsigned(upper, dHigh);
        long rest = upper - estimate * dHigh;
        while (estimate > LOW_32_BITS || Long.compareUnsigned(estimate * dLow, (rest << 32) + next) > 0) {
            estimate--;
            rest += dHigh;
            if (rest > LOW_32_BITS) {
                break;
            }
        }
        return estimate;
    }

    /** {@code dividend / divisor}, rounded HALF_EVEN, for numbers of any size; the divisor is not 0. */
    public static BigInteger divide(BigInteger dividend, BigInteger divisor) {
        BigInteger[] parts = dividend.divideAndRemainder(divisor);
        BigInteger quotient = parts[0];
        int toHalf = parts[1].abs().shiftLeft(1).compareTo(divisor.abs());
        if (toHalf > 0 || (toHalf == 0 && quotient.testBit(0))) {
            int sign = dividend.signum() * divisor.signum();
            return quotient.add(BigInteger.valueOf(sign));
        }
        return quotient;
    }

    /** The integer square root, rounded down, of a number that is not negative. */
    public static long squareRoot(long n) {
        if (n < 2) {
            return n;
        }
        // Newton's method from above falls until it has arrived.
        long x = 1L << ((65 - Long.numberOfLeadingZeros(n)) >> 1);
        while (true) {
            long next = (x + n / x) >> 1;
            if (next >= x) {
                return x;
            }
            x = next;
        }
    }

    /**
     * The integer square root, rounded down, of {@code high * 2^64 + low}, where low is unsigned and high is 0 to
     * 2<sup>60</sup>-1, so that the starting point, at most 2<sup>62</sup>, stays far from the sign bit.
     */
    public static long squareRoot(long high, long low) {
        if (high == 0 && low >= 0) {
            return squareRoot(low);
        }
        // The root of the leading 62 bits, plus one and shifted back, is the least starting point from above.
        // It drops 2 to 62 bits, as the number has 64 to 124.
        int drop = (128 - numberOfLeadingZeros(high, low) - 62 + 1) & ~1;
        long top = (high << (64 - drop)) | (low >>> drop);
        long x = (squareRoot(top) + 1) << (drop >> 1);
        while (true) {
            long next = (x + divideUnsigned(high, low, x)) >>> 1;
            if (next >= x) {
                return x;
            }
            x = next;
        }
    }

    private static int numberOfLeadingZeros(long high, long low) {
        return high == 0 ? 64 + Long.numberOfLeadingZeros(low) : Long.numberOfLeadingZeros(high);
    }

    /**
     * {@code floor(sqrt((high * 2^64 + low) * factor / divisor))}, the quotient rounded down first.
     *
     * @param high 0 or more; high * factor is below 2<sup>60</sup>
     * @param low unsigned
     * @param factor 0..2<sup>31</sup>-1
     * @param divisor 1..2<sup>31</sup>-1
     */
    public static long scaledSquareRoot(long high, long low, int factor, int divisor) {
        long lowProduct = low * factor;
        // multiplyHigh reads low as signed; where its top bit is set that takes factor too much away.
        long carry = Math.multiplyHigh(low, factor) + ((low >> 63) & factor);
        long highProduct = high * factor + carry;
        long highQuotient = highProduct / divisor;
        long rest = highProduct - highQuotient * divisor;
        long upper = (rest << 32) | (lowProduct >>> 32);
        long upperQuotient = upper / divisor;
        long lower = ((upper - upperQuotient * divisor) << 32) | (lowProduct & LOW_32_BITS);
        return squareRoot(highQuotient, (upperQuotient << 32) + lower / divisor);
    }
}
