package dev.spendweir.context;

import dev.spendweir.amount.Amount;
import dev.spendweir.amount.WideMath;
import dev.spendweir.policy.PolicyDocument.AnomalySettings;
import dev.spendweir.snapshot.CostHistory;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * How far the last complete day of the month is from what its weekday let expect (spec 1.5, Anomaly).
 *
 * @param deltaMicros the day's cost minus the expected one; 0 without a baseline
 * @param percent the same in percent of the expected cost's absolute value, 2 decimals at most; null when nothing was
 *     expected or there is no baseline
 */
record Anomaly(AnomalyKind kind, long deltaMicros, @Nullable BigDecimal percent) {

    /** Fewer rows say nothing. */
    static final int MIN_BASELINE_ROWS = 7;

    private static final Anomaly INSUFFICIENT = new Anomaly(AnomalyKind.INSUFFICIENT_DATA, 0, null);
    private static final int PERCENT_SCALE = 2;
    private static final long HUNDREDTHS_OF_PERCENT = 10_000;

    /**
     * Judges the last complete row inside the month.
     *
     * @param completeRows number of complete rows of the history
     * @param model scratch space; its contents are replaced
     */
    static Anomaly of(
            CostHistory history,
            int monthStart,
            int completeRows,
            int baselineDays,
            AnomalySettings settings,
            WeekdayModel model) {
        int day = completeRows == 0 ? monthStart : history.dayAt(completeRows - 1);
        if (day <= monthStart) {
            return INSUFFICIENT;
        }
        model.load(history, day - baselineDays, day - 1);
        if (model.size() < MIN_BASELINE_ROWS) {
            return INSUFFICIENT;
        }
        model.fit();
        long expected = model.expectedOn(day);
        long delta = difference(history.microsAt(completeRows - 1), expected);
        long threshold = Math.max(
                settings.minDelta().micros(),
                model.deviationThreshold(settings.madMultiplier().micros()));
        BigDecimal percent = percent(delta, expected);
        return new Anomaly(kind(delta, threshold, percent, settings.minPercent()), delta, percent);
    }

    private static long difference(long cost, long expected) {
        long delta = cost - expected;
        if (((cost ^ expected) & (cost ^ delta)) < 0) {
            throw Amount.outOfRange();
        }
        return delta;
    }

    private static @Nullable BigDecimal percent(long delta, long expected) {
        if (expected == 0) {
            return null;
        }
        // Divided by |expected|: the sign moves to the factor, as the least long has no absolute value.
        long factor = expected < 0 ? -HUNDREDTHS_OF_PERCENT : HUNDREDTHS_OF_PERCENT;
        try {
            return BigDecimal.valueOf(WideMath.multiplyDivide(delta, factor, expected), PERCENT_SCALE);
        } catch (ArithmeticException e) {
            BigInteger hundredths = WideMath.divide(
                    BigInteger.valueOf(delta).multiply(BigInteger.valueOf(factor)), BigInteger.valueOf(expected));
            return new BigDecimal(hundredths, PERCENT_SCALE);
        }
    }

    private static AnomalyKind kind(long delta, long threshold, @Nullable BigDecimal percent, Amount minPercent) {
        // The threshold is at least 0, so its negation exists.
        boolean spike = delta > threshold;
        boolean drop = delta < -threshold;
        if (!spike && !drop) {
            return AnomalyKind.NONE;
        }
        if (percent != null) {
            BigDecimal directed = spike ? percent : percent.negate();
            if (directed.compareTo(BigDecimal.valueOf(minPercent.micros(), Amount.SCALE)) < 0) {
                return AnomalyKind.NONE;
            }
        }
        return spike ? AnomalyKind.SPIKE : AnomalyKind.DROP;
    }
}
