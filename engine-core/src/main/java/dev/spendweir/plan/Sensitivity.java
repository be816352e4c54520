package dev.spendweir.plan;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.price.ResourceAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replaces what {@code before_sensitive} or {@code after_sensitive} marks by {@code {"$sensitive": true}} (spec 5.1).
 *
 * <p>Doing it twice is doing it once. Where the shapes of value and marks differ and there is a mark below, the whole
 * value is replaced: rather too much than too little.
 */
final class Sensitivity {

    private Sensitivity() {}

    static JsonValue mask(JsonValue value, @Nullable JsonValue marks) {
        if (marks == JsonBoolean.TRUE) {
            return ResourceAttributes.SENSITIVE;
        }
        if (ResourceAttributes.SENSITIVE.equals(value) || !hasMark(marks)) {
            return value;
        }
        if (value instanceof JsonObject object && marks instanceof JsonObject objectMarks) {
            JsonObject.Builder masked = JsonObject.builder();
            object.forEach((name, member) -> masked.put(name, mask(member, objectMarks.get(name))));
            return masked.build();
        }
        if (value instanceof JsonArray array && marks instanceof JsonArray arrayMarks) {
            List<JsonValue> masked = new ArrayList<>(array.size());
            for (int i = 0; i < array.size(); i++) {
                JsonValue mark = i < arrayMarks.size() ? arrayMarks.elements().get(i) : null;
                masked.add(mask(array.elements().get(i), mark));
            }
            return new JsonArray(masked);
        }
        return ResourceAttributes.SENSITIVE;
    }

    private static boolean hasMark(@Nullable JsonValue marks) {
        if (marks instanceof JsonObject object) {
            for (int i = 0; i < object.size(); i++) {
                if (hasMark(object.valueAt(i))) {
                    return true;
                }
            }
            return false;
        }
        if (marks instanceof JsonArray array) {
            return array.elements().stream().anyMatch(Sensitivity::hasMark);
        }
        return marks == JsonBoolean.TRUE;
    }
}
