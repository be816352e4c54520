package dev.spendweir.reservation;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.reservation.ConservationLaw.Part;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a hold is made of (spec 3.2): R = allocation + draws + uncovered. Immutable.
 *
 * @param allocation what the project's budget covers, >= 0
 * @param draws what credits cover, in draw order
 * @param uncovered what nothing covers, >= 0
 */
public record HoldParts(Amount allocation, List<HeldDraw> draws, Amount uncovered) {

    private static final HoldParts NONE = new HoldParts(Amount.ZERO, List.of(), Amount.ZERO);

    /**
     * Checks the parts.
     *
     * @throws ConservationViolation when one is below 0
     */
    public HoldParts {
        draws = List.copyOf(draws);
        ConservationLaw.nonNegative(
                "hold", List.of(new Part("allocation", allocation), new Part("uncovered", uncovered)));
    }

    /** Nothing held. */
    public static HoldParts none() {
        return NONE;
    }

    /** The parts as the ledger tells them. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("allocation", Amount.toJson(allocation))
                .put("draws", JsonArray.of(draws.stream().map(HeldDraw::toJson)))
                .put("uncovered", Amount.toJson(uncovered))
                .build();
    }

    /**
     * R: everything that is held.
     *
     * @throws dev.spendweir.rejection.RejectedException {@code AMOUNT_OUT_OF_RANGE} beyond 64 bits
     */
    public Amount total() {
        // No part is below 0, so no sum on the way is beyond 64 bits unless the total is.
        return allocation.plus(uncovered).plus(drawn());
    }

    BigInteger exactTotal() {
        return Micros.sum(
                Stream.concat(Stream.of(allocation, uncovered), draws.stream().map(HeldDraw::amount)));
    }

    /**
     * The sum of the draws.
     *
     * @throws dev.spendweir.rejection.RejectedException {@code AMOUNT_OUT_OF_RANGE} beyond 64 bits
     */
    public Amount drawn() {
        Amount drawn = Amount.ZERO;
        for (HeldDraw draw : draws) {
            drawn = drawn.plus(draw.amount());
        }
        return drawn;
    }

    /**
     * Divides an actual over the parts (spec 10 R5): it fills the allocation first, then the draws in their order, then
     * uncovered. What is beyond R takes the headroom, and the rest of that is overrun.
     *
     * @param actual what was really spent, >= 0
     * @param headroom what the project's budget has left in the hold's booking month, this hold's own allocation still
     *     counted as reserved; 0 without a budget, and below 0 counts as 0
     */
    public Settlement settle(Amount actual, Amount headroom) {
        if (actual.isNegative()) {
            throw new IllegalArgumentException("an actual is at least 0, not " + actual);
        }
        return fill(Micros.of(actual), headroom);
    }

    /**
     * Settles at R, as for a confirmed hold that nobody reconciled (spec 3.2): money that was probably spent must not look
     * free.
     */
    public Settlement settleInFull() {
        return fill(exactTotal(), Amount.ZERO);
    }

    /**
     * Settles a confirmed hold that a newer decision of the same change replaces, at max(0, R - the new R): what the new
     * plan still asks for was not yet done by the old one (spec 3.2, 10 R2).
     */
    public Settlement settleBefore(HoldParts successor) {
        return fill(exactTotal().subtract(successor.exactTotal()).max(BigInteger.ZERO), Amount.ZERO);
    }

    /**
     * What is left to hold when no more than this amount will be spent (spec 2.2, consume): the parts are filled as by {@link
     * #settle}, and what they do not need goes back.
     *
     * @param amount >= 0; at R or above nothing changes
     */
    public Settlement cutTo(Amount amount) {
        return settle(amount.min(total()), Amount.ZERO);
    }

    /**
     * Charges the one late actual that a hold takes after the sweeper or a successor closed it (spec 3.2). It is divided
     * as {@link #settle} does, over what the hold still has: the charged allocation, and as much of the rest of it as the
     * budget has room for; of each draw what the closing charged, because what went back may be another hold's by now;
     * uncovered.
     *
     * @param before how the closing charged the hold; null: it gave everything back
     * @param actual what was really spent, >= 0
     * @param room what the project's budget has left in the hold's booking month, >= 0; null: the project has no budget,
     *     so nothing bounds the allocation and there is no headroom
     */
    public Settlement settleLate(@Nullable Settlement before, Amount actual, @Nullable Amount room) {
        if (actual.isNegative()) {
            throw new IllegalArgumentException("an actual is at least 0, not " + actual);
        }
        Amount charged = before == null ? Amount.ZERO : before.allocation();
        Amount given = allocation.minus(charged);
        Amount retaken = room == null ? given : given.min(room);
        Filling filling = new Filling(Micros.of(actual));
        Amount fromAllocation = filling.take(charged.plus(retaken));
        List<Amount> fromDraws = new ArrayList<>(draws.size());
        for (int i = 0; i < draws.size(); i++) {
            fromDraws.add(
                    filling.take(before == null ? Amount.ZERO : before.draws().get(i)));
        }
        Amount fromUncovered = filling.take(uncovered);
        Amount extra = filling.take(room == null ? Amount.ZERO : room.minus(retaken));
        return new Settlement(
                this, fromAllocation.plus(extra), fromDraws, fromUncovered, Micros.finished(filling.open), true);
    }

    private Settlement fill(BigInteger actual, Amount headroom) {
        Filling filling = new Filling(actual);
        Amount fromAllocation = filling.take(allocation);
        List<Amount> fromDraws = new ArrayList<>(draws.size());
        for (HeldDraw draw : draws) {
            fromDraws.add(filling.take(draw.amount()));
        }
        Amount fromUncovered = filling.take(uncovered);
        Amount extra = filling.take(headroom.max(Amount.ZERO));
        // Only an actual that came as an Amount can be beyond R, so what is left is one too.
        Amount overrun = Micros.finished(filling.open);
        return new Settlement(this, fromAllocation.plus(extra), fromDraws, fromUncovered, overrun);
    }

    /** An actual of which one part after the other takes its share. */
    private static final class Filling {
        private BigInteger open;

        Filling(BigInteger actual) {
            this.open = actual;
        }

        Amount take(Amount limit) {
            Amount taken = Micros.finished(open.min(Micros.of(limit)));
            open = open.subtract(Micros.of(taken));
            return taken;
        }
    }
}
