package dev.spendweir.cli.local;

import dev.spendweir.amount.Amount;
import dev.spendweir.reservation.Change;
import dev.spendweir.reservation.HeldDraw;
import dev.spendweir.reservation.HoldParts;
import dev.spendweir.reservation.HoldStatus;
import dev.spendweir.reservation.Settlement;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A hold and what became of it (spec 3.2). Immutable.
 *
 * @param held what was held
 * @param consumed what was charged to the parts; nothing unless settled
 * @param overrun charged beyond the parts and the budget's headroom
 * @param actual what it was settled at; null unless settled
 * @param confirmedAt null while tentative
 * @param closedAt null while active
 * @param closeReason null while active
 * @param successor the hold that took its place; null without one
 */
record LocalHold(
        String reservationId,
        String decisionId,
        Change change,
        HoldStatus status,
        HoldParts held,
        HoldParts consumed,
        Amount overrun,
        @Nullable Amount actual,
        Instant createdAt,
        @Nullable Instant confirmedAt,
        @Nullable Instant closedAt,
        @Nullable CloseReason closeReason,
        @Nullable String successor) {

    LocalHold {
        Objects.requireNonNull(reservationId, "reservationId");
        Objects.requireNonNull(decisionId, "decisionId");
        if (status.isActive() != (closedAt == null) || (actual != null) != (status == HoldStatus.SETTLED)) {
            throw new IllegalStateException("hold " + reservationId + " is " + status + " and says otherwise too");
        }
    }

    /** Why a hold is closed. */
    enum CloseReason {
        /** A newer decision of the same change took its place. */
        SUPERSEDED("superseded"),
        /** An apply of the same state made its plan stale. */
        STALE_PLAN("stale_plan"),
        /** Somebody said what it really cost. */
        RECONCILED("reconciled"),
        /** Nobody said anything for too long. */
        OVERDUE("overdue");

        private final String wireName;

        CloseReason(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }
    }

    /** A new hold. */
    static LocalHold of(
            String id, String decisionId, Change change, HoldParts parts, boolean confirmed, Instant clockTime) {
        return new LocalHold(
                id,
                decisionId,
                change,
                confirmed ? HoldStatus.CONFIRMED : HoldStatus.TENTATIVE,
                parts,
                HoldParts.none(),
                Amount.ZERO,
                null,
                clockTime,
                confirmed ? clockTime : null,
                null,
                null,
                null);
    }

    String projectId() {
        return change.place().projectId();
    }

    boolean isActive() {
        return status.isActive();
    }

    /** The month that it is booked to (spec 10 R6). */
    YearMonth bookedMonth() {
        return YearMonth.from(createdAt.atOffset(ZoneOffset.UTC));
    }

    /** Given back. */
    LocalHold release(CloseReason reason, @Nullable String heir, Instant clockTime) {
        return new LocalHold(
                reservationId,
                decisionId,
                change,
                HoldStatus.RELEASED,
                held,
                HoldParts.none(),
                Amount.ZERO,
                null,
                createdAt,
                confirmedAt,
                clockTime,
                reason,
                heir);
    }

    /** Charged with an actual. */
    LocalHold settle(Settlement settlement, CloseReason reason, @Nullable String heir, Instant clockTime) {
        List<HeldDraw> spent = new ArrayList<>();
        for (int i = 0; i < held.draws().size(); i++) {
            HeldDraw draw = held.draws().get(i);
            if (settlement.draws().get(i).isPositive()) {
                spent.add(new HeldDraw(
                        draw.grantId(), draw.pool(), settlement.draws().get(i)));
            }
        }
        return new LocalHold(
                reservationId,
                decisionId,
                change,
                HoldStatus.SETTLED,
                held,
                new HoldParts(settlement.allocation(), spent, settlement.uncovered()),
                settlement.overrun(),
                settlement.actual(),
                createdAt,
                confirmedAt,
                clockTime,
                reason,
                heir);
    }
}
