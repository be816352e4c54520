package dev.spendweir.engine;

import dev.spendweir.amount.Amount;
import dev.spendweir.outcome.Remedy;
import dev.spendweir.outcome.RemedyKind;
import dev.spendweir.policy.PolicyDocument.Guard;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.snapshot.Budget;
import dev.spendweir.vocabulary.Outcome;
import dev.spendweir.waterfall.Stage;
import dev.spendweir.waterfall.StageResult;
import dev.spendweir.waterfall.Waterfall;
import dev.spendweir.waterfall.WaterfallResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What would have to be different (spec 1.8, Explanation). Every figure comes from arithmetic and is checked by deciding
 * again: with it the thing passes, with one micro-unit less it does not.
 */
final class Counterfactuals {

    /** The largest amount that a policy, budget, grant or request can state. */
    private static final long MAX_STATED = Amount.MAX_INPUT_UNITS * Amount.MICROS_PER_UNIT;

    private final WhatIf asked;
    private final WaterfallResult waterfall;
    private final List<Remedy> money = new ArrayList<>();
    private WhatIf applied;

    Counterfactuals(WhatIf asked, Evaluation evaluation) {
        this.asked = asked;
        this.waterfall = evaluation.waterfall();
        this.applied = asked;
        planLimit();
        shortage();
        enterpriseCeiling();
    }

    /** The remedies of money. */
    List<Remedy> money() {
        return money;
    }

    /** The request after one choice of each remedy of money: a larger budget rather than credit. */
    WhatIf applied() {
        return applied;
    }

    private void planLimit() {
        long missing = missing(Stage.PLAN_LIMIT);
        Amount limit = asked.policy().ceilings().planMonthly();
        if (missing <= 0 || limit == null || limit.micros() > MAX_STATED - missing) {
            return;
        }
        long raised = limit.micros() + missing;
        verify(raised, micros -> asked.withPlanLimit(Amount.ofMicros(micros)), passes(Stage.PLAN_LIMIT));
        money.add(Remedy.money(RemedyKind.RAISE_PLAN_LIMIT, Stage.PLAN_LIMIT, Amount.ofMicros(missing)));
        applied = applied.withPlanLimit(Amount.ofMicros(raised));
    }

    private void enterpriseCeiling() {
        long missing = missing(Stage.ENTERPRISE_CEILING);
        Amount limit = asked.policy().ceilings().enterpriseMonthly();
        if (missing <= 0 || limit == null || limit.micros() > MAX_STATED - missing) {
            return;
        }
        long raised = limit.micros() + missing;
        verify(
                raised,
                micros -> asked.withEnterpriseCeiling(Amount.ofMicros(micros)),
                passes(Stage.ENTERPRISE_CEILING));
        money.add(
                Remedy.money(RemedyKind.RAISE_ENTERPRISE_CEILING, Stage.ENTERPRISE_CEILING, Amount.ofMicros(missing)));
        applied = applied.withEnterpriseCeiling(Amount.ofMicros(raised));
    }

    private static Predicate<Evaluation> passes(Stage ceiling) {
        return evaluation -> !evaluation.waterfall().fails(ceiling);
    }

    /** By how much the amount exceeds the headroom of a ceiling; 0 when it fits, or when no amount can say how much. */
    private long missing(Stage ceiling) {
        StageResult stage = waterfall.stage(ceiling);
        Amount headroom = stage.headroom();
        if (headroom == null || !waterfall.fails(ceiling)) {
            return 0;
        }
        // A difference that wraps is negative, and more than anybody could state.
        return Math.max(0, waterfall.amount().micros() - headroom.micros());
    }

    /** What budget and credits leave open, or a budget that the policy wants and the project does not have. */
    private void shortage() {
        Budget budget = asked.snapshot().budget();
        long uncovered = waterfall.uncovered().micros();
        if (budget == null) {
            boolean wanted = asked.policy().budgets().missing() != Guard.ALLOW;
            if (wanted && waterfall.amount().isPositive()) {
                firstBudget();
            }
        } else if (uncovered > 0) {
            boolean budgetHelps = largerBudget(budget, uncovered);
            credit(uncovered, !budgetHelps);
        }
    }

    /** A limit below what is committed has a hole that must be filled before anything is covered. */
    private boolean largerBudget(Budget budget, long uncovered) {
        Amount committed = waterfall.stage(Stage.PROJECT_ALLOCATION).committed();
        long limit = budget.monthlyLimit().micros();
        long filled = committed == null ? limit : Math.max(limit, committed.micros());
        // A sum that wraps is negative, and more than anybody could state.
        long raised = filled + uncovered;
        if (raised < 0 || raised > MAX_STATED) {
            return false;
        }
        verify(raised, micros -> asked.withBudget(Amount.ofMicros(micros)), Counterfactuals::isCovered);
        Amount added = Amount.ofMicros(raised - limit);
        money.add(Remedy.money(RemedyKind.ADD_BUDGET, Stage.PROJECT_ALLOCATION, added));
        applied = applied.withBudget(Amount.ofMicros(raised));
        return true;
    }

    private void credit(long uncovered, boolean apply) {
        verify(uncovered, micros -> asked.withReservedCredit(Amount.ofMicros(micros)), Counterfactuals::isCovered);
        Amount added = Amount.ofMicros(uncovered);
        money.add(Remedy.money(RemedyKind.ADD_RESERVED_CREDITS, Stage.RESERVED_CREDITS, added));
        if (apply) {
            applied = applied.withReservedCredit(added);
        }
    }

    /** The smallest budget of a project without one that, with the credits there are, covers the amount. */
    private void firstBudget() {
        long needed =
                waterfall.amount().micros() - headroom(Stage.RESERVED_CREDITS) - headroom(Stage.EMERGENCY_CREDITS);
        long limit;
        try {
            long committed = Waterfall.projectCommitted(
                    asked.policy().budgets().basis(), asked.snapshot().usage(), asked.context());
            limit = needed <= 0 ? 0 : Math.max(0, Math.addExact(committed, needed));
            Math.subtractExact(limit, committed);
        } catch (ArithmeticException | RejectedException e) {
            return;
        }
        if (limit > MAX_STATED) {
            return;
        }
        verify(limit, micros -> asked.withBudget(Amount.ofMicros(micros)), Counterfactuals::isCovered);
        Amount added = Amount.ofMicros(limit);
        money.add(Remedy.money(RemedyKind.ADD_BUDGET, Stage.PROJECT_ALLOCATION, added));
        applied = applied.withBudget(added);
    }

    private long headroom(Stage pool) {
        Amount headroom = waterfall.stage(pool).headroom();
        // More than any amount is as good as enough, and two of them still add up.
        return headroom == null ? 0 : Math.min(headroom.micros(), MAX_STATED);
    }

    private static boolean isCovered(Evaluation evaluation) {
        return evaluation.waterfall().uncovered().isZero();
    }

    /** Decides again with the figure, and with one micro-unit less unless that is below 0. */
    private static void verify(long micros, LongFunction<WhatIf> change, Predicate<Evaluation> passes) {
        boolean enough = holds(change.apply(micros), passes);
        boolean least = micros == 0 || !holds(change.apply(micros - 1), passes);
        if (!enough || !least) {
            throw new IllegalStateException("a counterfactual of " + Amount.ofMicros(micros) + " does not hold: "
                    + (enough ? "less would do" : "it is not enough"));
        }
    }

    private static boolean holds(WhatIf changed, Predicate<Evaluation> passes) {
        Evaluation evaluation = changed.evaluate();
        return evaluation != null && passes.test(evaluation);
    }

    /**
     * The largest monthly delta above 0 that goes through without approval or denial; null if there is none. With rules it
     * is a delta that goes through while one micro-unit more does not; rules that forbid less than they allow may have
     * several such deltas.
     */
    @Nullable
    Amount maxAllowedDelta(Evaluation evaluation) {
        long bound = DeltaBound.of(asked, evaluation);
        if (bound <= 0) {
            return null;
        }
        if (bound < MAX_STATED && goesThrough(bound + 1)) {
            throw new IllegalStateException("a delta above the bound " + Amount.ofMicros(bound) + " goes through");
        }
        if (goesThrough(bound)) {
            return Amount.ofMicros(bound);
        }
        // Only rules can forbid what the bound allows: look for the place where they begin to.
        long allowed = goesThrough(asked.monthlyDelta()) ? asked.monthlyDelta() : 1;
        if (allowed <= 0 || allowed >= bound || !goesThrough(allowed)) {
            return null;
        }
        long forbidden = bound;
        while (forbidden - allowed > 1) {
            long middle = allowed + (forbidden - allowed) / 2;
            if (goesThrough(middle)) {
                allowed = middle;
            } else {
                forbidden = middle;
            }
        }
        return Amount.ofMicros(allowed);
    }

    private boolean goesThrough(long delta) {
        return holds(
                asked.withDelta(delta),
                evaluation -> isLetThrough(evaluation.verdict().base()));
    }

    private static boolean isLetThrough(Outcome outcome) {
        return switch (outcome) {
            case ALLOW, ALLOW_WITH_CREDITS -> true;
            case REQUIRE_APPROVAL, DENY -> false;
        };
    }
}
