package dev.spendweir.server.runtask;

import dev.spendweir.canonical.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One call of HCP Terraform that is being worked on, as it is leased from the queue. Immutable; each step gives the next one.
 *
 * @param token of the call; never shown
 * @param lease only who holds it may store
 * @param progress what working on it changes
 */
public record RunTaskResult(
        String tenantId,
        String runTaskId,
        RunTaskRequest request,
        String token,
        Instant receivedAt,
        UUID lease,
        Progress progress) {

    /**
     * What working on a call changes.
     *
     * @param failures in a row of what is being tried
     * @param turn how often the gate was asked a new question
     * @param toldAt when HCP Terraform was last told that the work goes on; null: not yet
     * @param approvalId what is waited for; null: nothing
     * @param answer the last word; null: there is none yet
     * @param error what went wrong last; null: nothing
     */
    public record Progress(
            RunTaskStatus status,
            Instant dueAt,
            int failures,
            int turn,
            @Nullable Instant toldAt,
            @Nullable String approvalId,
            @Nullable JsonObject answer,
            @Nullable String error) {}

    /** The name under which the token is sealed. */
    public static String tokenName(String tenantId, String runTaskId, String taskResultId) {
        return "run-task-token/" + tenantId + "/" + runTaskId + "/" + taskResultId;
    }

    /** Where it is. */
    RunTaskStatus status() {
        return progress.status();
    }

    /** When HCP Terraform last heard of it. */
    Instant heardOf() {
        return Objects.requireNonNullElse(progress.toldAt(), receivedAt);
    }

    /** The last word of a result that has one. */
    JsonObject answer() {
        return Objects.requireNonNull(progress.answer(), "the last word is known");
    }

    /** What a result that waits waits for. */
    String approvalId() {
        return Objects.requireNonNull(progress.approvalId(), "whoever waits waits for an approval");
    }

    private RunTaskResult with(Progress next) {
        return new RunTaskResult(tenantId, runTaskId, request, token, receivedAt, lease, next);
    }

    /** HCP Terraform was told that the work goes on. */
    RunTaskResult told(Instant at) {
        return with(new Progress(
                status(),
                progress.dueAt(),
                status() == RunTaskStatus.WAITING ? 0 : progress.failures(),
                progress.turn(),
                at,
                progress.approvalId(),
                progress.answer(),
                progress.error()));
    }

    /** The same is to be tried again. */
    RunTaskResult again(Instant at, Duration pause, String why) {
        return with(new Progress(
                status(),
                at.plus(pause),
                progress.failures() + 1,
                progress.turn(),
                progress.toldAt(),
                progress.approvalId(),
                progress.answer(),
                why));
    }

    /** People are to decide; looked at again at that time, or when they did. */
    RunTaskResult waiting(String approvalId, Instant dueAt) {
        return with(new Progress(
                RunTaskStatus.WAITING, dueAt, 0, progress.turn(), progress.toldAt(), approvalId, null, null));
    }

    /** The gate is to be asked a new question. */
    RunTaskResult nextTurn(Instant at) {
        return with(new Progress(
                RunTaskStatus.QUEUED,
                at,
                0,
                progress.turn() + 1,
                progress.toldAt(),
                progress.approvalId(),
                null,
                null));
    }

    /** The last word is known. */
    RunTaskResult answering(JsonObject answer, Instant at) {
        return with(new Progress(
                RunTaskStatus.ANSWERING,
                at,
                0,
                progress.turn(),
                progress.toldAt(),
                progress.approvalId(),
                answer,
                progress.error()));
    }

    /** Nothing more is to be done. */
    RunTaskResult over(RunTaskStatus status, Instant at, @Nullable String error) {
        return with(new Progress(
                status,
                at,
                progress.failures(),
                progress.turn(),
                progress.toldAt(),
                progress.approvalId(),
                progress.answer(),
                error));
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "RunTaskResult[" + request.taskResultId() + " of run " + request.runId() + ", " + status().wireName()
                + "]";
    }
}
