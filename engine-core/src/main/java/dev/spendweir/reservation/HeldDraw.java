package dev.spendweir.reservation;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;

/**
 * A part of a hold that a credit covers.
 *
 * @param grantId the credit
 * @param pool {@code reserved} or {@code emergency}
 * @param amount above 0
 */
public record HeldDraw(String grantId, String pool, Amount amount) {
    public HeldDraw {
        if (!amount.isPositive()) {
            throw new IllegalArgumentException("a draw is above 0, not " + amount);
        }
    }

    /** The draw as the ledger tells it. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("grant_id", grantId)
                .put("pool", pool)
                .put("amount", Amount.toJson(amount))
                .build();
    }
}
