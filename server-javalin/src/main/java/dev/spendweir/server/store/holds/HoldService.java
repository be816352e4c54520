package dev.spendweir.server.store.holds;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.ledger.Chain;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.reservation.HoldAction;
import dev.spendweir.reservation.HoldStatus;
import dev.spendweir.server.gate.AppliedCall;
import dev.spendweir.server.gate.CloseReason;
import dev.spendweir.server.gate.HoldSettler;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Governance;
import dev.spendweir.server.store.IdempotencyTable;
import dev.spendweir.server.store.Page;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.server.store.Stored;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.server.store.money.ReservationService;
import dev.spendweir.server.store.money.ReservationView;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Steps of holds that people and pipelines ask for (spec 3.2). Each is one transaction under the lock of the tenant's chain
 * of decisions, so that of many at once exactly one takes effect. Thread-safe.
 */
public final class HoldService implements HoldSettler {
    private final Database database;
    private final Governance governance;
    private final UuidV7 ids;

    /** @param governance couples each step with its ledger entry */
    public HoldService(Database database, Governance governance, UuidV7 ids) {
        this.database = database;
        this.governance = governance;
        this.ids = ids;
    }

    /**
     * The hold goes ahead; one that does already stays as it is.
     *
     * @param authorise called with the hold before anything is done; what it throws ends the call
     * @throws RejectedException {@code NOT_FOUND}, {@code RESERVATION_NOT_ACTIVE}; {@code CONFLICT} for one behind a live
     *     approval
     */
    public ReservationView confirm(Caller caller, String reservationId, Consumer<StoredHold> authorise) {
        return governance.change(caller, Chain.DECISIONS, change -> {
            StoredHold hold = find(change, reservationId, authorise);
            check(HoldAction.CONFIRM, hold);
            if (hold.status() == HoldStatus.TENTATIVE) {
                HoldBook book = HoldBook.of(change, ids, List.of(hold));
                book.confirm(hold);
                book.write();
            }
            return view(change, hold.reservationId());
        });
    }

    /**
     * The hold does not happen: its money and credits go back.
     *
     * @param authorise as in {@link #confirm}
     * @throws RejectedException as {@link #confirm}
     */
    public ReservationView release(Caller caller, String reservationId, Consumer<StoredHold> authorise) {
        return governance.change(caller, Chain.DECISIONS, change -> {
            StoredHold hold = find(change, reservationId, authorise);
            check(HoldAction.RELEASE, hold);
            HoldBook book = HoldBook.of(change, ids, List.of(hold));
            book.release(hold, CloseReason.RELEASED);
            book.write();
            return view(change, hold.reservationId());
        });
    }

    /**
     * A confirmed hold is charged with what it came to; one that the sweeper or a successor closed takes its one late
     * actual.
     *
     * @param authorise as in {@link #confirm}
     * @return the hold; not created when the key's first call had done it
     * @throws RejectedException {@code NOT_FOUND}, {@code RESERVATION_NOT_CONFIRMED}, {@code RESERVATION_NOT_ACTIVE}, {@code
     *     IDEMPOTENCY_KEY_REUSED}
     */
    public Stored<ReservationView> reconcile(
            Caller caller, Reconciliation reconciliation, Consumer<StoredHold> authorise) {
        return governance.change(caller, Chain.DECISIONS, change -> {
            StoredHold hold = find(change, reconciliation.reservationId(), authorise);
            Stored<JsonObject> first = IdempotencyTable.once(
                    change,
                    "reservations.reconcile",
                    reconciliation.idempotencyKey(),
                    reconciliation.payload(),
                    () -> settle(change, hold, reconciliation.actual(), reconciliation.notes()));
            return new Stored<>(view(change, hold.reservationId()), first.created());
        });
    }

    /**
     * Settles the hold of a change that Terraform applied, at R unless the call says what it came to. Only a call that does
     * can be the late actual of a closed hold: without a figure there is nothing to correct it by.
     */
    @Override
    public ReservationView settle(AppliedCall call) {
        return governance.change(call.caller(), Chain.DECISIONS, change -> {
            JsonObject reference = IdempotencyTable.once(
                            change,
                            "terraform.post_apply",
                            call.idempotencyKey(),
                            call.payload(),
                            () -> settleApplied(change, call))
                    .value();
            return view(change, reference.get("reservation_id") instanceof JsonString id ? id.value() : "");
        });
    }

    private JsonObject settleApplied(Governance.Change change, AppliedCall call) {
        StoredHold hold = (call.reservationId() == null
                        ? HoldReader.findByPlace(change, call)
                        : UuidV7.parse(call.reservationId()).flatMap(id -> HoldReader.find(change, id)))
                .orElseThrow(() -> call.reservationId() == null ? nothingApplied() : unknown());
        call.authorise().accept(hold.change().place(), hold.environmentClass());
        Amount actual = call.actualMonthlyDelta();
        if (actual == null) {
            check(HoldAction.SETTLE, hold);
            return settle(change, hold, hold.parts().total(), null);
        }
        if (actual.isNegative()) {
            throw new RejectedException(
                    ErrorCode.INVALID_FIELD, "/actual_monthly_delta", "must be at least 0, not " + actual);
        }
        return settle(change, hold, actual, null);
    }

    private JsonObject settle(Governance.Change change, StoredHold hold, Amount actual, @Nullable String notes) {
        HoldBook book = HoldBook.of(change, ids, List.of(hold));
        if (hold.takesLateActual()) {
            book.adjust(hold, actual, notes);
        } else {
            check(HoldAction.SETTLE, hold);
            book.reconcile(hold, actual, notes);
        }
        book.write();
        return JsonObject.builder().put("reservation_id", hold.reservationId()).build();
    }

    /** Exceptions, newest first. */
    public Page<ExceptionView> exceptions(String tenantId, ExceptionFilter filter, PageRequest page) {
        return database.inTenant(tenantId, handle -> ExceptionTable.list(handle, tenantId, filter, page));
    }

    private static StoredHold find(Governance.Change change, String reservationId, Consumer<StoredHold> authorise) {
        StoredHold hold = UuidV7.parse(reservationId)
                .flatMap(id -> HoldReader.find(change, id))
                .orElseThrow(HoldService::unknown);
        authorise.accept(hold);
        return hold;
    }

    private static void check(HoldAction action, StoredHold hold) {
        Optional<ErrorCode> refusal = action.refusal(hold.status());
        if (refusal.isPresent()) {
            throw new RejectedException(refusal.get(), detail(hold));
        }
        if (hold.backed()) {
            throw new RejectedException(
                    ErrorCode.CONFLICT,
                    "the hold is behind an approval that is not decided yet and goes with it; decide or cancel that");
        }
    }

    private static String detail(StoredHold hold) {
        return switch (hold.status()) {
            case TENTATIVE ->
                "the hold is tentative: it is not known that its change goes ahead; confirm it, or gate the change again"
                        + " at stage pre_apply";
            case CONFIRMED -> "the hold is confirmed";
            case SETTLED, RELEASED -> "the hold is " + hold.status().wireName() + " (" + reason(hold) + ")";
        };
    }

    private static String reason(StoredHold hold) {
        CloseReason reason = hold.closeReason();
        String word = reason == null ? "" : reason.wireName();
        return hold.adjusted() ? word + ", and its late actual came" : word;
    }

    private static ReservationView view(Governance.Change change, String reservationId) {
        return ReservationService.find(change.handle(), change.caller().tenantId(), UUID.fromString(reservationId))
                .orElseThrow();
    }

    private static RejectedException unknown() {
        return new RejectedException(ErrorCode.NOT_FOUND, "there is no such reservation here");
    }

    private static RejectedException nothingApplied() {
        return new RejectedException(
                ErrorCode.NOT_FOUND,
                "nothing is held for this change at this place; name both as the gate was asked, or give reservation_id");
    }
}
