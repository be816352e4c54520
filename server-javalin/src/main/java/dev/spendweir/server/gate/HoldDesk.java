package dev.spendweir.server.gate;

import dev.spendweir.amount.Amount;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.ledger.LedgerAppender;
import dev.spendweir.reservation.Change;
import dev.spendweir.reservation.HoldEvents;
import dev.spendweir.reservation.HoldParts;
import dev.spendweir.reservation.HoldStatus;
import dev.spendweir.reservation.Settlement;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.policies.PolicyVersion;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes, moves and ends holds within a transaction: the running state, what is to be written and the ledger always change
 * together. Lives within one transaction; not thread-safe.
 */
public final class HoldDesk {
    /** close_reason of a hold that ends with its approval. */
    private static final String RELEASED = CloseReason.RELEASED.wireName();

    private final GateState state;
    private final GateWrites writes;
    private final Journal journal;

    /** On the state, the writes and the journal of one transaction. */
    public HoldDesk(GateState state, GateWrites writes, Journal journal) {
        this.state = state;
        this.writes = writes;
        this.journal = journal;
    }

    /** Who asked for a hold, and by which decision and approval. */
    public record Origin(
            String decisionId,
            String requesterId,
            String submitterId,
            @Nullable String approvalId) {}

    /** Books a hold that its decision's entry tells of; its money is taken from the running state. */
    void make(ActiveHold made, Origin origin, LedgerAppender.Appended decision) {
        book(made, origin, decision.entry().sequence());
    }

    /** Books a hold that is made later than its decision; its money is taken from the running state. */
    public void makeLate(ActiveHold made, Origin origin, Caller caller, @Nullable PolicyVersion policy) {
        LedgerAppender.Appended entry = journal.tell(
                caller,
                EntryType.RESERVATION_HELD,
                made.reservationId(),
                policy,
                HoldEvents.held(
                        made.reservationId(),
                        made.status(),
                        made.change(),
                        YearMonth.from(made.bookedMonth()),
                        made.parts(),
                        origin.decisionId()));
        book(made, origin, entry.entry().sequence());
    }

    private void book(ActiveHold made, Origin origin, long ledgerSequence) {
        state.money(state.money().held(made.change().place().projectId(), made.parts()));
        writeGrants(made);
        writes.hold(new HoldRow(
                made,
                new HoldRow.Made(
                        ledgerSequence,
                        origin.decisionId(),
                        origin.requesterId(),
                        origin.submitterId(),
                        origin.approvalId(),
                        journal.clockTime()),
                made.status(),
                made.status() == HoldStatus.CONFIRMED ? journal.clockTime() : null,
                null));
        state.holds().put(made.reservationId(), made);
    }

    /** Closes a hold as a move says; its money goes back to the running state. */
    void move(Move move, String decisionId, @Nullable String successor, Caller caller, PolicyVersion policy) {
        state.money(Move.applied(state.money(), List.of(move), journal.clockTime()));
        close(move.hold(), move.reason(), successor, move.settlement());
        journal.tell(
                caller,
                move.entryType(),
                move.hold().reservationId(),
                policy,
                HoldEvents.closed(
                        move.hold().reservationId(),
                        move.hold().parts(),
                        move.reason(),
                        decisionId,
                        successor,
                        move.settlement(),
                        move.uses(state.money(), journal.clockTime())));
    }

    /** Releases a hold whose approval ended; its money goes back to the running state. */
    public void release(ActiveHold hold, Caller caller) {
        state.money(state.money().released(hold, journal.clockTime()));
        close(hold, RELEASED, null, null);
        journal.tell(
                caller,
                EntryType.RESERVATION_RELEASED,
                hold.reservationId(),
                null,
                HoldEvents.closed(
                        hold.reservationId(),
                        hold.parts(),
                        RELEASED,
                        null,
                        null,
                        null,
                        new Move(hold, RELEASED, null).uses(state.money(), journal.clockTime())));
    }

    private void close(ActiveHold hold, String reason, @Nullable String successor, @Nullable Settlement settlement) {
        writeGrants(hold);
        writes.hold(
                writes.holdRow(hold).closed(new HoldRow.Closing(journal.clockTime(), reason, successor, settlement)));
        state.holds().remove(hold.reservationId());
    }

    /** Lets a hold belong to another change of its place. */
    void rebind(ActiveHold hold, Change change) {
        ActiveHold moved = hold.of(change);
        state.holds().put(hold.reservationId(), moved);
        writes.rebound(moved);
    }

    /**
     * Confirms a hold, cut to what the change still needs: the rest goes back. A change that needs nothing holds nothing
     * any more.
     *
     * @param amount >= 0
     */
    public void confirm(ActiveHold hold, Amount amount, Caller caller) {
        Settlement cut = hold.parts().cutTo(amount);
        HoldParts kept = cut.consumedParts();
        if (kept.total().isZero()) {
            release(hold, caller);
            return;
        }
        state.money(state.money().cut(hold, cut, journal.clockTime()));
        writeGrants(hold);
        ActiveHold confirmed =
                new ActiveHold(hold.reservationId(), hold.change(), HoldStatus.CONFIRMED, hold.bookedMonth(), kept);
        state.holds().put(hold.reservationId(), confirmed);
        writes.hold(new HoldRow(hold, null, HoldStatus.CONFIRMED, journal.clockTime(), null));
        if (!kept.equals(hold.parts())) {
            writes.cut(hold, cut);
        }
        journal.tell(
                caller,
                EntryType.RESERVATION_CONFIRMED,
                hold.reservationId(),
                null,
                HoldEvents.confirmed(hold.reservationId(), hold.parts(), kept));
    }

    private void writeGrants(ActiveHold hold) {
        hold.parts().draws().forEach(draw -> writes.grant(state.money().grant(draw.grantId())));
    }
}
