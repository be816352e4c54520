package dev.spendweir.plan;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The price of a change as the gate wants it (spec 5.1). Immutable.
 *
 * @param currency ISO 4217 code of all amounts
 * @param monthlyDelta {@code estimated_monthly_delta}
 * @param hourlyDelta {@code estimated_hourly_delta}
 * @param unpricedResources {@code unpriced_resources}: what adds an unknown cost
 * @param basis how many changes were priced by what; every basis is there
 * @param resources the price of each change that can have one, in the order of the plan
 * @param warnings what a reader of the decision should know, those of the plan first
 */
public record PricedPlan(
        String currency,
        Amount monthlyDelta,
        Amount hourlyDelta,
        int unpricedResources,
        Map<PriceBasis, Integer> basis,
        List<ResourcePrice> resources,
        List<PlanNotice> warnings) {

    public PricedPlan {
        basis = Map.copyOf(basis);
        resources = List.copyOf(resources);
        warnings = List.copyOf(warnings);
    }

    /**
     * Adds prices up.
     *
     * @param unpricedBeside unknown things that are on no list
     * @throws dev.spendweir.rejection.RejectedException {@code AMOUNT_OUT_OF_RANGE} when a sum leaves the 64-bit range
     */
    static PricedPlan of(
            String currency, List<ResourcePrice> resources, int unpricedBeside, List<PlanNotice> warnings) {
        Amount monthly = Amount.ZERO;
        Amount hourly = Amount.ZERO;
        int unpriced = unpricedBeside;
        Map<PriceBasis, Integer> basis = new EnumMap<>(PriceBasis.class);
        for (PriceBasis each : PriceBasis.values()) {
            basis.put(each, each == PriceBasis.UNKNOWN ? unpricedBeside : 0);
        }
        for (ResourcePrice price : resources) {
            monthly = monthly.plus(price.monthlyDelta());
            hourly = hourly.plus(price.hourlyDelta());
            basis.merge(price.basis(), 1, Integer::sum);
            // A deletion whose saving is unknown saves nothing for certain: a warning, not a cost to ask about.
            unpriced += price.basis() == PriceBasis.UNKNOWN && price.kind() != ChangeKind.DELETE ? 1 : 0;
        }
        return new PricedPlan(currency, monthly, hourly, unpriced, basis, resources, warnings);
    }

    /** {@code metadata.price_basis}: the five counts, and {@code asserted} where deltas were stated. */
    public JsonObject basisJson() {
        JsonObject.Builder counts = JsonObject.builder();
        for (PriceBasis each : PriceBasis.values()) {
            int count = basis.getOrDefault(each, 0);
            if (each != PriceBasis.ASSERTED || count > 0) {
                counts.put(each.wireName(), count);
            }
        }
        return counts.build();
    }
}
