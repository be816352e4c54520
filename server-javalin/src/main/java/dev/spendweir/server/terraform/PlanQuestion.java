package dev.spendweir.server.terraform;

import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.plan.ChangeSummary;
import dev.spendweir.plan.PlanPricer;
import dev.spendweir.plan.PricedPlan;
import dev.spendweir.plan.PricingInput;
import dev.spendweir.plan.TerraformPlan;
import dev.spendweir.price.PriceSheet;
import dev.spendweir.rejection.RejectedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the gate's question of a Terraform run: action, price and metadata are derived here, by the same code for every way
 * in (spec 5.1). Thread-safe.
 */
public final class PlanQuestion {
    private static final Logger LOG = LoggerFactory.getLogger(PlanQuestion.class);

    /** The action of a call without a plan. */
    private static final String APPLY = "terraform.apply";

    private final PriceSheet sheet;
    private final PolicyCurrency currency;

    /** @param sheet the server's */
    public PlanQuestion(PriceSheet sheet, PolicyCurrency currency) {
        this.sheet = sheet;
        this.currency = currency;
    }

    /** The sheet that plans are read and priced by. */
    public PriceSheet sheet() {
        return sheet;
    }

    /** The question before there is a plan: delta 0. */
    public JsonObject beforePlan(JsonObject raw, JsonObject labels) {
        return raw.with("action", new JsonString(APPLY))
                .with("estimated_monthly_delta", new JsonString("0"))
                .with("metadata", JsonObject.builder().put("labels", labels).build());
    }

    /**
     * The question about a change.
     *
     * @param raw the members that come from the caller
     * @throws RejectedException as {@link PlanPricer#price}
     */
    public JsonObject about(JsonObject raw, String tenantId, PricingInput input, JsonObject labels) {
        PricedPlan priced = PlanPricer.price(input, sheet, currency.of(tenantId));
        priced.warnings().forEach(notice -> LOG.info("{} {}", notice.warning().wireName(), notice.subject()));
        TerraformPlan plan = input.plan();
        return raw.with("action", new JsonString(plan == null ? APPLY : plan.action()))
                .with(
                        "estimated_monthly_delta",
                        new JsonString(priced.monthlyDelta().toString()))
                .with(
                        "estimated_hourly_delta",
                        new JsonString(priced.hourlyDelta().toString()))
                .with("unpriced_resources", JsonNumber.of(priced.unpricedResources()))
                .with("metadata", metadata(plan, priced, labels));
    }

    private static JsonObject metadata(@Nullable TerraformPlan plan, PricedPlan priced, JsonObject labels) {
        return plan == null
                ? JsonObject.builder()
                        .put("price_basis", priced.basisJson())
                        .put("labels", labels)
                        .build()
                : ChangeSummary.of(plan).metadata(priced, labels);
    }
}
