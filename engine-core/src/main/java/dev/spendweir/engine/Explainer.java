package dev.spendweir.engine;

import dev.spendweir.amount.Amount;
import dev.spendweir.outcome.Explanation;
import dev.spendweir.outcome.ExplanationText;
import dev.spendweir.outcome.ReasonCatalogue;
import dev.spendweir.outcome.ReasonText;
import dev.spendweir.outcome.Remedy;
import dev.spendweir.outcome.Routing;
import dev.spendweir.outcome.RoutingDecision;
import dev.spendweir.vocabulary.Mode;
import dev.spendweir.vocabulary.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Explains decisions (spec 1.8). Pure functions. */
final class Explainer {

    private Explainer() {}

    /** A fail-safe decision has looked at nothing, so there is nothing to be done but ask again. */
    static Explanation failsafe(Decision decision) {
        return explanation(decision, List.of(), decision.outcome(), null);
    }

    /**
     * Explains an evaluated decision.
     *
     * @param asked the decision's inputs, unchanged
     */
    static Explanation evaluated(Decision decision, WhatIf asked, Evaluation evaluation) {
        Counterfactuals counterfactuals = new Counterfactuals(asked, evaluation);
        List<Remedy> remedies = new ArrayList<>(counterfactuals.money());
        Mode mode = decision.mode();
        Outcome now = enforced(evaluation.verdict().base(), mode);
        Outcome ifApplied = now;
        Evaluation applied = evaluation;
        if (!remedies.isEmpty()) {
            Evaluation again = counterfactuals.applied().evaluate();
            applied = again == null ? evaluation : again;
            ifApplied = enforced(applied.verdict().base(), mode);
        }
        if (now == Outcome.REQUIRE_APPROVAL || ifApplied == Outcome.REQUIRE_APPROVAL) {
            Evaluation questioned = now == Outcome.REQUIRE_APPROVAL ? evaluation : applied;
            remedies.add(Remedy.approval(route(asked, questioned)));
        }
        return explanation(decision, remedies, ifApplied, counterfactuals.maxAllowedDelta(evaluation));
    }

    private static RoutingDecision route(WhatIf asked, Evaluation evaluation) {
        return Routing.route(
                asked.policy().approvals(),
                asked.request(),
                asked.monthlyDelta(),
                evaluation.context().riskClass());
    }

    /** Shadow mode is explained as what it would be in hard mode: that it lets everything pass helps nobody. */
    private static Outcome enforced(Outcome base, Mode mode) {
        return switch (mode) {
            case SOFT -> base == Outcome.DENY ? Outcome.REQUIRE_APPROVAL : base;
            case HARD, SHADOW -> base;
        };
    }

    private static Explanation explanation(
            Decision decision, List<Remedy> remedies, Outcome ifApplied, @Nullable Amount maxAllowedDelta) {
        List<ReasonText> reasons = new ArrayList<>();
        for (String code : decision.reasonCodes()) {
            reasons.add(ReasonCatalogue.of(code, decision.matchedRules()));
        }
        String text = ExplanationText.of(
                decision.outcome(),
                decision.modeChoice(),
                decision.request().currency(),
                reasons,
                remedies,
                ifApplied,
                maxAllowedDelta);
        return new Explanation(reasons, remedies, ifApplied, maxAllowedDelta, text);
    }
}
