package dev.spendweir.engine;

import static dev.spendweir.engine.NaiveValues.amount;
import static dev.spendweir.engine.NaiveValues.at;
import static dev.spendweir.engine.NaiveValues.big;
import static dev.spendweir.engine.NaiveValues.bool;
import static dev.spendweir.engine.NaiveValues.checked;
import static dev.spendweir.engine.NaiveValues.halfEven;
import static dev.spendweir.engine.NaiveValues.integer;
import static dev.spendweir.engine.NaiveValues.median;
import static dev.spendweir.engine.NaiveValues.micros;
import static dev.spendweir.engine.NaiveValues.plain;
import static dev.spendweir.engine.NaiveValues.sum;
import static dev.spendweir.engine.NaiveValues.text;
import static dev.spendweir.engine.NaiveValues.time;
import static java.math.BigInteger.ZERO;

import dev.spendweir.canonical.JsonArray;
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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The computed context, straight from the text of spec 1.5 and 1.6. */
final class NaiveContext {

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
    private final JsonObject json;

    NaiveContext(NaiveInput input) {
        policy = input.policy();
        request = input.request();
        snapshot = input.snapshot();
        environmentClass = input.environmentClass();
        clock = input.clock();
        day = clock.atZone(ZoneOffset.UTC).toLocalDate();
        monthStart = day.withDayOfMonth(1);
        monthEnd = day.withDayOfMonth(day.lengthOfMonth());
        String through = text(snapshot.getNonNull("complete_through"));
        LocalDate known = through == null ? day.minusDays(1) : LocalDate.parse(through);
        complete = known.isAfter(day) ? day : known;
        delta = input.delta();
        amount = input.amount();
        boolean available = "available".equals(text(snapshot.get("cost_source")));
        history = available ? rows(snapshot.getNonNull("cost_history")) : new TreeMap<>();
        finals = available ? finals(snapshot.getNonNull("cost_history")) : Map.of();
        json = compute();
    }

    Series tenant() {
        return tenant;
    }

    Series project() {
        return project;
    }

    boolean stale() {
        return stale;
    }

    String sourceMode() {
        return sourceMode;
    }

    String riskClass() {
        return riskClass;
    }

    JsonObject json() {
        return json;
    }

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
    static final class Series {
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

    private JsonObject compute() {
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
}
