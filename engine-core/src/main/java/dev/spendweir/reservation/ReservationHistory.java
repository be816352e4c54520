package dev.spendweir.reservation;

import dev.spendweir.amount.Amount;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.reservation.PlannedHold.PlannedDraw;
import dev.spendweir.reservation.ReservationEvent.Confirm;
import dev.spendweir.reservation.ReservationEvent.ExpireGrants;
import dev.spendweir.reservation.ReservationEvent.GiveWay;
import dev.spendweir.reservation.ReservationEvent.LateActual;
import dev.spendweir.reservation.ReservationEvent.Release;
import dev.spendweir.reservation.ReservationEvent.Reserve;
import dev.spendweir.reservation.ReservationEvent.Settle;
import dev.spendweir.reservation.ReservationEvent.Sweep;
import dev.spendweir.snapshot.Grant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The holds, credits and budgets of one tenant, event after event (spec 3.2, 10 R1-R8, basis {@code commitments}). An event
 * is accepted as a whole or refused with a code and changes nothing.
 *
 * <p>The same events give the same state on every machine. Not thread-safe.
 */
public final class ReservationHistory {

    private final Map<String, Amount> limits;
    private final Map<String, Grant> grants = new LinkedHashMap<>();
    private final long ttlSeconds;
    private final Accounts accounts;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    /** The active ones of them, in the same order, so that what is over costs later events nothing. */
    private final Map<String, Entry> active = new LinkedHashMap<>();

    /** A hold with what it is about. */
    private record Entry(
            Reservation hold,
            @Nullable String change,
            @Nullable String place) {
        Entry with(Reservation next) {
            return new Entry(next, change, place);
        }
    }

    /** A hold that an event closes. */
    private record Closing(Entry entry, Reservation closed) {}

    /**
     * A history without events.
     *
     * @param limits monthly limit by project id, each >= 0
     * @param grants with unique ids; what remains of each is its original amount
     * @param ttlSeconds age, at least 1, from which on the sweeper takes a hold
     */
    public ReservationHistory(Map<String, Amount> limits, List<Grant> grants, long ttlSeconds) {
        this.limits = new LinkedHashMap<>(limits);
        this.ttlSeconds = ttlSeconds;
        Map<String, GrantBalance> balances = new LinkedHashMap<>();
        for (Grant grant : grants) {
            this.grants.put(grant.grantId(), grant);
            balances.put(grant.grantId(), GrantBalance.fresh(grant.remaining(), grant.expiresAt()));
        }
        this.accounts = new Accounts(balances);
    }

    /** Takes the next event; gives the code with which it was refused, or nothing when it was accepted. */
    public Optional<ErrorCode> apply(ReservationEvent event) {
        if (event instanceof Reserve reserve) {
            return reserve(reserve);
        }
        if (event instanceof Confirm confirm) {
            return act(HoldAction.CONFIRM, confirm.reservationId(), confirm.at(), Reservation::confirm);
        }
        if (event instanceof Release release) {
            return act(HoldAction.RELEASE, release.reservationId(), release.at(), Reservation::release);
        }
        if (event instanceof Settle settle) {
            return act(
                    HoldAction.SETTLE,
                    settle.reservationId(),
                    settle.at(),
                    hold -> hold.settle(settle.actual(), headroom(hold.projectId(), hold.bookedMonth())));
        }
        if (event instanceof GiveWay way) {
            HoldAction action = way.actual() == null ? HoldAction.RELEASE : HoldAction.SETTLE;
            return act(action, way.reservationId(), way.at(), hold -> hold.giveWay(way.actual()));
        }
        if (event instanceof LateActual late) {
            return adjust(late);
        }
        if (event instanceof Sweep sweep) {
            sweep(sweep.at());
        } else if (event instanceof ExpireGrants expire) {
            accounts.writeOffExpired(expire.at());
        }
        return Optional.empty();
    }

    /**
     * Changes a project's budget; what is held stays held.
     *
     * @param limit >= 0; null: takes it away
     */
    public void limit(String projectId, @Nullable Amount limit) {
        if (limit == null) {
            limits.remove(projectId);
        } else {
            limits.put(projectId, limit);
        }
    }

    /** The holds that were ever accepted, in order of reserve. */
    public List<Reservation> holds() {
        return entries.values().stream().map(Entry::hold).toList();
    }

    /** The grants as they were given, in order. */
    public List<Grant> grants() {
        return List.copyOf(grants.values());
    }

    /**
     * What became of a grant.
     *
     * @throws IllegalArgumentException for an unknown one
     */
    public GrantBalance balance(String grantId) {
        GrantBalance balance = accounts.grant(grantId);
        if (balance == null) {
            throw new IllegalArgumentException("no grant " + grantId);
        }
        return balance;
    }

    /**
     * Allocations of the project's active holds of every month.
     *
     * @throws dev.spendweir.rejection.RejectedException {@code AMOUNT_OUT_OF_RANGE} beyond 64 bits
     */
    public Amount reserved(String projectId) {
        return Micros.finished(accounts.reserved(projectId));
    }

    /**
     * What was settled of the project's holds made in the UTC month of a time: allocation, headroom and overrun.
     *
     * @throws dev.spendweir.rejection.RejectedException {@code AMOUNT_OUT_OF_RANGE} beyond 64 bits
     */
    public Amount consumed(String projectId, Instant time) {
        return Micros.finished(
                accounts.spending(projectId, Reservation.monthOf(time)).consumed());
    }

    /**
     * The part of {@link #consumed} that was overrun.
     *
     * @throws dev.spendweir.rejection.RejectedException {@code AMOUNT_OUT_OF_RANGE} beyond 64 bits
     */
    public Amount overrun(String projectId, Instant time) {
        return Micros.finished(
                accounts.spending(projectId, Reservation.monthOf(time)).overrun());
    }

    private Amount headroom(String projectId, int month) {
        Amount limit = limits.get(projectId);
        return limit == null ? Amount.ZERO : accounts.headroom(limit, projectId, month);
    }

    private Optional<ErrorCode> reserve(Reserve event) {
        if (entries.containsKey(event.reservationId())) {
            return Optional.of(ErrorCode.RESERVATION_EXISTS);
        }
        List<Closing> moved = moved(event);
        Accounts draft = accounts.draft();
        moved.forEach(closing -> draft.close(closing.entry().hold(), closing.closed(), event.at()));
        Optional<ErrorCode> refusal = book(event, draft);
        if (refusal.isEmpty()) {
            accounts.take(draft);
            moved.forEach(closing -> store(closing.entry().with(closing.closed())));
            Reservation hold = Reservation.of(
                    event.reservationId(), event.projectId(), event.plan().parts(), event.confirmed(), event.at());
            store(new Entry(hold, event.change(), event.place()));
        }
        return refusal;
    }

    /** The holds that make room: those of the same change, and at a confirmed hold's place every tentative one. */
    private List<Closing> moved(Reserve event) {
        List<Closing> moved = new ArrayList<>();
        HoldParts successor = event.plan().parts();
        for (Entry entry : active.values()) {
            Reservation hold = entry.hold();
            if (event.change() != null && event.change().equals(entry.change())) {
                moved.add(new Closing(entry, hold.moveTo(successor)));
            } else if (event.confirmed()
                    && hold.status() == HoldStatus.TENTATIVE
                    && event.place() != null
                    && event.place().equals(entry.place())) {
                moved.add(new Closing(entry, hold.giveWay(null)));
            }
        }
        return moved;
    }

    /** Books the plan into the draft, or says why not; then the draft is of no more use. */
    private Optional<ErrorCode> book(Reserve event, Accounts draft) {
        String project = event.projectId();
        Amount allocation = event.plan().allocation();
        Amount limit = limits.get(project);
        if (limit != null
                && allocation.compareTo(draft.headroom(limit, project, Reservation.monthOf(event.at()))) > 0) {
            return Optional.of(ErrorCode.BUDGET_EXCEEDED);
        }
        draft.allocate(project, allocation);
        for (PlannedDraw draw : event.plan().draws()) {
            Optional<ErrorCode> refusal = refusal(draw, project, event.at(), draft);
            if (refusal.isPresent()) {
                return refusal;
            }
            draft.draw(draw.grantId(), draw.amount());
        }
        return Optional.empty();
    }

    private Optional<ErrorCode> refusal(PlannedDraw draw, String project, Instant at, Accounts draft) {
        Grant grant = grants.get(draw.grantId());
        GrantBalance balance = draft.grant(draw.grantId());
        if (grant == null || balance == null) {
            return Optional.of(ErrorCode.GRANT_UNKNOWN);
        }
        boolean anothers = grant.projectId() != null && !grant.projectId().equals(project);
        if (anothers || grant.pool() != draw.pool()) {
            return Optional.of(ErrorCode.GRANT_NOT_ALLOWED);
        }
        if (balance.isExpired(at)) {
            return Optional.of(ErrorCode.GRANT_EXPIRED);
        }
        return draw.amount().compareTo(balance.remaining()) > 0
                ? Optional.of(ErrorCode.GRANT_EXHAUSTED)
                : Optional.empty();
    }

    private Optional<ErrorCode> act(
            HoldAction action, String reservationId, Instant at, UnaryOperator<Reservation> step) {
        Entry entry = entries.get(reservationId);
        if (entry == null) {
            return Optional.of(ErrorCode.RESERVATION_UNKNOWN);
        }
        Optional<ErrorCode> refusal = action.refusal(entry.hold().status());
        if (refusal.isEmpty()) {
            replace(entry, step.apply(entry.hold()), at);
        }
        return refusal;
    }

    private Optional<ErrorCode> adjust(LateActual event) {
        Entry entry = entries.get(event.reservationId());
        if (entry == null) {
            return Optional.of(ErrorCode.RESERVATION_UNKNOWN);
        }
        Reservation closed = entry.hold();
        if (!closed.takesLateActual()) {
            return Optional.of(ErrorCode.RESERVATION_NOT_ACTIVE);
        }
        Amount limit = limits.get(closed.projectId());
        Amount room = limit == null ? null : accounts.headroom(limit, closed.projectId(), closed.bookedMonth());
        Reservation adjusted = closed.adjust(event.actual(), room);
        accounts.adjust(closed, adjusted, event.at());
        store(entry.with(adjusted));
        return Optional.empty();
    }

    private void sweep(Instant at) {
        List<Entry> overdue = active.values().stream()
                .filter(entry -> entry.hold().isOverdue(at, ttlSeconds))
                .toList();
        overdue.forEach(entry -> replace(entry, entry.hold().sweep(), at));
    }

    private void replace(Entry entry, Reservation next, Instant at) {
        if (!next.isActive()) {
            accounts.close(entry.hold(), next, at);
        }
        store(entry.with(next));
    }

    private void store(Entry entry) {
        String id = entry.hold().reservationId();
        entries.put(id, entry);
        if (entry.hold().isActive()) {
            active.put(id, entry);
        } else {
            active.remove(id);
        }
    }
}
