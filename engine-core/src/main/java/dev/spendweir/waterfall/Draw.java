package dev.spendweir.waterfall;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalWriter;
import dev.spendweir.snapshot.CreditPool;

/**
 * What is taken from one grant.
 *
 * @param amount above 0
 */
public record Draw(String grantId, CreditPool pool, Amount amount) {

    /** Writes the draw in canonical form. */
    public void writeTo(CanonicalWriter out) {
        out.beginObject();
        amount.writeTo(out.name("amount"));
        out.name("grant_id").string(grantId);
        out.name("pool").string(pool.wireName());
        out.endObject();
    }
}
