package dev.spendweir.engine;

import static dev.spendweir.engine.Scenario.NO_APPROVAL;
import static dev.spendweir.engine.Scenario.assertDecision;
import static dev.spendweir.engine.Scenario.hard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.outcome.MatchedRule;
import dev.spendweir.policy.PolicyDocument.RuleEffect;
import dev.spendweir.policy.RuleResult;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.vocabulary.Outcome;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the results of rules do to a decision (spec 1.6, 1.8). */
class GateEngineRulesTest {

    static Scenario rule(String effect, String more, RuleResult result) {
        return hard("'rules':[{'id':'r1','when':'true','effect':'" + effect + "'" + more + "}]," + NO_APPROVAL)
                .budget("100")
                .ruleResults(result);
    }

    @Test
    void rule_matched_givesItsReasonAndIsReported() {
        Decision deny = rule("deny", ",'reason':'no_fridays'", RuleResult.matched("r1", "not on Fridays"))
                .decide();
        assertDecision(deny, Outcome.DENY, "no_fridays", "within_allocation");
        assertThat(deny.matchedRules())
                .containsExactly(new MatchedRule("r1", RuleEffect.DENY, "no_fridays", "not on Fridays"));
        Decision ask =
                rule("require_approval", "", RuleResult.matched("r1", null)).decide();
        assertDecision(ask, Outcome.REQUIRE_APPROVAL, "rule_r1", "within_allocation");
        Decision warn = rule("warn", "", RuleResult.matched("r1", null)).decide();
        assertDecision(warn, Outcome.ALLOW, "within_allocation");
        assertThat(warn.warnings()).containsExactly("rule_r1");
        assertThat(warn.matchedRules()).hasSize(1);
        Decision not = rule("deny", "", RuleResult.notMatched("r1")).decide();
        assertDecision(not, Outcome.ALLOW, "within_allocation");
        assertThat(not.matchedRules()).isEmpty();
    }

    @Test
    void rule_failed_countsAsMatchedOrIsSkipped() {
        Decision applied =
                rule("deny", ",'message':'said'", RuleResult.failed("r1")).decide();
        assertDecision(applied, Outcome.DENY, "rule_r1", "rule_error", "within_allocation");
        assertThat(applied.matchedRules()).containsExactly(new MatchedRule("r1", RuleEffect.DENY, "rule_r1", "said"));
        Decision warned = rule("warn", "", RuleResult.failed("r1")).decide();
        assertDecision(warned, Outcome.ALLOW, "within_allocation");
        assertThat(warned.warnings()).containsExactly("rule_r1", "rule_error");
        Decision skipped =
                rule("deny", ",'on_error':'skip'", RuleResult.failed("r1")).decide();
        assertDecision(skipped, Outcome.ALLOW, "within_allocation");
        assertThat(skipped.warnings()).containsExactly("rule_error_skipped");
        assertThat(skipped.matchedRules()).isEmpty();
    }

    @Test
    void rules_withoutACompiler_areUnsupported() {
        Scenario scenario = rule("deny", "", RuleResult.notMatched("r1"));
        GateEngine bare = GateEngine.create();
        assertThatThrownBy(() -> bare.decide(
                        scenario.readPolicy(), scenario.readRequest(), scenario.snapshot(), scenario.clockTime()))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OP_UNSUPPORTED));
        // A bad time comes first; context and waterfall need no rules (spec 10 A8).
        assertThatThrownBy(() ->
                        bare.decide(scenario.readPolicy(), scenario.readRequest(), scenario.snapshot(), Instant.MAX))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CLOCK_TIME));
        assertThat(bare.evaluateWaterfall(
                                scenario.readPolicy(),
                                scenario.readRequest(),
                                scenario.snapshot(),
                                scenario.clockTime())
                        .limitingStage())
                .isNull();
    }

    @Test
    void ruleSet_thatAnswersForOtherRules_isABrokenInvariant() {
        assertThatThrownBy(
                        () -> rule("deny", "", RuleResult.notMatched("other")).decide())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> rule("deny", "", RuleResult.notMatched("r1"))
                        .ruleResults()
                        .decide())
                .isInstanceOf(IllegalStateException.class);
    }
}
