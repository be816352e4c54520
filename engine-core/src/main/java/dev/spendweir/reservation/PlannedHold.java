package dev.spendweir.reservation;

import dev.spendweir.amount.Amount;
import dev.spendweir.snapshot.CreditPool;
import java.util.List;

/**
 * What a decision wants to have held (spec 1.7, 10 R2). Immutable.
 *
 * @param allocation from the project's budget, >= 0
 * @param draws from credits, in draw order
 * @param uncovered by nothing, >= 0
 */
public record PlannedHold(Amount allocation, List<PlannedDraw> draws, Amount uncovered) {

    /**
     * What is wanted of one credit.
     *
     * @param pool that the credit is believed to be in
     * @param amount >= 0; a draw of nothing is checked like any other and then left out
     */
    public record PlannedDraw(String grantId, CreditPool pool, Amount amount) {}

    public PlannedHold {
        draws = List.copyOf(draws);
    }

    /** The parts of the hold that is made of it. */
    public HoldParts parts() {
        List<HeldDraw> held = draws.stream()
                .filter(draw -> draw.amount().isPositive())
                .map(draw -> new HeldDraw(draw.grantId(), draw.pool().wireName(), draw.amount()))
                .toList();
        return new HoldParts(allocation, held, uncovered);
    }
}
