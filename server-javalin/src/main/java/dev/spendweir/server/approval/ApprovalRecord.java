package dev.spendweir.server.approval;

import dev.spendweir.approval.ApprovalRequest;
import dev.spendweir.approval.ApprovalStatus;
import dev.spendweir.approval.CoverageSubject;
import dev.spendweir.reservation.Change;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An approval request as it is stored. Immutable; each step gives the next one.
 *
 * @param change which change it belongs to: that of the newest call that it covers
 * @param request the state machine
 * @param comments what reviewers wrote, by actor
 * @param reservationId the hold behind it; null: none
 * @param consumption null: it was not used
 */
public record ApprovalRecord(
        String approvalId,
        ApprovalAsk ask,
        Change change,
        ApprovalRequest request,
        Map<String, String> comments,
        @Nullable String reservationId,
        NewestDecision newest,
        @Nullable Consumption consumption) {

    public ApprovalRecord {
        comments = Map.copyOf(comments);
    }

    /** Where it stands, the deadline not looked at. */
    public ApprovalStatus status() {
        return request.status();
    }

    /** Where it stands at a time. */
    public ApprovalStatus statusAt(Instant clockTime) {
        return request.at(clockTime).status();
    }

    /** The same, at another place of its life. */
    public ApprovalRecord with(ApprovalRequest changed) {
        return new ApprovalRecord(approvalId, ask, change, changed, comments, reservationId, newest, consumption);
    }

    /** The same with a reviewer's words. */
    public ApprovalRecord withComment(String actorId, @Nullable String comment) {
        if (comment == null) {
            return this;
        }
        Map<String, String> more = new HashMap<>(comments);
        more.put(actorId, comment);
        return new ApprovalRecord(approvalId, ask, change, request, more, reservationId, newest, consumption);
    }

    /** The same with a hold behind it. */
    public ApprovalRecord heldBy(@Nullable String holdId) {
        return new ApprovalRecord(approvalId, ask, change, request, comments, holdId, newest, consumption);
    }

    /** The same after a further decision about its change. */
    public ApprovalRecord withNewest(NewestDecision decision) {
        return new ApprovalRecord(approvalId, ask, change, request, comments, reservationId, decision, consumption);
    }

    /** The same, belonging to another change of its place from now on. */
    public ApprovalRecord movedTo(Change other) {
        return new ApprovalRecord(approvalId, ask, other, request, comments, reservationId, newest, consumption);
    }

    /** The same, used. */
    public ApprovalRecord consumed(ApprovalRequest changed, Consumption by) {
        return new ApprovalRecord(approvalId, ask, change, changed, comments, reservationId, newest, by);
    }

    /** What it covers (spec 2.3 point 2). */
    public CoverageSubject subject() {
        return new CoverageSubject(
                ask.fingerprint(),
                change,
                ask.action(),
                ask.destructive(),
                ask.monthlyDelta(),
                ask.hourlyDelta(),
                ask.unpricedResources(),
                ask.uncovered());
    }
}
