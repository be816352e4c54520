package dev.spendweir.vectors.naive;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;

/** Whether the last complete day of the month cost what its weekday was expected to (spec 1.5). */
record Anomaly(String kind, BigInteger delta, BigDecimal percent) {
    private static final Anomaly NO_DATA = new Anomaly("insufficient_data", Micros.ZERO, null);

    /** mad_multiplier is in micro-units and 1.4826 in ten-thousandths. */
    private static final BigInteger MAD_SCALE = BigInteger.valueOf(14826);

    private static final BigInteger MAD_DIVISOR = BigInteger.valueOf(10_000L * 1_000_000L);

    static Anomaly of(List<CostDay> rows, LocalDate day, LocalDate complete, Object policy) {
        List<CostDay> completeRows = CostDay.where(rows, date -> !date.isAfter(complete));
        CostDay x = CostDay.last(CostDay.where(completeRows, date -> !date.isBefore(day.withDayOfMonth(1))));
        if (x == null || x.date().getDayOfMonth() == 1) {
            return NO_DATA;
        }
        long baselineDays = ((JsonNumber) Json.at(policy, "context", "baseline_days"))
                .integerValue()
                .longValueExact();
        LocalDate dayBefore = x.date().minusDays(1);
        List<CostDay> baseline =
                CostDay.withoutFirsts(CostDay.between(completeRows, x.date().minusDays(baselineDays), dayBefore));
        if (baseline.size() < WeekdayModel.MIN_ROWS) {
            return NO_DATA;
        }
        return judge(x, baseline, new WeekdayModel(baseline, dayBefore), Json.at(policy, "context", "anomaly"));
    }

    private static Anomaly judge(CostDay x, List<CostDay> baseline, WeekdayModel model, Object limits) {
        BigInteger expected = model.expected(x.date());
        List<BigInteger> deviations = baseline.stream()
                .map(b -> b.amount().subtract(model.expected(b.date())).abs())
                .toList();
        BigInteger mad = WeekdayModel.median(deviations);
        BigInteger delta = Micros.finished(x.amount().subtract(expected));
        BigInteger multiplier = Micros.of(Json.at(limits, "mad_multiplier"));
        BigInteger byMad = Micros.divide(multiplier.multiply(MAD_SCALE).multiply(mad), MAD_DIVISOR);
        BigInteger threshold = Micros.finished(byMad.max(Micros.of(Json.at(limits, "min_delta"))));
        BigDecimal percent = percent(delta, expected);
        BigDecimal minPercent = new BigDecimal((String) Json.at(limits, "min_percent"));
        if (delta.compareTo(threshold) > 0 && (percent == null || percent.compareTo(minPercent) >= 0)) {
            return new Anomaly("spike", delta, percent);
        }
        if (delta.negate().compareTo(threshold) > 0
                && (percent == null || percent.negate().compareTo(minPercent) >= 0)) {
            return new Anomaly("drop", delta, percent);
        }
        return new Anomaly("none", delta, percent);
    }

    private static BigDecimal percent(BigInteger delta, BigInteger expected) {
        if (expected.signum() == 0) {
            return null;
        }
        BigDecimal hundredfold = new BigDecimal(delta.multiply(BigInteger.valueOf(100)));
        return hundredfold.divide(new BigDecimal(expected.abs()), 2, RoundingMode.HALF_EVEN);
    }

    /** Shortest decimal, or null (spec 10 A45). */
    String percentText() {
        if (percent == null) {
            return null;
        }
        return percent.signum() == 0 ? "0" : percent.stripTrailingZeros().toPlainString();
    }
}
