package dev.spendweir.snapshot;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.amount.Amount;
import dev.spendweir.reading.FieldReader;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.time.ClockTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads grants as they travel (spec 1.4, 10 A42, A43, N3, N4): in snapshots and in histories of holds, each with its own
 * code for mistakes. Thread-safe.
 */
public final class GrantReader {

    private GrantReader() {}

    /** The good grants of a list, in its order; empty when the field is absent. Bad ones leave findings. */
    public static List<Grant> read(FieldReader field) {
        Set<String> seen = new HashSet<>();
        return or(field.list(element -> element.objectOrNull(in -> grant(in, seen))), List.of());
    }

    private static @Nullable Grant grant(ObjectReader in, Set<String> seen) {
        FieldReader idField = in.field("grant_id").required();
        String id = idField.text(Grant.NAME);
        CreditPool pool = in.field("pool").required().word(CreditPool.values(), CreditPool::wireName);
        String projectId = in.field("project_id").text(Grant.NAME);
        Amount remaining = in.field("remaining").required().nonNegativeAmount();
        int priority = or(in.field("priority").integer(Integer.MIN_VALUE, Integer.MAX_VALUE), Grant.DEFAULT_PRIORITY);
        Instant expiresAt = in.field("expires_at").parsed(ClockTime::parse);
        Instant createdAt = in.field("created_at").required().parsed(ClockTime::parse);
        if (id != null && !seen.add(id)) {
            idField.refuse("another grant has the id already; ids are unique");
            return null;
        }
        if (id == null || pool == null || remaining == null || createdAt == null) {
            return null;
        }
        return new Grant(id, pool, projectId, remaining, priority, expiresAt, createdAt);
    }
}
