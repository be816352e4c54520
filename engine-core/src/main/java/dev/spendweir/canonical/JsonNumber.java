package dev.spendweir.canonical;

import java.util.Objects;

/**
 * A JSON number as it was written; a double would lose digits of money (spec 10 A12).
 *
 * @param text the number's text, in the grammar of RFC 8259
 */
public record JsonNumber(String text) implements JsonValue {
    public JsonNumber {
        Objects.requireNonNull(text, "text");
    }

    /** The number with that whole value. */
    public static JsonNumber of(long value) {
        return new JsonNumber(Long.toString(value));
    }

    /** Whether the text has neither a fraction nor an exponent (spec 10 A24). */
    public boolean isIntegerLiteral() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' || c == 'e' || c == 'E') {
                return false;
            }
        }
        return true;
    }

    /**
     * The value of an integer literal; one beyond 64 bits is given as the nearest {@code long}.
     *
     * @throws IllegalStateException when the number is not an integer literal
     */
    public long clampedInteger() {
        if (!isIntegerLiteral()) {
            throw new IllegalStateException("not an integer literal: " + text);
        }
        boolean negative = text.startsWith("-");
        // Negative numbers reach further, so the digits are counted down.
        long value = 0;
        for (int i = negative ? 1 : 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (value < (Long.MIN_VALUE + digit) / 10) {
                return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
            }
            value = value * 10 - digit;
        }
        if (negative) {
            return value;
        }
        return value == Long.MIN_VALUE ? Long.MAX_VALUE : -value;
    }

    /** Whether the nearest double is within &plusmn;{@code limit}, both ends inclusive; {@code limit} is at most 2^53. */
    public boolean isWithin(long limit) {
        return Math.abs(Double.parseDouble(text)) <= limit;
    }
}
