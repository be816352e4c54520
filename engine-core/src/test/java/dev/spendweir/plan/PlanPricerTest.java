package dev.spendweir.plan;

import static dev.spendweir.plan.PlanFixtures.change;
import static dev.spendweir.plan.PlanFixtures.planOf;
import static dev.spendweir.plan.PlanFixtures.smallSheet;
import static dev.spendweir.plan.PlanFixtures.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.price.BundledPriceSheet;
import dev.spendweir.price.PriceSheet;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanPricerTest {

    private static final PriceSheet SMALL = smallSheet();
    private static final String A = "{\"size\":\"a\"}";
    private static final String B = "{\"size\":\"b\"}";
    private static final String ODD = "{\"size\":\"odd\"}";

    private static PricedPlan price(@Nullable String infracost, String... changes) {
        TerraformPlan plan = PlanReader.read(planOf(changes), SMALL);
        InfracostReport report = infracost == null ? null : InfracostReader.read(utf8(infracost));
        return PlanPricer.price(PricingInput.ofPlan(plan, report), SMALL, "USD");
    }

    private static RejectedException refusal(ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(RejectedException.class, call);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create|null|a|10",
                "update|a|b|10",
                "update|b|a|-10",
                "delete,create|a|b|10",
                "create,delete|b|b|0",
                "delete|b|null|-20",
                "create,forget|a|b|20",
                "forget|a|null|0",
                "no-op|a|a|0",
                "read|null|a|0"
            })
    void eachAction_priced_addsAfterAndTakesBefore(String actions, String before, String after, String delta) {
        PricedPlan priced = price(null, change("unit.x", actions, side(before), side(after)));
        assertThat(priced.monthlyDelta()).hasToString(delta);
        assertThat(priced.unpricedResources()).isZero();
    }

    private static String side(String size) {
        return size.equals("null") ? "null" : "{\"size\":\"" + size + "\"}";
    }

    @Test
    void eachBasis_priced_isCounted() {
        PricedPlan priced = price(
                null,
                change("unit.a", "create", "null", A),
                change("clock.a", "create", "null", "{}"),
                change("guess.a", "create", "null", "{}"),
                change("free_thing.a", "create", "null", "{}"),
                change("strange.a", "create", "null", "{}"),
                change("unit.odd", "create", "null", ODD));
        assertThat(priced.basis())
                .isEqualTo(Map.of(
                        PriceBasis.INFRACOST, 0,
                        PriceBasis.SHEET, 2,
                        PriceBasis.ASSUMED, 1,
                        PriceBasis.FREE, 1,
                        PriceBasis.UNKNOWN, 2,
                        PriceBasis.ASSERTED, 0));
        assertThat(priced.monthlyDelta()).hasToString("382");
        assertThat(priced.hourlyDelta()).hasToString("0.5");
        assertThat(priced.unpricedResources()).isEqualTo(2);
        assertThat(priced.resources().get(2).notes()).containsExactly("seven");
        assertThat(priced.resources().get(5).notes()).containsExactly("table size has no price for this size");
    }

    @Test
    void unknownSaving_priced_isZeroWithAWarningAndNotUnpriced() {
        PricedPlan priced = price(null, change("strange.a", "delete", "{}", "null"));
        assertThat(priced.monthlyDelta()).isEqualTo(Amount.ZERO);
        assertThat(priced.unpricedResources()).isZero();
        assertThat(priced.basis()).containsEntry(PriceBasis.UNKNOWN, 1);
        assertThat(priced.warnings()).containsExactly(new PlanNotice(PlanWarning.SAVING_UNKNOWN, "strange.a"));
    }

    @Test
    void updateThatLeavesWhatIsRead_priced_isZeroAlsoForAnUnknownPrice() {
        PricedPlan same =
                price(null, change("unit.a", "update", "{\"size\":\"odd\",\"tag\":1}", "{\"size\":\"odd\",\"tag\":2}"));
        assertThat(same.unpricedResources()).isZero();
        assertThat(same.basis()).containsEntry(PriceBasis.SHEET, 1);
        assertThat(price(null, change("unit.a", "update", A, ODD)).unpricedResources())
                .isEqualTo(1);
        assertThat(price(null, change("strange.a", "update", "{}", "{}")).unpricedResources())
                .isEqualTo(1);
    }

    @Test
    void sensitiveAttribute_priced_isUnknownEvenIfItSeemsUnchanged() {
        String change = change("unit.a", "update", A, B)
                .replace(
                        "\"after_unknown\":{}",
                        "\"after_unknown\":{},\"before_sensitive\":{\"size\":true},\"after_sensitive\":{\"size\":true}");
        assertThat(price(null, change).unpricedResources()).isEqualTo(1);
    }

    @Test
    void attributeUnknownBeforeTheApply_priced_isUnknown() {
        String change = change("unit.a", "create", "null", "{}")
                .replace("\"after_unknown\":{}", "\"after_unknown\":{\"size\":true}");
        PricedPlan priced = price(null, change);
        assertThat(priced.unpricedResources()).isEqualTo(1);
        assertThat(priced.resources().get(0).notes()).containsExactly("size is not known before the apply");
    }

    @Test
    void infracostEntry_priced_comesBeforeTheSheet() {
        PricedPlan priced = price(
                report("diff", "unit.a:-:33", "strange.b:5:2.5"),
                change("unit.a", "create", "null", A),
                change("strange.b", "update", "{}", "{}"),
                change("unit.c", "create", "null", A));
        assertThat(priced.monthlyDelta()).hasToString("40.5");
        assertThat(priced.basis()).containsEntry(PriceBasis.INFRACOST, 2).containsEntry(PriceBasis.SHEET, 1);
        assertThat(priced.resources().get(1).before()).hasToString("5");
    }

    @Test
    void infracostNullCost_priced_fallsToTheSheetAndElseIsUnknown() {
        PricedPlan priced = price(
                report("diff", "unit.a:-:null", "strange.b:-:null"),
                change("unit.a", "create", "null", A),
                change("strange.b", "create", "null", "{}"));
        assertThat(priced.monthlyDelta()).hasToString("10");
        assertThat(priced.unpricedResources()).isEqualTo(1);
    }

    @Test
    void infracostDifferenceForAStranger_priced_isAMismatch() {
        RejectedException e =
                refusal(() -> price(report("diff", "unit.a:-:5", "unit.b:-:6"), change("unit.a", "create", "null", A)));
        assertThat(e.code()).isEqualTo(ErrorCode.INFRACOST_MISMATCH);
        assertThat(e.findings()).hasSize(1);
        assertThat(e.getMessage()).contains("unit.b");
    }

    @Test
    void infracostEntryWithoutDifferenceForAStranger_priced_doesNotMatter() {
        assertThat(price(report("diff", "unit.z:5:5"), change("unit.a", "create", "null", A))
                        .monthlyDelta())
                .hasToString("10");
    }

    @Test
    void infracostDifferenceOnAnUnchangedResource_priced_isZeroWithAWarning() {
        PricedPlan priced = price(report("diff", "unit.a:5:9"), change("unit.a", "no-op", A, A));
        assertThat(priced.monthlyDelta()).isEqualTo(Amount.ZERO);
        assertThat(priced.warnings()).containsExactly(new PlanNotice(PlanWarning.INFRACOST_UNCHANGED, "unit.a"));
    }

    @Test
    void infracostWithoutBaseline_priced_countsForNewResourcesOnly() {
        PricedPlan priced = price(
                report("breakdown", "unit.a:33:33", "unit.b:44:44"),
                change("unit.a", "create", "null", A),
                change("unit.b", "update", A, B));
        assertThat(priced.monthlyDelta()).hasToString("43");
        assertThat(priced.basis()).containsEntry(PriceBasis.INFRACOST, 1).containsEntry(PriceBasis.SHEET, 1);
        assertThat(priced.warnings()).containsExactly(new PlanNotice(PlanWarning.INFRACOST_NO_BASELINE, ""));
    }

    @Test
    void movedAndUpdated_pricedByInfracost_findsThePastUnderTheOldAddress() {
        String change =
                change("unit.a", "update", A, B).replace("\"mode\"", "\"previous_address\":\"unit.old\",\"mode\"");
        assertThat(price(report("diff", "unit.old:5:-", "unit.a:-:9"), change).monthlyDelta())
                .hasToString("4");
    }

    @Test
    void deposedObject_pricedByInfracost_doesNotTakeTheEntryOfTheCurrentOne() {
        String deposed = change("unit.a", "delete", A, "null").replace("\"mode\"", "\"deposed\":\"1\",\"mode\"");
        PricedPlan priced = price(report("diff", "unit.a:5:9"), change("unit.a", "update", A, B), deposed);
        assertThat(priced.monthlyDelta()).hasToString("-6");
    }

    @Test
    void infracostInAnotherCurrency_priced_isRefused() {
        String euro = report("diff", "unit.a:-:5").replace("\"USD\"", "\"EUR\"");
        RejectedException e = refusal(() -> price(euro, change("unit.a", "create", "null", A)));
        assertThat(e.code()).isEqualTo(ErrorCode.CURRENCY_MISMATCH);
        assertThat(e.findings().get(0).pointer()).isEqualTo("/infracost/currency");
    }

    @Test
    void sheetInAnotherCurrency_priced_givesFreeTypesOnly() {
        TerraformPlan plan = PlanReader.read(
                planOf(change("unit.a", "create", "null", A), change("free_thing.b", "create", "null", "{}")), SMALL);
        PricedPlan priced = PlanPricer.price(PricingInput.ofPlan(plan, null), SMALL, "EUR");
        assertThat(priced.unpricedResources()).isEqualTo(1);
        assertThat(priced.basis()).containsEntry(PriceBasis.FREE, 1);
        assertThat(priced.warnings()).containsExactly(new PlanNotice(PlanWarning.SHEET_CURRENCY, "USD"));
    }

    @Test
    void deltasBesideAPlan_priced_areRefused() {
        TerraformPlan plan = PlanReader.read(planOf(), SMALL);
        Amount five = Amount.parse("5");
        assertThat(refusal(() -> PlanPricer.price(new PricingInput(plan, null, five, null), SMALL, "USD"))
                        .findings())
                .extracting("code", "pointer")
                .containsExactly(Tuple.tuple(ErrorCode.DELTAS_WITH_PLAN, "/estimated_monthly_delta"));
        assertThat(refusal(() -> PlanPricer.price(new PricingInput(plan, null, null, five), SMALL, "USD"))
                        .code())
                .isEqualTo(ErrorCode.DELTAS_WITH_PLAN);
        assertThat(refusal(() -> PlanPricer.price(new PricingInput(null, null, null, five), SMALL, "USD"))
                        .code())
                .isEqualTo(ErrorCode.FIELD_REQUIRED);
    }

    @Test
    void deltasAlone_priced_areAsserted() {
        PricedPlan priced =
                PlanPricer.price(new PricingInput(null, null, Amount.parse("-3"), Amount.parse("0.1")), SMALL, "USD");
        assertThat(priced.monthlyDelta()).hasToString("-3");
        assertThat(priced.hourlyDelta()).hasToString("0.1");
        assertThat(CanonicalJson.text(priced.basisJson()))
                .isEqualTo("{\"asserted\":1,\"assumed\":0,\"free\":0,\"infracost\":0,\"sheet\":0,\"unknown\":0}");
    }

    @Test
    void infracostAlone_priced_isItsDifferenceAndItsUnknowns() {
        InfracostReport report = InfracostReader.read(utf8(report(
                "diff", "a.same:5:5", "a.up:5:7.5", "a.gone:2:-", "a.new:-:4", "a.dark:-:null", "a.dim:null:3")));
        PricedPlan priced = PlanPricer.price(new PricingInput(null, report, null, null), SMALL, "USD");
        assertThat(priced.monthlyDelta()).hasToString("4.5");
        assertThat(priced.unpricedResources()).isEqualTo(2);
        assertThat(priced.basis()).containsEntry(PriceBasis.INFRACOST, 3).containsEntry(PriceBasis.UNKNOWN, 2);
    }

    @Test
    void infracostAloneWithErrorsAndUnsupported_priced_countsThem() {
        String json = report("diff", "a.x:1:2")
                .replace("\"metadata\":{}", "\"metadata\":{\"errors\":[{\"code\":401,\"message\":\"m\"}]}")
                .replace("\"summary\":{}", "\"summary\":{\"unsupportedResourceCounts\":{\"aws_x\":3}}");
        PricedPlan priced =
                PlanPricer.price(new PricingInput(null, InfracostReader.read(utf8(json)), null, null), SMALL, "USD");
        assertThat(priced.unpricedResources()).isEqualTo(4);
        assertThat(priced.basis()).containsEntry(PriceBasis.UNKNOWN, 4);
        assertThat(priced.warnings())
                .containsExactly(new PlanNotice(PlanWarning.INFRACOST_PROJECT_ERROR, "one (code 401)"));
    }

    @Test
    void infracostAloneWithoutBaseline_priced_isRefused() {
        InfracostReport report = InfracostReader.read(utf8(report("breakdown", "a.x:5:5")));
        assertThat(refusal(() -> PlanPricer.price(new PricingInput(null, report, null, null), SMALL, "USD"))
                        .code())
                .isEqualTo(ErrorCode.INFRACOST_NO_BASELINE);
    }

    @Test
    void minimalPlanOfAnotherSheet_priced_isUnknownNotDefaulted() {
        byte[] minimal = PlanRedactor.minimal(planOf(change("unit.a", "create", "null", A)), BundledPriceSheet.get());
        TerraformPlan plan = PlanReader.read(minimal, SMALL);
        assertThat(PlanPricer.price(PricingInput.ofPlan(plan, null), SMALL, "USD")
                        .unpricedResources())
                .isEqualTo(1);
        TerraformPlan own =
                PlanReader.read(PlanRedactor.minimal(planOf(change("unit.a", "create", "null", A)), SMALL), SMALL);
        assertThat(PlanPricer.price(PricingInput.ofPlan(own, null), SMALL, "USD")
                        .monthlyDelta())
                .hasToString("10");
    }

    /** An Infracost output of one project; each entry is address:past:now, - for no entry, null for a null cost. */
    static String report(String command, String... entries) {
        StringBuilder past = new StringBuilder();
        StringBuilder now = new StringBuilder();
        for (String entry : entries) {
            String[] parts = entry.split(":");
            append(past, parts[0], parts[1]);
            append(now, parts[0], parts[2]);
        }
        return "{\"version\":\"0.2\",\"currency\":\"USD\",\"metadata\":{\"infracostCommand\":\"" + command
                + "\"},\"projects\":[{\"name\":\"one\",\"metadata\":{},\"pastBreakdown\":{\"resources\":[" + past
                + "]},\"breakdown\":{\"resources\":[" + now + "]},\"summary\":{}}]}";
    }

    private static void append(StringBuilder list, String name, String cost) {
        if (!cost.equals("-")) {
            list.append(list.length() == 0 ? "" : ",")
                    .append("{\"name\":\"")
                    .append(name)
                    .append("\",\"monthlyCost\":")
                    .append(cost.equals("null") ? "null" : "\"" + cost + "\"")
                    .append("}");
        }
    }
}
