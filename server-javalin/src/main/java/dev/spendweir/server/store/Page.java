package dev.spendweir.server.store;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param items in the list's stable order
 * @param nextCursor leads to the next part; null: there is none
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * The page of rows that a query gave which was asked for one more than fits.
     *
     * @param cursorOf where the list goes on after an item
     */
    public static <T> Page<T> of(List<T> rows, int limit, Function<T, String> cursorOf) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        List<T> fitting = rows.subList(0, limit);
        return new Page<>(fitting, cursorOf.apply(fitting.get(limit - 1)));
    }

    /** What a caller may see of it; the rest is left out, and the cursor goes on all the same. */
    public Page<T> keeping(Predicate<T> visible) {
        return new Page<>(items.stream().filter(visible).toList(), nextCursor);
    }

    /** {@code {items, next_cursor}}. */
    public JsonObject toJson(Function<? super T, JsonObject> itemToJson) {
        return JsonObject.builder()
                .put("items", JsonArray.of(items.stream().map(itemToJson)))
                .put("next_cursor", nextCursor)
                .build();
    }
}
