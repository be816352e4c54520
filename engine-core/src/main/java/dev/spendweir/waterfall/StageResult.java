package dev.spendweir.waterfall;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalWriter;
import org.jspecify.annotations.Nullable;

/**
 * What one stage of the waterfall reports (spec 1.7; which amounts are null: spec 10 A61).
 *
 * @param committed what counts against the limit already
 * @param headroom what still fits; of a credit pool the sum of its eligible grants
 * @param consumed what the stage covers of the amount
 * @param remaining what is still to cover after the stage; never null
 */
public record StageResult(
        Stage stage,
        StageStatus status,
        @Nullable Amount limit,
        @Nullable Amount committed,
        @Nullable Amount headroom,
        @Nullable Amount consumed,
        Amount remaining) {

    void writeTo(CanonicalWriter out) {
        out.beginObject();
        write(out.name("committed"), committed);
        write(out.name("consumed"), consumed);
        write(out.name("headroom"), headroom);
        write(out.name("limit"), limit);
        remaining.writeTo(out.name("remaining"));
        out.name("stage").string(stage.wireName());
        out.name("status").string(status.wireName());
        out.endObject();
    }

    private static void write(CanonicalWriter out, @Nullable Amount amount) {
        if (amount == null) {
            out.nul();
        } else {
            amount.writeTo(out);
        }
    }
}
