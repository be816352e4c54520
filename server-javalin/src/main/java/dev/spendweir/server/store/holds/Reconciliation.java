package dev.spendweir.server.store.holds;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says a hold came to (spec 3.2).
 *
 * @param actual >= 0
 * @param notes remembered in the ledger; null: none
 * @param idempotencyKey a repeat with the same key and content gets the same answer; null: every call is a first one
 */
public record Reconciliation(
        String reservationId,
        Amount actual,
        @Nullable String notes,
        @Nullable String idempotencyKey) {

    /** What is compared when the key comes again. */
    JsonObject payload() {
        return JsonObject.builder()
                .put("reservation_id", reservationId)
                .put("actual_monthly_delta", Amount.toJson(actual))
                .put("notes", notes)
                .build();
    }
}
