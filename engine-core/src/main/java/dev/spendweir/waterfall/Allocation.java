package dev.spendweir.waterfall;

import dev.spendweir.amount.Amount;
import dev.spendweir.snapshot.Budget;
import org.jspecify.annotations.Nullable;

/**
 * Stage 2: the project's budget. In micro-units.
 *
 * @param budget null: the project has none, and everything passes as if allocated
 * @param headroom at least 0; 0 without a budget
 * @param consumed what the budget covers of the amount
 */
record Allocation(@Nullable Budget budget, long committed, long headroom, long consumed) {

    /** The stage of a project without a budget. */
    static Allocation unlimited(long amount) {
        return new Allocation(null, 0, 0, amount);
    }

    static Allocation of(Budget budget, long committed, long amount) {
        long headroom = Math.max(0, Headroom.of(budget.monthlyLimit(), committed));
        return new Allocation(budget, committed, headroom, Math.min(amount, headroom));
    }

    StageResult result(long amount) {
        Amount remaining = Amount.ofMicros(amount - consumed);
        if (budget == null) {
            return new StageResult(
                    Stage.PROJECT_ALLOCATION,
                    StageStatus.NOT_CONFIGURED,
                    null,
                    null,
                    null,
                    Amount.ofMicros(consumed),
                    remaining);
        }
        return new StageResult(
                Stage.PROJECT_ALLOCATION,
                status(amount),
                budget.monthlyLimit(),
                Amount.ofMicros(committed),
                Amount.ofMicros(headroom),
                Amount.ofMicros(consumed),
                remaining);
    }

    private StageStatus status(long amount) {
        if (consumed == amount) {
            return StageStatus.COVERED;
        }
        return consumed == 0 ? StageStatus.EXHAUSTED : StageStatus.PARTIAL;
    }
}
