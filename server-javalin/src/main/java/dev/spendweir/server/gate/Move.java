package dev.spendweir.server.gate;

import dev.spendweir.amount.Amount;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.reservation.GrantUse;
import dev.spendweir.reservation.HoldStatus;
import dev.spendweir.reservation.Settlement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a new decision does to a hold that is there (spec 3.2).
 *
 * @param reason close_reason of the hold
 * @param settlement null: the hold is released
 */
record Move(ActiveHold hold, String reason, @Nullable Settlement settlement) {
    static final String SUPERSEDED = CloseReason.SUPERSEDED.wireName();
    static final String STALE_PLAN = CloseReason.STALE_PLAN.wireName();

    /**
     * The moves of a call: its change's own hold is released when tentative, and settled at what the new amount no longer
     * asks for when confirmed; right before an apply, every other tentative plan of the same place is stale unless a live
     * approval backs it.
     */
    static List<Move> of(Prepared prepared, GateState state) {
        Collection<ActiveHold> holds = state.holds().values();
        GateCall call = prepared.call();
        List<Move> moves = new ArrayList<>();
        if (call.stage() == Stage.PRE_PLAN) {
            return moves;
        }
        for (ActiveHold hold : holds) {
            boolean ownChange = prepared.change()
                    .identity()
                    .map(change -> change.equals(hold.change()))
                    .orElse(false);
            if (ownChange) {
                moves.add(new Move(hold, SUPERSEDED, settlementOf(hold, prepared.amount())));
            } else if (call.stage() == Stage.PRE_APPLY
                    && hold.status() == HoldStatus.TENTATIVE
                    && !state.approvals().backs(hold)
                    && hold.change().place().equals(prepared.change().place())) {
                moves.add(new Move(hold, STALE_PLAN, null));
            }
        }
        return moves;
    }

    /** The moves of a call that a candidate spares the waiting: the candidate's own hold stays (spec 2.3 point 3). */
    static List<Move> besides(Prepared prepared, GateState state, @Nullable String reservationId) {
        List<Move> moves = new ArrayList<>();
        for (ActiveHold hold : state.holds().values()) {
            boolean ownChange = prepared.change()
                    .identity()
                    .map(change -> change.equals(hold.change()))
                    .orElse(false);
            if (ownChange && !hold.reservationId().equals(reservationId)) {
                moves.add(new Move(hold, SUPERSEDED, settlementOf(hold, prepared.amount())));
            }
        }
        return moves;
    }

    /** The money as it is after the moves. */
    static Money applied(Money before, List<Move> moves, Instant clockTime) {
        LocalDate clockMonth = LocalDate.ofInstant(clockTime, ZoneOffset.UTC).withDayOfMonth(1);
        Money money = before;
        for (Move move : moves) {
            money = move.settlement() == null
                    ? money.released(move.hold(), clockTime)
                    : money.settled(move.hold(), move.settlement(), clockTime, clockMonth);
        }
        return money;
    }

    /** The type of the entry that it leaves. */
    EntryType entryType() {
        if (settlement != null) {
            return EntryType.RESERVATION_SETTLED;
        }
        return reason.equals(SUPERSEDED) ? EntryType.RESERVATION_SUPERSEDED : EntryType.RESERVATION_RELEASED;
    }

    /** What becomes of the credits that the hold draws on. */
    List<GrantUse> uses(Money money, Instant clockTime) {
        Predicate<String> expired = grantId -> money.grant(grantId).balance().isExpired(clockTime);
        return settlement == null ? GrantUse.released(hold.parts(), expired) : GrantUse.of(settlement, expired);
    }

    private static @Nullable Settlement settlementOf(ActiveHold hold, Amount newAmount) {
        if (hold.status() == HoldStatus.TENTATIVE) {
            return null;
        }
        Amount done = hold.parts().total().minus(newAmount).max(Amount.ZERO);
        return hold.parts().settle(done, Amount.ZERO);
    }
}
