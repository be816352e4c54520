package dev.spendweir.engine;

import dev.spendweir.amount.Amount;
import dev.spendweir.context.ComputedContext;
import dev.spendweir.policy.RuleInput;
import dev.spendweir.policy.RuleVariable;
import dev.spendweir.request.GateRequest;
import dev.spendweir.time.ClockTime;
import dev.spendweir.time.Days;
import dev.spendweir.waterfall.Stage;
import dev.spendweir.waterfall.WaterfallResult;

/** Gives rules their variables (spec 6.1). */
final class RuleInputs {

    private static final long MILLIS_PER_HOUR = 3_600_000;

    private RuleInputs() {}

    static RuleInput of(GateRequest request, long monthlyDelta, ComputedContext context, WaterfallResult waterfall) {
        RuleInput.Builder input = RuleInput.builder();
        putRequest(input, request, monthlyDelta);
        putContext(input, context);
        input.put(
                        RuleVariable.BUDGET_HEADROOM,
                        waterfall.stage(Stage.PROJECT_ALLOCATION).headroom())
                .put(
                        RuleVariable.RESERVED_CREDIT_HEADROOM,
                        waterfall.stage(Stage.RESERVED_CREDITS).headroom())
                .put(
                        RuleVariable.EMERGENCY_CREDIT_HEADROOM,
                        waterfall.stage(Stage.EMERGENCY_CREDITS).headroom())
                .put(
                        RuleVariable.PLAN_HEADROOM,
                        waterfall.stage(Stage.PLAN_LIMIT).headroom())
                .put(
                        RuleVariable.ENTERPRISE_HEADROOM,
                        waterfall.stage(Stage.ENTERPRISE_CEILING).headroom());
        return input.build();
    }

    private static void putRequest(RuleInput.Builder input, GateRequest request, long monthlyDelta) {
        input.put(RuleVariable.SOURCE, request.source().wireName())
                .put(RuleVariable.PROJECT_ID, request.projectId())
                .put(RuleVariable.ENVIRONMENT, request.environment())
                .put(RuleVariable.ENVIRONMENT_CLASS, request.environmentClass().wireName())
                .put(RuleVariable.ACTION, request.action())
                .put(RuleVariable.RESOURCE_REFERENCE, request.resourceReference())
                .put(RuleVariable.REQUESTER_ID, request.requesterId())
                .put(RuleVariable.MONTHLY_DELTA, Amount.ofMicros(monthlyDelta))
                .put(RuleVariable.HOURLY_DELTA, request.estimatedHourlyDelta())
                .put(RuleVariable.UNPRICED_RESOURCES, request.unpricedResources())
                .put(RuleVariable.METADATA, request.metadata());
    }

    private static void putContext(RuleInput.Builder input, ComputedContext context) {
        long clock = context.clockMillis();
        int day = ClockTime.dayOf(clock);
        input.put(RuleVariable.MTD_SPEND, context.mtdSpend())
                .put(RuleVariable.BURN_RATE_DAILY, context.burnRateDaily())
                .put(RuleVariable.FORECAST_EOM, context.forecastEom())
                .put(RuleVariable.FORECAST_UPPER, context.forecastUpper())
                .put(RuleVariable.PROJECT_MTD_SPEND, context.projectMtdSpend())
                .put(RuleVariable.PROJECT_FORECAST_EOM, context.projectForecastEom())
                .put(RuleVariable.PROJECT_FORECAST_UPPER, context.projectForecastUpper())
                .put(RuleVariable.ANOMALY_KIND, context.anomalyKind().wireName())
                .put(RuleVariable.RISK_CLASS, context.riskClass().wireName())
                .put(RuleVariable.RISK_SCORE, context.riskScore())
                .put(RuleVariable.DATA_SOURCE_MODE, context.dataSourceMode().wireName())
                .put(RuleVariable.DAY_OF_MONTH, context.monthElapsedDays())
                .put(RuleVariable.DAY_OF_WEEK, Days.weekday(day) + 1)
                .put(RuleVariable.HOUR_OF_DAY, (clock - day * ClockTime.MILLIS_PER_DAY) / MILLIS_PER_HOUR);
    }
}
