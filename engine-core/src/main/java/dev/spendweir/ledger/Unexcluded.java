package dev.spendweir.ledger;

import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ledger.ChainFailure.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A class of failure that a verification could not exclude, because of what it was given to compare with (spec 3.3).
 *
 * @param kind the class
 * @param from first entry that it may concern, inclusive, from 1
 * @param to last entry that it may concern, inclusive; null: all further ones
 */
public record Unexcluded(Kind kind, long from, @Nullable Long to) {
    /** {@code {class, from, to|null}}. */
    public JsonObject toJson() {
        Long last = to;
        return JsonObject.builder()
                .put("class", kind.wireName())
                .put("from", from)
                .put("to", last == null ? JsonNull.NULL : JsonNumber.of(last))
                .build();
    }
}
