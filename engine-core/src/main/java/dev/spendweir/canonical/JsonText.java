package dev.spendweir.canonical;

import dev.spendweir.rejection.RejectedException;
import java.nio.charset.StandardCharsets;

/**
 * Writes a JSON value as compact text that keeps the order of members and the text of numbers, for documents that are
 * passed on unchanged. For hashing use {@link CanonicalJson}. Thread-safe.
 */
public final class JsonText {

    private JsonText() {}

    /**
     * The value's text in UTF-8.
     *
     * @throws RejectedException {@code INVALID_JSON} for a lone surrogate
     */
    public static byte[] bytes(JsonValue value) {
        CanonicalWriter out = new CanonicalWriter();
        write(out, value);
        return out.toBytes();
    }

    /**
     * Appends the value's text to a document that is being written.
     *
     * @throws RejectedException {@code INVALID_JSON} for a lone surrogate
     */
    public static void write(CanonicalWriter out, JsonValue value) {
        if (value instanceof JsonObject object) {
            out.beginObject();
            for (int i = 0; i < object.size(); i++) {
                out.name(object.nameAt(i));
                write(out, object.valueAt(i));
            }
            out.endObject();
        } else if (value instanceof JsonArray array) {
            out.beginArray();
            array.elements().forEach(element -> write(out, element));
            out.endArray();
        } else if (value instanceof JsonNumber number) {
            out.raw(number.text().getBytes(StandardCharsets.US_ASCII));
        } else {
            out.value(value);
        }
    }
}
