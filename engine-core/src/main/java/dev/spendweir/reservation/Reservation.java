package dev.spendweir.reservation;

import dev.spendweir.amount.Amount;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.time.ClockTime;
import dev.spendweir.time.Days;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Money that is promised to a change, and what became of it (spec 3.2):
 *
 * <pre>
 * tentative -> confirmed -> settled        tentative, confirmed -> released
 * </pre>
 *
 * <p>One that the sweeper or a successor closed takes one late actual and is settled by it.
 *
 * <p>Immutable; every step gives a new value. Which steps are allowed says {@link HoldAction#refusal}; one that is not
 * throws {@link IllegalStateException} here.
 *
 * @param parts what was held when it was made
 * @param heldAt when it was made
 * @param settlement how it was charged; not null exactly when it is settled
 * @param takesLateActual whether the sweeper or a successor closed it and its one late actual has not come; never while it
 *     is active
 */
public record Reservation(
        String reservationId,
        String projectId,
        HoldStatus status,
        HoldParts parts,
        Instant heldAt,
        @Nullable Settlement settlement,
        boolean takesLateActual) {

    /** Checks that a settled hold, and no other, has a settlement, and that an active one takes no late actual. */
    public Reservation {
        if ((status == HoldStatus.SETTLED) != (settlement != null)) {
            throw new IllegalArgumentException("a hold has a settlement exactly when it is settled");
        }
        if (takesLateActual && status.isActive()) {
            throw new IllegalArgumentException("an active hold takes its actual, not a late one");
        }
    }

    /** A new hold. */
    public static Reservation of(
            String reservationId, String projectId, HoldParts parts, boolean confirmed, Instant heldAt) {
        HoldStatus status = confirmed ? HoldStatus.CONFIRMED : HoldStatus.TENTATIVE;
        return new Reservation(reservationId, projectId, status, parts, heldAt, null, false);
    }

    /** Whether money is bound by it. */
    public boolean isActive() {
        return status.isActive();
    }

    /** The first day (see {@link Days}) of the UTC month that it is booked to: that in which it was made (spec 10 R6). */
    public int bookedMonth() {
        return monthOf(heldAt);
    }

    /** The first day of the UTC month of a time. */
    static int monthOf(Instant time) {
        return Days.monthStart(ClockTime.dayOf(time.toEpochMilli()));
    }

    /** Whether the sweeper takes it at that time: it is active and at least so old (spec 10 R7). */
    public boolean isOverdue(Instant at, long ttlSeconds) {
        return isActive() && Duration.between(heldAt, at).compareTo(Duration.ofSeconds(ttlSeconds)) >= 0;
    }

    /** The hold, confirmed. */
    public Reservation confirm() {
        require(HoldAction.CONFIRM);
        return new Reservation(reservationId, projectId, HoldStatus.CONFIRMED, parts, heldAt, null, false);
    }

    /** The hold, given back unused. */
    public Reservation release() {
        return released(false);
    }

    /** The hold, charged; see {@link HoldParts#settle}. */
    public Reservation settle(Amount actual, Amount headroom) {
        return settled(parts.settle(actual, headroom), false);
    }

    /**
     * The hold after a newer decision of the same change took its place (spec 3.2, 10 R2): a tentative one is released, a
     * confirmed one settled at what the new plan does not ask for any more.
     */
    public Reservation moveTo(HoldParts successor) {
        return status == HoldStatus.CONFIRMED ? settled(parts.settleBefore(successor), true) : released(true);
    }

    /**
     * The hold after the sweeper or a successor closed it, which may take a late actual.
     *
     * @param actual at which it is settled; null: it is released, as a tentative one is whose plan another change of its
     *     place made stale (spec 3.2, 10 R2)
     */
    public Reservation giveWay(@Nullable Amount actual) {
        return actual == null ? released(true) : settled(parts.settle(actual, Amount.ZERO), true);
    }

    /** The hold after the sweeper took it: a tentative one is released, a confirmed one settled at R (spec 10 R7). */
    public Reservation sweep() {
        return status == HoldStatus.CONFIRMED ? settled(parts.settleInFull(), true) : released(true);
    }

    /** The closed hold, charged with its one late actual; see {@link HoldParts#settleLate}. */
    public Reservation adjust(Amount actual, @Nullable Amount room) {
        if (!takesLateActual) {
            throw new IllegalStateException("a late actual of a " + status + " hold that takes none");
        }
        Settlement late = parts.settleLate(settlement, actual, room);
        return new Reservation(reservationId, projectId, HoldStatus.SETTLED, parts, heldAt, late, false);
    }

    /** What is held while it is active, what was consumed when it is settled, nothing when it was released. */
    public HoldParts presentParts() {
        if (settlement != null) {
            return settlement.consumedParts();
        }
        return isActive() ? parts : HoldParts.none();
    }

    private Reservation released(boolean latecomer) {
        require(HoldAction.RELEASE);
        return new Reservation(reservationId, projectId, HoldStatus.RELEASED, parts, heldAt, null, latecomer);
    }

    private Reservation settled(Settlement charged, boolean latecomer) {
        require(HoldAction.SETTLE);
        return new Reservation(reservationId, projectId, HoldStatus.SETTLED, parts, heldAt, charged, latecomer);
    }

    private void require(HoldAction action) {
        Optional<ErrorCode> refusal = action.refusal(status);
        if (refusal.isPresent()) {
            throw new IllegalStateException(action + " of a " + status + " hold: " + refusal.get());
        }
    }
}
