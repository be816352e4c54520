package dev.spendweir.canonical;

import java.util.List;
import java.util.stream.Stream;

/**
 * A JSON array.
 *
 * @param elements in order; copied
 */
public record JsonArray(List<JsonValue> elements) implements JsonValue {

    /** The array without elements. */
    public static final JsonArray EMPTY = new JsonArray(List.of());

    public JsonArray {
        elements = List.copyOf(elements);
    }

    /** An array of strings, in the order given. */
    public static JsonArray ofStrings(List<String> texts) {
        return new JsonArray(texts.stream().<JsonValue>map(JsonString::new).toList());
    }

    /** An array of what the stream gives. */
    public static JsonArray of(Stream<? extends JsonValue> values) {
        return new JsonArray(values.<JsonValue>map(v -> v).toList());
    }

    /** Number of elements. */
    public int size() {
        return elements.size();
    }
}
