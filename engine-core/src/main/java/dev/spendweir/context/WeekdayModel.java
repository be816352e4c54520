package dev.spendweir.context;

import dev.spendweir.amount.Amount;
import dev.spendweir.amount.WideMath;
import dev.spendweir.snapshot.CostHistory;
import dev.spendweir.time.Days;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a day is expected to cost, by its weekday and the level of the last week (spec 1.5, {@code robust_weekday}),
 * learnt from a window of rows without those on the first of a month.
 *
 * <p>Scratch space that one computation uses for several windows in turn: {@link #load}, then {@link #fit}, then the
 * questions. Reckons in longs; where an intermediate value leaves them, that value is made again with integers of any
 * size, so that results are exact always (spec 10 A15b). Not thread-safe.
 */
final class WeekdayModel {

    private static final int WEEKDAYS = 7;
    /** A weekday needs this many rows for an index of its own. */
    private static final int MIN_WEEKDAY_ROWS = 2;
    /** The level is that of the last 7 days if so many of them have rows. */
    private static final int MIN_RECENT_ROWS = 4;

    /** Above this a residual's square may not leave room for the sum and factor of the band in 128 bits. */
    private static final long MAX_FAST_RESIDUAL = 1L << 54;

    /** The quantile 0.9 of the normal distribution, times 10,000: an 80 % one-sided band. */
    private static final long BAND_FACTOR = 12_816;

    private static final long BAND_DIVISOR = 10_000;

    /** 1.4826, which makes a median absolute deviation comparable with a standard deviation, times 10,000. */
    private static final long MAD_FACTOR = 14_826;

    private static final long MAD_DIVISOR = 10_000 * Amount.MICROS_PER_UNIT;

    private final long[] values;
    private final byte[] weekdays;
    private final long[] work;
    private final long[] weekdayMedians = new long[WEEKDAYS];
    private final long[] expected = new long[WEEKDAYS];
    private final byte[] weekdayRows = new byte[WEEKDAYS];

    private int size;
    private int recentFrom;
    private long median;
    private long level;
    /** The level when it does not fit into a long; null when it does. */
    private @Nullable BigInteger wideLevel;
    /** Bit set of the weekdays whose expectation is computed. */
    private int computed;

    /** A model for windows of up to that many days. */
    WeekdayModel(int maxDays) {
        values = new long[maxDays];
        weekdays = new byte[maxDays];
        work = new long[bucketSize(maxDays) * WEEKDAYS];
    }

    private static int bucketSize(int days) {
        return (days + WEEKDAYS - 1) / WEEKDAYS;
    }

    /** Takes the rows dated in [firstDay, lastDay], without those on the first of a month. */
    void load(CostHistory history, int firstDay, int lastDay) {
        size = 0;
        recentFrom = -1;
        computed = 0;
        Arrays.fill(weekdayRows, (byte) 0);
        int bucket = work.length / WEEKDAYS;
        int skipped = Days.dayOfMonth(firstDay) == 1 ? firstDay : Days.nextMonthStart(firstDay);
        int end = history.countUpTo(lastDay);
        for (int i = history.countUpTo(firstDay - 1); i < end; i++) {
            int day = history.dayAt(i);
            while (skipped < day) {
                skipped = Days.nextMonthStart(skipped);
            }
            if (day != skipped) {
                if (recentFrom < 0 && day > lastDay - WEEKDAYS) {
                    recentFrom = size;
                }
                add(history.microsAt(i), Days.weekday(day), bucket);
            }
        }
        if (recentFrom < 0) {
            recentFrom = size;
        }
    }

    private void add(long value, int weekday, int bucket) {
        values[size] = value;
        weekdays[size] = (byte) weekday;
        size++;
        int from = weekday * bucket;
        Medians.insert(work, from, from + weekdayRows[weekday], value);
        weekdayRows[weekday]++;
    }

    /** Number of rows taken. */
    int size() {
        return size;
    }

    /** Learns from the rows taken; there is at least one. */
    void fit() {
        int bucket = work.length / WEEKDAYS;
        for (int weekday = 0; weekday < WEEKDAYS; weekday++) {
            int rows = weekdayRows[weekday];
            weekdayMedians[weekday] = rows == 0 ? 0 : Medians.ofSorted(work, weekday * bucket, rows);
        }
        System.arraycopy(values, 0, work, 0, size);
        median = Medians.of(work, 0, size);
        int from = size - recentFrom >= MIN_RECENT_ROWS ? recentFrom : 0;
        wideLevel = null;
        try {
            for (int i = from; i < size; i++) {
                int weekday = weekdays[i];
                work[i] = isIndexKnown(weekday)
                        ? WideMath.multiplyDivide(values[i], median, weekdayMedians[weekday])
                        : values[i];
            }
            level = Medians.of(work, from, size - from);
        } catch (ArithmeticException e) {
            wideLevel = exactLevel(from);
        }
    }

    private boolean isIndexKnown(int weekday) {
        return weekdayRows[weekday] >= MIN_WEEKDAY_ROWS && weekdayMedians[weekday] > 0 && median > 0;
    }

    private BigInteger exactLevel(int from) {
        BigInteger[] adjusted = new BigInteger[size - from];
        for (int i = from; i < size; i++) {
            int weekday = weekdays[i];
            BigInteger value = BigInteger.valueOf(values[i]);
            adjusted[i - from] = isIndexKnown(weekday)
                    ? WideMath.divide(
                            value.multiply(BigInteger.valueOf(median)), BigInteger.valueOf(weekdayMedians[weekday]))
                    : value;
        }
        return Medians.of(adjusted);
    }

    /** The expected cost of a day in micro-units; range-checked (spec 10 N9). */
    long expectedOn(int day) {
        return expected(Days.weekday(day));
    }

    /** The expected cost of any day that is this weekday, 0 (Monday) to 6. */
    long expected(int weekday) {
        int bit = 1 << weekday;
        if ((computed & bit) == 0) {
            expected[weekday] = compute(weekday);
            computed |= bit;
        }
        return expected[weekday];
    }

    private long compute(int weekday) {
        boolean indexed = weekdayRows[weekday] >= MIN_WEEKDAY_ROWS && median > 0;
        try {
            if (wideLevel == null) {
                return indexed ? WideMath.multiplyDivide(level, weekdayMedians[weekday], median) : level;
            }
            BigInteger exact = indexed
                    ? WideMath.divide(
                            wideLevel.multiply(BigInteger.valueOf(weekdayMedians[weekday])), BigInteger.valueOf(median))
                    : wideLevel;
            return exact.longValueExact();
        } catch (ArithmeticException e) {
            throw Amount.outOfRange();
        }
    }

    /**
     * The upper edge of the forecast's band in micro-units: the forecast plus 1.2816 times the root of the residuals' sum
     * of squares, scaled to the days to come.
     *
     * @param days days to come, 0..31
     */
    long upperEdge(long forecast, int days) {
        try {
            return Math.addExact(forecast, WideMath.multiplyDivide(residualRoot(days), BAND_FACTOR, BAND_DIVISOR));
        } catch (ArithmeticException e) {
            return exactUpperEdge(forecast, days);
        }
    }

    /** isqrt(floor(sum of r^2 * n * (n + 7) / (7 * rows))). */
    private long residualRoot(int days) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < size; i++) {
            long residual = Math.subtractExact(values[i], expected(weekdays[i]));
            if (residual > MAX_FAST_RESIDUAL || residual < -MAX_FAST_RESIDUAL) {
                throw new ArithmeticException("the square needs the exact path");
            }
            long square = residual * residual;
            low += square;
            high += Math.multiplyHigh(residual, residual) + (Long.compareUnsigned(low, square) < 0 ? 1 : 0);
        }
        return WideMath.scaledSquareRoot(high, low, days * (days + WEEKDAYS), WEEKDAYS * size);
    }

    private long exactUpperEdge(long forecast, int days) {
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < size; i++) {
            BigInteger residual = BigInteger.valueOf(values[i]).subtract(BigInteger.valueOf(expected(weekdays[i])));
            sum = sum.add(residual.multiply(residual));
        }
        BigInteger scaled = sum.multiply(BigInteger.valueOf((long) days * (days + WEEKDAYS)))
                .divide(BigInteger.valueOf((long) WEEKDAYS * size));
        BigInteger band = WideMath.divide(
                scaled.sqrt().multiply(BigInteger.valueOf(BAND_FACTOR)), BigInteger.valueOf(BAND_DIVISOR));
        return finished(band.add(BigInteger.valueOf(forecast)));
    }

    /**
     * {@code multiplier * 1.4826 * mad} in micro-units, where mad is the median distance of the rows from their
     * expectation; range-checked.
     *
     * @param multiplierMicros the policy's multiplier in millionths, at least 0
     */
    long deviationThreshold(long multiplierMicros) {
        try {
            for (int i = 0; i < size; i++) {
                work[i] = absoluteExact(Math.subtractExact(values[i], expected(weekdays[i])));
            }
            long deviation = Medians.of(work, 0, size);
            return WideMath.multiplyDivide(deviation, Math.multiplyExact(multiplierMicros, MAD_FACTOR), MAD_DIVISOR);
        } catch (ArithmeticException e) {
            return exactDeviationThreshold(multiplierMicros);
        }
    }

    private static long absoluteExact(long number) {
        return number < 0 ? Math.negateExact(number) : number;
    }

    private long exactDeviationThreshold(long multiplierMicros) {
        BigInteger[] distances = new BigInteger[size];
        for (int i = 0; i < size; i++) {
            distances[i] = BigInteger.valueOf(values[i])
                    .subtract(BigInteger.valueOf(expected(weekdays[i])))
                    .abs();
        }
        BigInteger factor = BigInteger.valueOf(multiplierMicros).multiply(BigInteger.valueOf(MAD_FACTOR));
        return finished(WideMath.divide(Medians.of(distances).multiply(factor), BigInteger.valueOf(MAD_DIVISOR)));
    }

    private static long finished(BigInteger micros) {
        if (micros.bitLength() > Long.SIZE - 1) {
            throw Amount.outOfRange();
        }
        return micros.longValue();
    }
}
