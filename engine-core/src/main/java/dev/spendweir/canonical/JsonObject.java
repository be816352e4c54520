package dev.spendweir.canonical;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object: members with unique names, in the order in which they were written. Immutable.
 */
public final class JsonObject implements JsonValue {

    /** The object without members. */
    public static final JsonObject EMPTY = new JsonObject(new String[0], new JsonValue[0]);

    /** Up to here a scan over the names beats a hash table, and most objects are smaller. */
    private static final int SCAN_LIMIT = 8;

    private final String[] names;
    private final JsonValue[] values;
    private final @Nullable Map<String, Integer> index;

    private JsonObject(String[] names, JsonValue[] values) {
        this.names = names;
        this.values = values;
        this.index = names.length > SCAN_LIMIT ? indexOf(names) : null;
    }

    private static Map<String, Integer> indexOf(String[] names) {
        Map<String, Integer> map = new HashMap<>(names.length * 2);
        for (int i = 0; i < names.length; i++) {
            map.put(names[i], i);
        }
        return map;
    }

    /** A builder for an object. */
    public static Builder builder() {
        return new Builder();
    }

    /** The value of a member, or null when there is no such member (a JSON null is {@link JsonNull}). */
    public @Nullable JsonValue get(String name) {
        int at = position(name);
        return at < 0 ? null : values[at];
    }

    /** The value of a member, or null when it is absent or a JSON null. */
    public @Nullable JsonValue getNonNull(String name) {
        JsonValue value = get(name);
        return value == JsonNull.NULL ? null : value;
    }

    /** Whether the object has the member. */
    public boolean has(String name) {
        return position(name) >= 0;
    }

    private int position(String name) {
        if (index != null) {
            Integer at = index.get(name);
            return at == null ? -1 : at;
        }
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** The names, in order; unmodifiable. */
    public List<String> names() {
        return List.of(names);
    }

    /** Number of members. */
    public int size() {
        return names.length;
    }

    /** The name of the member at a position, 0 to size - 1. */
    public String nameAt(int position) {
        return names[position];
    }

    /** The value of the member at a position, 0 to size - 1. */
    public JsonValue valueAt(int position) {
        return values[position];
    }

    /** Calls the action for each member, in order. */
    public void forEach(BiConsumer<? super String, ? super JsonValue> action) {
        for (int i = 0; i < names.length; i++) {
            action.accept(names[i], values[i]);
        }
    }

    /** An object with the same members and this one set (in place when present, else at the end). */
    public JsonObject with(String name, JsonValue value) {
        Builder builder = new Builder();
        boolean replaced = false;
        for (int i = 0; i < names.length; i++) {
            boolean same = names[i].equals(name);
            builder.put(names[i], same ? value : values[i]);
            replaced |= same;
        }
        return (replaced ? builder : builder.put(name, value)).build();
    }

    /** An object with the same members without this one. */
    public JsonObject without(String name) {
        Builder builder = new Builder();
        for (int i = 0; i < names.length; i++) {
            if (!names[i].equals(name)) {
                builder.put(names[i], values[i]);
            }
        }
        return builder.build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonObject that
                && Arrays.equals(names, that.names)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(names) + Arrays.hashCode(values);
    }

    /** The members' names only: values may be sensitive. */
    @Override
    public String toString() {
        return "JsonObject" + Arrays.toString(names);
    }

    /** Collects members; not thread-safe. A null value or text is written as JSON null. */
    public static final class Builder {
        private final List<String> names = new ArrayList<>();
        private final List<JsonValue> values = new ArrayList<>();
        private @Nullable Map<String, Integer> seen;

        private Builder() {}

        /**
         * Adds a member.
         *
         * @throws IllegalArgumentException when the name is already there
         */
        public Builder put(String name, @Nullable JsonValue value) {
            if (!putIfNew(name, value == null ? JsonNull.NULL : value)) {
                throw new IllegalArgumentException("duplicate member " + name);
            }
            return this;
        }

        /** Adds a string member. */
        public Builder put(String name, @Nullable String text) {
            return put(name, text == null ? JsonNull.NULL : new JsonString(text));
        }

        /** Adds an integer member. */
        public Builder put(String name, long number) {
            return put(name, JsonNumber.of(number));
        }

        /** Adds a boolean member. */
        public Builder put(String name, boolean value) {
            return put(name, JsonBoolean.of(value));
        }

        /** Adds an array of strings. */
        public Builder put(String name, @Nullable List<String> texts) {
            return put(name, texts == null ? JsonNull.NULL : JsonArray.ofStrings(texts));
        }

        /** Adds a member unless the name is taken; says whether it did. */
        boolean putIfNew(String name, JsonValue value) {
            if (isTaken(name)) {
                return false;
            }
            names.add(name);
            values.add(value);
            return true;
        }

        private boolean isTaken(String name) {
            if (names.size() < SCAN_LIMIT) {
                return names.contains(name);
            }
            if (seen == null) {
                seen = indexOf(names.toArray(new String[0]));
            }
            return seen.putIfAbsent(name, names.size()) != null;
        }

        /** The object; the builder may go on being used. */
        public JsonObject build() {
            if (names.isEmpty()) {
                return EMPTY;
            }
            return new JsonObject(names.toArray(new String[0]), values.toArray(new JsonValue[0]));
        }
    }
}
