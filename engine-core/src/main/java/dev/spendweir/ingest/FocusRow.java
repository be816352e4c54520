package dev.spendweir.ingest;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * One row of a FOCUS file, as far as it matters here. Immutable.
 *
 * @param day the UTC day in which the charge period starts, and the project
 * @param cost exact, in the policy's currency
 * @param isCorrection whether it changes a period that was billed before
 */
public record FocusRow(CostDay day, BigDecimal cost, boolean isCorrection) {

    public FocusRow {
        Objects.requireNonNull(day, "day");
        Objects.requireNonNull(cost, "cost");
    }
}
