package dev.spendweir.outcome;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalWriter;
import dev.spendweir.request.GateRequest;
import dev.spendweir.vocabulary.Mode;
import dev.spendweir.vocabulary.Outcome;
import dev.spendweir.waterfall.Draw;
import dev.spendweir.waterfall.WaterfallResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a decision wants held (spec 1.8, 10 A76). The parts sum to the cost increase.
 *
 * @param allocation from the project's budget; everything when it has none
 * @param draws from grants, in the order of drawing
 * @param uncovered what neither covers
 */
public record ReservationPlan(Hold hold, Amount allocation, List<Draw> draws, Amount uncovered) {

    public ReservationPlan {
        draws = List.copyOf(draws);
    }

    /** The plan of a decision; null when it holds nothing: a denial, shadow mode, a dry run, no cost increase. */
    public static @Nullable ReservationPlan of(
            GateRequest request, WaterfallResult waterfall, Verdict verdict, Mode mode) {
        boolean holdsNothing = verdict.outcome() == Outcome.DENY
                || mode == Mode.SHADOW
                || request.dryRun()
                || waterfall.amount().isZero();
        if (holdsNothing) {
            return null;
        }
        Hold hold = verdict.base() == Outcome.DENY ? Hold.ON_APPROVAL : Hold.NOW;
        return new ReservationPlan(hold, waterfall.allocated(), waterfall.draws(), waterfall.uncovered());
    }

    /** Everything that is held: allocation, draws and uncovered. */
    public Amount total() {
        Amount total = allocation.plus(uncovered);
        for (Draw draw : draws) {
            total = total.plus(draw.amount());
        }
        return total;
    }

    /** Writes the plan in canonical form. */
    public void writeTo(CanonicalWriter out) {
        out.beginObject();
        allocation.writeTo(out.name("allocation"));
        out.name("draws").beginArray();
        for (Draw draw : draws) {
            draw.writeTo(out);
        }
        out.endArray();
        out.name("hold").string(hold.wireName());
        uncovered.writeTo(out.name("uncovered"));
        out.endObject();
    }
}
