package dev.spendweir.reservation;

import dev.spendweir.amount.Amount;
import dev.spendweir.reservation.ConservationLaw.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * What a hold is made of (spec 3.2): R = allocation + draws + uncovered.
 *
 * @param allocation what the project's budget covers, >= 0
 * @param draws what credits cover, in draw order
 * @param uncovered what nothing covers, >= 0
 */
public record HoldParts(Amount allocation, List<HeldDraw> draws, Amount uncovered) {
    public HoldParts {
        draws = List.copyOf(draws);
        ConservationLaw.nonNegative(
                "hold", List.of(new Part("allocation", allocation), new Part("uncovered", uncovered)));
    }

    /** Nothing held. */
    public static HoldParts none() {
        return new HoldParts(Amount.ZERO, List.of(), Amount.ZERO);
    }

    /** R: everything that is held. */
    public Amount total() {
        return allocation.plus(drawn()).plus(uncovered);
    }

    /** The sum of the draws. */
    public Amount drawn() {
        Amount sum = Amount.ZERO;
        for (HeldDraw draw : draws) {
            sum = sum.plus(draw.amount());
        }
        return sum;
    }

    /**
     * Divides an actual over the parts: allocation first, then the draws in draw order, then uncovered (spec 10 R5).
     *
     * @param actual what was really spent, >= 0
     * @param headroom what the project's budget has left in the hold's booking month, this hold's own allocation still
     *     counted as reserved; 0 without a budget
     */
    public Settlement settle(Amount actual, Amount headroom) {
        Amount open = actual;
        Amount fromAllocation = allocation.min(open);
        open = open.minus(fromAllocation);
        List<Amount> fromDraws = new ArrayList<>(draws.size());
        for (HeldDraw draw : draws) {
            Amount taken = draw.amount().min(open);
            fromDraws.add(taken);
            open = open.minus(taken);
        }
        Amount fromUncovered = uncovered.min(open);
        open = open.minus(fromUncovered);
        Amount extra = open.min(headroom.max(Amount.ZERO));
        return new Settlement(this, actual, fromAllocation.plus(extra), fromDraws, fromUncovered, open.minus(extra));
    }
}
