package dev.spendweir.server.store.money;

import dev.spendweir.reservation.HoldStatus;
import org.jspecify.annotations.Nullable;

/**
 * Which holds are wanted; null: any.
 *
 * @param overdue whether it is older than the policy's reservations.ttl_seconds and still active
 * @param actorId the requester or the submitter
 */
public record ReservationFilter(
        @Nullable HoldStatus status,
        @Nullable String projectId,
        @Nullable Boolean overdue,
        @Nullable String actorId) {
    /** Every hold. */
    public static final ReservationFilter ALL = new ReservationFilter(null, null, null, null);
}
