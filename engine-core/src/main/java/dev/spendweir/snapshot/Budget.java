package dev.spendweir.snapshot;

import dev.spendweir.amount.Amount;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;

/**
 * A project's budget (spec 1.4).
 *
 * @param monthlyLimit at least 0
 */
public record Budget(Amount monthlyLimit) {

    /**
     * Checks the limit.
     *
     * @throws RejectedException {@code INVALID_SNAPSHOT} for a limit below 0
     */
    public Budget {
        if (monthlyLimit.isNegative()) {
            throw new RejectedException(
                    ErrorCode.INVALID_SNAPSHOT,
                    "/budget/monthly_limit",
                    "the amount must be at least 0, not " + monthlyLimit);
        }
    }
}
