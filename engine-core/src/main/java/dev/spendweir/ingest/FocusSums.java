package dev.spendweir.ingest;

import dev.spendweir.amount.Amount;
import java.math.BigDecimal;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rows of one FOCUS file, summed exactly to a figure for each day and project; each figure is rounded once (spec 5.4).
 *
 * <p>A row of charge class {@code Correction} changes a period that was billed before. Where the file has other rows of
 * that day and project it is one of them; else it is to be added to what is stored for the day, which it must not replace.
 * Not thread-safe.
 */
public final class FocusSums {

    private final SortedMap<CostDay, BigDecimal> charges = new TreeMap<>();
    private final SortedMap<CostDay, BigDecimal> corrections = new TreeMap<>();

    /** Adds a row. */
    public void add(FocusRow row) {
        (row.isCorrection() ? corrections : charges).merge(row.day(), row.cost(), BigDecimal::add);
    }

    /**
     * The figures that stand for their days.
     *
     * @throws dev.spendweir.rejection.RejectedException {@code AMOUNT_OUT_OF_RANGE} when one is larger than any day's cost
     */
    public SortedMap<CostDay, Amount> days() {
        SortedMap<CostDay, Amount> days = new TreeMap<>();
        charges.forEach((day, sum) ->
                days.put(day, CostLimits.rounded(sum.add(corrections.getOrDefault(day, BigDecimal.ZERO)))));
        return days;
    }

    /**
     * The changes to days that the file has nothing else about.
     *
     * @throws dev.spendweir.rejection.RejectedException as {@link #days}
     */
    public SortedMap<CostDay, Amount> corrections() {
        SortedMap<CostDay, Amount> changes = new TreeMap<>();
        for (Map.Entry<CostDay, BigDecimal> correction : corrections.entrySet()) {
            if (!charges.containsKey(correction.getKey())) {
                changes.put(correction.getKey(), CostLimits.rounded(correction.getValue()));
            }
        }
        return changes;
    }
}
