package dev.spendweir.engine;

import dev.spendweir.amount.Amount;
import dev.spendweir.policy.PolicyDocument;
import dev.spendweir.policy.PolicyDocument.Basis;
import dev.spendweir.policy.PolicyDocument.Guard;
import dev.spendweir.snapshot.Snapshot;
import dev.spendweir.waterfall.Stage;
import dev.spendweir.waterfall.WaterfallResult;
import org.jspecify.annotations.Nullable;

/**
 * The largest monthly delta that the built-in checks let through without approval or denial, by arithmetic. Every check
 * lets an amount through or a smaller one too, so the least of their bounds is the bound of all.
 */
final class DeltaBound {

    /** The largest amount that a request can state. */
    private static final long MAX_STATED = Amount.MAX_INPUT_UNITS * Amount.MICROS_PER_UNIT;

    private DeltaBound() {}

    /** The bound in micro-units; 0 or less when no increase goes through. */
    static long of(WhatIf asked, Evaluation evaluation) {
        PolicyDocument policy = asked.policy();
        if (isStopped(asked, evaluation)) {
            return 0;
        }
        WaterfallResult waterfall = evaluation.waterfall();
        long bound = Math.min(MAX_STATED, limit(policy.thresholds().hardDenyAbove()));
        bound = Math.min(bound, limit(waterfall.stage(Stage.PLAN_LIMIT).headroom()));
        bound = Math.min(bound, limit(waterfall.stage(Stage.ENTERPRISE_CEILING).headroom()));
        if (asked.snapshot().budget() != null) {
            bound = Math.min(bound, coverage(policy, waterfall));
        }
        if (policy.approvals().requiredFor().of(asked.request().environmentClass())) {
            bound = Math.min(bound, policy.thresholds().autoApproveUpTo().micros());
        }
        if (policy.ceilings().planMonthly() != null) {
            // Forecast and delta are added for the risk score and must stay in range.
            long forecast = evaluation.context().forecastEom().micros();
            bound = Math.min(bound, Long.MAX_VALUE - Math.max(0, forecast));
        }
        return bound;
    }

    private static long limit(@Nullable Amount limit) {
        return limit == null ? MAX_STATED : limit.micros();
    }

    /** What budget and credits cover without a question; each part is at least 0. */
    private static long coverage(PolicyDocument policy, WaterfallResult waterfall) {
        long covered = capped(waterfall, Stage.PROJECT_ALLOCATION) + capped(waterfall, Stage.RESERVED_CREDITS);
        return policy.credits().emergencyRequiresApproval()
                ? covered
                : covered + capped(waterfall, Stage.EMERGENCY_CREDITS);
    }

    private static long capped(WaterfallResult waterfall, Stage stage) {
        return Math.min(MAX_STATED, limit(waterfall.stage(stage).headroom()));
    }

    /** Whether something stops every increase, however small. */
    private static boolean isStopped(WhatIf asked, Evaluation evaluation) {
        PolicyDocument policy = asked.policy();
        Snapshot snapshot = asked.snapshot();
        boolean unpriced = asked.request().unpricedResources() > 0
                && isStrict(policy.dataQuality().unpriced());
        boolean noBudget =
                snapshot.budget() == null && isStrict(policy.budgets().missing());
        return unpriced || noBudget || isStoppedByCostData(asked, evaluation);
    }

    private static boolean isStoppedByCostData(WhatIf asked, Evaluation evaluation) {
        PolicyDocument policy = asked.policy();
        boolean ofBudget = policy.budgets().basis() != Basis.COMMITMENTS
                && asked.snapshot().budget() != null;
        if (!ofBudget && policy.ceilings().basis() == Basis.COMMITMENTS) {
            return false;
        }
        boolean stale =
                evaluation.context().isStale() && isStrict(policy.dataQuality().stale());
        boolean missing = evaluation.context().dataSourceMode().isMissing()
                || (ofBudget && asked.snapshot().projectCostHistory() == null);
        return stale || (missing && isStrict(policy.dataQuality().unavailable()));
    }

    private static boolean isStrict(Guard guard) {
        return guard != Guard.ALLOW;
    }
}
