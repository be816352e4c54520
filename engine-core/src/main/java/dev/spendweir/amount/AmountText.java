package dev.spendweir.amount;

import dev.spendweir.canonical.DecimalText;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/** Reading and writing of amounts as text, in one pass and without doubles (spec 1.1, 10 A12-A15). */
final class AmountText {

    private static final int SHOWN_CHARACTERS = 48;
    /** Beyond this exponent any non-zero mantissa of at most 40 digits is out of range, below its negative it is zero. */
    private static final int EXPONENT_CLAMP = 100;

    private AmountText() {}

    static Amount parseDecimal(String text) {
        int length = text.length();
        boolean negative = length > 0 && text.charAt(0) == '-';
        int start = negative ? 1 : 0;
        int point = digitsEnd(text, start);
        if (point == start) {
            throw invalid(text);
        }
        int end = point;
        if (point < length) {
            end = text.charAt(point) == '.' ? digitsEnd(text, point + 1) : point;
            if (end != length || end == point + 1) {
                throw invalid(text);
            }
        }
        long magnitude = magnitude(text, start, point, Math.min(point + 1, end), end);
        return Amount.ofMicros(negative ? -magnitude : magnitude);
    }

    /** The absolute value in micro-units from the digits in [start, point) and [fraction, end). */
    private static long magnitude(String text, int start, int point, int fraction, int end) {
        long units = 0;
        for (int i = start; i < point; i++) {
            units = units * 10 + (text.charAt(i) - '0');
            if (units > Amount.MAX_INPUT_UNITS) {
                throw outOfRange(text);
            }
        }
        long micros = 0;
        for (int i = 0; i < Amount.SCALE; i++) {
            int at = fraction + i;
            micros = micros * 10 + (at < end ? text.charAt(at) - '0' : 0);
        }
        int rest = fraction + Amount.SCALE;
        boolean restIsZero = allZero(text, rest, end);
        if (units == Amount.MAX_INPUT_UNITS && (micros > 0 || !restIsZero)) {
            throw outOfRange(text);
        }
        long whole = units * Amount.MICROS_PER_UNIT + micros;
        return restIsZero ? whole : whole + halfEvenCarry(text, rest, end, whole);
    }

    private static int halfEvenCarry(String text, int rest, int end, long whole) {
        int first = text.charAt(rest) - '0';
        if (first != 5) {
            return first > 5 ? 1 : 0;
        }
        boolean exactlyHalf = allZero(text, rest + 1, end);
        return exactlyHalf && (whole & 1) == 0 ? 0 : 1;
    }

    private static boolean allZero(String text, int from, int end) {
        for (int i = from; i < end; i++) {
            if (text.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }

    static Amount parseNumber(String text) {
        int exponentAt = Math.max(text.indexOf('e'), text.indexOf('E'));
        if (exponentAt < 0) {
            return parseDecimal(text);
        }
        if (text.length() > Amount.MAX_EXPONENT_TEXT_LENGTH) {
            throw new RejectedException(
                    ErrorCode.INVALID_AMOUNT,
                    "a number with an exponent may be " + Amount.MAX_EXPONENT_TEXT_LENGTH
                            + " characters long, this one has " + text.length() + "; write it without exponent");
        }
        return scaled(text, text.substring(0, exponentAt), exponent(text, exponentAt + 1));
    }

    private static Amount scaled(String text, String mantissa, int exponent) {
        int start = mantissa.startsWith("-") ? 1 : 0;
        int point = digitsEnd(mantissa, start);
        int end = point < mantissa.length() && mantissa.charAt(point) == '.' ? digitsEnd(mantissa, point + 1) : point;
        boolean emptyPart = point == start || end == point + 1;
        if (emptyPart || end != mantissa.length()) {
            throw invalid(text);
        }
        String digits = mantissa.substring(start, point) + (end > point ? mantissa.substring(point + 1, end) : "");
        BigInteger unscaled = new BigInteger(digits);
        if (unscaled.signum() == 0) {
            return Amount.ZERO;
        }
        int fractionDigits = end > point ? end - point - 1 : 0;
        BigDecimal value = new BigDecimal(unscaled, fractionDigits - exponent);
        if (value.compareTo(BigDecimal.valueOf(Amount.MAX_INPUT_UNITS)) > 0) {
            throw outOfRange(text);
        }
        long micros = value.setScale(Amount.SCALE, RoundingMode.HALF_EVEN)
                .unscaledValue()
                .longValueExact();
        return Amount.ofMicros(start == 1 ? -micros : micros);
    }

    /** The exponent written from index {@code from} on, clamped: it is never expanded into digits. */
    private static int exponent(String text, int from) {
        boolean signed = from < text.length() && (text.charAt(from) == '-' || text.charAt(from) == '+');
        int start = signed ? from + 1 : from;
        if (start == text.length() || digitsEnd(text, start) != text.length()) {
            throw invalid(text);
        }
        int value = 0;
        for (int i = start; i < text.length(); i++) {
            value = Math.min(EXPONENT_CLAMP, value * 10 + (text.charAt(i) - '0'));
        }
        return signed && text.charAt(from) == '-' ? -value : value;
    }

    private static int digitsEnd(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i;
    }

    static String format(long micros) {
        byte[] out = new byte[DecimalText.MAX_LENGTH];
        int at = DecimalText.writeBefore(micros, Amount.SCALE, out, out.length);
        return new String(out, at, out.length - at, StandardCharsets.ISO_8859_1);
    }

    private static RejectedException invalid(String text) {
        return new RejectedException(
                ErrorCode.INVALID_AMOUNT,
                "'" + shown(text)
                        + "' is not a decimal amount; write digits with an optional '-' and '.', such as 12.50");
    }

    private static RejectedException outOfRange(String text) {
        return new RejectedException(
                ErrorCode.AMOUNT_OUT_OF_RANGE, "'" + shown(text) + "' is beyond the limit of 1000000000000 (10^12)");
    }

    private static String shown(String text) {
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "...";
    }
}
