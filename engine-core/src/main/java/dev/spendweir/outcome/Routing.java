package dev.spendweir.outcome;

import dev.spendweir.amount.Amount;
import dev.spendweir.policy.PolicyDocument.Approvals;
import dev.spendweir.policy.PolicyDocument.RoutingMatch;
import dev.spendweir.policy.PolicyDocument.RoutingRule;
import dev.spendweir.request.GateRequest;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.RiskClass;
import dev.spendweir.vocabulary.Role;
import java.util.ArrayList;
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

    /**
     * Which rules were tried for a request, up to the one that matched, and why each of the others did not (spec 2.1): so
     * that an auditor sees why these reviewers were asked, whatever became of the policy.
     *
     * @param monthlyDelta in micro-units, signed
     */
    public static List<RoutingAttempt> trace(
            Approvals approvals, GateRequest request, long monthlyDelta, RiskClass riskClass) {
        List<RoutingAttempt> attempts = new ArrayList<>();
        for (RoutingRule rule : approvals.routing()) {
            String failed = failedCondition(rule.match(), request, monthlyDelta, riskClass);
            attempts.add(new RoutingAttempt(rule.id(), failed));
            if (failed == null) {
                return List.copyOf(attempts);
            }
        }
        attempts.add(new RoutingAttempt(DEFAULT_RULE, null));
        return List.copyOf(attempts);
    }

    private static boolean matches(RoutingMatch match, GateRequest request, long monthlyDelta, RiskClass riskClass) {
        return failedCondition(match, request, monthlyDelta, riskClass) == null;
    }

    /** The first condition of the rule that does not hold, by its name in the policy; null: all do. */
    private static @Nullable String failedCondition(
            RoutingMatch match, GateRequest request, long monthlyDelta, RiskClass riskClass) {
        if (!isIn(match.source(), request.source())) {
            return "source";
        } else if (!isIn(match.environmentClass(), request.environmentClass())) {
            return "environment_class";
        } else if (!isIn(match.projectId(), request.projectId())) {
            return "project_id";
        } else if (!isIn(match.riskClass(), riskClass)) {
            return "risk_class";
        } else if (!hasPrefix(match.actionPrefix(), request.action())) {
            return "action_prefix";
        } else if (!isInRange(match.monthlyDeltaMin(), null, monthlyDelta)) {
            return "monthly_delta_min";
        }
        return isInRange(null, match.monthlyDeltaMax(), monthlyDelta) ? null : "monthly_delta_max";
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
