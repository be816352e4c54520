package dev.spendweir.outcome;

import dev.spendweir.amount.Amount;
import dev.spendweir.context.ComputedContext;
import dev.spendweir.policy.PolicyDocument;
import dev.spendweir.policy.PolicyDocument.Basis;
import dev.spendweir.policy.PolicyDocument.DataQuality;
import dev.spendweir.policy.PolicyDocument.Guard;
import dev.spendweir.policy.PolicyDocument.Rule;
import dev.spendweir.policy.PolicyDocument.RuleEffect;
import dev.spendweir.policy.RuleResult;
import dev.spendweir.request.GateRequest;
import dev.spendweir.snapshot.Snapshot;
import dev.spendweir.vocabulary.Mode;
import dev.spendweir.vocabulary.Outcome;
import dev.spendweir.vocabulary.ReasonCode;
import dev.spendweir.waterfall.WaterfallResult;
import java.util.ArrayList;
import java.util.List;

/** The checks of a decision in their order (spec 1.8). Pure functions. */
public final class Checks {

    private Checks() {}

    /**
     * Runs all checks and resolves them under a mode.
     *
     * @param monthlyDelta in micro-units, signed
     * @param ruleResults one for each rule of the policy, in document order
     */
    public static Verdict run(
            PolicyDocument policy,
            GateRequest request,
            long monthlyDelta,
            Snapshot snapshot,
            ComputedContext context,
            WaterfallResult waterfall,
            List<RuleResult> ruleResults,
            Mode mode) {
        OutcomeResolver resolver = new OutcomeResolver();
        rules(policy.rules(), ruleResults, resolver);
        Amount hardDenyAbove = policy.thresholds().hardDenyAbove();
        if (hardDenyAbove != null && monthlyDelta > hardDenyAbove.micros()) {
            resolver.add(Outcome.DENY, ReasonCode.HARD_DENY_THRESHOLD_EXCEEDED);
        }
        waterfall(policy, waterfall, resolver);
        if (request.unpricedResources() > 0) {
            resolver.addGuarded(policy.dataQuality().unpriced(), ReasonCode.UNPRICED_RESOURCES);
        }
        if (monthlyDelta > 0) {
            costData(policy, snapshot, context, resolver);
            if (snapshot.budget() == null && policy.budgets().missing() != Guard.ALLOW) {
                resolver.addGuarded(policy.budgets().missing(), ReasonCode.NO_BUDGET_CONFIGURED);
            }
            environment(policy, request, monthlyDelta, resolver);
        }
        return resolver.resolve(mode);
    }

    private static void rules(List<Rule> rules, List<RuleResult> results, OutcomeResolver resolver) {
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            RuleResult result = results.get(i);
            if (isSkipped(rule, result)) {
                resolver.warn(ReasonCode.RULE_ERROR_SKIPPED.wireName());
            } else if (result.matched() || result.failed()) {
                add(rule.effect(), rule.reason(), resolver);
                if (result.failed()) {
                    add(rule.effect(), ReasonCode.RULE_ERROR.wireName(), resolver);
                }
            }
        }
    }

    private static boolean isSkipped(Rule rule, RuleResult result) {
        return result.failed() && rule.onError() == PolicyDocument.OnError.SKIP;
    }

    private static void add(RuleEffect effect, String reason, OutcomeResolver resolver) {
        switch (effect) {
            case DENY -> resolver.add(Outcome.DENY, reason);
            case REQUIRE_APPROVAL -> resolver.add(Outcome.REQUIRE_APPROVAL, reason);
            case WARN -> resolver.warn(reason);
        }
    }

    /** The rules that matched or count as matched, in document order (spec 1.6). */
    public static List<MatchedRule> matchedRules(List<Rule> rules, List<RuleResult> results) {
        if (rules.isEmpty()) {
            return List.of();
        }
        List<MatchedRule> matched = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            RuleResult result = results.get(i);
            if (result.matched()) {
                matched.add(new MatchedRule(rule.id(), rule.effect(), rule.reason(), result.message()));
            } else if (result.failed() && !isSkipped(rule, result)) {
                // Its own text does not depend on the evaluation that failed; a computed one would.
                matched.add(new MatchedRule(rule.id(), rule.effect(), rule.reason(), rule.message()));
            }
        }
        return List.copyOf(matched);
    }

    private static void waterfall(PolicyDocument policy, WaterfallResult waterfall, OutcomeResolver resolver) {
        if (waterfall.limitingStage() != null) {
            resolver.add(Outcome.DENY, waterfall.reason());
        } else if (waterfall.drawsEmergencyCredits() && policy.credits().emergencyRequiresApproval()) {
            resolver.add(Outcome.REQUIRE_APPROVAL, ReasonCode.EMERGENCY_CREDITS_REQUIRE_APPROVAL);
        } else {
            Outcome severity = waterfall.drawsCredits() ? Outcome.ALLOW_WITH_CREDITS : Outcome.ALLOW;
            resolver.add(severity, waterfall.reason());
        }
    }

    /** Doubts about the cost data count only where a forecast decides. */
    private static void costData(
            PolicyDocument policy, Snapshot snapshot, ComputedContext context, OutcomeResolver resolver) {
        boolean budgetForecast = policy.budgets().basis() != Basis.COMMITMENTS && snapshot.budget() != null;
        if (!budgetForecast && policy.ceilings().basis() == Basis.COMMITMENTS) {
            return;
        }
        DataQuality quality = policy.dataQuality();
        if (context.isStale()) {
            resolver.addGuarded(quality.stale(), ReasonCode.COST_DATA_STALE);
        }
        boolean projectUnknown = budgetForecast && snapshot.projectCostHistory() == null;
        if (projectUnknown || context.dataSourceMode().isMissing()) {
            resolver.addGuarded(quality.unavailable(), ReasonCode.COST_DATA_UNAVAILABLE);
        }
    }

    private static void environment(
            PolicyDocument policy, GateRequest request, long monthlyDelta, OutcomeResolver resolver) {
        if (!policy.approvals().requiredFor().of(request.environmentClass())) {
            return;
        }
        if (monthlyDelta <= policy.thresholds().autoApproveUpTo().micros()) {
            resolver.add(Outcome.ALLOW, ReasonCode.AUTO_APPROVED_BELOW_THRESHOLD);
            return;
        }
        ReasonCode reason = switch (request.environmentClass()) {
            case PROD -> ReasonCode.APPROVAL_REQUIRED_PROD;
            case NONPROD -> ReasonCode.APPROVAL_REQUIRED_NONPROD;
        };
        resolver.add(Outcome.REQUIRE_APPROVAL, reason);
    }
}
