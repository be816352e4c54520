package dev.spendweir.engine;

import static dev.spendweir.engine.Scenario.daily;
import static dev.spendweir.engine.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.outcome.Explanation;
import dev.spendweir.outcome.FailsafeCause;
import dev.spendweir.outcome.MatchedRule;
import dev.spendweir.outcome.ReasonCatalogue;
import dev.spendweir.outcome.ReasonText;
import dev.spendweir.outcome.Remedy;
import dev.spendweir.policy.PolicyDocument.RuleEffect;
import dev.spendweir.policy.RuleResult;
import dev.spendweir.policy.RuleVariable;
import dev.spendweir.snapshot.CreditPool;
import dev.spendweir.vocabulary.Outcome;
import dev.spendweir.vocabulary.ReasonCode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Explanations of single decisions, figures worked out by hand (spec 1.8, Explanation). */
class ExplanationTest {

    private static Scenario hard(String policyMembers) {
        return given().policy("{'modes':{'default':'hard'}," + policyMembers
                + "'approvals':{'required_for':{'prod':false}}}");
    }

    private static String maxAllowed(Explanation explanation) {
        return explanation.maxAllowedDelta() == null
                ? null
                : explanation.maxAllowedDelta().toString();
    }

    private static void assertRemedies(Explanation explanation, Outcome ifApplied, String... remedies) {
        assertThat(explanation.remedies())
                .extracting(r -> r.kind().wireName() + (r.amount() == null ? "" : " " + r.amount()))
                .containsExactly(remedies);
        assertThat(explanation.outcomeIfApplied()).isEqualTo(ifApplied);
    }

    @Test
    void allowedChange_needsNothing_andKnowsHowFarItGoes() {
        Explanation explanation =
                hard("'ceilings':{'plan_monthly':'40'},").budget("60").decide().explanation();
        assertRemedies(explanation, Outcome.ALLOW);
        assertThat(maxAllowed(explanation)).isEqualTo("40");
    }

    @Test
    void planLimit_isRaisedByWhatIsMissing() {
        Explanation explanation = hard("'ceilings':{'plan_monthly':'25'},")
                .usage("12", "6", "0", "0", "0", "0")
                .decide()
                .explanation();
        // 7 left for 10.
        assertRemedies(explanation, Outcome.ALLOW, "raise_plan_limit 3");
        assertThat(maxAllowed(explanation)).isEqualTo("7");
    }

    @Test
    void ceilingsWithNegativeHeadroom_areRaisedByTheHoleToo() {
        Explanation explanation = hard("'ceilings':{'plan_monthly':'5','enterprise_monthly':'6'},")
                .usage("12", "0", "0", "0", "0", "0")
                .decide()
                .explanation();
        assertRemedies(explanation, Outcome.ALLOW, "raise_plan_limit 17", "raise_enterprise_ceiling 16");
        assertThat(explanation.maxAllowedDelta()).isNull();
    }

    @Test
    void planLimit_onAForecastBasis_countsTheForecast() {
        Explanation explanation = hard("'ceilings':{'plan_monthly':'312','basis':'forecast'},")
                .costs(daily("2026-02-01", "2026-03-17", d -> "10"))
                .usage("1", "500", "0.5", "0", "0", "0")
                .decide()
                .explanation();
        // 310 + 1.5 committed: 0.5 left for 10.
        assertRemedies(explanation, Outcome.ALLOW, "raise_plan_limit 9.5");
        assertThat(maxAllowed(explanation)).isEqualTo("0.5");
    }

    @Test
    void shortage_namesBudgetAndCreditAsAlternatives() {
        Explanation explanation = hard("").budget("4").decide().explanation();
        assertRemedies(explanation, Outcome.ALLOW, "add_budget 6", "add_reserved_credits 6");
        assertThat(maxAllowed(explanation)).isEqualTo("4");
        assertThat(explanation.text())
                .contains("- add 6 USD to the project's budget\n  or grant 6 USD of reserved credit")
                .contains("the outcome would be ALLOW.")
                .contains("up to 4 USD goes through unasked");
    }

    @Test
    void shortage_withPartialCredits_isWhatTheyLeave() {
        Explanation explanation = hard("").budget("4")
                .grant("r", CreditPool.RESERVED, "1.000001")
                .grant("e", CreditPool.EMERGENCY, "2")
                .decide()
                .explanation();
        assertRemedies(explanation, Outcome.ALLOW_WITH_CREDITS, "add_budget 2.999999", "add_reserved_credits 2.999999");
        assertThat(maxAllowed(explanation)).isEqualTo("7.000001");
    }

    @Test
    void shortage_underAnOverspentBudget_fillsTheHoleFirst() {
        Explanation explanation = hard("").budget("4")
                .usage("0", "0", "0", "9", "0", "0")
                .decide()
                .explanation();
        assertRemedies(explanation, Outcome.ALLOW, "add_budget 15", "add_reserved_credits 10");
        assertThat(explanation.maxAllowedDelta()).isNull();
    }

    @Test
    void emergencyCredits_thatNeedApproval_boundTheDelta() {
        Explanation explanation = hard("'credits':{'emergency_requires_approval':true},")
                .budget("4")
                .grant("r", CreditPool.RESERVED, "1")
                .grant("e", CreditPool.EMERGENCY, "20")
                .decide()
                .explanation();
        assertRemedies(explanation, Outcome.REQUIRE_APPROVAL, "approval");
        assertThat(maxAllowed(explanation)).isEqualTo("5");
    }

    @Test
    void missingBudget_isOneThatCoversWhatCreditsDoNot() {
        Explanation explanation = hard("'budgets':{'missing':'deny'},")
                .usage("0", "0", "0", "2", "1", "0")
                .grant("r", CreditPool.RESERVED, "4")
                .decide()
                .explanation();
        // 3 committed already and 6 that no credit covers.
        assertRemedies(explanation, Outcome.ALLOW_WITH_CREDITS, "add_budget 9");
        assertThat(explanation.maxAllowedDelta()).isNull();
    }

    @Test
    void missingBudget_thatCreditsCoverWhole_isAnyBudget() {
        Explanation explanation = hard("'budgets':{'missing':'deny'},")
                .grant("r", CreditPool.RESERVED, "40")
                .decide()
                .explanation();
        assertRemedies(explanation, Outcome.ALLOW_WITH_CREDITS, "add_budget 0");
    }

    @Test
    void missingBudget_thatAsks_namesTheApprovalToo() {
        Explanation explanation =
                hard("'budgets':{'missing':'require_approval'},").decide().explanation();
        assertRemedies(explanation, Outcome.ALLOW, "add_budget 10", "approval");
    }

    @Test
    void missingBudget_onAForecastBasis_bringsItsOwnQuestions() {
        Explanation explanation =
                hard("'budgets':{'missing':'deny','basis':'forecast'},'data_quality':{'unavailable':'deny'},")
                        .decide()
                        .explanation();
        // The budget is there then, but nothing is known of the project's cost.
        assertRemedies(explanation, Outcome.DENY, "add_budget 10");
    }

    @Test
    void hardThreshold_hasNoRemedyOfMoney() {
        Explanation explanation =
                hard("'thresholds':{'hard_deny_above':'8'},").decide().explanation();
        assertRemedies(explanation, Outcome.DENY);
        assertThat(maxAllowed(explanation)).isEqualTo("8");
    }

    @Test
    void approval_isRoutedAsTheDecisionIs() {
        Decision decision = given().policy("{'modes':{'default':'hard'},'thresholds':{'auto_approve_up_to':'2'},"
                        + "'approvals':{'routing':[{'id':'a','reviewer_roles':['member'],'required_approvals':2}]}}")
                .decide();
        Remedy remedy = decision.explanation().remedies().get(0);
        assertThat(remedy.route()).isEqualTo(decision.routing());
        assertThat(CanonicalJson.text(remedy.toJson()))
                .isEqualTo("{\"amount\":null,\"approvals\":2,\"kind\":\"approval\",\"permission\":\"approve.prod\","
                        + "\"roles\":[\"member\"],\"stage\":null}");
        assertThat(maxAllowed(decision.explanation())).isEqualTo("2");
        assertThat(decision.explanation().text()).contains("get 2 approvals (member, permission approve.prod)");
    }

    @Test
    void denial_thatWouldStillAsk_namesTheApprovalOfTheChangedRequest() {
        // With the plan raised the forecast is no longer over it: 40 instead of 60 points, medium instead of high.
        Decision decision = given().policy("{'modes':{'default':'hard'},'ceilings':{'plan_monthly':'5'},"
                        + "'risk':{'points':{'env_prod':40,'cost_data_missing':0}},"
                        + "'approvals':{'routing':[{'id':'hot','match':{'risk_class':['high']}},{'id':'calm'}]}}")
                .decide();
        assertThat(decision.outcome()).isEqualTo(Outcome.DENY);
        assertRemedies(decision.explanation(), Outcome.REQUIRE_APPROVAL, "raise_plan_limit 5", "approval");
        assertThat(decision.explanation().remedies().get(1).route().ruleId()).isEqualTo("calm");
        assertThat(decision.explanation().maxAllowedDelta()).isNull();
    }

    @Test
    void softMode_offersApprovalBesidesMoney() {
        Decision decision = given().policy("{'approvals':{'required_for':{'prod':false}}}")
                .budget("4")
                .decide();
        assertRemedies(decision.explanation(), Outcome.ALLOW, "add_budget 6", "add_reserved_credits 6", "approval");
    }

    @Test
    void shadowMode_isExplainedAsIfItWereHard() {
        Decision decision = given().policy("{'modes':{'default':'shadow'},'ceilings':{'plan_monthly':'7'},"
                        + "'approvals':{'required_for':{'prod':false}}}")
                .decide();
        assertThat(decision.outcome()).isEqualTo(Outcome.ALLOW);
        assertRemedies(decision.explanation(), Outcome.ALLOW, "raise_plan_limit 3");
        assertThat(maxAllowed(decision.explanation())).isEqualTo("7");
    }

    @Test
    void limitBeyondWhatCanBeStated_isNoRemedy() {
        Decision decision = hard("'ceilings':{'plan_monthly':'999999999999'},")
                .delta("1000000000000")
                .usage("1", "0", "0", "0", "0", "0")
                .budget("999999999999.5")
                .decide();
        // The plan would have to be 1000000000001; a budget of 10^12 can be stated.
        assertRemedies(decision.explanation(), Outcome.DENY, "add_budget 0.5", "add_reserved_credits 0.5");
        assertThat(maxAllowed(decision.explanation())).isEqualTo("999999999998");
    }

    @Test
    void nothingConfigured_allowsWhatCanBeStated() {
        assertThat(maxAllowed(hard("").decide().explanation())).isEqualTo("1000000000000");
    }

    @Test
    void ruleOnTheDelta_boundsIt() {
        Scenario scenario =
                hard("'rules':[{'id':'big','when':'true','effect':'deny'}],").budget("100");
        GateEngine engine = GateEngine.create(policy -> input -> {
            long delta = (Long) input.value(RuleVariable.MONTHLY_DELTA);
            return List.of(delta > 42_000_000 ? RuleResult.matched("big", "too big") : RuleResult.notMatched("big"));
        });
        for (String delta : new String[] {"10", "60"}) {
            scenario.delta(delta);
            Decision decision = engine.decide(
                    scenario.readPolicy(), scenario.readRequest(), scenario.snapshot(), scenario.clockTime());
            assertThat(maxAllowed(decision.explanation())).isEqualTo("42");
        }
    }

    @Test
    void ruleThatAlwaysDenies_allowsNothing() {
        Decision decision = hard("'rules':[{'id':'r','when':'true','effect':'deny','message':'never'}],")
                .ruleResults(RuleResult.matched("r", "never"))
                .decide();
        assertThat(decision.explanation().maxAllowedDelta()).isNull();
        assertThat(decision.explanation().reasons().get(0))
                .isEqualTo(new ReasonText(
                        "rule_r",
                        "Rule r",
                        "never",
                        "Change what the rule r objects to, or talk to the owners of the policy."));
    }

    @Test
    void doubtfulData_stopsEveryIncrease() {
        assertThat(hard("'data_quality':{'unpriced':'require_approval'},")
                        .request(",'unpriced_resources':1")
                        .decide()
                        .explanation()
                        .maxAllowedDelta())
                .isNull();
        assertThat(hard("'ceilings':{'basis':'forecast'},")
                        .decide()
                        .explanation()
                        .maxAllowedDelta())
                .isNull();
        assertThat(maxAllowed(hard("'ceilings':{'basis':'forecast'},'data_quality':{'unavailable':'allow'},")
                        .decide()
                        .explanation()))
                .isEqualTo("1000000000000");
    }

    @Test
    void failsafe_isExplainedByItsReasonAlone() {
        Scenario scenario = given();
        Explanation explanation = scenario.engine()
                .failsafe(scenario.readPolicy(), scenario.readRequest(), FailsafeCause.OVERLOAD)
                .explanation();
        assertRemedies(explanation, Outcome.DENY);
        assertThat(explanation.maxAllowedDelta()).isNull();
        assertThat(explanation.reasons()).extracting(ReasonText::code).containsExactly("failsafe_overload");
        assertThat(explanation.text()).startsWith("DENY in hard mode (default).\n- Overloaded: ");
    }

    @Test
    void explanation_asJson_hasTheShapeOfTheSpec() {
        Explanation explanation = hard("").budget("4").decide().explanation();
        assertThat(explanation.toJson().names())
                .containsExactly("max_allowed_delta", "outcome_if_applied", "reasons", "remedies", "text");
        assertThat(CanonicalJson.text(explanation.toJson()))
                .contains("{\"amount\":\"6\",\"approvals\":null,\"kind\":\"add_budget\",\"permission\":null,"
                        + "\"roles\":null,\"stage\":\"project_allocation\"}")
                .contains("\"max_allowed_delta\":\"4\"");
    }

    @Test
    void explanation_isNoPartOfTheRecord() {
        Decision asked = hard("").budget("4").decide();
        asked.explanation();
        assertThat(asked.decisionSha256())
                .isEqualTo(hard("").budget("4").decide().decisionSha256());
        assertThat(asked.record().has("explanation")).isFalse();
        assertThat(asked.explanation()).isSameAs(asked.explanation());
    }

    @ParameterizedTest
    @EnumSource(ReasonCode.class)
    void catalogue_hasATextForEveryReason(ReasonCode reason) {
        ReasonText text = ReasonCatalogue.of(reason.wireName(), List.of());
        assertThat(text.code()).isEqualTo(reason.wireName());
        assertThat(text.title()).isNotBlank();
        assertThat(text.detail()).endsWith(".");
        assertThat(text.remedy()).endsWith(".");
    }

    @Test
    void catalogue_titles_areUnique() {
        Set<String> titles = new HashSet<>();
        for (ReasonCode reason : ReasonCode.values()) {
            assertThat(titles.add(ReasonCatalogue.of(reason).title()))
                    .as(reason.wireName())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(RuleEffect.class)
    void catalogue_ofARuleWithoutMessage_saysWhatItDoes(RuleEffect effect) {
        ReasonText text = ReasonCatalogue.of("why", List.of(new MatchedRule("r", effect, "why", null)));
        assertThat(text.detail()).startsWith("The policy's rule r ").endsWith(" this change.");
    }

    @Test
    void amount_ofAllRemedies_isAboveZeroUnlessAnyBudgetDoes() {
        for (Remedy remedy : hard("'ceilings':{'plan_monthly':'1','enterprise_monthly':'2'},")
                .budget("3")
                .decide()
                .explanation()
                .remedies()) {
            assertThat(remedy.amount()).isGreaterThan(Amount.ZERO);
        }
    }
}
