package dev.spendweir.engine;

import static dev.spendweir.engine.Scenario.NO_APPROVAL;
import static dev.spendweir.engine.Scenario.assertDecision;
import static dev.spendweir.engine.Scenario.daily;
import static dev.spendweir.engine.Scenario.given;
import static dev.spendweir.engine.Scenario.hard;
import static dev.spendweir.engine.Scenario.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.outcome.Hold;
import dev.spendweir.outcome.ReservationPlan;
import dev.spendweir.snapshot.CostSource;
import dev.spendweir.snapshot.CreditPool;
import dev.spendweir.vocabulary.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks, modes and the reservation plan (spec 1.8). */
class GateEngineTest {

    @Test
    void hardDeny_isExceededOnlyAboveTheThreshold() {
        String policy = "'thresholds':{'hard_deny_above':'10'}," + NO_APPROVAL;
        assertDecision(hard(policy).delta("10").decide(), Outcome.ALLOW, "no_budget_configured");
        assertDecision(
                hard(policy).delta("10.000001").decide(),
                Outcome.DENY,
                "hard_deny_threshold_exceeded",
                "no_budget_configured");
        assertDecision(hard(policy).delta("-20").decide(), Outcome.ALLOW, "no_cost_increase");
    }

    @Test
    void waterfall_creditsAllowWithCredits() {
        Scenario scenario = hard(NO_APPROVAL).budget("4").grant("r", CreditPool.RESERVED, "6");
        assertDecision(scenario.decide(), Outcome.ALLOW_WITH_CREDITS, "covered_by_reserved_credits");
    }

    @Test
    void waterfall_emergencyCredits_askWhenThePolicySaysSo() {
        Scenario scenario = hard(NO_APPROVAL).budget("4").grant("e", CreditPool.EMERGENCY, "6");
        assertDecision(scenario.decide(), Outcome.ALLOW_WITH_CREDITS, "covered_by_emergency_credits");
        Scenario asking = hard("'credits':{'emergency_requires_approval':true}," + NO_APPROVAL)
                .budget("4")
                .grant("e", CreditPool.EMERGENCY, "6");
        assertDecision(asking.decide(), Outcome.REQUIRE_APPROVAL, "emergency_credits_require_approval");
    }

    @ParameterizedTest
    @CsvSource({"allow, ALLOW", "require_approval, REQUIRE_APPROVAL", "deny, DENY"})
    void unpricedResources_haveTheSeverityOfTheGuard_whateverTheAmount(String guard, Outcome outcome) {
        Scenario scenario = hard("'data_quality':{'unpriced':'" + guard + "'}," + NO_APPROVAL)
                .request(",'unpriced_resources':1")
                .delta("-1");
        Decision decision = scenario.decide();
        assertThat(decision.outcome()).isEqualTo(outcome);
        boolean warned = outcome == Outcome.ALLOW;
        assertThat(decision.warnings()).isEqualTo(warned ? List.of("unpriced_resources") : List.of());
        assertThat(decision.reasonCodes().contains("unpriced_resources")).isEqualTo(!warned);
    }

    @Test
    void staleData_countsOnlyWhereAForecastDecides() {
        String guards = "'data_quality':{'stale':'deny','unavailable':'deny'}," + NO_APPROVAL;
        Scenario stale = hard(guards).costs(daily("2026-02-01", "2026-03-01", d -> "1"));
        assertThat(stale.context().isStale()).isTrue();
        assertDecision(stale.decide(), Outcome.ALLOW, "no_budget_configured");
        assertThat(stale.decide().warnings()).isEmpty();
        // A basis of forecast on the ceilings counts even where no ceiling is set.
        Scenario ceilings =
                hard("'ceilings':{'basis':'forecast'}," + guards).costs(daily("2026-02-01", "2026-03-01", d -> "1"));
        assertDecision(ceilings.decide(), Outcome.DENY, "cost_data_stale", "no_budget_configured");
        assertDecision(ceilings.delta("0").decide(), Outcome.ALLOW, "no_cost_increase");
        // On budgets it counts when the project has one.
        String budgets = "'budgets':{'basis':'forecast_upper'}," + guards;
        Scenario without = hard(budgets).costs(daily("2026-02-01", "2026-03-01", d -> "1"));
        assertDecision(without.decide(), Outcome.ALLOW, "no_budget_configured");
        Scenario with = hard(budgets)
                .budget("1000")
                .costs(daily("2026-02-01", "2026-03-01", d -> "1"))
                .projectCosts(rows());
        assertDecision(with.decide(), Outcome.DENY, "cost_data_stale", "within_allocation");
    }

    @Test
    void missingData_isNamedForTheTenantAndForTheProject() {
        String policy =
                "'budgets':{'basis':'forecast'},'data_quality':{'unavailable':'require_approval'}," + NO_APPROVAL;
        Scenario none = hard(policy).budget("100").projectCosts(rows());
        assertDecision(none.decide(), Outcome.REQUIRE_APPROVAL, "cost_data_unavailable", "within_allocation");
        Scenario known = hard(policy)
                .budget("100")
                .costs(daily("2026-03-01", "2026-03-17", d -> "1"))
                .projectCosts(rows());
        assertDecision(known.decide(), Outcome.ALLOW, "within_allocation");
        Scenario projectUnknown = hard(policy).budget("100").costs(daily("2026-03-01", "2026-03-17", d -> "1"));
        assertDecision(projectUnknown.decide(), Outcome.REQUIRE_APPROVAL, "cost_data_unavailable", "within_allocation");
        Scenario unavailable = known.costSource(CostSource.UNAVAILABLE);
        assertDecision(unavailable.decide(), Outcome.REQUIRE_APPROVAL, "cost_data_unavailable", "within_allocation");
    }

    @Test
    void oldRows_canBeNoneAndStaleAtOnce() {
        Scenario old = hard("'ceilings':{'basis':'forecast'}," + NO_APPROVAL)
                .costs(daily("2025-12-01", "2025-12-31", d -> "1"));
        assertDecision(
                old.decide(),
                Outcome.REQUIRE_APPROVAL,
                "cost_data_stale",
                "cost_data_unavailable",
                "no_budget_configured");
    }

    @ParameterizedTest
    @CsvSource({"allow, ALLOW", "require_approval, REQUIRE_APPROVAL", "deny, DENY"})
    void missingBudget_hasTheSeverityOfTheGuard_andNeverWarns(String guard, Outcome outcome) {
        Scenario scenario = hard("'budgets':{'missing':'" + guard + "'}," + NO_APPROVAL);
        assertDecision(scenario.decide(), outcome, "no_budget_configured");
        assertThat(scenario.decide().warnings()).isEmpty();
        assertDecision(scenario.delta("0").decide(), Outcome.ALLOW, "no_cost_increase");
        assertDecision(scenario.delta("10").budget("10").decide(), Outcome.ALLOW, "within_allocation");
    }

    @ParameterizedTest
    @CsvSource({
        "prod, 5, ALLOW, auto_approved_below_threshold",
        "prod, 5.000001, REQUIRE_APPROVAL, approval_required_prod",
        "dev, 5, ALLOW, auto_approved_below_threshold",
        "dev, 5.000001, REQUIRE_APPROVAL, approval_required_nonprod"
    })
    void environment_asksAboveTheThreshold(String environment, String delta, Outcome outcome, String reason) {
        Decision decision = hard("'thresholds':{'auto_approve_up_to':'5'},"
                        + "'approvals':{'required_for':{'prod':true,'nonprod':true}}")
                .environment(environment)
                .delta(delta)
                .budget("100")
                .decide();
        assertThat(decision.outcome()).isEqualTo(outcome);
        assertThat(decision.reasonCodes()).containsExactlyInAnyOrder("within_allocation", reason);
        assertThat(decision.environmentClass().wireName()).isEqualTo(environment.equals("prod") ? "prod" : "nonprod");
    }

    @Test
    void reasons_thatGaveTheOutcome_comeFirst_eachPartInCheckOrder() {
        Decision decision = hard("'thresholds':{'hard_deny_above':'5'},'ceilings':{'plan_monthly':'1'},"
                        + "'data_quality':{'unpriced':'require_approval'}")
                .request(",'unpriced_resources':3")
                .decide();
        assertDecision(
                decision,
                Outcome.DENY,
                "hard_deny_threshold_exceeded",
                "plan_limit_exceeded",
                "unpriced_resources",
                "approval_required_prod");
    }

    @ParameterizedTest
    @CsvSource({
        "hard, 1, DENY, DENY, '', ",
        "hard, 10, ALLOW, ALLOW, '', now",
        "soft, 1, REQUIRE_APPROVAL, DENY, soft_mode_escalated, on_approval",
        "soft, 10, ALLOW, ALLOW, '', now",
        "shadow, 1, ALLOW, DENY, shadow_mode_observed, ",
        "shadow, 10, ALLOW, ALLOW, '', "
    })
    void mode_decidesWhatBecomesOfTheBaseOutcome(
            String mode, String budget, Outcome outcome, Outcome base, String appended, String hold) {
        Decision decision = given().policy("{'modes':{'default':'" + mode + "'}," + NO_APPROVAL + "}")
                .budget(budget)
                .decide();
        assertThat(decision.outcome()).isEqualTo(outcome);
        assertThat(decision.baseOutcome()).isEqualTo(base);
        String last = decision.reasonCodes().get(decision.reasonCodes().size() - 1);
        assertThat(appended.isEmpty() ? "" : last).isEqualTo(appended);
        ReservationPlan plan = decision.reservationPlan();
        assertThat(plan == null ? null : plan.hold().wireName()).isEqualTo(hold);
        assertThat(decision.routing() == null).isEqualTo(outcome != Outcome.REQUIRE_APPROVAL);
    }

    @Test
    void mode_shadow_observesQuestionsAndCreditsToo() {
        String policy = "{'modes':{'default':'shadow'}}";
        Decision question = given().policy(policy).budget("10").decide();
        assertDecision(question, Outcome.ALLOW, "approval_required_prod", "within_allocation", "shadow_mode_observed");
        Decision credits = given().policy("{'modes':{'default':'shadow'}," + NO_APPROVAL + "}")
                .budget("4")
                .grant("r", CreditPool.RESERVED, "6")
                .decide();
        assertThat(credits.baseOutcome()).isEqualTo(Outcome.ALLOW_WITH_CREDITS);
        assertDecision(credits, Outcome.ALLOW, "covered_by_reserved_credits", "shadow_mode_observed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "'default':'soft';soft;default",
                "'default':'soft','custom':{'default':'hard'};soft;default",
                "'default':'soft','terraform':{'default':'hard'};hard;terraform.default",
                "'default':'soft','terraform':{'default':'hard','prod':'shadow'};shadow;terraform.prod",
                "'default':'soft','terraform':{'prod':'shadow'};shadow;terraform.prod",
                "'default':'soft','terraform':{'nonprod':'shadow'};soft;default"
            })
    void mode_mostSpecificWins(String modes, String mode, String scope) {
        Decision decision = given().policy("{'modes':{" + modes + "}}").decide();
        assertThat(decision.mode().wireName()).isEqualTo(mode);
        assertThat(decision.modeScope()).isEqualTo(scope);
    }

    @Test
    void mode_ofNonprod_hasItsOwnPath() {
        Decision decision = given().policy("{'modes':{'terraform':{'nonprod':'hard'}}}")
                .environment("dev")
                .decide();
        assertThat(decision.modeScope()).isEqualTo("terraform.nonprod");
    }

    @Test
    void reservationPlan_holdsAllocationAndDraws() {
        ReservationPlan plan = hard("'approvals':{}")
                .budget("4")
                .grant("r", CreditPool.RESERVED, "6")
                .decide()
                .reservationPlan();
        assertThat(plan.hold()).isEqualTo(Hold.NOW);
        assertThat(plan.allocation()).isEqualTo(Amount.parse("4"));
        assertThat(plan.draws()).hasSize(1);
        assertThat(plan.uncovered()).isEqualTo(Amount.ZERO);
        assertThat(plan.total()).isEqualTo(Amount.parse("10"));
    }

    @Test
    void reservationPlan_ofAnEscalatedDenial_keepsItsPartsAndTheUncovered() {
        ReservationPlan plan = given().policy("{'ceilings':{'plan_monthly':'1'}," + NO_APPROVAL + "}")
                .budget("4")
                .decide()
                .reservationPlan();
        assertThat(plan.hold()).isEqualTo(Hold.ON_APPROVAL);
        assertThat(plan.allocation()).isEqualTo(Amount.parse("4"));
        assertThat(plan.uncovered()).isEqualTo(Amount.parse("6"));
    }

    @Test
    void reservationPlan_holdsNothingForDryRunsAndSavings() {
        assertThat(hard(NO_APPROVAL).request(",'dry_run':true").decide().reservationPlan())
                .isNull();
        assertThat(hard(NO_APPROVAL).delta("0").decide().reservationPlan()).isNull();
        assertThat(hard(NO_APPROVAL).delta("-1").decide().reservationPlan()).isNull();
    }
}
