package dev.spendweir.server.store.money;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.reservation.GrantBalance;
import dev.spendweir.snapshot.CreditPool;
import dev.spendweir.time.ClockTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credit as the API shows it (spec 11, Money).
 *
 * @param projectId null: for every project
 */
public record CreditView(
        String grantId,
        CreditPool pool,
        @Nullable String projectId,
        GrantBalance balance,
        int priority,
        Instant createdAt,
        @Nullable String note) {

    /** The item. */
    public JsonObject toJson() {
        Instant expiresAt = balance.expiresAt();
        return JsonObject.builder()
                .put("grant_id", grantId)
                .put("pool", pool.wireName())
                .put("project_id", projectId)
                .put("original", Amount.toJson(balance.original()))
                .put("remaining", Amount.toJson(balance.remaining()))
                .put("reserved", Amount.toJson(balance.reserved()))
                .put("consumed", Amount.toJson(balance.consumed()))
                .put("written_off", Amount.toJson(balance.writtenOff()))
                .put("priority", priority)
                .put("expires_at", expiresAt == null ? null : ClockTime.format(expiresAt))
                .put("created_at", ClockTime.format(createdAt))
                .put("note", note)
                .build();
    }
}
