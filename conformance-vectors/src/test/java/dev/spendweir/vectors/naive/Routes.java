package dev.spendweir.vectors.naive;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** Who is asked to approve (spec 1.8, spec 10 A71, A77). */
final class Routes {
    private Routes() {}

    /** The first routing rule whose conditions all hold, with its defaults resolved, else the fallback. */
    static Map<String, Object> choose(Case given, String environmentClass, Map<String, Object> context) {
        for (Object rule : Json.asList(Json.at(given.policy(), "approvals", "routing"))) {
            if (matches(Json.at(rule, "match"), given.request(), environmentClass, context)) {
                return resolved(given, environmentClass, rule);
            }
        }
        Object fallback = Json.object(
                "id", "default", "reviewer_roles", List.of("owner", "admin"), "required_approvals", JsonNumber.of(1));
        return resolved(given, environmentClass, fallback);
    }

    private static Map<String, Object> resolved(Case given, String environmentClass, Object rule) {
        Object permission = Json.at(rule, "required_permission");
        Object ttl = Json.at(rule, "ttl_seconds");
        return Json.object(
                "rule_id", Json.at(rule, "id"),
                "reviewer_roles", Json.at(rule, "reviewer_roles"),
                "required_permission", permission == null ? "approve." + environmentClass : permission,
                "required_approvals", Json.at(rule, "required_approvals"),
                "ttl_seconds", ttl == null ? Json.at(given.policy(), "approvals", "default_ttl_seconds") : ttl);
    }

    private static boolean matches(
            Object match, Map<String, Object> request, String environmentClass, Map<String, Object> context) {
        String action = (String) request.get("action");
        BigInteger delta = Requests.monthlyDelta(request);
        BigInteger min = Micros.of(Json.at(match, "monthly_delta_min"));
        BigInteger max = Micros.of(Json.at(match, "monthly_delta_max"));
        Object prefixes = Json.at(match, "action_prefix");
        return lists(match, "source", request.get("source"))
                && lists(match, "environment_class", environmentClass)
                && lists(match, "project_id", request.get("project_id"))
                && lists(match, "risk_class", context.get("risk_class"))
                && (prefixes == null || Json.asList(prefixes).stream().anyMatch(p -> action.startsWith((String) p)))
                && (min == null || min.compareTo(delta) <= 0)
                && (max == null || delta.compareTo(max) < 0);
    }

    private static boolean lists(Object match, String key, Object value) {
        Object options = Json.at(match, key);
        return options == null || Json.asList(options).contains(value);
    }
}
