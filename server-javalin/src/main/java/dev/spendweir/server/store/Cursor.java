package dev.spendweir.server.store;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Opaque positions in lists: the last item's sort key, so that a list stays stable while rows are added. */
public final class Cursor {
    private Cursor() {}

    /** The cursor after the item with this sort key. */
    public static String after(String... key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(CanonicalJson.bytes(JsonArray.ofStrings(List.of(key))));
    }

    /**
     * The id in a cursor of a list whose sort key is an id; empty when there is no cursor.
     *
     * @throws RejectedException {@code INVALID_PARAMETER} when it is not one of ours
     */
    public static Optional<UUID> id(@Nullable String cursor) {
        return text(cursor).map(id -> UuidV7.parse(id).orElseThrow(Cursor::notOurs));
    }

    /**
     * The text in a cursor of a list whose sort key is a text; empty when there is no cursor.
     *
     * @throws RejectedException {@code INVALID_PARAMETER} when it is not one of ours
     */
    public static Optional<String> text(@Nullable String cursor) {
        return read(cursor, 1).map(key -> key.get(0));
    }

    /**
     * The sort key in a cursor; empty when there is no cursor.
     *
     * @param parts how many parts the key has
     * @throws RejectedException {@code INVALID_PARAMETER} when it is not one of ours
     */
    public static Optional<List<String>> read(@Nullable String cursor, int parts) {
        if (cursor == null) {
            return Optional.empty();
        }
        try {
            JsonValue value = JsonReader.read(Base64.getUrlDecoder().decode(cursor));
            if (value instanceof JsonArray array && array.size() == parts) {
                List<String> key = new ArrayList<>();
                for (JsonValue element : array.elements()) {
                    if (!(element instanceof JsonString text) || text.value().indexOf('\0') >= 0) {
                        throw notOurs();
                    }
                    key.add(text.value());
                }
                return Optional.of(key);
            }
        } catch (IllegalArgumentException | JsonSyntaxException e) {
            throw notOurs();
        }
        throw notOurs();
    }

    /**
     * A number in a cursor's key.
     *
     * @throws RejectedException {@code INVALID_PARAMETER} when it is none
     */
    public static long number(String part) {
        try {
            return Long.parseLong(part);
        } catch (NumberFormatException e) {
            throw notOurs();
        }
    }

    private static RejectedException notOurs() {
        return new RejectedException(
                ErrorCode.INVALID_PARAMETER, "?cursor", "is not a next_cursor that this list gave; begin without one");
    }
}
