package dev.spendweir.plan;

import dev.spendweir.amount.Amount;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import org.jspecify.annotations.Nullable;

/**
 * What a caller gives to be priced: a plan, an Infracost output, both, or explicit deltas.
 *
 * @param plan the plan; null without one
 * @param infracost the Infracost output; null without one
 * @param monthlyDelta the stated delta per month; null when none is stated
 * @param hourlyDelta the stated delta per hour; null when none is stated
 */
public record PricingInput(
        @Nullable TerraformPlan plan,
        @Nullable InfracostReport infracost,
        @Nullable Amount monthlyDelta,
        @Nullable Amount hourlyDelta) {

    /** A plan, with an Infracost output when there is one. */
    public static PricingInput ofPlan(TerraformPlan plan, @Nullable InfracostReport infracost) {
        return new PricingInput(plan, infracost, null, null);
    }

    /**
     * Refuses combinations that do not say what counts.
     *
     * @throws RejectedException {@code DELTAS_WITH_PLAN} when deltas come with a plan or an Infracost output,
     *     {@code FIELD_REQUIRED} at {@code /plan} when there is nothing to price
     */
    void check() {
        boolean derived = plan != null || infracost != null;
        if (derived && (monthlyDelta != null || hourlyDelta != null)) {
            throw new RejectedException(
                    ErrorCode.DELTAS_WITH_PLAN,
                    monthlyDelta != null ? "/estimated_monthly_delta" : "/estimated_hourly_delta",
                    "explicit deltas are for calls without a plan and without an Infracost output; leave them out");
        }
        if (!derived && monthlyDelta == null) {
            throw new RejectedException(
                    ErrorCode.FIELD_REQUIRED, "/plan", "give a plan, an Infracost output, or estimated_monthly_delta");
        }
    }
}
