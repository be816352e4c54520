package dev.spendweir.context;

import dev.spendweir.snapshot.Snapshot;
import dev.spendweir.time.Days;
import java.time.LocalDate;

/**
 * The UTC day of a decision, its month, and the last day whose cost is complete (spec 1.5); days as in {@link Days}.
 *
 * @param day the UTC date of clock_time
 * @param start the first day of its month
 * @param end the last day of its month
 * @param complete never after {@code day}
 */
record Month(int day, int start, int end, int complete) {

    static Month of(int day, Snapshot snapshot) {
        int start = Days.monthStart(day);
        LocalDate through = snapshot.completeThrough();
        int complete = through == null ? day - 1 : Math.min(Days.of(through), day);
        return new Month(day, start, Days.nextMonthStart(day) - 1, complete);
    }

    int totalDays() {
        return end - start + 1;
    }
}
