package dev.spendweir.approval;

import dev.spendweir.vocabulary.Role;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an approval request is judged by, as it was routed when it was made; a later policy changes nothing of it (spec 2.1).
 * Immutable.
 *
 * @param requesterId who wants the change
 * @param submitters the actors whose credentials submitted the request or continued it
 * @param reviewerRoles roles that may review
 * @param requiredPermission what a reviewer must hold besides
 * @param requiredApprovals how many distinct reviewers must agree, 1..{@link #MAX_APPROVALS}
 * @param separationOfDuties whether requester and submitters are barred from reviewing
 * @param executionTtlSeconds how long after its approval it can be used, at least 1; null for ever
 */
public record ApprovalTerms(
        String requesterId,
        Set<String> submitters,
        List<Role> reviewerRoles,
        String requiredPermission,
        int requiredApprovals,
        boolean separationOfDuties,
        @Nullable Integer executionTtlSeconds) {

    /** Most people that a route can ask for (spec 1.8): more would be a committee, not a review. */
    public static final int MAX_APPROVALS = 5;

    /** Checks the quorum. */
    public ApprovalTerms {
        submitters = Set.copyOf(submitters);
        reviewerRoles = List.copyOf(reviewerRoles);
        if (requiredApprovals < 1 || requiredApprovals > MAX_APPROVALS) {
            throw new IllegalArgumentException("required approvals are 1 to 5, not " + requiredApprovals);
        }
    }

    /** Whether the actor asked for the change, in their own name or another's. */
    boolean isAsking(String actorId) {
        return requesterId.equals(actorId) || submitters.contains(actorId);
    }

    /** The terms with more people who asked. */
    ApprovalTerms withSubmitters(Set<String> all) {
        return new ApprovalTerms(
                requesterId,
                all,
                reviewerRoles,
                requiredPermission,
                requiredApprovals,
                separationOfDuties,
                executionTtlSeconds);
    }
}
