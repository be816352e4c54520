package dev.spendweir.engine;

import dev.spendweir.context.ComputedContext;
import dev.spendweir.outcome.Checks;
import dev.spendweir.outcome.Verdict;
import dev.spendweir.policy.PolicyDocument;
import dev.spendweir.policy.RuleResult;
import dev.spendweir.policy.RuleSet;
import dev.spendweir.request.GateRequest;
import dev.spendweir.snapshot.Snapshot;
import dev.spendweir.vocabulary.Mode;
import dev.spendweir.waterfall.Waterfall;
import dev.spendweir.waterfall.WaterfallResult;
import java.util.List;

/**
 * One pass of a request through waterfall and checks. Decisions and the counterfactuals of their explanations are made
 * by the same pass.
 *
 * @param ruleResults one for each rule, in document order
 */
record Evaluation(ComputedContext context, WaterfallResult waterfall, List<RuleResult> ruleResults, Verdict verdict) {

    /**
     * Evaluates.
     *
     * @param monthlyDelta in micro-units; a counterfactual may ask with another than the request's
     * @param context made for this delta
     */
    static Evaluation of(
            PolicyDocument policy,
            RuleSet rules,
            GateRequest request,
            long monthlyDelta,
            Snapshot snapshot,
            ComputedContext context,
            Mode mode) {
        WaterfallResult waterfall = Waterfall.evaluate(policy, snapshot, request.projectId(), context, monthlyDelta);
        List<RuleResult> results = List.of();
        if (!policy.rules().isEmpty()) {
            results = rules.evaluate(RuleInputs.of(request, monthlyDelta, context, waterfall));
            check(policy, results);
        }
        Verdict verdict = Checks.run(policy, request, monthlyDelta, snapshot, context, waterfall, results, mode);
        return new Evaluation(context, waterfall, results, verdict);
    }

    private static void check(PolicyDocument policy, List<RuleResult> results) {
        boolean fits = results.size() == policy.rules().size();
        for (int i = 0; fits && i < results.size(); i++) {
            fits = results.get(i).ruleId().equals(policy.rules().get(i).id());
        }
        if (!fits) {
            throw new IllegalStateException("a rule set must give one result for each rule, in document order");
        }
    }
}
