package dev.spendweir.approval;

import dev.spendweir.rejection.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An approval request as a state machine (spec 2.1): {@link #on} gives the state after an event, or a refusal. Immutable
 * and thread-safe; a deadline is decided by the event's time, so it holds whether anybody swept or not.
 *
 * @param verdicts accepted reviews, in the order in which they came
 * @param deadline from this instant on (inclusive) a live request is expired; null for never
 * @param expiryNoted whether an {@code expire} event was accepted; only an expired request can have it
 */
public record ApprovalRequest(
        ApprovalTerms terms,
        ApprovalStatus status,
        List<Verdict> verdicts,
        @Nullable Instant deadline,
        boolean expiryNoted) {

    public ApprovalRequest {
        verdicts = List.copyOf(verdicts);
        if (expiryNoted && status != ApprovalStatus.EXPIRED) {
            throw new IllegalArgumentException("only an expired request can have its expiry noted");
        }
    }

    /** A new request that waits for people. */
    public static ApprovalRequest pending(ApprovalTerms terms, @Nullable Instant deadline) {
        return new ApprovalRequest(terms, ApprovalStatus.PENDING, List.of(), deadline, false);
    }

    /**
     * What an event does. A live request whose deadline has come is expired first; then the state must allow the event
     * ({@code APPROVAL_NOT_PENDING}, {@code APPROVAL_NOT_APPROVED}, {@code TOKEN_ALREADY_CONSUMED}, {@code
     * APPROVAL_EXPIRED}, {@code APPROVAL_NOT_EXPIRED}; spec 10 A91, A92, N14), then the actor must be allowed it ({@code
     * REVIEWER_ROLE_NOT_ALLOWED}, {@code PERMISSION_MISSING}, {@code SEPARATION_OF_DUTIES}, {@code ALREADY_REVIEWED}; spec
     * 2.1, 10 A93, A94). The first thing that fails is the refusal, and then nothing else changes.
     */
    public ApprovalStep on(ApprovalEvent event) {
        ApprovalRequest now = at(event.at());
        ErrorCode refusal = now.stateRefusal(event);
        if (refusal == null && event.actor() != null) {
            refusal = now.authorityRefusal(event.type(), event.actor());
        }
        return refusal == null ? new ApprovalStep(now.accept(event), null) : new ApprovalStep(now, refusal);
    }

    /** The request as it is at a time: expired when it was live and its deadline has come. */
    public ApprovalRequest at(Instant clockTime) {
        return status.isLive() && isDue(clockTime) ? with(ApprovalStatus.EXPIRED) : this;
    }

    /** Whether it is live at a time. */
    public boolean isLiveAt(Instant clockTime) {
        return at(clockTime).status.isLive();
    }

    /**
     * Whether this reviewer's verdict would be accepted now, were it pending: what the queue shows people (spec 2.1).
     */
    public boolean isActionableBy(ApprovalActor reviewer, Instant clockTime) {
        return at(clockTime).status == ApprovalStatus.PENDING && reviewRefusal(reviewer) == null;
    }

    /**
     * The request after a further call about its change was let wait on it (spec 2.3 point 3): the people behind that call
     * join those who asked. With separation of duties a verdict that one of them gave is void while the request is
     * pending, and stands once it is approved. A request that is over stays as it is.
     */
    public ApprovalRequest continuedBy(Collection<String> actorIds) {
        if (!status.isLive()) {
            return this;
        }
        Set<String> asking = new TreeSet<>(terms.submitters());
        asking.addAll(actorIds);
        boolean voids = terms.separationOfDuties() && status == ApprovalStatus.PENDING;
        List<Verdict> standing = verdicts.stream()
                .filter(verdict -> !voids || !asking.contains(verdict.actorId()))
                .toList();
        return new ApprovalRequest(terms.withSubmitters(asking), status, standing, deadline, expiryNoted);
    }

    private boolean isDue(Instant clockTime) {
        return deadline != null && !clockTime.isBefore(deadline);
    }

    private @Nullable ErrorCode stateRefusal(ApprovalEvent event) {
        return switch (status) {
            case PENDING ->
                switch (event.type()) {
                    case APPROVE, DENY, CANCEL, SUPERSEDE -> null;
                    case EXPIRE -> earlyExpiry();
                    case CONSUME -> ErrorCode.APPROVAL_NOT_APPROVED;
                };
            case APPROVED ->
                switch (event.type()) {
                    case APPROVE, DENY -> ErrorCode.APPROVAL_NOT_PENDING;
                    case CANCEL, SUPERSEDE, CONSUME -> null;
                    case EXPIRE -> earlyExpiry();
                };
            case DENIED, CANCELLED ->
                event.type() == ApprovalEventType.CONSUME
                        ? ErrorCode.APPROVAL_NOT_APPROVED
                        : ErrorCode.APPROVAL_NOT_PENDING;
            case CONSUMED ->
                event.type() == ApprovalEventType.CONSUME
                        ? ErrorCode.TOKEN_ALREADY_CONSUMED
                        : ErrorCode.APPROVAL_NOT_PENDING;
            case EXPIRED ->
                event.type() == ApprovalEventType.EXPIRE && !expiryNoted && isDue(event.at())
                        ? null
                        : ErrorCode.APPROVAL_EXPIRED;
        };
    }

    /** A live request is not due, so only one without a deadline can be expired by word alone. */
    private @Nullable ErrorCode earlyExpiry() {
        return deadline == null ? null : ErrorCode.APPROVAL_NOT_EXPIRED;
    }

    private @Nullable ErrorCode authorityRefusal(ApprovalEventType type, ApprovalActor actor) {
        return switch (type) {
            case APPROVE, DENY -> reviewRefusal(actor);
            case CANCEL ->
                terms.isAsking(actor.actorId()) || actor.isAdminOrOwner() ? null : ErrorCode.PERMISSION_MISSING;
            case SUPERSEDE, EXPIRE, CONSUME -> null;
        };
    }

    private @Nullable ErrorCode reviewRefusal(ApprovalActor reviewer) {
        if (reviewer.role() == null || !terms.reviewerRoles().contains(reviewer.role())) {
            return ErrorCode.REVIEWER_ROLE_NOT_ALLOWED;
        }
        if (!reviewer.holds(terms.requiredPermission())) {
            return ErrorCode.PERMISSION_MISSING;
        }
        if (terms.separationOfDuties() && terms.isAsking(reviewer.actorId())) {
            return ErrorCode.SEPARATION_OF_DUTIES;
        }
        boolean again = verdicts.stream().anyMatch(verdict -> verdict.actorId().equals(reviewer.actorId()));
        return again ? ErrorCode.ALREADY_REVIEWED : null;
    }

    private ApprovalRequest accept(ApprovalEvent event) {
        return switch (event.type()) {
            case APPROVE, DENY -> reviewed(event);
            case CANCEL, SUPERSEDE -> with(ApprovalStatus.CANCELLED);
            case EXPIRE -> new ApprovalRequest(terms, ApprovalStatus.EXPIRED, verdicts, deadline, true);
            case CONSUME -> with(ApprovalStatus.CONSUMED);
        };
    }

    private ApprovalRequest reviewed(ApprovalEvent event) {
        ApprovalActor reviewer = event.actor();
        if (reviewer == null) {
            throw new IllegalStateException("a review without reviewer");
        }
        boolean approves = event.type() == ApprovalEventType.APPROVE;
        List<Verdict> all = new ArrayList<>(verdicts);
        all.add(new Verdict(reviewer.actorId(), approves, event.at()));
        if (!approves) {
            return new ApprovalRequest(terms, ApprovalStatus.DENIED, all, deadline, false);
        }
        // Verdicts are one for each reviewer and none of a pending request is a denial.
        return all.size() < terms.requiredApprovals()
                ? new ApprovalRequest(terms, status, all, deadline, false)
                : new ApprovalRequest(terms, ApprovalStatus.APPROVED, all, executionDeadline(event.at()), false);
    }

    private @Nullable Instant executionDeadline(Instant approvedAt) {
        Integer ttlSeconds = terms.executionTtlSeconds();
        return ttlSeconds == null ? null : approvedAt.plusSeconds(ttlSeconds);
    }

    private ApprovalRequest with(ApprovalStatus next) {
        return new ApprovalRequest(terms, next, verdicts, deadline, false);
    }
}
