package dev.spendweir.price;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plan says of one resource: its attributes, and which of them are not known before the apply.
 *
 * @param values the {@code before} or {@code after} of a change
 * @param unknown the {@code after_unknown} beside it: {@code true} at everything that is not known yet
 */
public record ResourceAttributes(JsonObject values, JsonValue unknown) {

    /** The mark that stands where a sensitive value was (spec 5.1). */
    public static final JsonObject SENSITIVE =
            JsonObject.builder().put("$sensitive", true).build();

    /** Attributes that are all known. */
    public static ResourceAttributes known(JsonObject values) {
        return new ResourceAttributes(values, JsonNull.NULL);
    }

    /** What a path leads to. */
    sealed interface Reading {
        /** A value that is neither null nor sensitive. */
        record Known(JsonValue value) implements Reading {}

        /** Known to be not set: null or no such attribute. */
        record Absent() implements Reading {}

        /** Not known before the apply, or sensitive. */
        record Unknown() implements Reading {}
    }

    /** Whether anything is not known before the apply. */
    public boolean hasUnknown() {
        return marksAnything(unknown);
    }

    /** Whether anything was taken out because it is sensitive. */
    public boolean hasSensitive() {
        return holdsSensitive(values);
    }

    private static boolean holdsSensitive(JsonValue value) {
        if (value instanceof JsonArray array) {
            return array.elements().stream().anyMatch(ResourceAttributes::holdsSensitive);
        }
        if (!(value instanceof JsonObject object)) {
            return false;
        }
        boolean found = SENSITIVE.equals(object);
        for (int i = 0; i < object.size() && !found; i++) {
            found = holdsSensitive(object.valueAt(i));
        }
        return found;
    }

    private static final Reading ABSENT = new Reading.Absent();
    private static final Reading UNKNOWN = new Reading.Unknown();

    Reading read(AttributePath path) {
        @Nullable JsonValue value = values;
        @Nullable JsonValue mark = unknown;
        for (String segment : path.segments()) {
            if (mark == JsonBoolean.TRUE) {
                return UNKNOWN;
            }
            value = child(value, segment);
            mark = child(mark, segment);
            if (SENSITIVE.equals(value)) {
                return UNKNOWN;
            }
        }
        if (value != null && value != JsonNull.NULL) {
            return new Reading.Known(value);
        }
        return marksAnything(mark) ? UNKNOWN : ABSENT;
    }

    /** The elements of the list that a path leads to; null when the list itself is not known. */
    @Nullable
    List<ResourceAttributes> blocks(AttributePath path) {
        Reading reading = read(path);
        if (reading instanceof Reading.Unknown) {
            return null;
        }
        List<ResourceAttributes> blocks = new ArrayList<>();
        if (reading instanceof Reading.Known known && known.value() instanceof JsonArray array) {
            JsonValue marks = mark(path);
            for (int i = 0; i < array.size(); i++) {
                JsonValue element = array.elements().get(i);
                JsonValue elementMark = child(marks, Integer.toString(i));
                if (element instanceof JsonObject object) {
                    blocks.add(new ResourceAttributes(object, elementMark == null ? JsonNull.NULL : elementMark));
                }
            }
        }
        return blocks;
    }

    private @Nullable JsonValue mark(AttributePath path) {
        @Nullable JsonValue mark = unknown;
        for (String segment : path.segments()) {
            mark = child(mark, segment);
        }
        return mark;
    }

    private static @Nullable JsonValue child(@Nullable JsonValue value, String segment) {
        if (value instanceof JsonObject object) {
            return object.get(segment);
        }
        if (value instanceof JsonArray array && isIndex(segment)) {
            int index = Integer.parseInt(segment);
            return index < array.size() ? array.elements().get(index) : null;
        }
        return null;
    }

    /** An index of at most 6 digits; longer ones are no place in any list. */
    private static boolean isIndex(String segment) {
        return segment.length() <= 6 && segment.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean marksAnything(@Nullable JsonValue mark) {
        if (mark instanceof JsonObject object) {
            for (int i = 0; i < object.size(); i++) {
                if (marksAnything(object.valueAt(i))) {
                    return true;
                }
            }
            return false;
        }
        if (mark instanceof JsonArray array) {
            return array.elements().stream().anyMatch(ResourceAttributes::marksAnything);
        }
        return mark == JsonBoolean.TRUE;
    }
}
