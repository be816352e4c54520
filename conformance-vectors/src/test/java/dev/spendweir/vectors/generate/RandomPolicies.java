package dev.spendweir.vectors.generate;

import dev.spendweir.vectors.naive.Json;
import dev.spendweir.vectors.naive.JsonNumber;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Good policies: any subset of the fields, any of their values. */
final class RandomPolicies {
    private static final String[] SOURCES = {"terraform", "k8s_admission", "cloud_event", "llm_call", "custom"};

    private final Dice dice;
    private final RandomAmounts amounts;

    RandomPolicies(Dice dice) {
        this.dice = dice;
        amounts = new RandomAmounts(dice);
    }

    Map<String, Object> policy(boolean withRules) {
        Map<String, Object> policy = new LinkedHashMap<>();
        put(policy, 5, "schema", () -> "spendweir.policy/v1");
        put(policy, 5, "currency", () -> "USD");
        put(policy, 15, "environments", this::environments);
        put(policy, 85, "modes", this::modes);
        put(policy, 45, "thresholds", this::thresholds);
        put(policy, 60, "ceilings", this::ceilings);
        put(
                policy,
                60,
                "budgets",
                () -> Json.object(
                        "basis", basis(), "missing", dice.pick("allow", "allow", "require_approval", "deny", null)));
        put(policy, 50, "data_quality", this::dataQuality);
        put(policy, 40, "credits", () -> Json.object("emergency_requires_approval", dice.pick(true, false)));
        put(policy, 60, "approvals", this::approvals);
        put(policy, 50, "context", this::context);
        put(policy, 40, "risk", this::risk);
        put(policy, 5, "reservations", () -> Json.object("ttl_seconds", number(dice.between(1, 999999))));
        put(policy, 5, "actions", () -> Json.object("max_attempts", number(dice.between(1, 9))));
        if (withRules) {
            put(policy, 70, "rules", this::rules);
        }
        return policy;
    }

    private void put(Map<String, Object> target, int percent, String key, java.util.function.Supplier<Object> value) {
        if (dice.percent(percent)) {
            target.put(key, value.get());
        }
    }

    private static JsonNumber number(long value) {
        return JsonNumber.of(value);
    }

    private Object basis() {
        return dice.pick("commitments", "forecast", "forecast_upper", "forecast", null);
    }

    private Object environments() {
        List<Object> prod = new ArrayList<>(List.of("prod", dice.pick("live", "main", "production", "p")));
        return Json.object(
                "prod_aliases", dice.percent(50) ? prod : null,
                "nonprod_aliases",
                        dice.percent(60)
                                ? new ArrayList<>(List.of("dev", "staging"))
                                : dice.percent(20) ? new ArrayList<>() : null);
    }

    private String mode() {
        return dice.pick("hard", "hard", "soft", "shadow");
    }

    private Object modes() {
        Map<String, Object> modes = new LinkedHashMap<>();
        put(modes, 70, "default", this::mode);
        for (String source : SOURCES) {
            if (dice.percent(20)) {
                Map<String, Object> of = new LinkedHashMap<>();
                for (String key : new String[] {"default", "prod", "nonprod"}) {
                    put(of, 50, key, () -> dice.percent(80) ? mode() : null);
                }
                modes.put(source, of);
            }
        }
        return modes;
    }

    private Object thresholds() {
        BigDecimal low = amounts.usual();
        BigDecimal high = low.add(amounts.usual());
        return Json.object(
                "auto_approve_up_to", dice.percent(60) ? amounts.spelled(low) : null,
                "hard_deny_above", dice.percent(60) ? amounts.spelled(high) : null);
    }

    private Object ceilings() {
        BigDecimal plan = amounts.usual().multiply(BigDecimal.valueOf(dice.pick(1, 10, 40)));
        BigDecimal enterprise = plan.add(amounts.usual());
        return Json.object(
                "plan_monthly", dice.percent(65) ? amounts.spelled(plan) : null,
                "enterprise_monthly", dice.percent(65) ? amounts.spelled(enterprise) : null,
                "basis", basis());
    }

    private Object dataQuality() {
        Map<String, Object> quality = new LinkedHashMap<>();
        for (String key : new String[] {"unpriced", "stale", "unavailable"}) {
            put(quality, 75, key, () -> dice.pick("allow", "require_approval", "deny"));
        }
        put(quality, 30, "stale_after_days", () -> number(dice.pick(1, 2, 7, 30, 60)));
        return quality;
    }

    private Object approvals() {
        Map<String, Object> approvals = new LinkedHashMap<>();
        for (String key : new String[] {"required_for", "separation_of_duties"}) {
            put(
                    approvals,
                    50,
                    key,
                    () -> Json.object("prod", dice.pick(true, false, null), "nonprod", dice.pick(true, false, null)));
        }
        put(approvals, 20, "default_ttl_seconds", () -> number(dice.between(60, 2592000)));
        put(approvals, 10, "token_binding", () -> dice.pick("exact", "cap"));
        put(approvals, 60, "routing", this::routing);
        return approvals;
    }

    private Object routing() {
        List<Object> routes = new ArrayList<>();
        for (int i = dice.between(0, 5); i > 0; i--) {
            Map<String, Object> route = Json.object("id", "r" + i);
            put(route, 80, "match", this::match);
            put(
                    route,
                    40,
                    "reviewer_roles",
                    () -> new ArrayList<>(dice.pick(List.of("member"), List.of("admin", "owner"), List.of("owner"))));
            put(route, 30, "required_permission", () -> "approve." + dice.pick("big", "prod", "nonprod"));
            put(route, 40, "required_approvals", () -> number(dice.between(1, 5)));
            put(route, 30, "ttl_seconds", () -> number(dice.between(60, 2592000)));
            routes.add(route);
        }
        return routes;
    }

    private Object match() {
        Map<String, Object> match = new LinkedHashMap<>();
        put(match, 30, "source", () -> some(SOURCES));
        put(match, 30, "environment_class", () -> some("prod", "nonprod"));
        put(match, 20, "project_id", () -> some("payments", "search", "Payments"));
        put(match, 25, "risk_class", () -> some("low", "medium", "high", "critical"));
        put(match, 20, "action_prefix", () -> some("terraform", "vm", "terraform.d", "vm.create"));
        BigDecimal min = amounts.usual();
        put(match, 25, "monthly_delta_min", () -> amounts.spelled(min));
        put(match, 25, "monthly_delta_max", () -> amounts.spelled(min.add(amounts.usual())));
        return match;
    }

    private List<Object> some(String... options) {
        List<Object> some = new ArrayList<>();
        for (String option : options) {
            if (dice.percent(50)) {
                some.add(option);
            }
        }
        if (some.isEmpty()) {
            some.add(dice.pick(options));
        }
        return some;
    }

    private Object context() {
        Map<String, Object> anomaly = new LinkedHashMap<>();
        put(anomaly, 40, "min_percent", () -> amounts.spelled(BigDecimal.valueOf(dice.pick(0, 5, 30, 100))));
        put(anomaly, 40, "min_delta", () -> amounts.spelled(dice.percent(50) ? BigDecimal.ZERO : amounts.usual()));
        put(anomaly, 40, "mad_multiplier", () -> amounts.spelled(BigDecimal.valueOf(dice.between(0, 80), 1)));
        Map<String, Object> context = Json.object("anomaly", anomaly);
        put(context, 60, "forecast_method", () -> dice.pick("run_rate", "robust_weekday", "run_rate", null));
        put(context, 40, "baseline_days", () -> number(dice.pick(7, 8, 14, 28, 60, 90)));
        return context;
    }

    private Object risk() {
        Map<String, Object> points = new LinkedHashMap<>();
        for (String factor : new String[] {
            "env_prod", "forecast_over_plan", "anomaly_spike", "destructive_action", "cost_data_missing"
        }) {
            put(points, 40, factor, () -> number(dice.pick(0, 1, 25, 50, 100)));
        }
        Map<String, Object> risk = Json.object("points", points);
        put(risk, 40, "delta_bands", () -> {
            List<Object> bands = new ArrayList<>();
            BigDecimal min = BigDecimal.ZERO;
            for (int i = dice.between(0, 4); i > 0; i--) {
                min = min.add(amounts.usual()).add(new BigDecimal("0.000001"));
                bands.add(Json.object("min", amounts.spelled(min), "points", number(dice.between(0, 100))));
            }
            return bands;
        });
        int medium = dice.between(0, 40);
        put(
                risk,
                40,
                "classes",
                () -> Json.object(
                        "medium",
                        number(medium),
                        "high",
                        number(medium + dice.between(1, 30)),
                        "critical",
                        number(medium + 31 + dice.below(30))));
        put(risk, 20, "destructive_verbs", () -> some("apply", "create", "destroy"));
        return risk;
    }

    private Object rules() {
        List<Object> rules = new ArrayList<>();
        for (int i = dice.between(1, 4); i > 0; i--) {
            Map<String, Object> rule = Json.object(
                    "id",
                    dice.pick("error", "a", "b") + (i == 1 ? "" : Integer.toString(i)),
                    "when",
                    "monthly_delta > 0",
                    "effect",
                    dice.pick("deny", "warn", "require_approval"));
            put(
                    rule,
                    50,
                    "reason",
                    () -> dice.pick("budget_exceeded", "too_big", "rule_error_skipped", "failsafe_error"));
            put(rule, 30, "message", () -> dice.pick("", "no", "\u00e9"));
            put(rule, 30, "on_error", () -> dice.pick("apply", "skip"));
            rules.add(rule);
        }
        return rules;
    }
}
