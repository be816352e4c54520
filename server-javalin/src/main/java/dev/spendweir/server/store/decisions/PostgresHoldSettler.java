package dev.spendweir.server.store.decisions;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.reading.TextRules;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.reservation.HeldDraw;
import dev.spendweir.reservation.HoldStatus;
import dev.spendweir.reservation.Settlement;
import dev.spendweir.server.gate.ActiveHold;
import dev.spendweir.server.gate.AppliedCall;
import dev.spendweir.server.gate.HoldEvents;
import dev.spendweir.server.gate.HoldRow;
import dev.spendweir.server.gate.HoldSettler;
import dev.spendweir.server.gate.Money;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Governance;
import dev.spendweir.server.store.IdempotencyTable;
import dev.spendweir.server.store.Rows;
import dev.spendweir.server.store.SqlText;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.server.store.money.CreditService;
import dev.spendweir.server.store.money.ReservationService;
import dev.spendweir.server.store.money.ReservationView;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Settles the hold of a change that was applied (spec 3.2, reconcile): the actual fills allocation, draws and uncovered, the
 * rest goes back, what is beyond takes the budget's headroom and then overruns. Thread-safe.
 */
public final class PostgresHoldSettler implements HoldSettler {
    /** What the database knows as the reason of such an end. */
    private static final String RECONCILED = "reconciled";

    private static final String FIND = SqlText.read(PostgresHoldSettler.class, "find_hold.sql");
    private static final String HEADROOM = SqlText.read(PostgresHoldSettler.class, "headroom.sql");

    private final Governance governance;

    /** @param governance couples the settlement with its ledger entry */
    public PostgresHoldSettler(Governance governance) {
        this.governance = governance;
    }

    @Override
    public ReservationView settle(AppliedCall call) {
        return governance.change(call.caller(), Chain.DECISIONS, change -> {
            JsonObject reference = IdempotencyTable.once(
                            change,
                            "terraform.post_apply",
                            call.idempotencyKey(),
                            call.payload(),
                            () -> settleNow(change, call))
                    .value();
            String id = reference.get("reservation_id") instanceof JsonString text ? text.value() : "";
            return ReservationService.find(change.handle(), call.caller().tenantId(), UUID.fromString(id))
                    .orElseThrow();
        });
    }

    private JsonObject settleNow(Governance.Change change, AppliedCall call) {
        ActiveHold hold = find(change.handle(), call);
        Amount actual = call.actualMonthlyDelta() == null ? hold.parts().total() : call.actualMonthlyDelta();
        if (actual.isNegative()) {
            throw new RejectedException(
                    ErrorCode.INVALID_FIELD, "/actual_monthly_delta", "must be at least 0, not " + actual);
        }
        Settlement settlement = hold.parts().settle(actual, headroom(change.handle(), call, hold));
        HoldRow row = new HoldRow(hold, null, hold.status(), null, null)
                .closed(new HoldRow.Closing(change.time(), RECONCILED, null, settlement));
        try {
            String tenantId = call.caller().tenantId();
            HoldTable.update(change.handle().getConnection(), tenantId, List.of(row));
            HoldTable.updateGrants(
                    change.handle().getConnection(), tenantId, charged(change, tenantId, hold, settlement));
        } catch (SQLException e) {
            throw Database.failed(e);
        }
        change.record(
                EntryType.RESERVATION_SETTLED,
                hold.reservationId(),
                HoldEvents.closed(hold, RECONCILED, null, null, settlement));
        return JsonObject.builder().put("reservation_id", hold.reservationId()).build();
    }

    private static ActiveHold find(Handle handle, AppliedCall call) {
        UUID id = call.reservationId() == null
                ? null
                : UuidV7.parse(call.reservationId()).orElseThrow(PostgresHoldSettler::unknown);
        List<ActiveHold> rows = handle.createQuery(FIND)
                .bind("tenant", call.caller().tenantId())
                .bind("id", id)
                .bind("project", stripped(call.projectId()))
                .bind("environment", lowerCase(stripped(call.environment())))
                .bind("resource", stripped(call.resourceReference()))
                .bind("change", call.changeId())
                .map((row, context) -> {
                    HoldStatus status =
                            HoldStatus.ofWireName(row.getString("status")).orElseThrow();
                    if (!status.isActive()) {
                        throw new RejectedException(
                                ErrorCode.RESERVATION_NOT_ACTIVE, "the hold is " + status.wireName());
                    }
                    if (status == HoldStatus.TENTATIVE) {
                        throw new RejectedException(
                                ErrorCode.RESERVATION_NOT_CONFIRMED,
                                "the hold is tentative; gate the change again at stage pre_apply");
                    }
                    return GateStateReader.hold(row);
                })
                .list();
        return rows.stream().reduce(PostgresHoldSettler::joined).orElseThrow(PostgresHoldSettler::unknown);
    }

    // As a request's fields are normalised (spec 1.2): the hold was booked under the normalised names.
    private static @Nullable String stripped(@Nullable String text) {
        return text == null ? null : TextRules.strip(text);
    }

    private static @Nullable String lowerCase(@Nullable String text) {
        return text == null ? null : TextRules.lowerCase(text);
    }

    /** A hold comes as one row a draw. */
    private static ActiveHold joined(ActiveHold first, ActiveHold next) {
        return GateStateReader.withDraws(first, next.parts().draws());
    }

    private static RejectedException unknown() {
        return new RejectedException(ErrorCode.NOT_FOUND, "there is no such hold");
    }

    private static Amount headroom(Handle handle, AppliedCall call, ActiveHold hold) {
        return handle.createQuery(HEADROOM)
                .bind("tenant", call.caller().tenantId())
                .bind("project", hold.change().place().projectId())
                .bind("month", hold.bookedMonth())
                .map((row, context) -> Rows.amount(row, "headroom"))
                .findOne()
                .orElse(Amount.ZERO);
    }

    private static List<Money.GrantState> charged(
            Governance.Change change, String tenantId, ActiveHold hold, Settlement settlement) {
        Map<String, Money.GrantState> grants = new HashMap<>();
        List<HeldDraw> draws = hold.parts().draws();
        for (int i = 0; i < draws.size(); i++) {
            int at = i;
            Money.GrantState before =
                    grants.computeIfAbsent(draws.get(at).grantId(), id -> read(change.handle(), tenantId, id));
            grants.put(
                    before.grantId(),
                    before.with(before.balance()
                            .consume(settlement.draws().get(at))
                            .giveBack(settlement.returned(at), change.time())));
        }
        return new ArrayList<>(grants.values());
    }

    private static Money.GrantState read(Handle handle, String tenantId, String grantId) {
        return handle.createQuery("SELECT * FROM credit_grant WHERE tenant_id = :tenant AND grant_id = :id")
                .bind("tenant", tenantId)
                .bind("id", UUID.fromString(grantId))
                .map((row, context) -> new Money.GrantState(
                        grantId,
                        CreditService.pool(row.getString("pool")),
                        row.getString("project_id"),
                        row.getInt("priority"),
                        Rows.instant(row, "created_at"),
                        CreditService.balance(row)))
                .one();
    }
}
