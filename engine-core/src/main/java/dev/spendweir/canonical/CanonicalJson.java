package dev.spendweir.canonical;

import dev.spendweir.rejection.RejectedException;

/**
 * The JSON Canonicalization Scheme, RFC 8785: names sorted by UTF-16 code units, numbers as ECMAScript writes doubles,
 * minimal escapes, UTF-8, no white space. Thread-safe.
 */
public final class CanonicalJson {

    private CanonicalJson() {}

    /**
     * The canonical bytes of a value.
     *
     * @throws RejectedException {@code INVALID_JSON} for a lone surrogate or a number beyond the doubles
     */
    public static byte[] bytes(JsonValue value) {
        return new CanonicalWriter().value(value).toBytes();
    }

    /**
     * The canonical text of a value.
     *
     * @throws RejectedException as {@link #bytes}
     */
    public static String text(JsonValue value) {
        return new CanonicalWriter().value(value).toText();
    }

    /**
     * Lower-case hex SHA-256 of the canonical bytes.
     *
     * @throws RejectedException as {@link #bytes}
     */
    public static String sha256(JsonValue value) {
        return new CanonicalWriter().value(value).sha256();
    }
}
