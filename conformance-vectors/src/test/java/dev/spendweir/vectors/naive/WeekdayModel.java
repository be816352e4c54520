package dev.spendweir.vectors.naive;

import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a day is expected to cost, from a baseline H and its last day L (spec 1.5, robust_weekday). */
final class WeekdayModel {
    static final int MIN_ROWS = 7;

    private static final int MIN_WEEKDAY_ROWS = 2;
    private static final int MIN_RECENT_ROWS = 4;
    private static final BigInteger TWO = BigInteger.TWO;

    private final BigInteger median;
    private final Map<DayOfWeek, BigInteger> weekdayMedians = new EnumMap<>(DayOfWeek.class);
    private final BigInteger level;

    WeekdayModel(List<CostDay> baseline, LocalDate last) {
        median = median(CostDay.amounts(baseline));
        for (DayOfWeek weekday : DayOfWeek.values()) {
            List<CostDay> rows = CostDay.where(baseline, date -> date.getDayOfWeek() == weekday);
            if (rows.size() >= MIN_WEEKDAY_ROWS) {
                weekdayMedians.put(weekday, median(CostDay.amounts(rows)));
            }
        }
        List<CostDay> recent = CostDay.between(baseline, last.minusDays(6), last);
        List<CostDay> used = recent.size() >= MIN_RECENT_ROWS ? recent : baseline;
        level = median(used.stream().map(this::adjusted).toList());
    }

    private BigInteger adjusted(CostDay row) {
        BigInteger weekday = weekdayMedians.get(row.date().getDayOfWeek());
        boolean indexIsKnown = weekday != null && weekday.signum() > 0 && median.signum() > 0;
        return indexIsKnown ? Micros.divide(row.amount().multiply(median), weekday) : row.amount();
    }

    /** The expected amount of a day; a finished amount. */
    BigInteger expected(LocalDate date) {
        BigInteger weekday = weekdayMedians.get(date.getDayOfWeek());
        boolean byWeekday = weekday != null && median.signum() > 0;
        return Micros.finished(byWeekday ? Micros.divide(level.multiply(weekday), median) : level);
    }

    /** The middle amount; of an even count HALF_EVEN of the two middle ones' mean. */
    static BigInteger median(List<BigInteger> amounts) {
        List<BigInteger> sorted = amounts.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(half)
                : Micros.divide(sorted.get(half - 1).add(sorted.get(half)), TWO);
    }
}
