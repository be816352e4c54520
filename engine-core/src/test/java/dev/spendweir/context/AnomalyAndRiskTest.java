package dev.spendweir.context;

import static dev.spendweir.engine.Scenario.daily;
import static dev.spendweir.engine.Scenario.given;
import static dev.spendweir.engine.Scenario.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.engine.Scenario;
import dev.spendweir.snapshot.CostHistory;
import dev.spendweir.vocabulary.RiskClass;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values are worked out by hand from spec 1.5. */
class AnomalyAndRiskTest {

    /** Fifteen days at 10, then the last complete day. */
    private static Scenario lastDayCosts(String cost) {
        return given().costs(daily("2026-03-02", "2026-03-17", d -> d == 17 ? cost : "10"));
    }

    @ParameterizedTest
    @CsvSource({
        // The threshold is min_delta, 10, as nothing deviates; it must be exceeded, and 30 percent reached.
        "20, 10, 100, none",
        "20.000001, 10.000001, 100, spike",
        "0, -10, -100, none",
        "-0.000001, -10.000001, -100, drop",
        "10, 0, 0, none"
    })
    void anomaly_isJudgedByDeltaAndPercent(String cost, String delta, String percent, String kind) {
        ComputedContext context = lastDayCosts(cost).context();
        assertThat(context.anomalyDelta()).isEqualTo(Amount.parse(delta));
        assertThat(context.anomalyPercent()).isEqualByComparingTo(new BigDecimal(percent));
        assertThat(context.anomalyKind().wireName()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "13, 30, spike",
        "12.999499, 29.99, none",
        "12.9995, 30, spike",
        "7, -30, drop",
        "7.000501, -29.99, none"
    })
    void percent_isComparedAfterRounding(String cost, String percent, String kind) {
        ComputedContext context = lastDayCosts(cost)
                .policy("{'context':{'anomaly':{'min_delta':'0'}}}")
                .context();
        assertThat(context.anomalyPercent()).isEqualByComparingTo(new BigDecimal(percent));
        assertThat(context.anomalyKind().wireName()).isEqualTo(kind);
    }

    @Test
    void percent_travelsAsShortestDecimal() {
        String text =
                lastDayCosts("12.25").context().toJson().get("anomaly_percent").toString();
        assertThat(text).contains("22.5").doesNotContain("22.50");
        assertThat(lastDayCosts("10").context().toJson().get("anomaly_percent").toString())
                .contains("[value=0]");
    }

    @Test
    void percent_ofNothingExpected_isNullAndDoesNotCount() {
        ComputedContext context = given().costs(daily("2026-03-02", "2026-03-17", d -> d == 17 ? "11" : "0"))
                .context();
        assertThat(context.anomalyPercent()).isNull();
        assertThat(context.anomalyKind()).isEqualTo(AnomalyKind.SPIKE);
    }

    @Test
    void percent_ofANegativeExpectation_isTakenOfItsAbsoluteValue() {
        ComputedContext context = given().costs(daily("2026-03-02", "2026-03-17", d -> d == 17 ? "-40" : "-20"))
                .context();
        assertThat(context.anomalyDelta()).isEqualTo(Amount.parse("-20"));
        assertThat(context.anomalyPercent()).isEqualByComparingTo("-100");
        assertThat(context.anomalyKind()).isEqualTo(AnomalyKind.DROP);
    }

    @Test
    void threshold_growsWithTheDeviation() {
        // Baseline 8, 12, 8, 12, ...: expectation by weekday is mostly 10 * 10 / 10 = 10 (two rows each, 8 and 12).
        // 3..16 March: every weekday has one 8 and one 12, so m = 10, every distance is 2, mad 2.
        // Threshold 4 * 1.4826 * 2 = 11.8608 > min_delta.
        CostHistory history = daily("2026-03-03", "2026-03-17", d -> {
            if (d == 17) {
                return "21.8608";
            }
            return d < 10 ? "8" : "12";
        });
        // The level is that of the last week, 12 adjusted by 10 / 10: 12; expected 12 on each weekday, distances 4 and
        // 0.
        ComputedContext context = given().costs(history).context();
        assertThat(context.anomalyDelta()).isEqualTo(Amount.parse("9.8608"));
        // Seven distances of 4, seven of 0: mad 2, threshold 11.8608: no spike at 9.8608.
        assertThat(context.anomalyKind()).isEqualTo(AnomalyKind.NONE);
        CostHistory higher = daily("2026-03-03", "2026-03-17", d -> {
            if (d == 17) {
                return "23.860801";
            }
            return d < 10 ? "8" : "12";
        });
        assertThat(given().costs(higher).context().anomalyKind()).isEqualTo(AnomalyKind.SPIKE);
    }

    @Test
    void anomaly_withoutABaselineOrADay_isInsufficient() {
        // Six rows before it.
        assertInsufficient(given().costs(daily("2026-03-11", "2026-03-17", d -> "10")));
        // The last complete row is on the first of the month.
        assertInsufficient(given().clock("2026-03-02T00:00:00Z").costs(daily("2026-02-02", "2026-03-01", d -> "10")));
        // It is of the month before.
        assertInsufficient(given().clock("2026-03-01T00:00:00Z").costs(daily("2026-02-02", "2026-02-28", d -> "10")));
        // Seven rows, one of them on a first, which does not count.
        assertInsufficient(given().clock("2026-03-05T00:00:00Z")
                .costs(daily("2026-02-25", "2026-03-04", d -> "10"))
                .policy("{'context':{'baseline_days':7}}"));
    }

    @Test
    void anomaly_withSevenRowsBeforeTheDay_isJudged() {
        ComputedContext context =
                given().costs(daily("2026-03-10", "2026-03-17", d -> "10")).context();
        assertThat(context.anomalyKind()).isEqualTo(AnomalyKind.NONE);
        assertThat(context.anomalyPercent()).isEqualByComparingTo("0");
    }

    @Test
    void percent_beyond64Bits_isExact() {
        ComputedContext context = given().costs(
                        daily("2026-03-02", "2026-03-17", d -> d == 17 ? "1000000000000" : "0.000001"))
                .context();
        assertThat(context.anomalyKind()).isEqualTo(AnomalyKind.SPIKE);
        assertThat(context.anomalyDelta()).hasToString("999999999999.999999");
        assertThat(context.anomalyPercent()).isEqualByComparingTo("99999999999999999900");
    }

    private static void assertInsufficient(Scenario scenario) {
        ComputedContext context = scenario.context();
        assertThat(context.anomalyKind()).isEqualTo(AnomalyKind.INSUFFICIENT_DATA);
        assertThat(context.anomalyDelta()).isEqualTo(Amount.ZERO);
        assertThat(context.anomalyPercent()).isNull();
    }

    @Test
    void anomaly_baseline_reachesBackBaselineDays() {
        // The 14 days before the 17th are 3..16 March; days 2 and before cost 1000 and must not count.
        CostHistory history = daily("2026-02-02", "2026-03-17", d -> d >= 3 && d <= 17 ? "10" : "1000");
        ComputedContext context = given().costs(history)
                .policy("{'context':{'baseline_days':14}}")
                .context();
        assertThat(context.anomalyDelta()).isEqualTo(Amount.ZERO);
    }

    // ---- risk ----

    private static final String POINTS = "'points':{'env_prod':1,'forecast_over_plan':2,'anomaly_spike':4,"
            + "'destructive_action':8,'cost_data_missing':16}";

    @Test
    void risk_factors_areListedInOrderWithTheirPoints() {
        ComputedContext context = given().policy("{'ceilings':{'plan_monthly':'5'},'risk':{" + POINTS
                        + ",'delta_bands':[{'min':'0','points':32},{'min':'10','points':64}]}}")
                .request(",'unpriced_resources':0")
                .context();
        assertThat(context.riskFactors())
                .containsExactly(
                        new ScoredFactor(RiskFactor.ENV_PROD, 1),
                        new ScoredFactor(RiskFactor.DELTA_BAND, 64),
                        new ScoredFactor(RiskFactor.FORECAST_OVER_PLAN, 2),
                        new ScoredFactor(RiskFactor.COST_DATA_MISSING, 16));
        assertThat(context.riskScore()).isEqualTo(83);
        assertThat(context.riskClass()).isEqualTo(RiskClass.CRITICAL);
    }

    @Test
    void risk_spike_counts() {
        ComputedContext context = lastDayCosts("100")
                .policy("{'risk':{" + POINTS + ",'delta_bands':[]}}")
                .context();
        assertThat(context.riskFactors())
                .containsExactly(
                        new ScoredFactor(RiskFactor.ENV_PROD, 1), new ScoredFactor(RiskFactor.ANOMALY_SPIKE, 4));
    }

    @ParameterizedTest
    @CsvSource({"99.999999, 0", "100, 5", "499.999999, 5", "500, 10", "1000, 20", "5000, 30", "10000, 40", "-100, 0"})
    void risk_deltaBand_isTheHighestReachedBySignedDelta(String delta, int points) {
        int others = given().delta("0").context().riskScore();
        assertThat(given().delta(delta).context().riskScore() - others).isEqualTo(points);
    }

    @ParameterizedTest
    @CsvSource({"10, 10, false", "9.999999, 10, true", "20, -50, false"})
    void risk_forecastOverPlan_addsNoSaving(String plan, String delta, boolean over) {
        // No cost data: the forecast is 0, or 20 where the delta is a saving.
        Scenario scenario =
                given().policy("{'ceilings':{'plan_monthly':'" + plan + "'}}").delta(delta);
        boolean listed =
                scenario.context().riskFactors().stream().anyMatch(f -> f.factor() == RiskFactor.FORECAST_OVER_PLAN);
        assertThat(listed).isEqualTo(over);
    }

    @ParameterizedTest
    @CsvSource({
        "vm.delete, true",
        "delete, true",
        "vm.delete.dry, false",
        "vm.undelete, false",
        "vm.delete-all, false",
        "terraform.replace, true"
    })
    void risk_destructiveAction_isTheLastSegmentAlone(String action, boolean destructive) {
        ComputedContext context = given().policy(
                        "{'risk':{'points':{'env_prod':0,'cost_data_missing':0,'destructive_action':15}}}")
                .action(action)
                .context();
        assertThat(context.riskScore()).isEqualTo(destructive ? 15 : 0);
    }

    @Test
    void risk_score_isCappedAt100() {
        ComputedContext context = given().policy("{'risk':{'points':{'env_prod':100,'cost_data_missing':100}}}")
                .context();
        assertThat(context.riskScore()).isEqualTo(100);
        assertThat(context.riskFactors()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"24, low", "25, medium", "49, medium", "50, high", "74, high", "75, critical"})
    void risk_class_isTheHighestReached(int score, String riskClass) {
        ComputedContext context = given().policy("{'risk':{'points':{'env_prod':" + score + ",'cost_data_missing':0}}}")
                .context();
        assertThat(context.riskClass().wireName()).isEqualTo(riskClass);
    }

    @Test
    void context_asJson_namesItsPolicyItsLatestDayAndItsFactors() {
        Scenario scenario = given().costs(rows("2026-03-02", "1"));
        ComputedContext context = scenario.context();
        String policy = scenario.readPolicy().sha256();
        assertThat(context.policyVersion()).isEqualTo(3);
        assertThat(context.policySha256()).isEqualTo(policy);
        assertThat(CanonicalJson.text(context.toJson()))
                .contains("\"latest_cost_date\":\"2026-03-02\"")
                .contains("\"policy_sha256\":\"" + policy + "\",\"policy_version\":3")
                .contains("\"risk_factors\":[{\"factor\":\"env_prod\",\"points\":20}]");
        assertThat(CanonicalJson.text(given().context().toJson()))
                .contains("\"latest_cost_date\":null")
                .contains("{\"factor\":\"cost_data_missing\",\"points\":10}");
    }

    @Test
    void context_asJson_hasTheKeysOfTheSpec() {
        assertThat(given().costs(rows("2026-03-02", "1")).context().toJson().names())
                .containsExactlyInAnyOrder(
                        "context_version",
                        "policy_version",
                        "policy_sha256",
                        "clock_time",
                        "month_start",
                        "month_end",
                        "month_total_days",
                        "month_elapsed_days",
                        "data_source_mode",
                        "observed_cost_days",
                        "latest_cost_date",
                        "mtd_spend",
                        "covered_days",
                        "mtd_complete",
                        "burn_rate_daily",
                        "stale",
                        "forecast_eom",
                        "forecast_upper",
                        "project_mtd_spend",
                        "project_forecast_eom",
                        "project_forecast_upper",
                        "anomaly_kind",
                        "anomaly_delta",
                        "anomaly_percent",
                        "risk_score",
                        "risk_class",
                        "risk_factors");
    }
}
