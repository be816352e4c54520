package dev.spendweir.vectors.naive;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.regex.Pattern;

/** Amounts as whole micro-units, without bounds until {@link #finished} is asked (spec 1.1, spec 10 A13-A15b). */
final class Micros {
    static final BigInteger ZERO = BigInteger.ZERO;

    private static final BigDecimal LIMIT = new BigDecimal("1000000000000");
    private static final Pattern TEXT = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    private static final int MAX_EXPONENT_TEXT = 40;
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);

    private Micros() {}

    /** Reads a wire amount; the refusal is INVALID_AMOUNT or AMOUNT_OUT_OF_RANGE. */
    static BigInteger parse(Object value) {
        if (value instanceof String text && TEXT.matcher(text).matches()) {
            return round(new BigDecimal(text));
        }
        if (value instanceof JsonNumber number) {
            return number.hasExponent() ? withExponent(number.text()) : round(new BigDecimal(number.text()));
        }
        throw Refusal.of("INVALID_AMOUNT");
    }

    private static BigInteger withExponent(String text) {
        if (text.length() > MAX_EXPONENT_TEXT) {
            throw Refusal.of("INVALID_AMOUNT");
        }
        int e = Math.max(text.indexOf('e'), text.indexOf('E'));
        BigDecimal mantissa = new BigDecimal(text.substring(0, e));
        BigInteger exponent = new BigInteger(text.substring(e + 1).replace("+", ""));
        if (mantissa.signum() == 0) {
            return ZERO;
        }
        // mantissa is between 10^(order-1) and 10^order, so the far ends are known without expanding the number.
        long order = mantissa.precision() - mantissa.scale();
        BigInteger magnitude = exponent.add(BigInteger.valueOf(order));
        if (magnitude.compareTo(BigInteger.valueOf(20)) > 0) {
            throw Refusal.of("AMOUNT_OUT_OF_RANGE");
        }
        if (magnitude.compareTo(BigInteger.valueOf(-20)) < 0) {
            return ZERO;
        }
        return round(mantissa.scaleByPowerOfTen(exponent.intValueExact()));
    }

    private static BigInteger round(BigDecimal value) {
        if (value.abs().compareTo(LIMIT) > 0) {
            throw Refusal.of("AMOUNT_OUT_OF_RANGE");
        }
        return value.setScale(6, RoundingMode.HALF_EVEN).unscaledValue();
    }

    /** Wire output: no exponent, no trailing zeros, no negative zero. */
    static String format(BigInteger micros) {
        if (micros == null) {
            return null;
        }
        return micros.signum() == 0
                ? "0"
                : new BigDecimal(micros, 6).stripTrailingZeros().toPlainString();
    }

    /** The amount of a wire text that is known to be good, such as one in a canonical policy; null stays null. */
    static BigInteger of(Object wire) {
        return wire == null
                ? null
                : new BigDecimal((String) wire).movePointRight(6).toBigIntegerExact();
    }

    /** A finished amount, refused when it does not fit 64 bits. */
    static BigInteger finished(BigInteger micros) {
        if (micros.compareTo(MAX) > 0 || micros.compareTo(MIN) < 0) {
            throw Refusal.of("AMOUNT_OUT_OF_RANGE");
        }
        return micros;
    }

    static BigInteger sum(Collection<BigInteger> parts) {
        return parts.stream().reduce(ZERO, BigInteger::add);
    }

    /** HALF_EVEN(dividend / divisor) as a whole number. */
    static BigInteger divide(BigInteger dividend, BigInteger divisor) {
        return new BigDecimal(dividend)
                .divide(new BigDecimal(divisor), 0, RoundingMode.HALF_EVEN)
                .toBigIntegerExact();
    }
}
