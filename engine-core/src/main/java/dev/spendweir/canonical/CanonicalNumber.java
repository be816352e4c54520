package dev.spendweir.canonical;

import com.fasterxml.jackson.core.io.NumberOutput;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;

/**
 * ECMAScript's Number::toString, as RFC 8785 section 3.2.2.3 wants it: the shortest digits that give the double back.
 *
 * <p>{@code Double.toString} of JDK 17 is not always the shortest and differs from that of JDK 19 and later, so the
 * digits come from jackson-core's Schubfach writer, which is the same on every JDK.
 */
final class CanonicalNumber {

    /** Integers of up to this many digits are exact doubles, so their text is their canonical form. */
    private static final int EXACT_DIGITS = 15;

    /** Below this, doubles are so sparse that one digit can be enough where Java always writes two. */
    private static final double SPARSE = 100 * Double.MIN_VALUE;

    private static final int ECMA_MAX_PLAIN_EXPONENT = 21;
    private static final int ECMA_MIN_PLAIN_EXPONENT = -6;

    private CanonicalNumber() {}

    /**
     * The canonical form of a JSON number's text.
     *
     * @throws RejectedException {@code INVALID_JSON} when its double is infinite
     */
    static String format(String text) {
        if (isShortInteger(text)) {
            return text;
        }
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw new RejectedException(ErrorCode.INVALID_JSON, "a number is beyond the range of a double");
        }
        if (value == 0) {
            return "0";
        }
        String java = NumberOutput.toString(value, true);
        return ecma(Math.abs(value) < SPARSE ? oneDigitIfEnough(java, value) : java);
    }

    /** Shortens a text like {@code 4.9E-324} to {@code 5.0E-324}, or 9.9 to 10.0, when that reads back to the same double. */
    private static String oneDigitIfEnough(String java, double value) {
        int point = java.indexOf('.');
        int first = java.charAt(point - 1) - '0';
        boolean up = java.charAt(point + 1) >= '5';
        String shorter = java.substring(0, point - 1) + (up ? first + 1 : first) + ".0" + java.substring(point + 2);
        return Double.parseDouble(shorter) == value ? shorter : java;
    }

    private static boolean isShortInteger(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        int digits = text.length() - start;
        if (digits == 0 || digits > EXACT_DIGITS || (start == 1 && text.charAt(1) == '0')) {
            return false;
        }
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** Rewrites Java's notation (always a point, exponent from 10^7 on) into ECMAScript's. */
    private static String ecma(String java) {
        boolean negative = java.startsWith("-");
        String unsigned = negative ? java.substring(1) : java;
        int e = unsigned.indexOf('E');
        int exponent = e < 0 ? 0 : Integer.parseInt(unsigned.substring(e + 1));
        String mantissa = e < 0 ? unsigned : unsigned.substring(0, e);
        int point = mantissa.indexOf('.');
        String digits = mantissa.substring(0, point) + mantissa.substring(point + 1);
        int leading = leadingZeros(digits);
        // The value is 0.digits * 10^n, with n as in ECMA-262.
        int n = point + exponent - leading;
        String significant = withoutTrailingZeros(digits.substring(leading));
        return (negative ? "-" : "") + layout(significant, n);
    }

    private static String layout(String digits, int n) {
        int k = digits.length();
        if (k <= n && n <= ECMA_MAX_PLAIN_EXPONENT) {
            return digits + "0".repeat(n - k);
        }
        if (0 < n && n <= ECMA_MAX_PLAIN_EXPONENT) {
            return digits.substring(0, n) + "." + digits.substring(n);
        }
        if (ECMA_MIN_PLAIN_EXPONENT < n && n <= 0) {
            return "0." + "0".repeat(-n) + digits;
        }
        String sign = n - 1 < 0 ? "-" : "+";
        String tail = k == 1 ? "" : "." + digits.substring(1);
        return digits.charAt(0) + tail + "e" + sign + Math.abs(n - 1);
    }

    private static int leadingZeros(String digits) {
        int i = 0;
        while (i < digits.length() - 1 && digits.charAt(i) == '0') {
            i++;
        }
        return i;
    }

    private static String withoutTrailingZeros(String digits) {
        int end = digits.length();
        while (end > 1 && digits.charAt(end - 1) == '0') {
            end--;
        }
        return digits.substring(0, end);
    }
}
