package dev.spendweir.canonical;

import java.util.Objects;

/**
 * A JSON string.
 *
 * @param value the unescaped text; may hold lone surrogates, which {@link CanonicalJson} refuses
 */
public record JsonString(String value) implements JsonValue {
    public JsonString {
        Objects.requireNonNull(value, "value");
    }
}
