package dev.spendweir.engine;

import static dev.spendweir.engine.Scenario.daily;
import static dev.spendweir.engine.Scenario.given;
import static dev.spendweir.engine.Scenario.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.outcome.FailsafeCause;
import dev.spendweir.outcome.Hold;
import dev.spendweir.outcome.MatchedRule;
import dev.spendweir.outcome.ReservationPlan;
import dev.spendweir.policy.PolicyDocument.RuleEffect;
import dev.spendweir.policy.RuleResult;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.snapshot.CostSource;
import dev.spendweir.snapshot.CreditPool;
import dev.spendweir.vocabulary.Mode;
import dev.spendweir.vocabulary.Outcome;
import dev.spendweir.vocabulary.Role;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks, modes, reservation plan, routing, fail-safe and record (spec 1.8). */
class GateEngineTest {

    private static final String HARD = "'modes':{'default':'hard'},";
    private static final String NO_APPROVAL = "'approvals':{'required_for':{'prod':false}}";

    private static Scenario hard(String policyMembers) {
        return given().policy("{" + HARD + policyMembers + "}");
    }

    private static void assertDecision(Decision decision, Outcome outcome, String... reasons) {
        assertThat(decision.outcome()).isEqualTo(outcome);
        assertThat(decision.reasonCodes()).containsExactly(reasons);
    }

    // ---- checks ----

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

    // ---- rules ----

    private static Scenario rule(String effect, String more, RuleResult result) {
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

    // ---- modes ----

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

    // ---- reservation plan ----

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

    // ---- routing ----

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "'source':['terraform'];true",
                "'source':['custom','llm_call'];false",
                "'environment_class':['prod'];true",
                "'environment_class':['nonprod'];false",
                "'project_id':['x','payments'];true",
                "'project_id':['payment'];false",
                "'risk_class':['medium'];true",
                "'risk_class':['low','high','critical'];false",
                "'action_prefix':['vm','terra'];true",
                "'action_prefix':['terraform.apply.'];false",
                "'monthly_delta_min':'10';true",
                "'monthly_delta_min':'10.000001';false",
                "'monthly_delta_max':'10.000001';true",
                "'monthly_delta_max':'10';false",
                "'source':['terraform'],'project_id':['other'];false"
            })
    void routing_ruleMatches_whenEveryGivenConditionHolds(String match, boolean matches) {
        // Production without cost data: 20 + 10 points, medium.
        Decision decision = hard("'approvals':{'routing':[{'id':'one','match':{" + match + "}}]}")
                .decide();
        assertThat(decision.routing().ruleId()).isEqualTo(matches ? "one" : "default");
    }

    @Test
    void routing_takesTheFirstMatch_withItsValues() {
        Decision decision = hard("'approvals':{'default_ttl_seconds':600,'routing':["
                        + "{'id':'never','match':{'source':['custom']}},"
                        + "{'id':'first','reviewer_roles':['member'],'required_permission':'finance.sign',"
                        + "'required_approvals':3,'ttl_seconds':90},{'id':'second'}]}")
                .decide();
        assertThat(decision.routing().ruleId()).isEqualTo("first");
        assertThat(decision.routing().reviewerRoles()).containsExactly(Role.MEMBER);
        assertThat(decision.routing().requiredPermission()).isEqualTo("finance.sign");
        assertThat(decision.routing().requiredApprovals()).isEqualTo(3);
        assertThat(decision.routing().ttlSeconds()).isEqualTo(90);
    }

    @Test
    void routing_defaults_areOwnerAndAdminAndThePermissionOfTheClass() {
        Decision prod = hard("'approvals':{'default_ttl_seconds':600}").decide();
        assertThat(CanonicalJson.text(prod.record().get("routing")))
                .isEqualTo("{\"required_approvals\":1,\"required_permission\":\"approve.prod\","
                        + "\"reviewer_roles\":[\"owner\",\"admin\"],\"rule_id\":\"default\",\"ttl_seconds\":600}");
        Decision nonprod = hard("'approvals':{'required_for':{'nonprod':true},'routing':[{'id':'a'}]}")
                .environment("dev")
                .decide();
        assertThat(nonprod.routing().requiredPermission()).isEqualTo("approve.nonprod");
        assertThat(nonprod.routing().ttlSeconds()).isEqualTo(86_400);
    }

    @Test
    void routing_isThereForDryRuns() {
        Decision decision = hard("'approvals':{}").request(",'dry_run':true").decide();
        assertThat(decision.routing()).isNotNull();
    }

    // ---- fail-safe ----

    @ParameterizedTest
    @EnumSource(FailsafeCause.class)
    void failsafe_followsTheMode_andIsRetryable(FailsafeCause cause) {
        Outcome[] outcomes = {Outcome.ALLOW, Outcome.REQUIRE_APPROVAL, Outcome.DENY};
        Mode[] modes = {Mode.SHADOW, Mode.SOFT, Mode.HARD};
        for (int i = 0; i < modes.length; i++) {
            Scenario scenario = given().policy("{'modes':{'default':'" + modes[i].wireName() + "'}}");
            Decision decision = scenario.engine().failsafe(scenario.readPolicy(), scenario.readRequest(), cause);
            assertDecision(decision, outcomes[i], cause.reason().wireName());
            assertThat(decision.baseOutcome()).isEqualTo(outcomes[i]);
            assertThat(decision.retryable()).isTrue();
            assertThat(decision.modeScope()).isEqualTo("default");
        }
    }

    @Test
    void failsafe_record_hasTheSameKeysAndNulls() {
        Scenario scenario = given();
        JsonObject record = scenario.engine()
                .failsafe(scenario.readPolicy(), scenario.readRequest(), FailsafeCause.TIMEOUT)
                .record();
        assertThat(record.names()).isEqualTo(scenario.record().names());
        for (String name : List.of(
                "computed_context",
                "waterfall",
                "limiting_stage",
                "reservation_plan",
                "routing",
                "policy_version",
                "snapshot_sha256")) {
            assertThat(record.get(name)).as(name).isEqualTo(JsonNull.NULL);
        }
        assertThat(CanonicalJson.text(record))
                .contains("\"matched_rules\":[]")
                .contains("\"warnings\":[]")
                .contains("\"retryable\":true")
                .contains("\"policy_sha256\":\"" + scenario.readPolicy().sha256() + "\"");
        assertHashCoversTheRest(record);
    }

    @Test
    void failsafe_withoutAPolicy_takesTheFallbackMode() {
        Scenario scenario = given();
        Decision hard = scenario.engine().failsafe(null, scenario.readRequest(), FailsafeCause.ERROR);
        assertDecision(hard, Outcome.DENY, "failsafe_error");
        assertThat(hard.modeScope()).isEqualTo("fallback");
        assertThat(hard.record().get("policy_sha256")).isEqualTo(JsonNull.NULL);
        Decision soft = scenario.engine().failsafe(null, Mode.SOFT, scenario.readRequest(), FailsafeCause.ERROR);
        assertThat(soft.outcome()).isEqualTo(Outcome.REQUIRE_APPROVAL);
        assertThat(soft.routing()).isNull();
    }

    @Test
    void failsafeCause_isReadWithAndWithoutPrefix() {
        for (FailsafeCause cause : FailsafeCause.values()) {
            String reason = cause.reason().wireName();
            assertThat(FailsafeCause.parse(reason)).isEqualTo(cause);
            assertThat(FailsafeCause.parse(reason.substring("failsafe_".length())))
                    .isEqualTo(cause);
        }
        for (String bad : new String[] {null, "", "failsafe_", "Timeout", "failsafe_failsafe_timeout"}) {
            assertThatThrownBy(() -> FailsafeCause.parse(bad))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageStartingWith("INVALID_FIELD at /cause");
        }
    }

    // ---- record ----

    private static void assertHashCoversTheRest(JsonObject record) {
        String stated = ((JsonString) record.get("decision_sha256")).value();
        assertThat(CanonicalJson.sha256(record.without("decision_sha256"))).isEqualTo(stated);
    }

    @Test
    void record_isCanonicalAndItsHashCoversTheRest() {
        Decision decision = rule("deny", "", RuleResult.matched("r1", "caf\u00e9 \"\n"))
                .grant("r", CreditPool.RESERVED, "6")
                .decide();
        JsonObject record = decision.record();
        assertThat(CanonicalJson.bytes(record)).isEqualTo(decision.recordBytes());
        assertThat(((JsonString) record.get("decision_sha256")).value()).isEqualTo(decision.decisionSha256());
        assertHashCoversTheRest(record);
        assertThat(record.names())
                .containsExactly(
                        "base_outcome",
                        "computed_context",
                        "decision_sha256",
                        "environment_class",
                        "fingerprint",
                        "limiting_stage",
                        "matched_rules",
                        "mode",
                        "mode_scope",
                        "outcome",
                        "policy_sha256",
                        "policy_version",
                        "reason_codes",
                        "request_sha256",
                        "reservation_plan",
                        "retryable",
                        "routing",
                        "schema",
                        "scope_fingerprint",
                        "snapshot_sha256",
                        "warnings",
                        "waterfall");
    }

    @Test
    void record_bindsPolicyRequestAndSnapshot() {
        Scenario scenario = given().budget("100").costs(daily("2026-03-01", "2026-03-17", d -> "1"));
        JsonObject record = scenario.record();
        assertThat(record.get("policy_sha256"))
                .isEqualTo(new JsonString(scenario.readPolicy().sha256()));
        assertThat(record.get("request_sha256"))
                .isEqualTo(new JsonString(
                        CanonicalJson.sha256(scenario.readRequest().toJson())));
        assertThat(record.get("snapshot_sha256"))
                .isEqualTo(
                        new JsonString(CanonicalJson.sha256(scenario.snapshot().hashedJson())));
        assertThat(((JsonObject) record.get("computed_context")).get("policy_sha256"))
                .isEqualTo(record.get("policy_sha256"));
    }

    @Test
    void record_bytes_areTheCallersOwn() {
        Decision decision = given().decide();
        byte[] first = decision.recordBytes();
        first[0] = 'x';
        assertThat(JsonReader.read(decision.recordBytes())).isEqualTo(decision.record());
    }

    @Test
    void clockTime_isCutToMilliseconds() {
        Decision decision = given().clock("2026-03-18T12:00:00.123999Z").decide();
        assertThat(((JsonObject) decision.record().get("computed_context")).get("clock_time"))
                .isEqualTo(new JsonString("2026-03-18T12:00:00.123Z"));
        assertThat(decision.decisionSha256())
                .isEqualTo(given().clock("2026-03-18T12:00:00.123Z").decide().decisionSha256());
    }
}
