package dev.spendweir.reservation;

import dev.spendweir.amount.Amount;
import dev.spendweir.reservation.ConservationLaw.Part;
import dev.spendweir.reservation.ConservationViolation.Law;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How an actual was charged to a hold (spec 3.2, 10 R5). Immutable; made by {@link HoldParts#settle} and its siblings.
 *
 * @param held what was held
 * @param allocation charged to the project's budget, headroom beyond the hold included
 * @param draws charged to each of the hold's draws, in their order; each at most what was held
 * @param uncovered charged to what nothing covered; at most what was held
 * @param overrun spent beyond everything that was held or left
 * @param late whether this is the late actual of a hold that was closed before: then draws that had gone back are not
 *     taken again, so that more may be spent than was held while credits were given back
 */
public record Settlement(
        HoldParts held, Amount allocation, List<Amount> draws, Amount uncovered, Amount overrun, boolean late) {

    /** A settlement of an active hold. */
    public Settlement(HoldParts held, Amount allocation, List<Amount> draws, Amount uncovered, Amount overrun) {
        this(held, allocation, draws, uncovered, overrun, false);
    }

    /**
     * Checks the shares.
     *
     * @throws ConservationViolation when one is below 0, or a draw or uncovered is charged more than was held
     */
    public Settlement {
        draws = List.copyOf(draws);
        if (draws.size() != held.draws().size()) {
            throw new IllegalArgumentException("a settlement has one figure for each draw of its hold");
        }
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("allocation", allocation));
        parts.add(new Part("uncovered", uncovered));
        parts.add(new Part("overrun", overrun));
        parts.add(new Part("uncovered given back", held.uncovered().minus(uncovered)));
        for (int i = 0; i < draws.size(); i++) {
            parts.add(new Part("draw", draws.get(i)));
            parts.add(new Part("draw given back", held.draws().get(i).amount().minus(draws.get(i))));
        }
        ConservationLaw.nonNegative("settlement", parts);
        boolean beyond = allocation.compareTo(held.allocation()) > 0 || overrun.isPositive();
        boolean givesBack = allocation.compareTo(held.allocation()) < 0
                || parts.stream()
                        .anyMatch(part -> part.name().endsWith("given back")
                                && part.amount().isPositive());
        if (beyond && givesBack && !late) {
            throw new ConservationViolation(Law.BALANCE, "settlement: charged beyond the hold and given back from it");
        }
    }

    /**
     * What was charged: consumed and overrun.
     *
     * @throws dev.spendweir.rejection.RejectedException {@code AMOUNT_OUT_OF_RANGE} beyond 64 bits
     */
    public Amount actual() {
        return Micros.finished(exactConsumed().add(Micros.of(overrun)));
    }

    /**
     * What was charged to the parts, headroom included, overrun not.
     *
     * @throws dev.spendweir.rejection.RejectedException {@code AMOUNT_OUT_OF_RANGE} beyond 64 bits
     */
    public Amount consumed() {
        return Micros.finished(exactConsumed());
    }

    private BigInteger exactConsumed() {
        return Micros.sum(Stream.concat(Stream.of(allocation, uncovered), draws.stream()));
    }

    /**
     * Actual less what was held; negative when less was spent.
     *
     * @throws dev.spendweir.rejection.RejectedException {@code AMOUNT_OUT_OF_RANGE} beyond 64 bits
     */
    public Amount drift() {
        return Micros.finished(exactConsumed().add(Micros.of(overrun)).subtract(held.exactTotal()));
    }

    /** What goes back to the grant of a draw, by the draw's place from 0. */
    public Amount returned(int draw) {
        return held.draws().get(draw).amount().minus(draws.get(draw));
    }

    /**
     * What counts against the project's budget: its allocation and what was overrun (spec 10 R6).
     *
     * @throws dev.spendweir.rejection.RejectedException {@code AMOUNT_OUT_OF_RANGE} beyond 64 bits
     */
    public Amount budgeted() {
        return allocation.plus(overrun);
    }

    /**
     * The sum charged to credits.
     *
     * @throws dev.spendweir.rejection.RejectedException {@code AMOUNT_OUT_OF_RANGE} beyond 64 bits
     */
    public Amount drawn() {
        return Micros.finished(Micros.sum(draws.stream()));
    }

    /** What the parts took, in the shape of a hold: draws that took nothing left out (spec 10 R9). */
    public HoldParts consumedParts() {
        List<HeldDraw> taken = new ArrayList<>();
        for (int i = 0; i < draws.size(); i++) {
            if (draws.get(i).isPositive()) {
                HeldDraw of = held.draws().get(i);
                taken.add(new HeldDraw(of.grantId(), of.pool(), draws.get(i)));
            }
        }
        return new HoldParts(allocation, taken, uncovered);
    }
}
