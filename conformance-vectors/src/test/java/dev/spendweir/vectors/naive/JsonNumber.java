package dev.spendweir.vectors.naive;

import java.math.BigInteger;

/** A JSON number as its text was written; nothing is lost until somebody asks for a value. */
public record JsonNumber(String text) {
    /** The number for an integer that the naive implementation itself produces. */
    public static JsonNumber of(long value) {
        return new JsonNumber(Long.toString(value));
    }

    /** Whether the literal has neither fraction nor exponent (spec 10 A24). */
    boolean isIntegerLiteral() {
        return text.indexOf('.') < 0 && !hasExponent();
    }

    boolean hasExponent() {
        return text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
    }

    BigInteger integerValue() {
        return new BigInteger(text);
    }

    double doubleValue() {
        return Double.parseDouble(text);
    }
}
