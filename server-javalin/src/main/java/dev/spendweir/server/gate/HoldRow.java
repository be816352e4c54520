package dev.spendweir.server.gate;

import dev.spendweir.reservation.HoldStatus;
import dev.spendweir.reservation.Settlement;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a hold stands at the end of a transaction that made or moved it.
 *
 * @param hold as it was made or read
 * @param made null: it was there before
 * @param confirmedAt null: it was not confirmed in this transaction
 * @param closing null: it stays active
 */
public record HoldRow(
        ActiveHold hold,
        @Nullable Made made,
        HoldStatus status,
        @Nullable Instant confirmedAt,
        @Nullable Closing closing) {

    /**
     * What only a new hold has to say.
     *
     * @param ledgerSequence of its entry in the chain of decisions
     */
    public record Made(
            long ledgerSequence,
            String decisionId,
            String requesterId,
            String submitterId,
            @Nullable String approvalId,
            Instant at) {}

    /**
     * How it ended.
     *
     * @param reason close_reason
     * @param successor the hold that took its place; null: none
     * @param settlement null: released
     */
    public record Closing(
            Instant at,
            String reason,
            @Nullable String successor,
            @Nullable Settlement settlement) {}

    /** The same row with the hold as it is now. */
    HoldRow with(ActiveHold now) {
        return new HoldRow(now, made, status, confirmedAt, closing);
    }

    /** The same hold, closed. */
    public HoldRow closed(Closing how) {
        HoldStatus status = how.settlement() == null ? HoldStatus.RELEASED : HoldStatus.SETTLED;
        return new HoldRow(hold, made, status, confirmedAt, how);
    }
}
