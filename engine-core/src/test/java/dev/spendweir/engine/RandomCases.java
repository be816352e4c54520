package dev.spendweir.engine;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.policy.Policy;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.policy.RuleCompiler;
import dev.spendweir.policy.RuleResult;
import dev.spendweir.request.GateRequest;
import dev.spendweir.request.RequestNormalizer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random inputs of a decision that meet each other often: same projects, dates around the clock, limits near amounts. */
final class RandomCases {

    /**
     * One case, raw as it would travel.
     *
     * @param ruleResults by rule id: true matched, false not, null failed
     */
    record Case(
            JsonObject policy,
            JsonObject request,
            JsonObject snapshot,
            Instant clockTime,
            Map<String, Boolean> ruleResults) {

        Policy readPolicy() {
            return PolicyReader.read(policy);
        }

        GateRequest readRequest(Policy read) {
            return RequestNormalizer.normalize(request, read.document());
        }

        /** Rules whose results are the case's; their messages are the policy's. */
        RuleCompiler rules() {
            return read -> input -> {
                List<RuleResult> results = new ArrayList<>();
                read.document().rules().forEach(rule -> {
                    Boolean result = ruleResults.get(rule.id());
                    if (result == null) {
                        results.add(RuleResult.failed(rule.id()));
                    } else {
                        results.add(
                                result
                                        ? RuleResult.matched(rule.id(), rule.message())
                                        : RuleResult.notMatched(rule.id()));
                    }
                });
                return results;
            };
        }

        /** The case as text, to be pasted into a test when it fails. */
        String describe() {
            return "policy " + CanonicalJson.text(policy) + "\nrequest "
                    + CanonicalJson.text(request) + "\nsnapshot "
                    + CanonicalJson.text(snapshot) + "\nclock " + clockTime + "\nrules "
                    + ruleResults;
        }
    }

    private final Random random;
    private Instant clock = Instant.EPOCH;
    /** Amounts of a case are around this many whole units. */
    private long scale = 100;

    RandomCases(long seed) {
        random = new Random(seed);
    }

    Case next() {
        long[] scales = {1, 100, 100, 100, 5_000, 5_000, 1_000_000, 1_000_000_000L, 1_000_000_000_000L};
        scale = pick(scales);
        clock = clock();
        Map<String, Boolean> results = new HashMap<>();
        JsonObject policy = policy(results);
        return new Case(policy, request(), snapshot(), clock, results);
    }

    private Instant clock() {
        int[] days = {1, 1, 2, 5, 8, 14, 15, 20, 27, 28};
        LocalDate day = LocalDate.of(2019 + random.nextInt(8), 1 + random.nextInt(12), days[random.nextInt(10)]);
        if (chance(20)) {
            day = day.withDayOfMonth(day.lengthOfMonth());
        }
        if (chance(1)) {
            day = LocalDate.of(pickOf(1, 1582, 2000, 9999), pickOf(1, 2, 3, 12), 1 + random.nextInt(28));
        }
        long millis = chance(20) ? 0 : random.nextInt(86_400_000);
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().plusMillis(millis).plusNanos(random.nextInt(1_000_000));
    }

    private LocalDate day() {
        return clock.atZone(ZoneOffset.UTC).toLocalDate();
    }

    // ---- values ----

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private long pick(long[] values) {
        return values[random.nextInt(values.length)];
    }

    private int pickOf(int... values) {
        return values[random.nextInt(values.length)];
    }

    private String pick(String... values) {
        return values[random.nextInt(values.length)];
    }

    private String money(double low, double high) {
        double units = (low + random.nextDouble() * (high - low)) * scale;
        int digits = pickOf(0, 0, 2, 2, 6);
        BigDecimal max = BigDecimal.valueOf(1_000_000_000_000L);
        return new BigDecimal(units)
                .setScale(digits, RoundingMode.HALF_UP)
                .min(max)
                .max(max.negate())
                .toPlainString();
    }

    private JsonValue amount(double low, double high) {
        String text = chance(5) ? "0" : money(low, high);
        return chance(20) ? new JsonNumber(text) : new JsonString(text);
    }

    private JsonValue maybeAmount(int percent, double low, double high) {
        return chance(percent) ? amount(low, high) : JsonNull.NULL;
    }

    private static JsonObject.Builder object() {
        return JsonObject.builder();
    }

    // ---- policy ----

    private JsonObject policy(Map<String, Boolean> results) {
        String[] two = {money(5, 60), money(5, 60)};
        Arrays.sort(two, Comparator.comparing(BigDecimal::new));
        return object().put("modes", modes())
                .put("thresholds", thresholds())
                .put(
                        "ceilings",
                        object().put("plan_monthly", chance(60) ? two[0] : null)
                                .put("enterprise_monthly", chance(60) ? two[1] : null)
                                .put("basis", basis())
                                .build())
                .put(
                        "budgets",
                        object().put("basis", basis()).put("missing", guard()).build())
                .put(
                        "data_quality",
                        object().put("unpriced", guard())
                                .put("stale", guard())
                                .put("unavailable", guard())
                                .put("stale_after_days", pickOf(1, 2, 7, 60))
                                .build())
                .put(
                        "credits",
                        object().put("emergency_requires_approval", chance(40)).build())
                .put("approvals", approvals())
                .put("context", context())
                .put("risk", risk())
                .put("rules", rules(results))
                .build();
    }

    private String basis() {
        return pick("commitments", "forecast", "forecast_upper");
    }

    private String guard() {
        return pick("allow", "require_approval", "deny");
    }

    private JsonObject modes() {
        JsonObject.Builder modes = object().put("default", pick("shadow", "soft", "hard", "hard"));
        for (String source : List.of("terraform", "custom")) {
            if (chance(40)) {
                modes.put(
                        source,
                        object().put("default", chance(50) ? pick("shadow", "soft", "hard") : null)
                                .put("prod", chance(50) ? pick("shadow", "soft", "hard") : null)
                                .put("nonprod", chance(50) ? pick("shadow", "soft", "hard") : null)
                                .build());
            }
        }
        return modes.build();
    }

    private JsonObject thresholds() {
        String low = money(0, 3);
        String high = new BigDecimal(low)
                .add(new BigDecimal(money(0, 10)))
                .min(BigDecimal.valueOf(1_000_000_000_000L))
                .toPlainString();
        return object().put("auto_approve_up_to", chance(60) ? low : null)
                .put("hard_deny_above", chance(40) ? high : null)
                .build();
    }

    private JsonObject approvals() {
        List<JsonValue> routing = new ArrayList<>();
        int routes = random.nextInt(5);
        for (int i = 0; i < routes; i++) {
            routing.add(object().put("id", "route-" + i)
                    .put("match", match())
                    .put("reviewer_roles", chance(50) ? List.of(pick("owner", "admin", "member")) : null)
                    .put("required_permission", chance(30) ? "finance.sign" : null)
                    .put("required_approvals", 1 + random.nextInt(5))
                    .put("ttl_seconds", chance(30) ? JsonNumber.of(60 + random.nextInt(5000)) : JsonNull.NULL)
                    .build());
        }
        return object().put(
                        "required_for",
                        object().put("prod", chance(50))
                                .put("nonprod", chance(30))
                                .build())
                .put("default_ttl_seconds", 60 + random.nextInt(100_000))
                .put("routing", new JsonArray(routing))
                .build();
    }

    private JsonObject match() {
        String[] range = {money(-2, 5), money(-2, 8)};
        Arrays.sort(range, Comparator.comparing(BigDecimal::new));
        boolean nonNegative = new BigDecimal(range[0]).signum() >= 0;
        return object().put("source", chance(25) ? List.of(pick("terraform", "custom"), "llm_call") : null)
                .put("environment_class", chance(25) ? List.of(pick("prod", "nonprod")) : null)
                .put("project_id", chance(25) ? List.of("p1", pick("p2", "p3")) : null)
                .put("risk_class", chance(25) ? List.of(pick("low", "medium"), pick("high", "critical")) : null)
                .put("action_prefix", chance(25) ? List.of(pick("vm", "vm.cre", "terraform.")) : null)
                .put("monthly_delta_min", nonNegative && chance(30) ? range[0] : null)
                .put("monthly_delta_max", nonNegative && chance(30) ? range[1] : null)
                .build();
    }

    private JsonObject context() {
        return object().put("forecast_method", chance(85) ? "robust_weekday" : "run_rate")
                .put("baseline_days", pickOf(7, 8, 28, 28, 30, 60, 90))
                .put(
                        "anomaly",
                        object().put("min_percent", pick("0", "30", "12.345678", "99.99"))
                                .put("min_delta", chance(50) ? "0" : money(0, 1))
                                .put("mad_multiplier", pick("0", "4", "0.5", "2.345678", "1000000"))
                                .build())
                .build();
    }

    private JsonObject risk() {
        int medium = random.nextInt(40);
        return object().put(
                        "points",
                        object().put("env_prod", pickOf(0, 20, 100))
                                .put("anomaly_spike", pickOf(0, 15, 70))
                                .put("cost_data_missing", pickOf(0, 10))
                                .build())
                .put(
                        "classes",
                        object().put("medium", medium)
                                .put("high", medium + 1 + random.nextInt(25))
                                .put("critical", medium + 26 + random.nextInt(30))
                                .build())
                .build();
    }

    private JsonArray rules(Map<String, Boolean> results) {
        List<JsonValue> rules = new ArrayList<>();
        int count = chance(70) ? 0 : 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            String id = "rule" + i;
            boolean failed = chance(25);
            results.put(id, failed ? null : Boolean.valueOf(chance(60)));
            rules.add(object().put("id", id)
                    .put("when", "true")
                    .put("effect", pick("deny", "require_approval", "warn"))
                    .put("reason", chance(30) ? pick("too_late", "within_allocation") : null)
                    .put("message", chance(50) ? "message " + i : null)
                    .put("on_error", chance(50) ? pick("apply", "skip") : null)
                    .build());
        }
        return new JsonArray(rules);
    }

    // ---- request ----

    private JsonObject request() {
        return object().put("tenant_id", "acme")
                .put("source", pick("terraform", "custom", "llm_call"))
                .put("project_id", pick("p1", "p1", "p2"))
                .put("environment", pick("prod", "production-eu", "dev", "staging"))
                .put("action", pick("vm.create", "terraform.destroy", "delete", "vmx.delete_all"))
                .put("resource_reference", "r/1")
                .put("estimated_monthly_delta", chance(8) ? new JsonString("-5") : amount(0, 12))
                .put("requester_id", "alice")
                .put("idempotency_key", "key-1")
                .put("dry_run", chance(10))
                .put("unpriced_resources", chance(20) ? 2 : 0)
                .build();
    }

    // ---- snapshot ----

    private JsonObject snapshot() {
        return object().put("policy_version", random.nextInt(100))
                .put("cost_source", chance(93) ? "available" : "unavailable")
                .put("cost_history", history())
                .put("project_cost_history", chance(70) ? history() : null)
                .put(
                        "complete_through",
                        chance(50)
                                ? inYears(day().plusDays(random.nextInt(8) - 5)).toString()
                                : null)
                .put("usage", chance(80) ? usage() : null)
                .put(
                        "budget",
                        chance(75)
                                ? object().put("monthly_limit", amount(0, 25)).build()
                                : null)
                .put("grants", grants())
                .build();
    }

    /** Dates of the years 0001 to 9999 alone can travel. */
    private static LocalDate inYears(LocalDate date) {
        LocalDate first = LocalDate.of(1, 1, 1);
        LocalDate last = LocalDate.of(9999, 12, 31);
        return date.isBefore(first) ? first : date.isAfter(last) ? last : date;
    }

    private static Instant inYears(Instant time) {
        Instant first = Instant.parse("0001-01-01T00:00:00Z");
        return time.isBefore(first) ? first : time;
    }

    private JsonObject usage() {
        JsonObject.Builder usage = object();
        for (String name : List.of(
                "tenant_reserved",
                "tenant_consumed",
                "tenant_settling",
                "project_reserved",
                "project_consumed",
                "project_settling")) {
            usage.put(name, maybeAmount(60, 0, 8));
        }
        return usage.build();
    }

    /** A history: weekly pattern, noise, fees on the first of a month, gaps, refunds, spikes; in any order. */
    private JsonArray history() {
        int length = pickOf(0, 3, 9, 20, 31, 45, 70, 120);
        int lastOffset = chance(60) ? -1 : random.nextInt(15) - 10;
        boolean flat = chance(15);
        boolean wild = chance(15);
        // A median of a few micro-units against huge values leaves 64 bits on the way.
        boolean extreme = chance(4);
        boolean mostlyNegative = chance(5);
        double weekend = chance(50) ? 0.3 : 1;
        double level = 0.2 + random.nextDouble();
        int gaps = pickOf(0, 0, 5, 40, 70);
        boolean allFinal = chance(30);
        List<JsonValue> rows = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            LocalDate date = day().plusDays(lastOffset - i);
            if (chance(gaps) || date.getYear() < 1 || date.getYear() > 9999) {
                continue;
            }
            double value = level * (date.getDayOfWeek().getValue() > 5 ? weekend : 1);
            value *= flat ? 1 : 0.8 + 0.4 * random.nextDouble();
            value += date.getDayOfMonth() == 1 && chance(50) ? 3 * level : 0;
            value = wild && chance(30) ? (random.nextDouble() * 8 - 4) * level : value;
            value = mostlyNegative ? -value : value;
            value = chance(3) ? 0 : value;
            String text = flat ? fixed(value) : money(value, value);
            text = extreme ? pick("0.000001", "0.000003", "1000000000000", "-1000000000000", text) : text;
            rows.add(object().put("date", date.toString())
                    .put("amount", text)
                    .put("final", allFinal ? JsonBoolean.TRUE : chance(50) ? JsonNull.NULL : JsonBoolean.of(chance(50)))
                    .build());
        }
        if (chance(50)) {
            Collections.shuffle(rows, random);
        }
        return new JsonArray(rows);
    }

    private String fixed(double value) {
        return new BigDecimal(value * scale)
                .setScale(2, RoundingMode.HALF_UP)
                .min(BigDecimal.valueOf(1_000_000_000_000L))
                .max(BigDecimal.valueOf(-1_000_000_000_000L))
                .toPlainString();
    }

    private JsonArray grants() {
        List<JsonValue> grants = new ArrayList<>();
        int count = chance(40) ? 0 : random.nextInt(9);
        for (int i = 0; i < count; i++) {
            Instant expiry = clock.plusMillis(pickOf(-1000, -1, 0, 1, 1000, 1000, 1000));
            grants.add(object().put("grant_id", pick("g", "G", "\u00e9", "\ud83d\ude00", "\ufffd") + i)
                    .put("pool", pick("reserved", "emergency"))
                    .put("project_id", chance(50) ? null : pick("p1", "p2"))
                    .put("remaining", amount(0, 5))
                    .put("priority", chance(30) ? JsonNull.NULL : JsonNumber.of(pickOf(-5, 100, 100, 7)))
                    .put("expires_at", chance(40) ? null : NaiveValues.time(inYears(expiry)))
                    .put("created_at", NaiveValues.time(inYears(clock.minusMillis(pickOf(0, 1, 1, 100_000)))))
                    .build());
        }
        return new JsonArray(grants);
    }
}
