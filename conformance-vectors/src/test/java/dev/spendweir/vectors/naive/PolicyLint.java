package dev.spendweir.vectors.naive;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/** Warnings on a canonical policy (spec 10 A39, N6). */
final class PolicyLint {
    static final Set<String> BUILTIN_REASONS = Set.of(
            "plan_limit_exceeded",
            "budget_exceeded",
            "credits_exhausted",
            "enterprise_ceiling_exceeded",
            "no_cost_increase",
            "no_budget_configured",
            "within_allocation",
            "covered_by_reserved_credits",
            "covered_by_emergency_credits",
            "hard_deny_threshold_exceeded",
            "emergency_credits_require_approval",
            "unpriced_resources",
            "cost_data_stale",
            "cost_data_unavailable",
            "auto_approved_below_threshold",
            "approval_required_prod",
            "approval_required_nonprod",
            "soft_mode_escalated",
            "shadow_mode_observed",
            "rule_error",
            "rule_error_skipped",
            "failsafe_timeout",
            "failsafe_lock_contended",
            "failsafe_lock_timeout",
            "failsafe_store_unavailable",
            "failsafe_overload",
            "failsafe_error");

    private PolicyLint() {}

    /** [{code, pointer}] sorted by pointer, then code. */
    static List<Object> warnings(Object policy) {
        List<Object> warnings = new ArrayList<>();
        List<Object> routes = Json.asList(Json.at(policy, "approvals", "routing"));
        for (int later = 0; later < routes.size(); later++) {
            if (isCovered(routes, later)) {
                warnings.add(Json.object("code", "route_unreachable", "pointer", "/approvals/routing/" + later));
            }
        }
        List<Object> rules = Json.asList(Json.at(policy, "rules"));
        for (int i = 0; i < rules.size(); i++) {
            if (BUILTIN_REASONS.contains((String) Json.at(rules, i, "reason"))) {
                warnings.add(Json.object("code", "reason_shadows_builtin", "pointer", "/rules/" + i + "/reason"));
            }
        }
        warnings.sort(Comparator.comparing((Object w) -> (String) Json.at(w, "pointer"))
                .thenComparing(w -> (String) Json.at(w, "code")));
        return warnings;
    }

    private static boolean isCovered(List<Object> routes, int later) {
        for (int earlier = 0; earlier < later; earlier++) {
            if (covers(Json.at(routes, earlier, "match"), Json.at(routes, later, "match"))) {
                return true;
            }
        }
        return false;
    }

    private static boolean covers(Object earlier, Object later) {
        return listCovers(earlier, later, "source", Requests.SOURCES, Object::equals)
                && listCovers(earlier, later, "environment_class", PolicyRouting.ENVIRONMENT_CLASSES, Object::equals)
                && listCovers(earlier, later, "project_id", null, Object::equals)
                && listCovers(earlier, later, "risk_class", PolicyRouting.RISK_CLASSES, Object::equals)
                && listCovers(earlier, later, "action_prefix", null, (e, l) -> ((String) l).startsWith((String) e))
                && minCovers(earlier, later)
                && maxCovers(earlier, later);
    }

    private static boolean listCovers(
            Object earlier, Object later, String key, Set<String> all, BiPredicate<Object, Object> takes) {
        List<Object> e = given(earlier, key, all);
        List<Object> l = given(later, key, all);
        if (e == null) {
            return true;
        }
        return l != null && l.stream().allMatch(value -> e.stream().anyMatch(option -> takes.test(option, value)));
    }

    /** The condition's options; null when not given or when every value of the enumeration is listed. */
    private static List<Object> given(Object match, String key, Set<String> all) {
        Object options = Json.at(match, key);
        return options == null || all != null && Json.asList(options).containsAll(all) ? null : Json.asList(options);
    }

    private static boolean minCovers(Object earlier, Object later) {
        BigInteger e = Micros.of(Json.at(earlier, "monthly_delta_min"));
        BigInteger l = Micros.of(Json.at(later, "monthly_delta_min"));
        return e == null || l != null && l.compareTo(e) >= 0;
    }

    private static boolean maxCovers(Object earlier, Object later) {
        BigInteger e = Micros.of(Json.at(earlier, "monthly_delta_max"));
        BigInteger l = Micros.of(Json.at(later, "monthly_delta_max"));
        return e == null || l != null && l.compareTo(e) <= 0;
    }
}
