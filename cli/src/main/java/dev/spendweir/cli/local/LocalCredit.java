package dev.spendweir.cli.local;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.snapshot.CreditPool;
import dev.spendweir.time.ClockTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credit as people write it.
 *
 * @param projectId null: for every project
 * @param original what was granted
 * @param expiresAt exclusive; null: never
 */
record LocalCredit(
        String grantId,
        CreditPool pool,
        @Nullable String projectId,
        Amount original,
        int priority,
        @Nullable Instant expiresAt,
        Instant createdAt) {

    /** Whether nothing comes back to it at that time any more: expiring exactly then is too late. */
    boolean isExpired(Instant at) {
        return expiresAt != null && !expiresAt.isAfter(at);
    }

    /** In the shape in which it is read. */
    JsonObject toJson() {
        return JsonObject.builder()
                .put("grant_id", grantId)
                .put("pool", pool.wireName())
                .put("project_id", projectId)
                .put("amount", Amount.toJson(original))
                .put("priority", priority)
                .put("expires_at", expiresAt == null ? null : ClockTime.format(expiresAt))
                .put("created_at", ClockTime.format(createdAt))
                .build();
    }
}
