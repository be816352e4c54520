package dev.spendweir.server.gate;

import dev.spendweir.engine.Decision;
import dev.spendweir.reservation.Change;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decision about to be stored.
 *
 * @param approvalId the approval that it asks for or is continued by; null: none
 * @param reservationId the hold made with it or behind its approval; null: none
 * @param submitterId the credential's actor
 * @param beside what the response says besides the record, see {@link GateResponse}; packed, so that nobody packs while a
 *     transaction is open
 */
@SuppressWarnings("ArrayRecordComponent") // goes straight to the store
public record DecisionRow(
        String decisionId,
        Instant decidedAt,
        Prepared prepared,
        Decision decision,
        @Nullable String approvalId,
        @Nullable String reservationId,
        String submitterId,
        long ledgerSequence,
        byte[] beside) {
    /** What the decision is about. */
    public Change change() {
        return prepared.change();
    }
}
