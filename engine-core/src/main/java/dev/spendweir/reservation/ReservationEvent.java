package dev.spendweir.reservation;

import dev.spendweir.amount.Amount;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that happens to holds (spec 10 R2-R8). Immutable. */
public sealed interface ReservationEvent {

    /** When it happens; events are judged in list order, each by its own time alone (spec 10 R1). */
    Instant at();

    /**
     * A hold is asked for; active holds of the same change make room for it.
     *
     * @param change what it is about; null: a change of its own
     * @param place where that is; null: a place of its own
     * @param confirmed whether it goes ahead at once, which makes every other plan of the place stale
     */
    record Reserve(
            Instant at,
            String reservationId,
            String projectId,
            PlannedHold plan,
            @Nullable String change,
            @Nullable String place,
            boolean confirmed)
            implements ReservationEvent {}

    /** The hold goes ahead. */
    record Confirm(Instant at, String reservationId) implements ReservationEvent {}

    /** The hold is given back unused. */
    record Release(Instant at, String reservationId) implements ReservationEvent {}

    /**
     * The hold is charged.
     *
     * @param actual what was really spent, >= 0
     */
    record Settle(Instant at, String reservationId, Amount actual) implements ReservationEvent {}

    /**
     * The sweeper or a successor closes this one hold, as a ledger tells it ({@link Sweep} and {@link Reserve} find out for
     * themselves which). Not an event of {@code reservation.apply}.
     *
     * @param actual at which it is settled, >= 0; null: it is released
     */
    record GiveWay(
            Instant at, String reservationId, @Nullable Amount actual) implements ReservationEvent {}

    /**
     * A hold that the sweeper or a successor closed takes its one late actual (spec 3.2). Not an event of
     * {@code reservation.apply}.
     *
     * @param actual what was really spent, >= 0
     */
    record LateActual(Instant at, String reservationId, Amount actual) implements ReservationEvent {}

    /** Overdue holds are closed. */
    record Sweep(Instant at) implements ReservationEvent {}

    /** What remains of expired credits is written off. */
    record ExpireGrants(Instant at) implements ReservationEvent {}
}
