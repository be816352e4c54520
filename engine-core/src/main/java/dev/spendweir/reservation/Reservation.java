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
 * <p>Immutable; every step gives a new value. Which steps are allowed says {@link HoldAction#refusal}; one that is not
 * throws {@link IllegalStateException} here.
 *
 * @param parts what was held when it was made
 * @param heldAt when it was made
 * @param settlement how it was charged; not null exactly when it is settled
 */
public record Reservation(
        String reservationId,
        String projectId,
        HoldStatus status,
        HoldParts parts,
        Instant heldAt,
        @Nullable Settlement settlement) {

    /** Checks that a settled hold, and no other, has a settlement. */
    public Reservation {
        if ((status == HoldStatus.SETTLED) != (settlement != null)) {
            throw new IllegalArgumentException("a hold has a settlement exactly when it is settled");
        }
    }

    /** A new hold. */
    public static Reservation of(
            String reservationId, String projectId, HoldParts parts, boolean confirmed, Instant heldAt) {
        HoldStatus status = confirmed ? HoldStatus.CONFIRMED : HoldStatus.TENTATIVE;
        return new Reservation(reservationId, projectId, status, parts, heldAt, null);
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
        return new Reservation(reservationId, projectId, HoldStatus.CONFIRMED, parts, heldAt, null);
    }

    /** The hold, given back unused. */
    public Reservation release() {
        require(HoldAction.RELEASE);
        return new Reservation(reservationId, projectId, HoldStatus.RELEASED, parts, heldAt, null);
    }

    /** The hold, charged; see {@link HoldParts#settle}. */
    public Reservation settle(Amount actual, Amount headroom) {
        return settled(parts.settle(actual, headroom));
    }

    /**
     * The hold after a newer decision of the same change took its place (spec 3.2, 10 R2): a tentative one is released, a
     * confirmed one settled at what the new plan does not ask for any more.
     */
    public Reservation moveTo(HoldParts successor) {
        return status == HoldStatus.CONFIRMED ? settled(parts.settleBefore(successor)) : release();
    }

    /** The hold after the sweeper took it: a tentative one is released, a confirmed one settled at R (spec 10 R7). */
    public Reservation sweep() {
        return status == HoldStatus.CONFIRMED ? settled(parts.settleInFull()) : release();
    }

    /** What is held while it is active, what was consumed when it is settled, nothing when it was released. */
    public HoldParts presentParts() {
        if (settlement != null) {
            return settlement.consumedParts();
        }
        return isActive() ? parts : HoldParts.none();
    }

    private Reservation settled(Settlement charged) {
        require(HoldAction.SETTLE);
        return new Reservation(reservationId, projectId, HoldStatus.SETTLED, parts, heldAt, charged);
    }

    private void require(HoldAction action) {
        Optional<ErrorCode> refusal = action.refusal(status);
        if (refusal.isPresent()) {
            throw new IllegalStateException(action + " of a " + status + " hold: " + refusal.get());
        }
    }
}
