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
}
