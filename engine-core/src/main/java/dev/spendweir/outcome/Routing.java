package dev.spendweir.outcome;

import dev.spendweir.amount.Amount;
import dev.spendweir.policy.PolicyDocument.Approvals;
import dev.spendweir.policy.PolicyDocument.RoutingMatch;
import dev.spendweir.policy.PolicyDocument.RoutingRule;
import dev.spendweir.request.GateRequest;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.RiskClass;
import dev.spendweir.vocabulary.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the reviewers of a request (spec 1.8, Routing). Pure functions. */
public final class Routing {

    /** The rule id of a request that no routing rule matches. */
    public static final String DEFAULT_RULE = "default";

    private static final List<Role> DEFAULT_ROLES = List.of(Role.OWNER, Role.ADMIN);

    private Routing() {}

    /**
     * The route of a request: the first routing rule whose every given condition holds.
     *
     * @param monthlyDelta in micro-units, signed
     */
    public static RoutingDecision route(
            Approvals approvals, GateRequest request, long monthlyDelta, RiskClass riskClass) {
        List<RoutingRule> rules = approvals.routing();
        for (int i = 0; i < rules.size(); i++) {
            RoutingRule rule = rules.get(i);
            if (matches(rule.match(), request, monthlyDelta, riskClass)) {
                String permission = rule.requiredPermission();
                Integer ttl = rule.ttlSeconds();
                return new RoutingDecision(
                        rule.id(),
                        rule.reviewerRoles(),
                        permission == null ? permission(request.environmentClass()) : permission,
                        rule.requiredApprovals(),
                        ttl == null ? approvals.defaultTtlSeconds() : ttl);
            }
        }
        return new RoutingDecision(
                DEFAULT_RULE, DEFAULT_ROLES, permission(request.environmentClass()), 1, approvals.defaultTtlSeconds());
    }

    private static boolean matches(RoutingMatch match, GateRequest request, long monthlyDelta, RiskClass riskClass) {
        return isIn(match.source(), request.source())
                && isIn(match.environmentClass(), request.environmentClass())
                && isIn(match.projectId(), request.projectId())
                && isIn(match.riskClass(), riskClass)
                && hasPrefix(match.actionPrefix(), request.action())
                && isInRange(match.monthlyDeltaMin(), match.monthlyDeltaMax(), monthlyDelta);
    }

    private static <T> boolean isIn(@Nullable List<T> accepted, T value) {
        return accepted == null || accepted.contains(value);
    }

    private static boolean hasPrefix(@Nullable List<String> prefixes, String action) {
        if (prefixes == null) {
            return true;
        }
        for (int i = 0; i < prefixes.size(); i++) {
            if (action.startsWith(prefixes.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** From min, inclusive, to max, exclusive. */
    private static boolean isInRange(@Nullable Amount min, @Nullable Amount max, long delta) {
        return (min == null || min.micros() <= delta) && (max == null || delta < max.micros());
    }

    private static String permission(EnvironmentClass environmentClass) {
        return switch (environmentClass) {
            case PROD -> "approve.prod";
            case NONPROD -> "approve.nonprod";
        };
    }
}
