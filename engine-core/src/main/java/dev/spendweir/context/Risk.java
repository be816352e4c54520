package dev.spendweir.context;

import dev.spendweir.amount.Amount;
import dev.spendweir.policy.PolicyDocument;
import dev.spendweir.policy.PolicyDocument.DeltaBand;
import dev.spendweir.policy.PolicyDocument.RiskClasses;
import dev.spendweir.policy.PolicyDocument.RiskPoints;
import dev.spendweir.policy.PolicyDocument.RiskSettings;
import dev.spendweir.request.GateRequest;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.RiskClass;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How risky a change is (spec 1.5, Risk).
 *
 * @param score 0..100
 * @param packedPoints the points of each factor that holds, packed by {@link RiskFactor#pack}
 */
public record Risk(int score, RiskClass riskClass, long packedPoints) {

    private static final int MAX_SCORE = 100;
    private static final RiskFactor[] FACTORS = RiskFactor.values();

    /**
     * Scores a change.
     *
     * @param delta the monthly delta in micro-units, signed
     * @throws dev.spendweir.rejection.RejectedException {@code AMOUNT_OUT_OF_RANGE} when a plan ceiling is set and forecast
     *     plus delta leave the 64-bit range (spec 10 N7)
     */
    static Risk of(PolicyDocument policy, GateRequest request, long delta, CostFigures figures) {
        RiskSettings settings = policy.risk();
        RiskPoints points = settings.points();
        long packed = 0;
        if (request.environmentClass() == EnvironmentClass.PROD) {
            packed |= RiskFactor.ENV_PROD.pack(points.envProd());
        }
        packed |= RiskFactor.DELTA_BAND.pack(bandPoints(settings.deltaBands(), delta));
        if (isForecastOverPlan(policy.ceilings().planMonthly(), delta, figures)) {
            packed |= RiskFactor.FORECAST_OVER_PLAN.pack(points.forecastOverPlan());
        }
        if (figures.anomaly().kind() == AnomalyKind.SPIKE) {
            packed |= RiskFactor.ANOMALY_SPIKE.pack(points.anomalySpike());
        }
        if (isDestructive(request.action(), settings.destructiveVerbs())) {
            packed |= RiskFactor.DESTRUCTIVE_ACTION.pack(points.destructiveAction());
        }
        if (figures.mode().isMissing()) {
            packed |= RiskFactor.COST_DATA_MISSING.pack(points.costDataMissing());
        }
        int score = Math.min(MAX_SCORE, sum(packed));
        return new Risk(score, riskClass(score, settings.classes()), packed);
    }

    private static int sum(long packed) {
        int sum = 0;
        for (RiskFactor factor : FACTORS) {
            sum += factor.unpack(packed);
        }
        return sum;
    }

    private static int bandPoints(List<DeltaBand> bands, long delta) {
        for (int i = bands.size() - 1; i >= 0; i--) {
            DeltaBand band = bands.get(i);
            if (band.min().micros() <= delta) {
                return band.points();
            }
        }
        return 0;
    }

    private static boolean isForecastOverPlan(@Nullable Amount plan, long delta, CostFigures figures) {
        if (plan == null) {
            return false;
        }
        long forecast = figures.tenant().endOfMonth();
        long sum = forecast + Math.max(0, delta);
        if (delta > 0 && sum < forecast) {
            throw Amount.outOfRange();
        }
        return sum > plan.micros();
    }

    /** Whether the last dot-segment of the action is one of the verbs (spec 1.5). */
    public static boolean isDestructive(String action, List<String> verbs) {
        int verbAt = action.lastIndexOf('.') + 1;
        int length = action.length() - verbAt;
        for (int i = 0; i < verbs.size(); i++) {
            String verb = verbs.get(i);
            if (verb.length() == length && action.startsWith(verb, verbAt)) {
                return true;
            }
        }
        return false;
    }

    private static RiskClass riskClass(int score, RiskClasses classes) {
        if (score >= classes.critical()) {
            return RiskClass.CRITICAL;
        }
        if (score >= classes.high()) {
            return RiskClass.HIGH;
        }
        return score >= classes.medium() ? RiskClass.MEDIUM : RiskClass.LOW;
    }

    /** The factors that hold with more than 0 points, in order. */
    List<ScoredFactor> factors() {
        List<ScoredFactor> scored = new ArrayList<>(2);
        for (RiskFactor factor : FACTORS) {
            int points = factor.unpack(packedPoints);
            if (points > 0) {
                scored.add(new ScoredFactor(factor, points));
            }
        }
        return List.copyOf(scored);
    }
}
