package dev.spendweir.vectors.naive;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Whole decisions and fail-safe decisions (spec 1.8). */
final class Decisions {
    private static final String SCHEMA = "spendweir.decision/v1";
    private static final Set<String> CAUSES =
            Set.of("timeout", "lock_contended", "lock_timeout", "store_unavailable", "overload", "error");
    private static final List<String> SEVERITIES = List.of("ALLOW", "ALLOW_WITH_CREDITS", "REQUIRE_APPROVAL", "DENY");

    private record Verdict(String severity, String reason) {}

    private final Case given;
    private final Map<String, Object> policy;
    private final BigInteger amount;
    private final String environmentClass;
    private final Map<String, Object> context;
    private final Waterfall waterfall;
    private final List<Verdict> verdicts = new ArrayList<>();
    private final Set<Object> warnings = new LinkedHashSet<>();

    private Decisions(Case given) {
        this.given = given;
        policy = given.policy();
        amount = Requests.amount(given.request());
        environmentClass = given.environmentClass();
        context = Contexts.compute(given);
        waterfall = Waterfall.run(given, context);
    }

    /** The decision record; a policy with rules is refused, because there is no rule engine here (spec 10 A8). */
    static Map<String, Object> decide(Case given) {
        if (!Json.asList(given.policy().get("rules")).isEmpty()) {
            throw Refusal.of("OP_UNSUPPORTED");
        }
        return new Decisions(given).decide();
    }

    private Map<String, Object> decide() {
        checkThreshold();
        checkWaterfall();
        checkDataQuality();
        checkEnvironment();
        String base = verdicts.stream().map(Verdict::severity).reduce("ALLOW", Decisions::harsher);
        Mode mode = Mode.of(policy, given.request(), environmentClass);
        String outcome = mode.apply(base);
        Set<Object> reasons = reasons(base);
        if (!outcome.equals(base)) {
            reasons.add(mode.name().equals("soft") ? "soft_mode_escalated" : "shadow_mode_observed");
        }
        Map<String, Object> record = Json.object("schema", SCHEMA, "outcome", outcome, "base_outcome", base);
        record.put("reason_codes", List.copyOf(reasons));
        record.put("warnings", List.copyOf(warnings));
        record.put("mode", mode.name());
        record.put("mode_scope", mode.scope());
        record.put("retryable", false);
        addIdentity(record, given.request(), environmentClass);
        record.put("snapshot_sha256", Snapshots.sha256(given.snapshot()));
        record.put("policy_version", given.snapshot().get("policy_version"));
        record.put("policy_sha256", given.policySha256());
        record.put("computed_context", context);
        record.put("waterfall", waterfall.result());
        record.put("limiting_stage", waterfall.limitingStage());
        record.put("matched_rules", List.of());
        record.put("reservation_plan", reservationPlan(mode, base, outcome));
        record.put(
                "routing", outcome.equals("REQUIRE_APPROVAL") ? Routes.choose(given, environmentClass, context) : null);
        return sealed(record);
    }

    private static String harsher(String a, String b) {
        return SEVERITIES.indexOf(a) >= SEVERITIES.indexOf(b) ? a : b;
    }

    private void add(String severity, String reason) {
        verdicts.add(new Verdict(severity, reason));
    }

    /** The reasons that gave the base outcome, then the others, each once. */
    private Set<Object> reasons(String base) {
        Set<Object> reasons = new LinkedHashSet<>();
        verdicts.stream().filter(v -> v.severity().equals(base)).forEach(v -> reasons.add(v.reason()));
        verdicts.forEach(v -> reasons.add(v.reason()));
        return reasons;
    }

    private void checkThreshold() {
        BigInteger limit = Micros.of(Json.at(policy, "thresholds", "hard_deny_above"));
        if (limit != null && Requests.monthlyDelta(given.request()).compareTo(limit) > 0) {
            add("DENY", "hard_deny_threshold_exceeded");
        }
    }

    private void checkWaterfall() {
        if (waterfall.limitingStage() != null) {
            add("DENY", waterfall.reason());
        } else if (!waterfall.drewCredits()) {
            add("ALLOW", waterfall.reason());
        } else if (waterfall.drewFrom("emergency")
                && Boolean.TRUE.equals(Json.at(policy, "credits", "emergency_requires_approval"))) {
            add("REQUIRE_APPROVAL", "emergency_credits_require_approval");
        } else {
            add("ALLOW_WITH_CREDITS", waterfall.reason());
        }
    }

    private void checkDataQuality() {
        boolean budgetByForecast = given.hasBudget() && !"commitments".equals(Json.at(policy, "budgets", "basis"));
        boolean forecastInUse = budgetByForecast || !"commitments".equals(Json.at(policy, "ceilings", "basis"));
        boolean costMatters = amount.signum() > 0 && forecastInUse;
        String source = (String) context.get("data_source_mode");
        boolean noProjectData = budgetByForecast && given.snapshot().get("project_cost_history") == null;
        boolean unavailable = source.equals("unavailable") || source.equals("none") || noProjectData;
        boolean unpriced = ((JsonNumber) given.request().get("unpriced_resources"))
                        .integerValue()
                        .signum()
                > 0;
        quality(unpriced, "unpriced", "unpriced_resources");
        quality(costMatters && Boolean.TRUE.equals(context.get("stale")), "stale", "cost_data_stale");
        quality(costMatters && unavailable, "unavailable", "cost_data_unavailable");
        String missing = (String) Json.at(policy, "budgets", "missing");
        if (amount.signum() > 0 && !given.hasBudget() && !missing.equals("allow")) {
            add(missing.toUpperCase(Locale.ROOT), "no_budget_configured");
        }
    }

    private void quality(boolean holds, String policyKey, String reason) {
        String stance = (String) Json.at(policy, "data_quality", policyKey);
        if (holds && stance.equals("allow")) {
            warnings.add(reason);
        } else if (holds) {
            add(stance.toUpperCase(Locale.ROOT), reason);
        }
    }

    private void checkEnvironment() {
        if (amount.signum() == 0
                || !Boolean.TRUE.equals(Json.at(policy, "approvals", "required_for", environmentClass))) {
            return;
        }
        BigInteger limit = Micros.of(Json.at(policy, "thresholds", "auto_approve_up_to"));
        if (amount.compareTo(limit) <= 0) {
            add("ALLOW", "auto_approved_below_threshold");
        } else {
            add("REQUIRE_APPROVAL", "approval_required_" + environmentClass);
        }
    }

    private Map<String, Object> reservationPlan(Mode mode, String base, String outcome) {
        boolean dryRun = Boolean.TRUE.equals(given.request().get("dry_run"));
        if (outcome.equals("DENY") || mode.name().equals("shadow") || dryRun || amount.signum() == 0) {
            return null;
        }
        return waterfall.plan(base.equals("DENY") ? "on_approval" : "now");
    }

    /** A decision without a snapshot (spec 1.8, spec 10 A82-A85); the policy may be null. */
    static Map<String, Object> failsafe(Map<String, Object> input) {
        String cause = input.get("cause") instanceof String text ? text.replaceFirst("^failsafe_", "") : "";
        if (!CAUSES.contains(cause)) {
            throw Refusal.at("/cause", "INVALID_FIELD");
        }
        boolean known = input.get("policy") != null;
        Map<String, Object> policy = Policies.canonicalize(known ? input.get("policy") : Json.object());
        Map<String, Object> request = Requests.normalize(input.get("request"), (String) policy.get("currency"), known);
        String environmentClass = Requests.environmentClass(request, policy);
        Mode mode = known ? Mode.of(policy, request, environmentClass) : new Mode("hard", "fallback");
        String outcome = mode.apply("DENY");
        Map<String, Object> record = Json.object("schema", SCHEMA, "outcome", outcome, "base_outcome", outcome);
        record.put("reason_codes", List.of("failsafe_" + cause));
        record.put("warnings", List.of());
        record.put("mode", mode.name());
        record.put("mode_scope", mode.scope());
        record.put("retryable", true);
        addIdentity(record, request, environmentClass);
        record.put("snapshot_sha256", null);
        record.put("policy_version", null);
        record.put("policy_sha256", known ? Canonical.sha256(policy) : null);
        record.put("computed_context", null);
        record.put("waterfall", null);
        record.put("limiting_stage", null);
        record.put("matched_rules", List.of());
        record.put("reservation_plan", null);
        record.put("routing", null);
        return sealed(record);
    }

    private static void addIdentity(Map<String, Object> record, Map<String, Object> request, String environmentClass) {
        record.put("fingerprint", Requests.fingerprint(request));
        record.put("scope_fingerprint", Requests.scopeFingerprint(request));
        record.put("request_sha256", Canonical.sha256(request));
        record.put("environment_class", environmentClass);
    }

    private static Map<String, Object> sealed(Map<String, Object> record) {
        record.put("decision_sha256", Canonical.sha256(record));
        return record;
    }
}
