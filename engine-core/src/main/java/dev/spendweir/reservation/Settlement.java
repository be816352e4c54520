package dev.spendweir.reservation;

import dev.spendweir.amount.Amount;
import dev.spendweir.reservation.ConservationLaw.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * How an actual was charged to a hold (spec 3.2, 10 R5). The parts and the overrun sum exactly to the actual.
 *
 * @param held what was held
 * @param actual what was really spent, >= 0
 * @param allocation charged to the project's budget, headroom beyond the hold included
 * @param draws charged to each of the hold's draws, in their order; each at most what was held
 * @param uncovered charged to what nothing covered
 * @param overrun spent beyond everything that was held or left
 */
public record Settlement(
        HoldParts held, Amount actual, Amount allocation, List<Amount> draws, Amount uncovered, Amount overrun) {
    public Settlement {
        draws = List.copyOf(draws);
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("allocation", allocation));
        for (Amount draw : draws) {
            parts.add(new Part("draw", draw));
        }
        parts.add(new Part("uncovered", uncovered));
        parts.add(new Part("overrun", overrun));
        ConservationLaw.nonNegative("settlement", parts);
        ConservationLaw.balance("settlement", actual, parts);
        if (draws.size() != held.draws().size()) {
            throw new IllegalStateException("a settlement has one figure for each draw of its hold");
        }
        for (int i = 0; i < draws.size(); i++) {
            if (draws.get(i).compareTo(held.draws().get(i).amount()) > 0) {
                throw new IllegalStateException("more was charged to a draw than it held");
            }
        }
    }

    /** Actual less what was held; negative when less was spent. */
    public Amount drift() {
        return actual.minus(held.total());
    }

    /** What goes back to the grant of a draw, by the draw's place. */
    public Amount returned(int draw) {
        return held.draws().get(draw).amount().minus(draws.get(draw));
    }

    /** The sum charged to credits. */
    public Amount drawn() {
        Amount sum = Amount.ZERO;
        for (Amount draw : draws) {
            sum = sum.plus(draw);
        }
        return sum;
    }
}
