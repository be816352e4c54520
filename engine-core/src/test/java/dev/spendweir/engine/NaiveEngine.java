package dev.spendweir.engine;

import static java.math.BigInteger.ZERO;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The decision, written down straight from the text of spec 1.5 to 1.8 with integers and decimals of any size, lists and
 * java.time, without a thought for speed and without any of the engine's own classes but JSON values. What the engine is
 * compared with.
 */
final class NaiveEngine {

    /** A finished amount left the 64-bit range. */
    static final class OutOfRange extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final JsonObject policy;
    private final JsonObject request;
    private final JsonObject snapshot;
    private final Instant clock;
    private final LocalDate day;
    private final LocalDate monthStart;
    private final LocalDate monthEnd;
    private final LocalDate complete;
    private final String environmentClass;
    private final BigInteger delta;
    private final BigInteger amount;

    // Filled by context()
    private final TreeMap<LocalDate, BigInteger> history;
    private final Map<LocalDate, Boolean> finals;
    private Series tenant = new Series();
    private Series project = new Series();
    private boolean stale;
    private String sourceMode = "";
    private String anomalyKind = "insufficient_data";
    private BigInteger anomalyDelta = ZERO;
    private BigDecimal anomalyPercent;
    private long riskScore;
    private String riskClass = "low";
    private final List<JsonValue> riskFactors = new ArrayList<>();

    // Filled by waterfall()
    private final Map<String, String> status = new TreeMap<>();
    private BigInteger allocation = ZERO;
    private BigInteger uncovered = ZERO;
    private final List<JsonValue> draws = new ArrayList<>();
    private boolean emergencyDrawn;
    private String limiting;
    private String waterfallReason = "";

    /**
     * @param policy canonical, all fields
     * @param request normalised, all fields
     * @param snapshot valid, as it came
     */
    NaiveEngine(
            JsonObject policy, JsonObject request, JsonObject snapshot, String environmentClass, Instant clockTime) {
        this.policy = policy;
        this.request = request;
        this.snapshot = snapshot;
        this.environmentClass = environmentClass;
        clock = clockTime.truncatedTo(ChronoUnit.MILLIS);
        day = clock.atZone(ZoneOffset.UTC).toLocalDate();
        monthStart = day.withDayOfMonth(1);
        monthEnd = day.withDayOfMonth(day.lengthOfMonth());
        String through = text(snapshot.getNonNull("complete_through"));
        LocalDate known = through == null ? day.minusDays(1) : LocalDate.parse(through);
        complete = known.isAfter(day) ? day : known;
        delta = micros(request.get("estimated_monthly_delta"));
        amount = delta.max(ZERO);
        boolean available = "available".equals(text(snapshot.get("cost_source")));
        history = available ? rows(snapshot.getNonNull("cost_history")) : new TreeMap<>();
        finals = available ? finals(snapshot.getNonNull("cost_history")) : Map.of();
    }

    // ---- JSON and numbers ----

    private static String text(JsonValue value) {
        return value == null || value == JsonNull.NULL ? null : ((JsonString) value).value();
    }

    private static JsonValue at(JsonObject object, String... path) {
        JsonValue value = object;
        for (String name : path) {
            value = ((JsonObject) value).get(name);
        }
        return value == JsonNull.NULL ? null : value;
    }

    private static long integer(JsonValue value) {
        return Long.parseLong(((JsonNumber) value).text());
    }

    private static boolean bool(JsonValue value) {
        return value == JsonBoolean.TRUE;
    }

    private static BigInteger micros(JsonValue value) {
        if (value == null || value == JsonNull.NULL) {
            return null;
        }
        String number = value instanceof JsonString string ? string.value() : ((JsonNumber) value).text();
        return new BigDecimal(number)
                .movePointRight(6)
                .setScale(0, RoundingMode.HALF_EVEN)
                .toBigIntegerExact();
    }

    private static JsonValue amount(BigInteger micros) {
        return micros == null ? JsonNull.NULL : new JsonString(plain(new BigDecimal(micros, 6)));
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static BigInteger halfEven(BigInteger dividend, BigInteger divisor) {
        return new BigDecimal(dividend)
                .divide(new BigDecimal(divisor), 0, RoundingMode.HALF_EVEN)
                .toBigIntegerExact();
    }

    private static BigInteger checked(BigInteger micros) {
        if (micros.bitLength() > 63) {
            throw new OutOfRange();
        }
        return micros;
    }

    private static BigInteger big(long number) {
        return BigInteger.valueOf(number);
    }

    private static BigInteger median(List<BigInteger> values) {
        List<BigInteger> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : halfEven(sorted.get(middle - 1).add(sorted.get(middle)), big(2));
    }

    private static BigInteger sum(Iterable<BigInteger> values) {
        BigInteger sum = ZERO;
        for (BigInteger value : values) {
            sum = sum.add(value);
        }
        return sum;
    }

    // ---- 1.5 ----

    private TreeMap<LocalDate, BigInteger> rows(JsonValue list) {
        TreeMap<LocalDate, BigInteger> rows = new TreeMap<>();
        for (JsonValue element : list == null ? List.<JsonValue>of() : ((JsonArray) list).elements()) {
            LocalDate date = LocalDate.parse(text(((JsonObject) element).get("date")));
            if (!date.isAfter(day)) {
                rows.put(date, micros(((JsonObject) element).get("amount")));
            }
        }
        return rows;
    }

    private static Map<LocalDate, Boolean> finals(JsonValue list) {
        Map<LocalDate, Boolean> finals = new TreeMap<>();
        for (JsonValue element : list == null ? List.<JsonValue>of() : ((JsonArray) list).elements()) {
            JsonObject row = (JsonObject) element;
            finals.put(LocalDate.parse(text(row.get("date"))), bool(row.get("final")));
        }
        return finals;
    }

    /** What is made from one history. */
    private static final class Series {
        BigInteger spend = ZERO;
        BigInteger completeSpend = ZERO;
        long covered;
        BigInteger forecast = ZERO;
        BigInteger upper = ZERO;
    }

    /** The expectation learnt from the rows H with the last day L. */
    private static final class Expectation {
        final BigInteger med;
        final BigInteger level;
        /** S(w) for each weekday w. */
        final Map<DayOfWeek, List<BigInteger>> byWeekday = new EnumMap<>(DayOfWeek.class);
        /** The medians of those of them that have two values or more. */
        final Map<DayOfWeek, BigInteger> medians = new EnumMap<>(DayOfWeek.class);

        Expectation(TreeMap<LocalDate, BigInteger> h, LocalDate last) {
            med = median(new ArrayList<>(h.values()));
            h.forEach((date, cost) -> byWeekday
                    .computeIfAbsent(date.getDayOfWeek(), w -> new ArrayList<>())
                    .add(cost));
            byWeekday.forEach((weekday, costs) -> {
                if (costs.size() >= 2) {
                    medians.put(weekday, median(costs));
                }
            });
            List<BigInteger> recent = new ArrayList<>();
            List<BigInteger> all = new ArrayList<>();
            h.forEach((date, cost) -> {
                BigInteger same = medians.get(date.getDayOfWeek());
                boolean indexed = same != null && same.signum() > 0 && med.signum() > 0;
                BigInteger adjusted = indexed ? halfEven(cost.multiply(med), same) : cost;
                all.add(adjusted);
                if (!date.isBefore(last.minusDays(6))) {
                    recent.add(adjusted);
                }
            });
            level = median(recent.size() >= 4 ? recent : all);
        }

        BigInteger on(LocalDate date) {
            BigInteger same = medians.get(date.getDayOfWeek());
            boolean indexed = same != null && med.signum() > 0;
            return checked(indexed ? halfEven(level.multiply(same), med) : level);
        }
    }

    private static TreeMap<LocalDate, BigInteger> window(
            TreeMap<LocalDate, BigInteger> rows, LocalDate from, LocalDate to) {
        TreeMap<LocalDate, BigInteger> window = new TreeMap<>();
        rows.forEach((date, cost) -> {
            if (!date.isBefore(from) && !date.isAfter(to) && date.getDayOfMonth() != 1) {
                window.put(date, cost);
            }
        });
        return window;
    }

    private Series series(TreeMap<LocalDate, BigInteger> rows) {
        Series series = new Series();
        TreeMap<LocalDate, BigInteger> completeRows = new TreeMap<>(rows.headMap(complete, true));
        series.spend = checked(sum(rows.tailMap(monthStart, true).values()));
        TreeMap<LocalDate, BigInteger> inMonth = new TreeMap<>(completeRows.tailMap(monthStart, true));
        series.completeSpend = checked(sum(inMonth.values()));
        series.covered = inMonth.isEmpty() ? 0 : inMonth.lastKey().getDayOfMonth();
        boolean robust = "robust_weekday".equals(text(at(policy, "context", "forecast_method")));
        BigInteger band = ZERO;
        BigInteger forecast;
        TreeMap<LocalDate, BigInteger> h = completeRows.isEmpty()
                ? new TreeMap<>()
                : window(completeRows, completeRows.lastKey().minusDays(27), completeRows.lastKey());
        if (robust && completeRows.isEmpty()) {
            forecast = ZERO;
        } else if (!robust || h.size() < 7) {
            forecast = series.covered == 0
                    ? ZERO
                    : series.completeSpend.add(halfEven(
                            series.completeSpend.multiply(big(monthEnd.getDayOfMonth() - series.covered)),
                            big(series.covered)));
        } else {
            LocalDate last = completeRows.lastKey();
            Expectation expectation = new Expectation(h, last);
            LocalDate first = last.plusDays(1).isAfter(monthStart) ? last.plusDays(1) : monthStart;
            forecast = series.completeSpend;
            long n = 0;
            for (LocalDate d = first; !d.isAfter(monthEnd); d = d.plusDays(1)) {
                BigInteger expected = expectation.on(d);
                BigInteger fee = d.equals(monthStart) ? completeRows.get(monthStart.minusMonths(1)) : null;
                forecast = forecast.add(fee == null ? expected : expected.max(fee));
                n++;
            }
            BigInteger squares = ZERO;
            for (Map.Entry<LocalDate, BigInteger> row : h.entrySet()) {
                BigInteger r = row.getValue().subtract(expectation.on(row.getKey()));
                squares = squares.add(r.multiply(r));
            }
            BigInteger root = squares.multiply(big(n))
                    .multiply(big(n + 7))
                    .divide(big(7L * h.size()))
                    .sqrt();
            band = halfEven(root.multiply(big(12816)), big(10000));
        }
        series.forecast = checked(forecast.max(series.spend));
        series.upper = checked(series.forecast.add(band));
        return series;
    }

    private JsonObject context() {
        LocalDate consideredFrom = day.minusDays(integer(at(policy, "context", "baseline_days")));
        boolean available = "available".equals(text(snapshot.get("cost_source")));
        TreeMap<LocalDate, BigInteger> month = new TreeMap<>(history.tailMap(monthStart, true));
        TreeMap<LocalDate, BigInteger> completeRows = new TreeMap<>(history.headMap(complete, true));
        boolean considered =
                !month.isEmpty() || !history.tailMap(consideredFrom, true).isEmpty();
        if (!available) {
            sourceMode = "unavailable";
        } else if (!considered) {
            sourceMode = "none";
        } else {
            boolean allFinal = month.keySet().stream().allMatch(finals::get);
            sourceMode = !month.isEmpty() && allFinal ? "final" : "all_status";
        }
        LocalDate fresh = day.minusDays(integer(at(policy, "data_quality", "stale_after_days")));
        stale = available && !completeRows.isEmpty() && completeRows.lastKey().isBefore(fresh);
        tenant = series(history);
        project = available ? series(projectRows()) : new Series();
        anomaly(completeRows);
        risk();
        BigInteger burn = tenant.covered == 0 ? ZERO : halfEven(tenant.completeSpend, big(tenant.covered));
        return JsonObject.builder()
                .put("context_version", "spendweir.context/v1")
                .put("policy_version", snapshot.get("policy_version"))
                .put("clock_time", time(clock))
                .put("month_start", monthStart.toString())
                .put("month_end", monthEnd.toString())
                .put("month_total_days", monthEnd.getDayOfMonth())
                .put("month_elapsed_days", day.getDayOfMonth())
                .put("data_source_mode", sourceMode)
                .put("observed_cost_days", month.size())
                .put(
                        "latest_cost_date",
                        month.isEmpty() ? null : month.lastKey().toString())
                .put("mtd_spend", amount(tenant.spend))
                .put("covered_days", tenant.covered)
                .put("mtd_complete", amount(tenant.completeSpend))
                .put("burn_rate_daily", amount(burn))
                .put("stale", stale)
                .put("forecast_eom", amount(tenant.forecast))
                .put("forecast_upper", amount(tenant.upper))
                .put("project_mtd_spend", amount(project.spend))
                .put("project_forecast_eom", amount(project.forecast))
                .put("project_forecast_upper", amount(project.upper))
                .put("anomaly_kind", anomalyKind)
                .put("anomaly_delta", amount(anomalyDelta))
                .put("anomaly_percent", anomalyPercent == null ? null : plain(anomalyPercent))
                .put("risk_score", riskScore)
                .put("risk_class", riskClass)
                .put("risk_factors", new JsonArray(riskFactors))
                .build();
    }

    static String time(Instant instant) {
        String seconds = instant.truncatedTo(ChronoUnit.SECONDS).toString();
        long millis =
                instant.toEpochMilli() - instant.truncatedTo(ChronoUnit.SECONDS).toEpochMilli();
        String fraction = Long.toString(1000 + millis).substring(1);
        return seconds.substring(0, seconds.length() - 1) + "." + fraction + "Z";
    }

    private TreeMap<LocalDate, BigInteger> projectRows() {
        JsonValue list = snapshot.getNonNull("project_cost_history");
        TreeMap<LocalDate, BigInteger> rows = rows(list);
        if (!rows.isEmpty()) {
            LocalDate first = rows.firstKey();
            for (LocalDate date : history.keySet()) {
                if (date.isAfter(first)) {
                    rows.putIfAbsent(date, ZERO);
                }
            }
        }
        return rows;
    }

    private void anomaly(TreeMap<LocalDate, BigInteger> completeRows) {
        if (completeRows.isEmpty() || completeRows.lastKey().isBefore(monthStart)) {
            return;
        }
        LocalDate x = completeRows.lastKey();
        long baselineDays = integer(at(policy, "context", "baseline_days"));
        TreeMap<LocalDate, BigInteger> b = window(completeRows, x.minusDays(baselineDays), x.minusDays(1));
        if (x.getDayOfMonth() == 1 || b.size() < 7) {
            return;
        }
        Expectation expectation = new Expectation(b, x.minusDays(1));
        BigInteger m = expectation.on(x);
        List<BigInteger> distances = new ArrayList<>();
        b.forEach((date, cost) ->
                distances.add(cost.subtract(expectation.on(date)).abs()));
        BigInteger mad = median(distances);
        anomalyDelta = checked(completeRows.get(x).subtract(m));
        anomalyPercent = m.signum() == 0
                ? null
                : new BigDecimal(anomalyDelta.multiply(big(100)))
                        .divide(new BigDecimal(m.abs()), 2, RoundingMode.HALF_EVEN);
        BigDecimal multiplier = new BigDecimal(text(at(policy, "context", "anomaly", "mad_multiplier")));
        BigInteger scaled = multiplier
                .multiply(new BigDecimal("1.4826"))
                .multiply(new BigDecimal(mad))
                .setScale(0, RoundingMode.HALF_EVEN)
                .toBigIntegerExact();
        BigInteger threshold =
                checked(micros(at(policy, "context", "anomaly", "min_delta")).max(scaled));
        BigDecimal minPercent = new BigDecimal(text(at(policy, "context", "anomaly", "min_percent")));
        boolean up = anomalyPercent == null || anomalyPercent.compareTo(minPercent) >= 0;
        boolean down = anomalyPercent == null || anomalyPercent.negate().compareTo(minPercent) >= 0;
        if (anomalyDelta.compareTo(threshold) > 0 && up) {
            anomalyKind = "spike";
        } else if (anomalyDelta.negate().compareTo(threshold) > 0 && down) {
            anomalyKind = "drop";
        } else {
            anomalyKind = "none";
        }
    }

    private void risk() {
        factor("env_prod", environmentClass.equals("prod"));
        long band = 0;
        for (JsonValue element : ((JsonArray) at(policy, "risk", "delta_bands")).elements()) {
            if (micros(((JsonObject) element).get("min")).compareTo(delta) <= 0) {
                band = integer(((JsonObject) element).get("points"));
            }
        }
        score("delta_band", band);
        BigInteger plan = micros(at(policy, "ceilings", "plan_monthly"));
        factor(
                "forecast_over_plan",
                plan != null && checked(tenant.forecast.add(amount)).compareTo(plan) > 0);
        factor("anomaly_spike", anomalyKind.equals("spike"));
        String action = text(request.get("action"));
        JsonValue verb = new JsonString(action.substring(action.lastIndexOf('.') + 1));
        factor(
                "destructive_action",
                ((JsonArray) at(policy, "risk", "destructive_verbs")).elements().contains(verb));
        factor("cost_data_missing", sourceMode.equals("none") || sourceMode.equals("unavailable"));
        riskScore = Math.min(100, riskScore);
        for (String name : List.of("medium", "high", "critical")) {
            if (riskScore >= integer(at(policy, "risk", "classes", name))) {
                riskClass = name;
            }
        }
    }

    private void factor(String name, boolean holds) {
        if (holds) {
            score(name, integer(at(policy, "risk", "points", name)));
        }
    }

    private void score(String name, long points) {
        if (points > 0) {
            riskScore += points;
            riskFactors.add(JsonObject.builder()
                    .put("factor", name)
                    .put("points", points)
                    .build());
        }
    }

    // ---- 1.7 ----

    private BigInteger usage(String name) {
        JsonValue usage = snapshot.getNonNull("usage");
        BigInteger value = usage == null ? null : micros(((JsonObject) usage).get(name));
        return value == null ? ZERO : value;
    }

    private BigInteger committed(String section, String prefix, Series series) {
        String basis = text(at(policy, section, "basis"));
        BigInteger reserved = usage(prefix + "_reserved");
        return checked(
                switch (basis) {
                    case "commitments" -> reserved.add(usage(prefix + "_consumed"));
                    case "forecast" -> series.forecast.add(reserved).add(usage(prefix + "_settling"));
                    default -> series.upper.add(reserved).add(usage(prefix + "_settling"));
                });
    }

    private JsonObject waterfall() {
        BigInteger tenantCommitted = committed("ceilings", "tenant", tenant);
        List<JsonValue> stages = new ArrayList<>();
        stages.add(ceiling("plan_limit", "plan_monthly", tenantCommitted, amount));
        stages.add(allocation());
        List<JsonObject> reserved = eligible("reserved");
        List<JsonObject> emergency = eligible("emergency");
        stages.add(credits("reserved_credits", "reserved", reserved));
        BigInteger beforeEmergency = uncovered;
        stages.add(credits("emergency_credits", "emergency", emergency));
        emergencyDrawn = uncovered.compareTo(beforeEmergency) < 0;
        stages.add(ceiling("enterprise_ceiling", "enterprise_monthly", tenantCommitted, uncovered));
        if (status.get("plan_limit").equals("fail")) {
            limiting = "plan_limit";
            waterfallReason = "plan_limit_exceeded";
        } else if (uncovered.signum() > 0) {
            boolean none = reserved.isEmpty() && emergency.isEmpty();
            limiting = none ? "project_allocation" : "emergency_credits";
            waterfallReason = none ? "budget_exceeded" : "credits_exhausted";
        } else if (status.get("enterprise_ceiling").equals("fail")) {
            limiting = "enterprise_ceiling";
            waterfallReason = "enterprise_ceiling_exceeded";
        } else if (amount.signum() == 0) {
            waterfallReason = "no_cost_increase";
        } else if (status.get("project_allocation").equals("not_configured")) {
            waterfallReason = "no_budget_configured";
        } else if (draws.isEmpty()) {
            waterfallReason = "within_allocation";
        } else {
            waterfallReason = emergencyDrawn ? "covered_by_emergency_credits" : "covered_by_reserved_credits";
        }
        return JsonObject.builder()
                .put("stages", new JsonArray(stages))
                .put("draws", new JsonArray(draws))
                .put("limiting_stage", limiting)
                .put("reason", waterfallReason)
                .build();
    }

    private JsonObject stage(
            String name,
            String result,
            BigInteger limit,
            BigInteger committed,
            BigInteger headroom,
            BigInteger consumed,
            BigInteger remaining) {
        status.put(name, result);
        return JsonObject.builder()
                .put("stage", name)
                .put("status", result)
                .put("limit", amount(limit))
                .put("committed", amount(committed))
                .put("headroom", amount(headroom))
                .put("consumed", amount(consumed))
                .put("remaining", amount(remaining))
                .build();
    }

    private JsonObject ceiling(String name, String field, BigInteger committed, BigInteger remaining) {
        BigInteger limit = micros(at(policy, "ceilings", field));
        if (limit == null) {
            return stage(name, "not_configured", null, null, null, null, remaining);
        }
        BigInteger headroom = checked(limit.subtract(committed));
        boolean fits = amount.signum() == 0 || amount.compareTo(headroom) <= 0;
        return stage(name, fits ? "pass" : "fail", limit, committed, headroom, null, remaining);
    }

    private JsonObject allocation() {
        JsonValue budget = snapshot.getNonNull("budget");
        if (budget == null) {
            allocation = amount;
            uncovered = ZERO;
            return stage("project_allocation", "not_configured", null, null, null, amount, ZERO);
        }
        BigInteger limit = micros(((JsonObject) budget).get("monthly_limit"));
        BigInteger committed = committed("budgets", "project", project);
        BigInteger headroom = checked(limit.subtract(committed)).max(ZERO);
        allocation = amount.min(headroom);
        uncovered = amount.subtract(allocation);
        String result = "partial";
        if (uncovered.signum() == 0) {
            result = "covered";
        } else if (allocation.signum() == 0) {
            result = "exhausted";
        }
        return stage("project_allocation", result, limit, committed, headroom, allocation, uncovered);
    }

    private List<JsonObject> eligible(String pool) {
        JsonValue grants = snapshot.getNonNull("grants");
        List<JsonObject> eligible = new ArrayList<>();
        for (JsonValue element : grants == null ? List.<JsonValue>of() : ((JsonArray) grants).elements()) {
            JsonObject grant = (JsonObject) element;
            String project = text(grant.getNonNull("project_id"));
            boolean mine = project == null || project.equals(text(request.get("project_id")));
            boolean alive = expiry(grant).isAfter(clock);
            if (pool.equals(text(grant.get("pool")))
                    && micros(grant.get("remaining")).signum() > 0
                    && mine
                    && alive) {
                eligible.add(grant);
            }
        }
        eligible.sort(Comparator.<JsonObject>comparingLong(
                        g -> g.getNonNull("priority") == null ? 100 : integer(g.get("priority")))
                .thenComparing(NaiveEngine::expiry)
                .thenComparing(g -> g.getNonNull("project_id") == null ? 1 : 0)
                .thenComparing(g -> millis(text(g.get("created_at"))))
                .thenComparing(g -> text(g.get("grant_id"))));
        return eligible;
    }

    private static Instant expiry(JsonObject grant) {
        String expires = text(grant.getNonNull("expires_at"));
        return expires == null ? Instant.MAX : millis(expires);
    }

    private static Instant millis(String time) {
        return Instant.parse(time).truncatedTo(ChronoUnit.MILLIS);
    }

    private JsonObject credits(String name, String pool, List<JsonObject> eligible) {
        BigInteger headroom = ZERO;
        for (JsonObject grant : eligible) {
            headroom = checked(headroom.add(micros(grant.get("remaining"))));
        }
        if (uncovered.signum() == 0) {
            return stage(name, "not_needed", null, null, headroom, ZERO, ZERO);
        }
        BigInteger before = uncovered;
        for (JsonObject grant : eligible) {
            BigInteger taken = uncovered.min(micros(grant.get("remaining")));
            if (taken.signum() > 0) {
                uncovered = uncovered.subtract(taken);
                draws.add(JsonObject.builder()
                        .put("grant_id", text(grant.get("grant_id")))
                        .put("pool", pool)
                        .put("amount", amount(taken))
                        .build());
            }
        }
        String result = uncovered.signum() == 0 ? "covered" : eligible.isEmpty() ? "none_available" : "partial";
        return stage(name, result, null, null, headroom, before.subtract(uncovered), uncovered);
    }

    // ---- 1.8 ----

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
        JsonObject context = context();
        JsonObject waterfall = waterfall();
        List<Reason> reasons = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        List<JsonValue> matched = rules(ruleResults, reasons, warnings);
        BigInteger hardDeny = micros(at(policy, "thresholds", "hard_deny_above"));
        if (hardDeny != null && delta.compareTo(hardDeny) > 0) {
            reasons.add(new Reason(3, "hard_deny_threshold_exceeded"));
        }
        if (limiting != null) {
            reasons.add(new Reason(3, waterfallReason));
        } else if (emergencyDrawn && bool(at(policy, "credits", "emergency_requires_approval"))) {
            reasons.add(new Reason(2, "emergency_credits_require_approval"));
        } else {
            reasons.add(new Reason(draws.isEmpty() ? 0 : 1, waterfallReason));
        }
        dataQuality(reasons, warnings);
        environment(reasons);
        return record(context, waterfall, reasons, warnings, matched);
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
            if (stale) {
                guarded(at(policy, "data_quality", "stale"), "cost_data_stale", reasons, warnings);
            }
            boolean missing = sourceMode.equals("unavailable") || sourceMode.equals("none");
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

    private JsonObject record(
            JsonObject context,
            JsonObject waterfall,
            List<Reason> reasons,
            List<String> warnings,
            List<JsonValue> matched) {
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
                .put("computed_context", context)
                .put("waterfall", waterfall)
                .put("limiting_stage", limiting)
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
                .put("allocation", amount(allocation))
                .put("draws", new JsonArray(draws))
                .put("uncovered", amount(uncovered))
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
                && listed(match, "risk_class", riskClass::equals)
                && listed(match, "action_prefix", action::startsWith)
                && (min == null || min.compareTo(delta) <= 0)
                && (max == null || delta.compareTo(max) < 0);
    }

    private static boolean listed(JsonObject match, String name, Predicate<String> accepts) {
        JsonValue list = match.getNonNull(name);
        return list == null
                || ((JsonArray) list).elements().stream().map(NaiveEngine::text).anyMatch(accepts);
    }
}
