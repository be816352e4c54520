package dev.spendweir.vectors.naive;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The computed context (spec 1.5, keys as in spec 10 A44). */
final class Contexts {
    private final Case given;
    private final LocalDate day;
    private final LocalDate complete;
    private final boolean available;
    private final List<CostDay> rows;

    private Contexts(Case given) {
        this.given = given;
        day = given.day();
        complete = complete();
        available = given.snapshot().get("cost_source").equals("available");
        rows = available ? CostDay.rows(given.snapshot().get("cost_history"), day) : List.of();
    }

    static Map<String, Object> compute(Case given) {
        return new Contexts(given).compute();
    }

    /** The ways in which the tenant's and the project's forecasts are made; for counting only. */
    static List<String> forecastBranches(Case given) {
        Contexts contexts = new Contexts(given);
        String method = (String) Json.at(given.policy(), "context", "forecast_method");
        Forecast tenant = new Forecast(contexts.rows, contexts.day, contexts.complete, method);
        Forecast project = new Forecast(contexts.projectRows(), contexts.day, contexts.complete, method);
        return List.of("tenant." + tenant.branch, "project." + project.branch);
    }

    private LocalDate complete() {
        Object through = given.snapshot().get("complete_through");
        LocalDate known = through == null ? day.minusDays(1) : LocalDate.parse((String) through);
        return known.isAfter(day) ? day : known;
    }

    private Map<String, Object> compute() {
        Object policy = given.policy();
        String method = (String) Json.at(policy, "context", "forecast_method");
        Forecast tenant = new Forecast(rows, day, complete, method);
        Forecast project = new Forecast(projectRows(), day, complete, method);
        Anomaly anomaly = Anomaly.of(rows, day, complete, policy);
        String mode = dataSourceMode();
        Risk risk = new Risk(policy, given.request(), given.environmentClass(), mode, tenant.eom, anomaly);
        List<CostDay> month = monthRows();
        CostDay latest = CostDay.last(month);
        return Json.object(
                "context_version", "spendweir.context/v1",
                "policy_version", given.snapshot().get("policy_version"),
                "policy_sha256", given.policySha256(),
                "clock_time", Moments.formatTime(given.clockTime()),
                "month_start", day.withDayOfMonth(1).toString(),
                "month_end", day.withDayOfMonth(day.lengthOfMonth()).toString(),
                "month_total_days", JsonNumber.of(day.lengthOfMonth()),
                "month_elapsed_days", JsonNumber.of(day.getDayOfMonth()),
                "data_source_mode", mode,
                "observed_cost_days", JsonNumber.of(month.size()),
                "latest_cost_date", latest == null ? null : latest.date().toString(),
                "mtd_spend", Micros.format(tenant.mtdSpend),
                "covered_days", JsonNumber.of(tenant.coveredDays),
                "mtd_complete", Micros.format(tenant.mtdComplete),
                "burn_rate_daily", Micros.format(burnRate(tenant)),
                "stale", isStale(),
                "forecast_eom", Micros.format(tenant.eom),
                "forecast_upper", Micros.format(tenant.upper),
                "project_mtd_spend", Micros.format(project.mtdSpend),
                "project_forecast_eom", Micros.format(project.eom),
                "project_forecast_upper", Micros.format(project.upper),
                "anomaly_kind", anomaly.kind(),
                "anomaly_delta", Micros.format(anomaly.delta()),
                "anomaly_percent", anomaly.percentText(),
                "risk_score", JsonNumber.of(risk.score),
                "risk_class", risk.riskClass,
                "risk_factors", risk.factors);
    }

    private List<CostDay> monthRows() {
        return CostDay.between(rows, day.withDayOfMonth(1), day);
    }

    private String dataSourceMode() {
        if (!available) {
            return "unavailable";
        }
        int baselineDays = ((JsonNumber) Json.at(given.policy(), "context", "baseline_days"))
                .integerValue()
                .intValueExact();
        List<CostDay> month = monthRows();
        if (month.isEmpty()
                && CostDay.between(rows, day.minusDays(baselineDays), day).isEmpty()) {
            return "none";
        }
        return !month.isEmpty() && month.stream().allMatch(CostDay::isFinal) ? "final" : "all_status";
    }

    private boolean isStale() {
        int days = ((JsonNumber) Json.at(given.policy(), "data_quality", "stale_after_days"))
                .integerValue()
                .intValueExact();
        List<CostDay> completeRows = CostDay.where(rows, date -> !date.isAfter(complete));
        return !completeRows.isEmpty() && CostDay.last(completeRows).date().isBefore(day.minusDays(days));
    }

    private static BigInteger burnRate(Forecast tenant) {
        return tenant.coveredDays == 0
                ? Micros.ZERO
                : Micros.divide(tenant.mtdComplete, BigInteger.valueOf(tenant.coveredDays));
    }

    /** The project's rows, with 0 for each later day that the tenant's history has and the project's has not. */
    private List<CostDay> projectRows() {
        Object history = given.snapshot().get("project_cost_history");
        if (!available || history == null) {
            return List.of();
        }
        List<CostDay> project = new ArrayList<>(CostDay.rows(history, day));
        if (project.isEmpty()) {
            return project;
        }
        LocalDate first = project.get(0).date();
        Set<LocalDate> known = project.stream().map(CostDay::date).collect(Collectors.toSet());
        for (CostDay row : rows) {
            if (row.date().isAfter(first) && !known.contains(row.date())) {
                project.add(new CostDay(row.date(), Micros.ZERO, row.isFinal()));
            }
        }
        project.sort(Comparator.comparing(CostDay::date));
        return project;
    }
}
