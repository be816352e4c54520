package dev.spendweir.waterfall;

import dev.spendweir.amount.Amount;
import org.jspecify.annotations.Nullable;

/**
 * Stage 1 or 5: a limit that the whole amount must fit under.
 *
 * @param limit null: not configured
 * @param committed in micro-units
 * @param headroom in micro-units, may be negative; 0 when not configured
 */
record Ceiling(@Nullable Amount limit, long committed, long headroom) {

    static Ceiling of(@Nullable Amount limit, long committed) {
        return new Ceiling(limit, committed, limit == null ? 0 : Headroom.of(limit, committed));
    }

    StageStatus status(long amount) {
        if (limit == null) {
            return StageStatus.NOT_CONFIGURED;
        }
        return amount == 0 || amount <= headroom ? StageStatus.PASS : StageStatus.FAIL;
    }

    StageResult result(Stage stage, long amount, long remaining) {
        boolean configured = limit != null;
        return new StageResult(
                stage,
                status(amount),
                limit,
                configured ? Amount.ofMicros(committed) : null,
                configured ? Amount.ofMicros(headroom) : null,
                null,
                Amount.ofMicros(remaining));
    }
}
