package dev.spendweir.waterfall;

import static dev.spendweir.engine.Scenario.daily;
import static dev.spendweir.engine.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.engine.Scenario;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.snapshot.CreditPool;
import dev.spendweir.vocabulary.ReasonCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values are worked out by hand from spec 1.7. */
class WaterfallTest {

    private static Scenario limits(String ceilings) {
        return given().policy("{'ceilings':{" + ceilings + "}}");
    }

    private static String json(StageResult stage) {
        return stage.status().wireName() + " " + stage.limit() + " " + stage.committed() + " " + stage.headroom() + " "
                + stage.consumed() + " " + stage.remaining();
    }

    private static void assertStages(WaterfallResult result, String... stages) {
        assertThat(result.stages()).extracting(StageResult::stage).containsExactly(Stage.values());
        assertThat(result.stages()).extracting(WaterfallTest::json).containsExactly(stages);
        for (Stage stage : Stage.values()) {
            assertThat(json(result.stage(stage))).isEqualTo(stages[stage.ordinal()]);
        }
    }

    private static void assertReason(WaterfallResult result, Stage limiting, ReasonCode reason) {
        assertThat(result.limitingStage()).isEqualTo(limiting);
        assertThat(result.reason()).isEqualTo(reason);
    }

    @Test
    void nothingConfigured_passesWithEverythingNullThatDoesNotApply() {
        WaterfallResult result = given().waterfall();
        assertStages(
                result,
                "not_configured null null null null 10",
                "not_configured null null null 10 0",
                "not_needed null null 0 0 0",
                "not_needed null null 0 0 0",
                "not_configured null null null null 0");
        assertReason(result, null, ReasonCode.NO_BUDGET_CONFIGURED);
        assertThat(CanonicalJson.text(result.toJson()))
                .startsWith("{\"draws\":[],\"limiting_stage\":null,\"reason\":\"no_budget_configured\",\"stages\":["
                        + "{\"committed\":null,\"consumed\":null,\"headroom\":null,\"limit\":null,\"remaining\":\"10\","
                        + "\"stage\":\"plan_limit\",\"status\":\"not_configured\"}");
    }

    @Test
    void amountZero_passesCeilingsWithNegativeHeadroom() {
        WaterfallResult result = limits("'plan_monthly':'5','enterprise_monthly':'6'")
                .delta("-3")
                .budget("1")
                .usage("20", "1", "0", "7", "0", "0")
                .grant("g", CreditPool.RESERVED, "4")
                .waterfall();
        assertStages(
                result,
                "pass 5 21 -16 null 0",
                "covered 1 7 0 0 0",
                "not_needed null null 4 0 0",
                "not_needed null null 0 0 0",
                "pass 6 21 -15 null 0");
        assertReason(result, null, ReasonCode.NO_COST_INCREASE);
        assertThat(result.amount()).isEqualTo(Amount.ZERO);
    }

    @ParameterizedTest
    @CsvSource({"10, pass", "10.000001, fail", "9.999999, pass"})
    void planLimit_atItsEdge(String delta, String status) {
        WaterfallResult result = limits("'plan_monthly':'110'")
                .delta(delta)
                .usage("60", "40", "999", "0", "0", "0")
                .waterfall();
        assertThat(result.stage(Stage.PLAN_LIMIT).status().wireName()).isEqualTo(status);
        assertThat(result.fails(Stage.PLAN_LIMIT)).isEqualTo(status.equals("fail"));
        if (status.equals("fail")) {
            assertReason(result, Stage.PLAN_LIMIT, ReasonCode.PLAN_LIMIT_EXCEEDED);
        }
    }

    @ParameterizedTest
    @CsvSource({"10, pass", "10.000001, fail"})
    void enterpriseCeiling_atItsEdge(String delta, String status) {
        WaterfallResult result = limits("'enterprise_monthly':'110'")
                .delta(delta)
                .usage("100", "0", "0", "0", "0", "0")
                .waterfall();
        assertThat(result.stage(Stage.ENTERPRISE_CEILING).status().wireName()).isEqualTo(status);
        if (status.equals("fail")) {
            assertReason(result, Stage.ENTERPRISE_CEILING, ReasonCode.ENTERPRISE_CEILING_EXCEEDED);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // The month is forecast at 310, without a band.
        "commitments, 5",
        "forecast, 317",
        "forecast_upper, 317"
    })
    void committed_ofTheCeilings_followsTheBasis(String basis, String committed) {
        WaterfallResult result = limits("'plan_monthly':'1000','basis':'" + basis + "'")
                .costs(daily("2026-02-01", "2026-03-17", d -> "10"))
                .usage("3", "2", "4", "0", "0", "0")
                .waterfall();
        assertThat(result.stage(Stage.PLAN_LIMIT).committed()).isEqualTo(Amount.parse(committed));
    }

    @ParameterizedTest
    @CsvSource({
        // 14 days: 142 spent, 284 forecast, upper edge 287.139265 (see ComputedContextTest).
        "commitments, 5",
        "forecast, 291",
        "forecast_upper, 294.139265"
    })
    void committed_ofTheBudget_followsTheBasis(String basis, String committed) {
        WaterfallResult result = given().policy("{'budgets':{'basis':'" + basis + "'}}")
                .projectCosts(daily("2026-03-04", "2026-03-17", d -> d == 17 ? "12" : "10"))
                .usage("0", "0", "0", "3", "2", "4")
                .budget("1000")
                .waterfall();
        assertThat(result.stage(Stage.PROJECT_ALLOCATION).committed()).isEqualTo(Amount.parse(committed));
    }

    @Test
    void allocation_coversWhatTheBudgetHasLeft() {
        Scenario scenario = given().usage("0", "0", "0", "3", "2", "0");
        assertThat(json(scenario.budget("15").waterfall().stage(Stage.PROJECT_ALLOCATION)))
                .isEqualTo("covered 15 5 10 10 0");
        assertReason(scenario.waterfall(), null, ReasonCode.WITHIN_ALLOCATION);
        assertThat(json(scenario.budget("14.999999").waterfall().stage(Stage.PROJECT_ALLOCATION)))
                .isEqualTo("partial 14.999999 5 9.999999 9.999999 0.000001");
        assertReason(scenario.waterfall(), Stage.PROJECT_ALLOCATION, ReasonCode.BUDGET_EXCEEDED);
        assertThat(json(scenario.budget("5").waterfall().stage(Stage.PROJECT_ALLOCATION)))
                .isEqualTo("exhausted 5 5 0 0 10");
        assertThat(json(scenario.budget("1").waterfall().stage(Stage.PROJECT_ALLOCATION)))
                .isEqualTo("exhausted 1 5 0 0 10");
    }

    @Test
    void credits_coverWhatIsLeft_reservedBeforeEmergency() {
        Scenario scenario =
                given().budget("4").grant("r", CreditPool.RESERVED, "2.5").grant("e", CreditPool.EMERGENCY, "100");
        WaterfallResult result = scenario.waterfall();
        assertStages(
                result,
                "not_configured null null null null 10",
                "partial 4 0 4 4 6",
                "partial null null 2.5 2.5 3.5",
                "covered null null 100 3.5 0",
                "not_configured null null null null 0");
        assertReason(result, null, ReasonCode.COVERED_BY_EMERGENCY_CREDITS);
        assertThat(result.draws())
                .containsExactly(
                        new Draw("r", CreditPool.RESERVED, Amount.parse("2.5")),
                        new Draw("e", CreditPool.EMERGENCY, Amount.parse("3.5")));
        assertThat(result.drawsEmergencyCredits()).isTrue();
        assertThat(CanonicalJson.text(result.toJson()))
                .startsWith("{\"draws\":[{\"amount\":\"2.5\",\"grant_id\":\"r\",\"pool\":\"reserved\"},"
                        + "{\"amount\":\"3.5\",\"grant_id\":\"e\",\"pool\":\"emergency\"}],");
    }

    @Test
    void credits_ofTheReservedPoolAlone() {
        WaterfallResult result =
                given().budget("4").grant("r", CreditPool.RESERVED, "6").waterfall();
        assertThat(json(result.stage(Stage.RESERVED_CREDITS))).isEqualTo("covered null null 6 6 0");
        assertReason(result, null, ReasonCode.COVERED_BY_RESERVED_CREDITS);
        assertThat(result.drawsEmergencyCredits()).isFalse();
    }

    @Test
    void credits_thatDoNotSuffice_areExhausted() {
        WaterfallResult result =
                given().budget("4").grant("e", CreditPool.EMERGENCY, "5.999999").waterfall();
        assertThat(json(result.stage(Stage.RESERVED_CREDITS))).isEqualTo("none_available null null 0 0 6");
        assertThat(json(result.stage(Stage.EMERGENCY_CREDITS)))
                .isEqualTo("partial null null 5.999999 5.999999 0.000001");
        assertThat(json(result.stage(Stage.ENTERPRISE_CEILING)))
                .isEqualTo("not_configured null null null null 0.000001");
        assertReason(result, Stage.EMERGENCY_CREDITS, ReasonCode.CREDITS_EXHAUSTED);
        assertThat(result.uncovered()).isEqualTo(Amount.parse("0.000001"));
    }

    @Test
    void credits_expiringExactlyNow_areNotEligible() {
        String now = "2026-03-18T12:00:00Z";
        Scenario expired = given().clock(now).budget("0").grant("g", CreditPool.RESERVED, "10", null, now);
        assertReason(expired.waterfall(), Stage.PROJECT_ALLOCATION, ReasonCode.BUDGET_EXCEEDED);
        Scenario alive =
                given().clock(now).budget("0").grant("g", CreditPool.RESERVED, "10", null, "2026-03-18T12:00:00.001Z");
        assertReason(alive.waterfall(), null, ReasonCode.COVERED_BY_RESERVED_CREDITS);
    }

    @Test
    void credits_ofAnotherProjectOrEmpty_areNotEligible() {
        WaterfallResult result = given().budget("0")
                .grant("other", CreditPool.RESERVED, "10", "other", null)
                .grant("empty", CreditPool.EMERGENCY, "0")
                .waterfall();
        assertReason(result, Stage.PROJECT_ALLOCATION, ReasonCode.BUDGET_EXCEEDED);
        WaterfallResult own = given().budget("0")
                .grant("own", CreditPool.RESERVED, "10", "payments", null)
                .waterfall();
        assertReason(own, null, ReasonCode.COVERED_BY_RESERVED_CREDITS);
    }

    @Test
    void credits_areDrawnInOrder_theLastOnlyInPart() {
        WaterfallResult result = given().budget("0")
                .grant("never", CreditPool.RESERVED, "100")
                .grant("late", CreditPool.RESERVED, "3", null, "2026-09-01T00:00:00Z")
                .grant("wide", CreditPool.RESERVED, "3", null, "2026-05-01T00:00:00Z")
                .grant("own", CreditPool.RESERVED, "3", "payments", "2026-05-01T00:00:00Z")
                .waterfall();
        assertThat(result.draws())
                .extracting(draw -> draw.grantId() + " " + draw.amount())
                .containsExactly("own 3", "wide 3", "late 3", "never 1");
    }

    @Test
    void limitingStage_planComesBeforeShortageBeforeCeiling() {
        Scenario all = limits("'plan_monthly':'1','enterprise_monthly':'2'").budget("3");
        assertReason(all.waterfall(), Stage.PLAN_LIMIT, ReasonCode.PLAN_LIMIT_EXCEEDED);
        Scenario noPlan = limits("'enterprise_monthly':'2'").budget("3");
        assertReason(noPlan.waterfall(), Stage.PROJECT_ALLOCATION, ReasonCode.BUDGET_EXCEEDED);
        Scenario ceiling = limits("'enterprise_monthly':'2'").budget("30");
        assertReason(ceiling.waterfall(), Stage.ENTERPRISE_CEILING, ReasonCode.ENTERPRISE_CEILING_EXCEEDED);
    }

    @Test
    void committed_beyond64Bits_isRefusedAlsoWithoutCeilings() {
        String half = "9000000000000";
        Scenario scenario = given();
        assertThatThrownBy(() -> hugeUsage(scenario, half).waterfall())
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("AMOUNT_OUT_OF_RANGE");
        // context.compute forms nothing of 1.7 (spec 10 N7).
        assertThat(hugeUsage(given(), half).context().riskScore()).isPositive();
    }

    private static Scenario hugeUsage(Scenario scenario, String units) {
        // Built by hand: computed amounts may be larger than what input may state.
        Amount huge = Amount.ofMicros(Long.parseLong(units) * Amount.MICROS_PER_UNIT);
        return scenario.usage(huge, huge);
    }

    @Test
    void pool_beyond64Bits_isRefusedAlsoWhenNotNeeded() {
        Scenario scenario = given();
        for (int i = 0; i < 10; i++) {
            scenario.grant("g" + i, CreditPool.EMERGENCY, "1000000000000");
        }
        assertThatThrownBy(scenario::waterfall)
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("AMOUNT_OUT_OF_RANGE");
    }
}
