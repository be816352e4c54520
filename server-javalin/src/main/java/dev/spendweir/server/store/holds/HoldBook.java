package dev.spendweir.server.store.holds;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.reservation.GrantBalance;
import dev.spendweir.reservation.GrantUse;
import dev.spendweir.reservation.HeldDraw;
import dev.spendweir.reservation.HoldAction;
import dev.spendweir.reservation.HoldEvents;
import dev.spendweir.reservation.HoldStatus;
import dev.spendweir.reservation.Settlement;
import dev.spendweir.server.gate.CloseReason;
import dev.spendweir.server.gate.HoldRow;
import dev.spendweir.server.gate.Money.GrantState;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Governance;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.server.store.decisions.HoldTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Takes steps of holds within one governed change: each step says its ledger entry and exception at once and leaves what is
 * to be written to {@link #write}, which takes a few statements for however many holds. Steps that a hold's state does not
 * allow are not asked for; see {@link HoldAction}. Not thread-safe.
 */
public final class HoldBook {
    private final Governance.Change change;
    private final UuidV7 ids;
    private final Map<String, GrantState> grants;
    private final List<HoldRow> rows = new ArrayList<>();
    private final List<LateHold> late = new ArrayList<>();

    private HoldBook(Governance.Change change, UuidV7 ids, Map<String, GrantState> grants) {
        this.change = change;
        this.ids = ids;
        this.grants = grants;
    }

    /** A hold with its late actual. */
    record LateHold(StoredHold hold, Settlement settlement) {}

    /** Opens the book for these holds, and locks the credits that they draw on. */
    public static HoldBook of(Governance.Change change, UuidV7 ids, List<StoredHold> holds) {
        List<String> drawn = holds.stream()
                .flatMap(hold -> hold.parts().draws().stream().map(HeldDraw::grantId))
                .distinct()
                .toList();
        return new HoldBook(
                change, ids, GrantTable.lock(change.handle(), change.caller().tenantId(), drawn));
    }

    /** The hold goes ahead. */
    public void confirm(StoredHold hold) {
        rows.add(new HoldRow(hold.active(), null, HoldStatus.CONFIRMED, change.time(), null));
        change.record(
                EntryType.RESERVATION_CONFIRMED,
                hold.reservationId(),
                HoldEvents.confirmed(hold.reservationId(), hold.parts()));
    }

    /** The hold is given back unused. */
    public void release(StoredHold hold, CloseReason reason) {
        List<GrantUse> uses = GrantUse.released(hold.parts(), this::isExpired);
        for (HeldDraw draw : hold.parts().draws()) {
            grant(draw.grantId(), balance -> balance.giveBack(draw.amount(), change.time()));
        }
        close(hold, reason, null);
        change.record(
                EntryType.RESERVATION_RELEASED,
                hold.reservationId(),
                HoldEvents.closed(hold.reservationId(), hold.parts(), reason.wireName(), null, null, null, uses));
    }

    /**
     * The confirmed hold is charged with what it came to.
     *
     * @param notes what the caller wants to have remembered; null: nothing
     */
    public void reconcile(StoredHold hold, Amount actual, @Nullable String notes) {
        Amount headroom = HoldReader.room(change, hold).orElse(Amount.ZERO);
        Settlement settlement = hold.parts().settle(actual, headroom);
        List<GrantUse> uses = settle(hold, CloseReason.RECONCILED, settlement, notes);
        if (!settlement.drift().isZero()) {
            ExceptionKind kind = settlement.overrun().isPositive() ? ExceptionKind.OVERRUN : ExceptionKind.DRIFT;
            except(hold, kind, settlement, uses);
        }
    }

    /** The closed hold takes its one late actual. */
    public void adjust(StoredHold hold, Amount actual, @Nullable String notes) {
        Settlement before = hold.settlement();
        Settlement after = hold.parts()
                .settleLate(before, actual, HoldReader.room(change, hold).orElse(null));
        List<GrantUse> uses = List.of();
        if (before != null) {
            uses = GrantUse.late(before, after, this::isExpired);
            List<HeldDraw> draws = hold.parts().draws();
            for (int i = 0; i < draws.size(); i++) {
                Amount back = before.draws().get(i).minus(after.draws().get(i));
                grant(draws.get(i).grantId(), balance -> balance.refund(back, change.time()));
            }
        }
        late.add(new LateHold(hold, after));
        change.record(
                EntryType.RESERVATION_ADJUSTED,
                hold.reservationId(),
                noted(HoldEvents.adjusted(hold.reservationId(), reason(hold), before, after, uses), notes));
        except(hold, ExceptionKind.LATE_ACTUAL, after, uses);
    }

    /** The overdue hold is closed: released when tentative, settled at what was held when confirmed. */
    public void sweep(StoredHold hold) {
        if (hold.status() == HoldStatus.TENTATIVE) {
            release(hold, CloseReason.OVERDUE);
            return;
        }
        Settlement settlement = hold.parts().settleInFull();
        List<GrantUse> uses = settle(hold, CloseReason.OVERDUE, settlement, null);
        except(hold, ExceptionKind.NEVER_RECONCILED, settlement, uses);
    }

    /** Writes what the steps left. */
    public void write() {
        String tenantId = change.caller().tenantId();
        try {
            HoldTable.update(change.handle().getConnection(), tenantId, rows);
            for (LateHold adjusted : late) {
                LateHoldTable.update(change, adjusted);
            }
            HoldTable.updateGrants(change.handle().getConnection(), tenantId, List.copyOf(grants.values()));
        } catch (SQLException e) {
            throw Database.failed(e);
        }
    }

    private List<GrantUse> settle(StoredHold hold, CloseReason reason, Settlement settlement, @Nullable String notes) {
        List<GrantUse> uses = GrantUse.of(settlement, this::isExpired);
        List<HeldDraw> draws = hold.parts().draws();
        for (int i = 0; i < draws.size(); i++) {
            Amount charged = settlement.draws().get(i);
            Amount back = settlement.returned(i);
            grant(draws.get(i).grantId(), balance -> balance.consume(charged).giveBack(back, change.time()));
        }
        close(hold, reason, settlement);
        change.record(
                EntryType.RESERVATION_SETTLED,
                hold.reservationId(),
                noted(
                        HoldEvents.closed(
                                hold.reservationId(), hold.parts(), reason.wireName(), null, null, settlement, uses),
                        notes));
        return uses;
    }

    private void close(StoredHold hold, CloseReason reason, @Nullable Settlement settlement) {
        HoldRow.Closing closing = new HoldRow.Closing(change.time(), reason.wireName(), null, settlement);
        rows.add(new HoldRow(hold.active(), null, hold.status(), null, null).closed(closing));
    }

    private void except(StoredHold hold, ExceptionKind kind, Settlement settlement, List<GrantUse> uses) {
        ExceptionTable.insert(
                change.handle(),
                change.caller().tenantId(),
                new ExceptionView(
                        ids.next().toString(),
                        hold.reservationId(),
                        kind,
                        settlement.drift(),
                        uses,
                        change.time(),
                        hold.change().place().source(),
                        hold.change().place().projectId(),
                        hold.environmentClass()));
    }

    private void grant(String grantId, UnaryOperator<GrantBalance> step) {
        GrantState before = state(grantId);
        grants.put(grantId, before.with(step.apply(before.balance())));
    }

    private boolean isExpired(String grantId) {
        return state(grantId).balance().isExpired(change.time());
    }

    private GrantState state(String grantId) {
        return Optional.ofNullable(grants.get(grantId))
                .orElseThrow(() -> new IllegalStateException("the book was not opened for a hold on grant " + grantId));
    }

    private static String reason(StoredHold hold) {
        CloseReason reason = hold.closeReason();
        if (reason == null) {
            throw new IllegalStateException("hold " + hold.reservationId() + " is not closed");
        }
        return reason.wireName();
    }

    private static JsonObject noted(JsonObject payload, @Nullable String notes) {
        return payload.with("notes", notes == null ? JsonNull.NULL : new JsonString(notes));
    }
}
