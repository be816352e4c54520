package dev.spendweir.server.gate;

import dev.spendweir.outcome.FailsafeCause;
import dev.spendweir.vocabulary.Mode;
import dev.spendweir.vocabulary.Outcome;
import dev.spendweir.vocabulary.Source;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a gate call is answered with.
 *
 * @param body the response of spec 4.2; a replay has the very bytes of the first answer. Not copied: do not change it
 * @param replayed whether an earlier call with this key was answered so
 * @param reservation what became of the hold of a replayed answer, when it is gone: {@code released} or {@code settled}
 * @param decisionId null in a dry run and in a fail-safe answer
 * @param reservationId null when nothing is held
 * @param approvalId the approval that the answer waits for or was continued by; null: none
 * @param approval where that one stands now; null when there is none
 * @param failsafe why there is no real decision; null when there is one
 */
@SuppressWarnings("ArrayRecordComponent") // goes straight to the wire
public record GateAnswer(
        byte[] body,
        boolean replayed,
        @Nullable String reservation,
        Source source,
        Outcome outcome,
        Mode mode,
        boolean dryRun,
        @Nullable String decisionId,
        @Nullable String reservationId,
        @Nullable String approvalId,
        @Nullable String approval,
        String fingerprint,
        String scopeFingerprint,
        @Nullable FailsafeCause failsafe) {

    /** The value of the header {@code Spendweir-Reservation-Status}, when there is one. */
    public Optional<String> reservationStatus() {
        return Optional.ofNullable(reservation);
    }

    /** The value of the header {@code Spendweir-Approval-Status}, when there is one. */
    public Optional<String> approvalStatus() {
        return Optional.ofNullable(approval);
    }

    /** Why there is no real decision. */
    public Optional<FailsafeCause> failsafeCause() {
        return Optional.ofNullable(failsafe);
    }
}
