package dev.spendweir.engine;

import static dev.spendweir.engine.NaiveValues.amount;
import static dev.spendweir.engine.NaiveValues.at;
import static dev.spendweir.engine.NaiveValues.bool;
import static dev.spendweir.engine.NaiveValues.integer;
import static dev.spendweir.engine.NaiveValues.micros;
import static dev.spendweir.engine.NaiveValues.text;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The decision, written down straight from the text of spec 1.5 to 1.8 with integers and decimals of any size, lists and
 * java.time, without a thought for speed and without any of the engine's own classes but JSON values. What the engine is
 * compared with. Unlike the naive implementation of conformance-vectors it takes the results of rules.
 */
final class NaiveEngine {

    private final JsonObject policy;
    private final JsonObject request;
    private final JsonObject snapshot;
    private final String environmentClass;
    private final BigInteger delta;
    private final BigInteger amount;
    private final NaiveContext context;
    private final NaiveWaterfall waterfall;

    NaiveEngine(NaiveInput input) {
        policy = input.policy();
        request = input.request();
        snapshot = input.snapshot();
        environmentClass = input.environmentClass();
        delta = input.delta();
        amount = input.amount();
        context = new NaiveContext(input);
        waterfall = new NaiveWaterfall(input, context);
    }

    private static final List<String> SEVERITIES = List.of("ALLOW", "ALLOW_WITH_CREDITS", "REQUIRE_APPROVAL", "DENY");

    private record Reason(int severity, String code) {}

    private static int severity(String outcome) {
        return SEVERITIES.indexOf(outcome);
    }

    private static int guard(JsonValue guard) {
        return switch (text(guard)) {
            case "allow" -> 0;
            case "require_approval" -> 2;
            default -> 3;
        };
    }

    /**
     * Decides.
     *
     * @param ruleResults by rule id: true matched, false not, null failed
     * @return the decision record without the fields that are hashes of something
     */
    JsonObject decide(Map<String, Boolean> ruleResults) {
        List<Reason> reasons = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        List<JsonValue> matched = rules(ruleResults, reasons, warnings);
        BigInteger hardDeny = micros(at(policy, "thresholds", "hard_deny_above"));
        if (hardDeny != null && delta.compareTo(hardDeny) > 0) {
            reasons.add(new Reason(3, "hard_deny_threshold_exceeded"));
        }
        if (waterfall.limiting() != null) {
            reasons.add(new Reason(3, waterfall.reason()));
        } else if (waterfall.drawsOnEmergency() && bool(at(policy, "credits", "emergency_requires_approval"))) {
            reasons.add(new Reason(2, "emergency_credits_require_approval"));
        } else {
            reasons.add(new Reason(waterfall.draws().isEmpty() ? 0 : 1, waterfall.reason()));
        }
        dataQuality(reasons, warnings);
        environment(reasons);
        return record(reasons, warnings, matched);
    }

    private List<JsonValue> rules(Map<String, Boolean> results, List<Reason> reasons, List<String> warnings) {
        List<JsonValue> matched = new ArrayList<>();
        for (JsonValue element : ((JsonArray) policy.get("rules")).elements()) {
            JsonObject rule = (JsonObject) element;
            Boolean result = results.get(text(rule.get("id")));
            String effect = text(rule.get("effect"));
            String reason = text(rule.get("reason"));
            if (result == null && "skip".equals(text(rule.get("on_error")))) {
                warnings.add("rule_error_skipped");
            } else if (result == null || result) {
                int severity = effect.equals("deny") ? 3 : 2;
                for (String code : result == null ? List.of(reason, "rule_error") : List.of(reason)) {
                    if (effect.equals("warn")) {
                        warnings.add(code);
                    } else {
                        reasons.add(new Reason(severity, code));
                    }
                }
                matched.add(JsonObject.builder()
                        .put("id", rule.get("id"))
                        .put("effect", effect)
                        .put("reason", reason)
                        .put("message", rule.get("message"))
                        .build());
            }
        }
        return matched;
    }

    private void guarded(JsonValue guard, String code, List<Reason> reasons, List<String> warnings) {
        if (guard(guard) == 0) {
            warnings.add(code);
        } else {
            reasons.add(new Reason(guard(guard), code));
        }
    }

    private void dataQuality(List<Reason> reasons, List<String> warnings) {
        if (integer(request.get("unpriced_resources")) > 0) {
            guarded(at(policy, "data_quality", "unpriced"), "unpriced_resources", reasons, warnings);
        }
        boolean budget = snapshot.getNonNull("budget") != null;
        boolean budgetForecast = budget && !"commitments".equals(text(at(policy, "budgets", "basis")));
        boolean forecastInUse = budgetForecast || !"commitments".equals(text(at(policy, "ceilings", "basis")));
        if (amount.signum() > 0 && forecastInUse) {
            if (context.stale()) {
                guarded(at(policy, "data_quality", "stale"), "cost_data_stale", reasons, warnings);
            }
            boolean missing = context.sourceMode().equals("unavailable")
                    || context.sourceMode().equals("none");
            if (missing || (budgetForecast && snapshot.getNonNull("project_cost_history") == null)) {
                guarded(at(policy, "data_quality", "unavailable"), "cost_data_unavailable", reasons, warnings);
            }
        }
        if (amount.signum() > 0 && !budget && guard(at(policy, "budgets", "missing")) > 0) {
            reasons.add(new Reason(guard(at(policy, "budgets", "missing")), "no_budget_configured"));
        }
    }

    private void environment(List<Reason> reasons) {
        if (amount.signum() > 0 && bool(at(policy, "approvals", "required_for", environmentClass))) {
            boolean small = amount.compareTo(micros(at(policy, "thresholds", "auto_approve_up_to"))) <= 0;
            reasons.add(
                    small
                            ? new Reason(0, "auto_approved_below_threshold")
                            : new Reason(2, "approval_required_" + environmentClass));
        }
    }

    private JsonObject record(List<Reason> reasons, List<String> warnings, List<JsonValue> matched) {
        int base = reasons.stream().mapToInt(Reason::severity).max().orElseThrow();
        List<String> codes = new ArrayList<>();
        reasons.stream().filter(r -> r.severity() == base).forEach(r -> codes.add(r.code()));
        reasons.stream().filter(r -> r.severity() != base).forEach(r -> codes.add(r.code()));
        String scope = modeScope();
        JsonObject modes = (JsonObject) policy.get("modes");
        String[] parts = scope.split("\\.");
        String mode = parts.length == 1 ? text(modes.get(scope)) : text(at(modes, parts));
        int outcome = base;
        if (mode.equals("soft") && base == 3) {
            outcome = 2;
            codes.add("soft_mode_escalated");
        }
        if (mode.equals("shadow") && base > 0) {
            outcome = 0;
            codes.add("shadow_mode_observed");
        }
        return JsonObject.builder()
                .put("schema", "spendweir.decision/v1")
                .put("outcome", SEVERITIES.get(outcome))
                .put("base_outcome", SEVERITIES.get(base))
                .put("reason_codes", codes.stream().distinct().toList())
                .put("warnings", warnings.stream().distinct().toList())
                .put("mode", mode)
                .put("mode_scope", scope)
                .put("retryable", false)
                .put("policy_version", snapshot.get("policy_version"))
                .put("environment_class", environmentClass)
                .put("computed_context", context.json())
                .put("waterfall", waterfall.json())
                .put("limiting_stage", waterfall.limiting())
                .put("matched_rules", new JsonArray(matched))
                .put("reservation_plan", plan(mode, base, outcome))
                .put("routing", outcome == 2 ? routing() : JsonNull.NULL)
                .build();
    }

    private String modeScope() {
        String source = text(request.get("source"));
        if (at(policy, "modes", source, environmentClass) != null) {
            return source + "." + environmentClass;
        }
        return at(policy, "modes", source, "default") != null ? source + ".default" : "default";
    }

    private JsonValue plan(String mode, int base, int outcome) {
        boolean dryRun = bool(request.get("dry_run"));
        if (outcome == 3 || mode.equals("shadow") || dryRun || amount.signum() == 0) {
            return JsonNull.NULL;
        }
        return JsonObject.builder()
                .put("hold", base == 3 ? "on_approval" : "now")
                .put("allocation", amount(waterfall.allocated()))
                .put("draws", new JsonArray(waterfall.draws()))
                .put("uncovered", amount(waterfall.uncovered()))
                .build();
    }

    private JsonObject routing() {
        JsonValue defaultTtl = at(policy, "approvals", "default_ttl_seconds");
        String permission = "approve." + environmentClass;
        for (JsonValue element : ((JsonArray) at(policy, "approvals", "routing")).elements()) {
            JsonObject rule = (JsonObject) element;
            if (routeMatches((JsonObject) rule.get("match"))) {
                return JsonObject.builder()
                        .put("rule_id", rule.get("id"))
                        .put("reviewer_roles", rule.get("reviewer_roles"))
                        .put(
                                "required_permission",
                                rule.getNonNull("required_permission") == null
                                        ? new JsonString(permission)
                                        : rule.get("required_permission"))
                        .put("required_approvals", rule.get("required_approvals"))
                        .put(
                                "ttl_seconds",
                                rule.getNonNull("ttl_seconds") == null ? defaultTtl : rule.get("ttl_seconds"))
                        .build();
            }
        }
        return JsonObject.builder()
                .put("rule_id", "default")
                .put("reviewer_roles", List.of("owner", "admin"))
                .put("required_permission", permission)
                .put("required_approvals", 1)
                .put("ttl_seconds", defaultTtl)
                .build();
    }

    private boolean routeMatches(JsonObject match) {
        BigInteger min = micros(match.get("monthly_delta_min"));
        BigInteger max = micros(match.get("monthly_delta_max"));
        String action = text(request.get("action"));
        return listed(match, "source", text(request.get("source"))::equals)
                && listed(match, "environment_class", environmentClass::equals)
                && listed(match, "project_id", text(request.get("project_id"))::equals)
                && listed(match, "risk_class", context.riskClass()::equals)
                && listed(match, "action_prefix", action::startsWith)
                && (min == null || min.compareTo(delta) <= 0)
                && (max == null || delta.compareTo(max) < 0);
    }

    private static boolean listed(JsonObject match, String name, Predicate<String> accepts) {
        JsonValue list = match.getNonNull(name);
        return list == null
                || ((JsonArray) list).elements().stream().map(NaiveValues::text).anyMatch(accepts);
    }
}
