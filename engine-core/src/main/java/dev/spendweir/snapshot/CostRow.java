package dev.spendweir.snapshot;

import dev.spendweir.amount.Amount;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.time.Days;
import java.time.LocalDate;
import java.util.Objects;

/**
 * The cost of one UTC day (spec 1.4).
 *
 * @param date years 0001 to 9999
 * @param amount negative for refunds
 * @param isFinal whether the provider will not restate it; {@code final} on the wire
 */
public record CostRow(LocalDate date, Amount amount, boolean isFinal) {

    /**
     * Checks the date.
     *
     * @throws RejectedException {@code INVALID_SNAPSHOT} outside the years 0001 to 9999
     */
    public CostRow {
        Objects.requireNonNull(amount, "amount");
        if (!Days.isInRange(date.toEpochDay())) {
            throw new RejectedException(
                    ErrorCode.INVALID_SNAPSHOT, "/date", "the date lies outside the years 0001 to 9999");
        }
    }
}
