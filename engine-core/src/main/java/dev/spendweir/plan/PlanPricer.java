package dev.spendweir.plan;

import dev.spendweir.amount.Amount;
import dev.spendweir.plan.InfracostReport.Project;
import dev.spendweir.price.PriceSheet;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Prices a change (spec 5.1): of each resource the Infracost entry of its address if there is a usable one, else the
 * price sheet, else the list of free types, else unknown, which is never 0. Thread-safe.
 */
public final class PlanPricer {

    private PlanPricer() {}

    /**
     * Prices what a caller gave.
     *
     * @param input the plan, Infracost output or deltas
     * @param sheet the price sheet
     * @param currency ISO 4217 code of the policy
     * @throws RejectedException {@code PLAN_ERRORED} or {@code PLAN_INCOMPLETE} for a plan that must not be allowed;
     *     {@code CURRENCY_MISMATCH} at {@code /infracost/currency} for an Infracost output in another currency;
     *     {@code INFRACOST_MISMATCH} when one of its differences matches no address of the plan;
     *     {@code INFRACOST_NO_BASELINE} when there is no plan and it has nothing to compare with;
     *     {@code DELTAS_WITH_PLAN}, {@code FIELD_REQUIRED} as {@link PricingInput} says; {@code AMOUNT_OUT_OF_RANGE} when
     *     a price or a sum is beyond what an amount can hold
     */
    public static PricedPlan price(PricingInput input, PriceSheet sheet, String currency) {
        input.check();
        InfracostReport infracost = input.infracost();
        if (infracost != null && !infracost.currency().equals(currency)) {
            throw new RejectedException(
                    ErrorCode.CURRENCY_MISMATCH,
                    "/infracost/currency",
                    "the Infracost output is in " + infracost.currency() + ", the policy in " + currency
                            + "; run: infracost configure set currency " + currency);
        }
        TerraformPlan plan = input.plan();
        if (plan != null) {
            plan.requireUsable();
            return plan(plan, infracost, sheet, currency);
        }
        return infracost != null ? infracostAlone(infracost, currency) : asserted(input, currency);
    }

    private static PricedPlan plan(
            TerraformPlan plan, @Nullable InfracostReport infracost, PriceSheet sheet, String currency) {
        List<PlanNotice> warnings = new ArrayList<>(plan.warnings());
        InfracostIndex index = infracost == null ? null : InfracostIndex.of(infracost);
        if (index != null) {
            index.requireMatch(addresses(plan));
            warnings.addAll(projectWarnings(index.report()));
        }
        SheetPricing bySheet = new SheetPricing(sheet, currency, plan.keptPaths());
        List<ResourcePrice> prices = new ArrayList<>();
        boolean noBaseline = false;
        for (ResourceChange change : plan.changes()) {
            if (!change.kind().priced()) {
                if (index != null && change.kind() != ChangeKind.READ && index.differs(change)) {
                    warnings.add(new PlanNotice(PlanWarning.INFRACOST_UNCHANGED, change.address()));
                }
                continue;
            }
            ResourcePrice price = index == null ? null : index.price(change);
            if (price == null) {
                noBaseline |= index != null && index.lacksBaseline(change);
                price = bySheet.price(change);
            }
            if (price.basis() == PriceBasis.UNKNOWN && change.kind() == ChangeKind.DELETE) {
                warnings.add(new PlanNotice(PlanWarning.SAVING_UNKNOWN, change.address()));
            }
            prices.add(price);
        }
        if (noBaseline) {
            warnings.add(new PlanNotice(PlanWarning.INFRACOST_NO_BASELINE, ""));
        }
        if (bySheet.otherCurrency()) {
            warnings.add(new PlanNotice(PlanWarning.SHEET_CURRENCY, sheet.currency()));
        }
        return PricedPlan.of(currency, prices, 0, warnings);
    }

    private static Set<String> addresses(TerraformPlan plan) {
        Set<String> addresses = new HashSet<>();
        for (ResourceChange change : plan.changes()) {
            addresses.add(change.address());
            if (change.previousAddress() != null) {
                addresses.add(change.previousAddress());
            }
        }
        return addresses;
    }

    private static List<PlanNotice> projectWarnings(InfracostReport report) {
        return report.projects().stream()
                .filter(project -> !project.errors().isEmpty())
                .map(project -> new PlanNotice(
                        PlanWarning.INFRACOST_PROJECT_ERROR,
                        project.name() + " (" + String.join(", ", project.errors()) + ")"))
                .toList();
    }

    private static PricedPlan infracostAlone(InfracostReport report, String currency) {
        List<ResourcePrice> prices = new ArrayList<>();
        int beside = 0;
        for (Project project : report.projects()) {
            boolean failed = !project.errors().isEmpty();
            if (!project.baseline() && !project.now().isEmpty()) {
                throw new RejectedException(
                        ErrorCode.INFRACOST_NO_BASELINE,
                        "/infracost",
                        "the output states what things cost, but not what changes; send the plan with it, or make it "
                                + "with: infracost diff --compare-to");
            }
            prices.addAll(InfracostIndex.differences(project));
            // A failed project hides an unknown number of resources: at least one.
            beside += failed ? 1 : 0;
            beside += project.unsupported().values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
        }
        return PricedPlan.of(currency, prices, beside, projectWarnings(report));
    }

    private static PricedPlan asserted(PricingInput input, String currency) {
        Amount monthly = input.monthlyDelta() == null ? Amount.ZERO : input.monthlyDelta();
        Amount hourly = input.hourlyDelta() == null ? Amount.ZERO : input.hourlyDelta();
        ResourcePrice stated = new ResourcePrice(
                "", "", null, PriceBasis.ASSERTED, null, null, monthly, hourly, List.of("stated by the caller"));
        return PricedPlan.of(currency, List.of(stated), 0, List.of());
    }
}
