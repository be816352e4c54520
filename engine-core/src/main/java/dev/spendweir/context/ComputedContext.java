package dev.spendweir.context;

import dev.spendweir.amount.Amount;
import dev.spendweir.amount.WideMath;
import dev.spendweir.canonical.CanonicalWriter;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.policy.Policy;
import dev.spendweir.policy.PolicyDocument;
import dev.spendweir.request.GateRequest;
import dev.spendweir.snapshot.Snapshot;
import dev.spendweir.time.ClockTime;
import dev.spendweir.time.Days;
import dev.spendweir.vocabulary.RiskClass;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the cost data says about a request at a moment: {@code spendweir.context/v1} (spec 1.5, keys in 10 A44). Immutable
 * and thread-safe.
 */
public final class ComputedContext {

    /** The id of this version of the context. */
    public static final String VERSION = "spendweir.context/v1";

    private final String policySha256;
    private final long policyVersion;
    private final long clockMillis;
    private final CostFigures figures;
    private final Risk risk;

    private ComputedContext(String policySha256, long policyVersion, long clockMillis, CostFigures figures, Risk risk) {
        this.policySha256 = policySha256;
        this.policyVersion = policyVersion;
        this.clockMillis = clockMillis;
        this.figures = figures;
        this.risk = risk;
    }

    /**
     * Computes the context.
     *
     * @param clockTime cut to milliseconds; years 0001 to 9999
     * @throws dev.spendweir.rejection.RejectedException {@code INVALID_CLOCK_TIME} outside these years; {@code
     *     AMOUNT_OUT_OF_RANGE} when a finished amount leaves the 64-bit range (spec 10 A15b)
     */
    public static ComputedContext compute(Policy policy, GateRequest request, Snapshot snapshot, Instant clockTime) {
        long clockMillis = ClockTime.toMillis(clockTime);
        PolicyDocument document = policy.document();
        CostFigures figures = CostFigures.of(document, snapshot, ClockTime.dayOf(clockMillis));
        Risk risk = Risk.of(document, request, request.estimatedMonthlyDelta().micros(), figures);
        return new ComputedContext(policy.sha256(), snapshot.policyVersion(), clockMillis, figures, risk);
    }

    /**
     * The context of the same request with another delta or plan ceiling: the costs are what they are, only the risk is
     * scored anew. For counterfactuals.
     *
     * @param monthlyDelta in micro-units, signed
     */
    public ComputedContext scoredFor(PolicyDocument policy, GateRequest request, long monthlyDelta) {
        Risk rescored = Risk.of(policy, request, monthlyDelta, figures);
        return new ComputedContext(policySha256, policyVersion, clockMillis, figures, rescored);
    }

    /** The store's counter of policy versions, from the snapshot. */
    public long policyVersion() {
        return policyVersion;
    }

    /** The policy's hash. */
    public String policySha256() {
        return policySha256;
    }

    /** The moment that was asked for, cut to milliseconds. */
    public Instant clockTime() {
        return Instant.ofEpochMilli(clockMillis);
    }

    /** The same in milliseconds since 1970-01-01T00:00:00Z. */
    public long clockMillis() {
        return clockMillis;
    }

    /** First day of the clock's UTC month. */
    public LocalDate monthStart() {
        return Days.toDate(figures.month().start());
    }

    /** Last day of the clock's UTC month. */
    public LocalDate monthEnd() {
        return Days.toDate(figures.month().end());
    }

    /** Days of the month, 28..31. */
    public int monthTotalDays() {
        return figures.month().totalDays();
    }

    /** Day of the month of the clock's UTC date, 1..31. */
    public int monthElapsedDays() {
        return figures.month().day() - figures.month().start() + 1;
    }

    /** What the context could be made from. */
    public DataSourceMode dataSourceMode() {
        return figures.mode();
    }

    /** Number of rows in the month up to the clock's date. */
    public int observedCostDays() {
        return figures.observedDays();
    }

    /** Date of the last of them, or null. */
    public @Nullable LocalDate latestCostDate() {
        return figures.latestDay() == Days.NONE ? null : Days.toDate(figures.latestDay());
    }

    /** Cost of the month to date. */
    public Amount mtdSpend() {
        return Amount.ofMicros(figures.tenant().spend());
    }

    /** Day of the month of the last complete row in it, or 0. */
    public int coveredDays() {
        return figures.tenant().coveredDays();
    }

    /** Cost of the month to date, complete days only. */
    public Amount mtdComplete() {
        return Amount.ofMicros(figures.tenant().completeSpend());
    }

    /** Complete cost per covered day, or 0. */
    public Amount burnRateDaily() {
        int covered = figures.tenant().coveredDays();
        long spend = figures.tenant().completeSpend();
        return covered == 0 ? Amount.ZERO : Amount.ofMicros(WideMath.divide(spend, covered));
    }

    /** Whether the last complete day is older than the policy's {@code stale_after_days}. */
    public boolean isStale() {
        return figures.stale();
    }

    /** What the month will have cost at its end; never below {@link #mtdSpend()}. */
    public Amount forecastEom() {
        return Amount.ofMicros(figures.tenant().endOfMonth());
    }

    /** Upper edge of the forecast's 80 % one-sided band. */
    public Amount forecastUpper() {
        return Amount.ofMicros(figures.tenant().upper());
    }

    /** As {@link #mtdSpend()} for the request's project. */
    public Amount projectMtdSpend() {
        return Amount.ofMicros(figures.project().spend());
    }

    /** As {@link #forecastEom()} for the request's project. */
    public Amount projectForecastEom() {
        return Amount.ofMicros(figures.project().endOfMonth());
    }

    /** As {@link #forecastUpper()} for the request's project. */
    public Amount projectForecastUpper() {
        return Amount.ofMicros(figures.project().upper());
    }

    /** How the last complete day compares with what was to be expected. */
    public AnomalyKind anomalyKind() {
        return figures.anomaly().kind();
    }

    /** That day's cost minus the expected one; 0 without a baseline. */
    public Amount anomalyDelta() {
        return Amount.ofMicros(figures.anomaly().deltaMicros());
    }

    /** The same in percent of the expected cost, rounded to 2 decimals; null without a baseline or expectation. */
    public @Nullable BigDecimal anomalyPercent() {
        return figures.anomaly().percent();
    }

    /** Sum of the factors' points, 0..100. */
    public int riskScore() {
        return risk.score();
    }

    /** The class that the score reaches. */
    public RiskClass riskClass() {
        return risk.riskClass();
    }

    /** The factors that hold with more than 0 points, in order. */
    public List<ScoredFactor> riskFactors() {
        return risk.factors();
    }

    /** The context as it travels. */
    public JsonObject toJson() {
        CanonicalWriter out = new CanonicalWriter(1024);
        writeTo(out);
        return (JsonObject) JsonReader.read(out.toText());
    }

    /** Writes the context in canonical form. */
    public void writeTo(CanonicalWriter out) {
        LocalDate latest = latestCostDate();
        BigDecimal percent = anomalyPercent();
        out.beginObject();
        anomalyDelta().writeTo(out.name("anomaly_delta"));
        out.name("anomaly_kind").string(anomalyKind().wireName());
        out.name("anomaly_percent").string(percent == null ? null : percentText(percent));
        burnRateDaily().writeTo(out.name("burn_rate_daily"));
        out.name("clock_time").string(ClockTime.format(clockMillis));
        out.name("context_version").string(VERSION);
        out.name("covered_days").integer(coveredDays());
        out.name("data_source_mode").string(dataSourceMode().wireName());
        forecastEom().writeTo(out.name("forecast_eom"));
        forecastUpper().writeTo(out.name("forecast_upper"));
        out.name("latest_cost_date").string(latest == null ? null : Days.format(figures.latestDay()));
        out.name("month_elapsed_days").integer(monthElapsedDays());
        out.name("month_end").string(Days.format(figures.month().end()));
        out.name("month_start").string(Days.format(figures.month().start()));
        out.name("month_total_days").integer(monthTotalDays());
        mtdComplete().writeTo(out.name("mtd_complete"));
        mtdSpend().writeTo(out.name("mtd_spend"));
        out.name("observed_cost_days").integer(observedCostDays());
        out.name("policy_sha256").string(policySha256);
        out.name("policy_version").integer(policyVersion);
        projectForecastEom().writeTo(out.name("project_forecast_eom"));
        projectForecastUpper().writeTo(out.name("project_forecast_upper"));
        projectMtdSpend().writeTo(out.name("project_mtd_spend"));
        out.name("risk_class").string(riskClass().wireName());
        out.name("risk_factors").beginArray();
        for (ScoredFactor scored : riskFactors()) {
            out.beginObject();
            out.name("factor").string(scored.factor().wireName());
            out.name("points").integer(scored.points());
            out.endObject();
        }
        out.endArray();
        out.name("risk_score").integer(riskScore());
        out.name("stale").bool(isStale());
        out.endObject();
    }

    /** Shortest decimal, never an exponent (spec 10 A45). */
    private static String percentText(BigDecimal percent) {
        return percent.signum() == 0 ? "0" : percent.stripTrailingZeros().toPlainString();
    }
}
