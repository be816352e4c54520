package dev.spendweir.server.approval;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.policy.PolicyDocument.TokenBinding;
import dev.spendweir.vocabulary.EnvironmentClass;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people are asked, as it was when they were asked; nothing of it ever changes. Immutable.
 *
 * @param decisionId the decision that asks
 * @param submitterId whose credential asked; its pending requests are counted
 * @param ruleId the routing rule
 * @param routingTrace which rules were tried (spec 2.1)
 * @param binding what a token will be bound to
 * @param planContentSha256 null: no plan
 * @param uncovered the part of the hold that nothing covers
 * @param reasons all reason codes of the decision
 * @param holdsOnApproval whether nothing is held until people agree (spec 1.7)
 */
public record ApprovalAsk(
        String decisionId,
        Instant createdAt,
        EnvironmentClass environmentClass,
        String action,
        boolean destructive,
        String submitterId,
        String ruleId,
        JsonArray routingTrace,
        TokenBinding binding,
        String fingerprint,
        String scopeFingerprint,
        @Nullable String planContentSha256,
        Amount monthlyDelta,
        Amount hourlyDelta,
        String currency,
        int unpricedResources,
        Amount uncovered,
        List<String> reasons,
        boolean holdsOnApproval) {

    public ApprovalAsk {
        reasons = List.copyOf(reasons);
    }
}
