package dev.spendweir.context;

import dev.spendweir.amount.Amount;
import dev.spendweir.amount.WideMath;
import dev.spendweir.amount.WideSum;
import dev.spendweir.policy.PolicyDocument.ForecastMethod;
import dev.spendweir.snapshot.CostHistory;
import dev.spendweir.time.Days;

/**
 * What one history says about its month: what was spent and what the month will have cost at its end (spec 1.5). All
 * amounts in micro-units.
 *
 * @param spend month to date, rows up to the day
 * @param completeSpend month to date, complete rows only
 * @param coveredDays day of the month of the last complete row in it, or 0
 * @param endOfMonth never below {@code spend}
 * @param upper upper edge of the forecast's band
 */
record Forecast(long spend, long completeSpend, int coveredDays, long endOfMonth, long upper) {

    /** A history without rows. */
    static final Forecast NOTHING = new Forecast(0, 0, 0, 0, 0);

    /** The window that weekdays and level are learnt from. */
    static final int WINDOW_DAYS = 28;

    private static final int MIN_WINDOW_ROWS = 7;

    /**
     * Forecasts a month.
     *
     * @param model scratch space; its contents are replaced
     * @throws dev.spendweir.rejection.RejectedException {@code AMOUNT_OUT_OF_RANGE} when a finished amount leaves the
     *     64-bit range (spec 10 A15b, N8, N9)
     */
    static Forecast of(CostHistory history, Month month, ForecastMethod method, WeekdayModel model) {
        int monthFrom = history.countUpTo(month.start() - 1);
        int completeRows = history.countUpTo(month.complete());
        long spend = sum(history, monthFrom, history.countUpTo(month.day()));
        long completeSpend = sum(history, monthFrom, completeRows);
        int covered = completeRows > monthFrom ? history.dayAt(completeRows - 1) - month.start() + 1 : 0;
        if (completeRows > 0 && method == ForecastMethod.ROBUST_WEEKDAY) {
            int last = history.dayAt(completeRows - 1);
            model.load(history, last - WINDOW_DAYS + 1, last);
            if (model.size() >= MIN_WINDOW_ROWS) {
                model.fit();
                int from = Math.max(last + 1, month.start());
                long forecast = raised(weekdaySum(history, completeRows, completeSpend, month, from, model), spend);
                long upper = model.upperEdge(forecast, month.end() - from + 1);
                return new Forecast(spend, completeSpend, covered, forecast, upper);
            }
        }
        long forecast = runRate(completeSpend, covered, month.totalDays(), spend);
        return new Forecast(spend, completeSpend, covered, forecast, forecast);
    }

    private static long sum(CostHistory history, int from, int to) {
        long sum = 0;
        boolean overflow = false;
        for (int i = from; i < to; i++) {
            long term = history.microsAt(i);
            long next = sum + term;
            overflow |= ((sum ^ next) & (term ^ next)) < 0;
            sum = next;
        }
        return overflow ? wideSum(history, from, to) : sum;
    }

    /** Later refunds may bring a sum back into the range that it left. */
    private static long wideSum(CostHistory history, int from, int to) {
        WideSum sum = new WideSum();
        for (int i = from; i < to; i++) {
            sum.add(history.microsAt(i));
        }
        return sum.toAmountMicros();
    }

    /** The complete spend and the expectation of each day from {@code from} to the end of the month. */
    private static WideSum weekdaySum(
            CostHistory history, int completeRows, long completeSpend, Month month, int from, WeekdayModel model) {
        WideSum sum = new WideSum().add(completeSpend);
        int next = from;
        if (next == month.start()) {
            long expected = model.expectedOn(next);
            int lastFirst = Days.monthStart(month.start() - 1);
            int row = Math.min(history.countUpTo(lastFirst), completeRows) - 1;
            boolean seen = row >= 0 && history.dayAt(row) == lastFirst;
            sum.add(seen ? Math.max(expected, history.microsAt(row)) : expected);
            next++;
        }
        for (int day = next; day <= month.end(); day++) {
            sum.add(model.expectedOn(day));
        }
        return sum;
    }

    /** The larger of forecast and spend; only the result is range-checked. */
    private static long raised(WideSum forecast, long spend) {
        int overflow = forecast.overflow();
        if (overflow > 0) {
            throw Amount.outOfRange();
        }
        return overflow < 0 ? spend : Math.max(forecast.low64(), spend);
    }

    private static long runRate(long completeSpend, int covered, int totalDays, long spend) {
        if (covered == 0) {
            return Math.max(0, spend);
        }
        try {
            long rest = WideMath.multiplyDivide(completeSpend, totalDays - covered, covered);
            return Math.max(Math.addExact(completeSpend, rest), spend);
        } catch (ArithmeticException e) {
            // Both parts have one sign: below the range the spend is the larger, above it nothing can be reported.
            if (completeSpend > 0) {
                throw Amount.outOfRange();
            }
            return spend;
        }
    }
}
