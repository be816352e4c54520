package dev.spendweir.testing;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonValue;

/** JSON in Java sources without a wood of backslashes. */
public final class Json {

    private Json() {}

    /** Reads a text in which every {@code '} stands for {@code "}. */
    public static JsonValue value(String text) {
        return JsonReader.read(text.replace('\'', '"'));
    }

    /** As {@link #value}, for an object. */
    public static JsonObject object(String text) {
        return (JsonObject) value(text);
    }

    /**
     * The object with a value put at a JSON pointer, making the objects on the way; {@code /a/b} sets member b of member
     * a.
     */
    public static JsonObject with(JsonObject object, String pointer, JsonValue value) {
        int slash = pointer.indexOf('/', 1);
        if (slash < 0) {
            return object.with(pointer.substring(1), value);
        }
        String name = pointer.substring(1, slash);
        JsonObject inner = object.get(name) instanceof JsonObject there ? there : JsonObject.EMPTY;
        return object.with(name, with(inner, pointer.substring(slash), value));
    }

    /** The value at a JSON pointer through objects and lists. */
    public static JsonValue at(JsonValue value, String pointer) {
        JsonValue at = value;
        for (String step : pointer.substring(1).split("/")) {
            if (at instanceof JsonObject object && object.has(step)) {
                at = object.get(step);
            } else if (at instanceof JsonArray array) {
                at = array.elements().get(Integer.parseInt(step));
            } else {
                throw new AssertionError("nothing at " + pointer + " in " + value);
            }
        }
        return at;
    }
}
