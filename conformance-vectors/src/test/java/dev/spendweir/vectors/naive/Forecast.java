package dev.spendweir.vectors.naive;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

/** Spend of the month so far and at its end, of one history (spec 1.5). */
final class Forecast {
    /** The 90 % quantile of a normal distribution, times 10^4. */
    private static final BigInteger BAND = BigInteger.valueOf(12816);

    private static final BigInteger TEN_THOUSAND = BigInteger.valueOf(10000);
    private static final int BASELINE_DAYS = 28;

    final BigInteger mtdSpend;
    final BigInteger mtdComplete;
    final int coveredDays;
    final BigInteger eom;
    final BigInteger upper;

    /** Which of the ways of spec 1.5 gave the forecast; for counting only. */
    final String branch;

    private final YearMonth month;
    private final List<CostDay> completeRows;

    /** Rows by date, none after the day; complete is the last complete day. */
    Forecast(List<CostDay> rows, LocalDate day, LocalDate complete, String method) {
        month = YearMonth.from(day);
        completeRows = CostDay.where(rows, date -> !date.isAfter(complete));
        mtdSpend = Micros.finished(CostDay.sum(inMonth(rows)));
        List<CostDay> completeInMonth = inMonth(completeRows);
        mtdComplete = Micros.finished(CostDay.sum(completeInMonth));
        CostDay lastInMonth = CostDay.last(completeInMonth);
        coveredDays = lastInMonth == null ? 0 : lastInMonth.date().getDayOfMonth();
        CostDay last = CostDay.last(completeRows);
        List<CostDay> baseline = last == null ? List.of() : baseline(last.date());
        if (last == null) {
            eom = raised(Micros.ZERO);
            upper = eom;
            branch = "no_complete_row";
        } else if (method.equals("run_rate") || baseline.size() < WeekdayModel.MIN_ROWS) {
            eom = raised(runRate());
            upper = eom;
            branch = method.equals("run_rate") ? "run_rate" : "few_rows";
        } else {
            WeekdayModel model = new WeekdayModel(baseline, last.date());
            List<LocalDate> open = openDays(last.date());
            branch = open.contains(month.atDay(1))
                    ? "robust_with_first"
                    : open.isEmpty() ? "robust_nothing_open" : "robust";
            eom = raised(robust(model, open));
            upper = Micros.finished(eom.add(band(model, baseline, open.size())));
        }
    }

    private List<CostDay> inMonth(List<CostDay> rows) {
        return CostDay.between(rows, month.atDay(1), month.atEndOfMonth());
    }

    private List<CostDay> baseline(LocalDate last) {
        return CostDay.withoutFirsts(CostDay.between(completeRows, last.minusDays(BASELINE_DAYS - 1L), last));
    }

    private BigInteger raised(BigInteger forecast) {
        return Micros.finished(forecast.max(mtdSpend));
    }

    private BigInteger runRate() {
        if (coveredDays == 0) {
            return Micros.ZERO;
        }
        BigInteger daysLeft = BigInteger.valueOf(month.lengthOfMonth() - coveredDays);
        return mtdComplete.add(Micros.divide(mtdComplete.multiply(daysLeft), BigInteger.valueOf(coveredDays)));
    }

    /** The days of the month after the last complete row. */
    private List<LocalDate> openDays(LocalDate last) {
        LocalDate next = last.plusDays(1);
        LocalDate first = next.isBefore(month.atDay(1)) ? month.atDay(1) : next;
        LocalDate end = month.atEndOfMonth();
        return first.isAfter(end)
                ? List.of()
                : first.datesUntil(end.plusDays(1)).toList();
    }

    private BigInteger robust(WeekdayModel model, List<LocalDate> open) {
        BigInteger total = mtdComplete;
        for (LocalDate date : open) {
            BigInteger cost = model.expected(date);
            if (date.getDayOfMonth() == 1) {
                LocalDate firstOfPrevious = date.minusMonths(1);
                for (CostDay row : CostDay.between(completeRows, firstOfPrevious, firstOfPrevious)) {
                    cost = cost.max(row.amount());
                }
            }
            total = total.add(cost);
        }
        return total;
    }

    private static BigInteger band(WeekdayModel model, List<CostDay> baseline, int openDays) {
        BigInteger squares = Micros.ZERO;
        for (CostDay row : baseline) {
            BigInteger residual = row.amount().subtract(model.expected(row.date()));
            squares = squares.add(residual.multiply(residual));
        }
        BigInteger n = BigInteger.valueOf(openDays);
        BigInteger seven = BigInteger.valueOf(7);
        BigInteger variance =
                squares.multiply(n).multiply(n.add(seven)).divide(seven.multiply(BigInteger.valueOf(baseline.size())));
        return Micros.divide(BAND.multiply(variance.sqrt()), TEN_THOUSAND);
    }
}
