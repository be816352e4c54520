package dev.spendweir.vectors.naive;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Reads policy documents and writes their canonical form with every default (spec 1.3). */
final class Policies {
    static final String SCHEMA = "spendweir.policy/v1";

    private static final List<Object> PROD_ALIASES = List.of("prod", "production", "prd", "live");
    private static final List<Object> DESTRUCTIVE_VERBS = List.of("destroy", "delete", "replace", "terminate", "drop");
    private static final Set<String> MODES = Set.of("shadow", "soft", "hard");
    private static final Set<String> BASES = Set.of("commitments", "forecast", "forecast_upper");
    private static final Set<String> STANCES = Set.of("allow", "require_approval", "deny");
    private static final long TTL_MIN = 60;
    private static final long TTL_MAX = 2592000;
    private static final long INT_MAX = Integer.MAX_VALUE;

    private final Findings findings = new Findings();

    private Policies() {}

    /** The canonical document as an object; refuses with all findings. */
    static Map<String, Object> canonicalize(Object input) {
        if (input instanceof Map && Json.at(input, "schema") != null && !SCHEMA.equals(Json.at(input, "schema"))) {
            throw Refusal.at("/schema", "POLICY_SCHEMA_UNSUPPORTED");
        }
        Policies reader = new Policies();
        Map<String, Object> canonical = reader.document(input);
        reader.findings.throwIfAny();
        return canonical;
    }

    private Map<String, Object> document(Object input) {
        Members in = new Members(findings, Members.Codes.POLICY, "", input);
        in.raw("schema");
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("schema", SCHEMA);
        out.put("currency", in.text("currency", t -> t.matches("[A-Z]{3}"), "USD"));
        out.put("environments", environments(in.object("environments")));
        out.put("modes", modes(in.object("modes")));
        out.put("thresholds", thresholds(in.object("thresholds")));
        out.put("ceilings", ceilings(in.object("ceilings")));
        out.put("budgets", budgets(in.object("budgets")));
        out.put("data_quality", dataQuality(in.object("data_quality")));
        out.put("credits", credits(in.object("credits")));
        out.put("approvals", approvals(in.object("approvals")));
        out.put("context", context(in.object("context")));
        out.put("risk", risk(in.object("risk")));
        out.put("rules", new PolicyRules(findings).read(in));
        out.put("reservations", reservations(in.object("reservations")));
        out.put("actions", actions(in.object("actions")));
        in.refuseUnknown();
        return out;
    }

    private Map<String, Object> environments(Members in) {
        Map<String, Object> out = Json.object(
                "prod_aliases", lowerTexts(in, "prod_aliases", PROD_ALIASES, 64),
                "nonprod_aliases", lowerTexts(in, "nonprod_aliases", null, 64));
        in.refuseUnknown();
        return out;
    }

    private List<Object> lowerTexts(Members in, String key, List<Object> absent, int maxLength) {
        return texts(
                findings,
                in,
                key,
                absent,
                t -> Texts.isCleanAndStripped(t, 1, maxLength) && Texts.lower(t).equals(t));
    }

    /** A list of texts that all obey the rule; findings are at the elements. */
    static List<Object> texts(Findings findings, Members in, String key, List<Object> absent, Predicate<String> rule) {
        List<Object> given = in.list(key);
        if (given == null) {
            return in.isGiven(key) ? null : absent;
        }
        for (int i = 0; i < given.size(); i++) {
            if (!(given.get(i) instanceof String text) || !rule.test(text)) {
                findings.add(in.pointer(key) + "/" + i, Members.Codes.POLICY.invalid());
            }
        }
        return given;
    }

    private Map<String, Object> modes(Members in) {
        Map<String, Object> out = Json.object("default", in.choice("default", MODES, "soft"));
        for (String source : List.of("terraform", "k8s_admission", "cloud_event", "llm_call", "custom")) {
            Members of = in.object(source);
            out.put(
                    source,
                    Json.object(
                            "default", of.choice("default", MODES, null),
                            "prod", of.choice("prod", MODES, null),
                            "nonprod", of.choice("nonprod", MODES, null)));
            of.refuseUnknown();
        }
        in.refuseUnknown();
        return out;
    }

    private Map<String, Object> thresholds(Members in) {
        BigInteger autoApprove = in.amount("auto_approve_up_to", Micros.ZERO, false);
        BigInteger hardDeny = in.amount("hard_deny_above", null, false);
        if (autoApprove != null && hardDeny != null && autoApprove.compareTo(hardDeny) > 0) {
            in.invalid("auto_approve_up_to");
        }
        in.refuseUnknown();
        return Json.object(
                "auto_approve_up_to", Micros.format(autoApprove), "hard_deny_above", Micros.format(hardDeny));
    }

    private Map<String, Object> ceilings(Members in) {
        BigInteger plan = in.amount("plan_monthly", null, false);
        BigInteger enterprise = in.amount("enterprise_monthly", null, false);
        if (plan != null && enterprise != null && enterprise.compareTo(plan) < 0) {
            in.invalid("enterprise_monthly");
        }
        String basis = in.choice("basis", BASES, "commitments");
        in.refuseUnknown();
        return Json.object(
                "plan_monthly", Micros.format(plan), "enterprise_monthly", Micros.format(enterprise), "basis", basis);
    }

    private Map<String, Object> budgets(Members in) {
        Map<String, Object> out = Json.object(
                "basis", in.choice("basis", BASES, "commitments"), "missing", in.choice("missing", STANCES, "allow"));
        in.refuseUnknown();
        return out;
    }

    private Map<String, Object> dataQuality(Members in) {
        Map<String, Object> out = Json.object(
                "unpriced", in.choice("unpriced", STANCES, "require_approval"),
                "stale", in.choice("stale", STANCES, "require_approval"),
                "unavailable", in.choice("unavailable", STANCES, "require_approval"),
                "stale_after_days", integer(in, "stale_after_days", 7, 1, 60));
        in.refuseUnknown();
        return out;
    }

    private Map<String, Object> credits(Members in) {
        Map<String, Object> out =
                Json.object("emergency_requires_approval", in.bool("emergency_requires_approval", false));
        in.refuseUnknown();
        return out;
    }

    private Map<String, Object> approvals(Members in) {
        Map<String, Object> out = Json.object(
                "required_for", byClass(in.object("required_for")),
                "separation_of_duties", byClass(in.object("separation_of_duties")),
                "default_ttl_seconds", integer(in, "default_ttl_seconds", 86400, TTL_MIN, TTL_MAX),
                "execution_ttl_seconds", integer(in, "execution_ttl_seconds", 86400, TTL_MIN, TTL_MAX),
                "token_binding", in.choice("token_binding", Set.of("exact", "cap"), "exact"),
                "routing", new PolicyRouting(findings).read(in));
        in.refuseUnknown();
        return out;
    }

    private static Map<String, Object> byClass(Members in) {
        Map<String, Object> out = Json.object("prod", in.bool("prod", true), "nonprod", in.bool("nonprod", false));
        in.refuseUnknown();
        return out;
    }

    private Map<String, Object> context(Members in) {
        Members anomaly = in.object("anomaly");
        Map<String, Object> out = Json.object(
                "forecast_method", in.choice("forecast_method", Set.of("robust_weekday", "run_rate"), "robust_weekday"),
                "baseline_days", integer(in, "baseline_days", 28, 7, 90),
                "anomaly",
                        Json.object(
                                "min_percent", amount(anomaly, "min_percent", "30"),
                                "min_delta", amount(anomaly, "min_delta", "10"),
                                "mad_multiplier", amount(anomaly, "mad_multiplier", "4")));
        anomaly.refuseUnknown();
        in.refuseUnknown();
        return out;
    }

    private static String amount(Members in, String key, String absent) {
        return Micros.format(in.amount(key, Micros.of(absent), false));
    }

    private Map<String, Object> risk(Members in) {
        Members points = in.object("points");
        Map<String, Object> pointsOut = Json.object(
                "env_prod", integer(points, "env_prod", 20, 0, 100),
                "forecast_over_plan", integer(points, "forecast_over_plan", 20, 0, 100),
                "anomaly_spike", integer(points, "anomaly_spike", 15, 0, 100),
                "destructive_action", integer(points, "destructive_action", 15, 0, 100),
                "cost_data_missing", integer(points, "cost_data_missing", 10, 0, 100));
        points.refuseUnknown();
        Map<String, Object> out = Json.object(
                "points", pointsOut,
                "delta_bands", deltaBands(in),
                "classes", classes(in),
                "destructive_verbs", lowerTexts(in, "destructive_verbs", DESTRUCTIVE_VERBS, 128));
        in.refuseUnknown();
        return out;
    }

    private Map<String, Object> classes(Members risk) {
        Members in = risk.object("classes");
        Long medium = in.integer("medium", 25L, 0, 100);
        Long high = in.integer("high", 50L, 0, 100);
        Long critical = in.integer("critical", 75L, 0, 100);
        boolean readable = medium != null && high != null && critical != null;
        if (readable && (medium >= high || high >= critical)) {
            risk.invalid("classes");
        }
        in.refuseUnknown();
        return readable
                ? Json.object(
                        "medium",
                        JsonNumber.of(medium),
                        "high",
                        JsonNumber.of(high),
                        "critical",
                        JsonNumber.of(critical))
                : null;
    }

    private List<Object> deltaBands(Members risk) {
        List<Object> given = risk.list("delta_bands");
        if (given == null) {
            return defaultBands();
        }
        List<Object> out = new ArrayList<>();
        List<BigInteger> minima = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            Members in =
                    new Members(findings, Members.Codes.POLICY, risk.pointer("delta_bands") + "/" + i, given.get(i));
            in.required("min", "points");
            BigInteger min = in.amount("min", null, false);
            out.add(Json.object("min", Micros.format(min), "points", number(in.integer("points", null, 0, 100))));
            minima.add(min);
            in.refuseUnknown();
        }
        if (!minima.contains(null) && !isStrictlyAscending(minima)) {
            risk.invalid("delta_bands");
        }
        return out;
    }

    private static boolean isStrictlyAscending(List<BigInteger> numbers) {
        for (int i = 1; i < numbers.size(); i++) {
            if (numbers.get(i - 1).compareTo(numbers.get(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static List<Object> defaultBands() {
        List<Object> bands = new ArrayList<>();
        int[][] defaults = {{100, 5}, {500, 10}, {1000, 20}, {5000, 30}, {10000, 40}};
        for (int[] band : defaults) {
            bands.add(Json.object("min", Integer.toString(band[0]), "points", JsonNumber.of(band[1])));
        }
        return bands;
    }

    private Map<String, Object> reservations(Members in) {
        Map<String, Object> out = Json.object("ttl_seconds", integer(in, "ttl_seconds", 604800, 1, INT_MAX));
        in.refuseUnknown();
        return out;
    }

    private Map<String, Object> actions(Members in) {
        Map<String, Object> out = Json.object(
                "max_attempts", integer(in, "max_attempts", 3, 1, INT_MAX),
                "retry_backoff_seconds", integer(in, "retry_backoff_seconds", 30, 0, INT_MAX),
                "lease_ttl_seconds", integer(in, "lease_ttl_seconds", 300, 1, INT_MAX));
        in.refuseUnknown();
        return out;
    }

    static JsonNumber integer(Members in, String key, long absent, long min, long max) {
        return number(in.integer(key, absent, min, max));
    }

    static JsonNumber number(Long value) {
        return value == null ? null : JsonNumber.of(value);
    }
}
