package dev.spendweir.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.amount.Amount;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.snapshot.CostHistory;
import dev.spendweir.snapshot.CostRow;
import dev.spendweir.time.Days;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The weekday model on chosen windows against spec 1.5 as it reads, reckoned with integers of any size: windows with
 * gaps, with few rows of a weekday, over firsts of months, with refunds, and with amounts that longs cannot multiply.
 */
class WeekdayModelTest {

    private static final int WEEKDAYS = 7;
    private static final LocalDate LAST = LocalDate.of(2026, 3, 24);

    /** A row of the window; what the model may see. */
    private record Day(LocalDate date, long micros) {
        int weekday() {
            return date.getDayOfWeek().getValue() - 1;
        }
    }

    /** A window: its name, its days, and the rows in it. */
    record Window(String name, LocalDate first, LocalDate last, List<CostRow> rows) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Rows of the days before {@link #LAST}, it included; the cost by the number of days ago, or none for MIN_VALUE. */
    private static Window window(String name, int days, LongUnaryOperator costOfDayAgo) {
        List<CostRow> rows = new ArrayList<>();
        for (int ago = 0; ago < days; ago++) {
            long cost = costOfDayAgo.applyAsLong(ago);
            if (cost != Long.MIN_VALUE) {
                rows.add(new CostRow(LAST.minusDays(ago), Amount.ofMicros(cost), true));
            }
        }
        return new Window(name, LAST.minusDays(days - 1L), LAST, rows);
    }

    private static long unless(boolean missing, long cost) {
        return missing ? Long.MIN_VALUE : cost;
    }

    static Stream<Window> windows() {
        long large = 900_000_000_000_000_000L;
        return Stream.of(
                window("constant", 28, ago -> 10_000_000),
                window("week and noise", 28, ago -> (ago % 7) * 5_000_000 + (ago * 37) % 11 * 1_000_003 + 1),
                window("rising", 28, ago -> 28_000_001 - ago * 1_000_000),
                window("falling, days swapped", 28, ago -> (ago ^ 1) * 1_000_000 + 3),
                window("odd micros", 28, ago -> ago % 3 + 1),
                window("every third day", 28, ago -> unless(ago % 3 != 0, ago * 1_000 + 7)),
                window("one row a weekday", 7, ago -> 1_000_000 + ago * ago),
                window("one row", 1, ago -> 5),
                // Last Tuesday 1500 and the one before 3000: their index moves the level from 1300 to 1200.
                window(
                        "two rows of a weekday",
                        8,
                        ago -> ago == 0 ? 1_500 : ago < 6 ? 900 + ago * 100 : ago < 7 ? 1_600 : 3_000),
                window("four rows in the last week", 28, ago -> unless(ago < 7 && ago % 2 == 1, 100 - ago)),
                window("three rows in the last week", 28, ago -> unless(ago < 4, 1_000 - ago * 30)),
                window(
                        "row just outside the last week",
                        28,
                        ago -> unless(ago < 6 && ago > 2, ago == 7 ? 999_999 : ago)),
                window("a weekday that costs nothing", 28, ago -> ago % 7 == 2 ? 0 : 9_000_000 + ago),
                window("a weekday of refunds", 28, ago -> ago % 7 == 2 ? -4_000_000 : 9_000_000 + ago),
                window("refunds only", 28, ago -> -1_000_000 - ago * 13),
                window("median zero", 28, ago -> ago % 2 == 0 ? ago : -ago),
                window("median zero, weekdays and last week above", 28, ago -> ago < 12 ? 10 + ago : ago < 14 ? 0 : -5),
                window("ninety days over three firsts", 90, ago -> ago * 1_000_003 % 17_000_023),
                window(
                        "fees on the firsts",
                        56,
                        ago -> LAST.minusDays(ago).getDayOfMonth() == 1 ? 900_000_000 : 1_000_000),
                window("products beyond a long", 28, ago -> 4_000_000_000_000_000L + ago * 100_000_000_000_007L),
                window("residuals at the fast limit", 28, ago -> ago == 3 ? (1L << 54) + 1_000 : 1_000),
                window("residuals beyond it", 28, ago -> ago == 3 ? (1L << 55) : 1_000),
                window("negative residuals beyond it", 28, ago -> ago == 3 ? -(1L << 55) : 1_000),
                window("square sum beyond 64 bits", 28, ago -> ago % 2 == 0 ? (1L << 53) : 0),
                // The level is 8.1 * 10^36: that of four weekdays whose index is 1 / (9 * 10^17).
                window("level far beyond a long", 28, ago -> ago < 7 ? large * 10 : ago % 7 < 4 ? 1 : large),
                window("level beyond a long", 28, ago -> ago < 7 ? large * 10 : ago % 7 == 0 ? 1 : large),
                window("level beyond a long, even", 27, ago -> ago < 6 ? large * 10 - ago : ago % 7 < 2 ? 3 : large),
                window("ends of the range", 28, ago -> ago % 2 == 0 ? Long.MAX_VALUE : -Long.MAX_VALUE),
                window("distance beyond a long", 28, ago -> ago % 4 == 0 ? -Long.MAX_VALUE : Long.MAX_VALUE / 2));
    }

    @ParameterizedTest
    @MethodSource("windows")
    void model_ofAWindow_saysWhatTheSpecSays(Window window) {
        check(window, model(window));
    }

    /** One scratch space serves several windows in turn, so nothing of the one before may be left in it. */
    @Test
    void model_reusedForAnotherWindow_saysTheSame() {
        WeekdayModel model = new WeekdayModel(90);
        windows().forEach(window -> {
            load(model, window);
            check(window, model);
        });
    }

    @Test
    void window_beginningOnAFirst_leavesItOut() {
        LocalDate first = LocalDate.of(2026, 3, 1);
        List<CostRow> rows = Stream.iterate(first, date -> date.plusDays(1))
                .limit(10)
                .map(date -> new CostRow(date, Amount.ofMicros(date.getDayOfMonth() == 1 ? 1_000 : 10), true))
                .toList();
        Window window = new Window("from the first", first, first.plusDays(9), rows);
        WeekdayModel model = model(window);
        assertThat(model.size()).isEqualTo(9);
        check(window, model);
    }

    @Test
    void window_ofALongerHistory_takesItsDaysAlone() {
        Window whole = window("whole", 60, ago -> ago * 1_000 + 1);
        Window part = new Window("part", LAST.minusDays(40), LAST.minusDays(10), whole.rows());
        check(part, model(part));
    }

    private static WeekdayModel model(Window window) {
        WeekdayModel model = new WeekdayModel(90);
        load(model, window);
        return model;
    }

    private static void load(WeekdayModel model, Window window) {
        model.load(CostHistory.of(window.rows()), Days.of(window.first()), Days.of(window.last()));
        model.fit();
    }

    private static void check(Window window, WeekdayModel model) {
        Spec spec = new Spec(window);
        assertThat(model.size()).isEqualTo(spec.days.size());
        for (int weekday = 0; weekday < WEEKDAYS; weekday++) {
            int asked = weekday;
            check(() -> model.expected(asked), spec.expected(weekday), window + ", weekday " + weekday);
            // Asked again it answers from memory.
            check(() -> model.expected(asked), spec.expected(weekday), window + ", weekday " + weekday);
        }
        check(() -> model.expectedOn(Days.of(window.last())), spec.expected(weekdayOf(window.last())), window + "");
        if (spec.days.stream().anyMatch(day -> isOutOfRange(spec.expected(day.weekday())))) {
            return;
        }
        for (int days : new int[] {0, 1, 7, 31}) {
            for (long forecast : new long[] {0, 123_456_789, -5, Long.MAX_VALUE - 1}) {
                BigInteger edge = spec.upperEdge(forecast, days);
                check(() -> model.upperEdge(forecast, days), edge, window + ", " + forecast + " and " + days + " days");
            }
        }
        for (long multiplier : new long[] {0, 1, 4_000_000, 3_500_001, 1_000_000_000_000_000_000L}) {
            check(() -> model.deviationThreshold(multiplier), spec.threshold(multiplier), window + ", " + multiplier);
        }
    }

    private interface Reckoning {
        long micros();
    }

    private static void check(Reckoning reckoned, BigInteger exact, String where) {
        if (isOutOfRange(exact)) {
            assertThatThrownBy(reckoned::micros)
                    .as(where)
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("AMOUNT_OUT_OF_RANGE");
        } else {
            assertThat(reckoned.micros()).as(where).isEqualTo(exact.longValueExact());
        }
    }

    private static boolean isOutOfRange(BigInteger micros) {
        return micros.bitLength() > 63;
    }

    private static int weekdayOf(LocalDate date) {
        return date.getDayOfWeek().getValue() - 1;
    }

    /** Spec 1.5, robust_weekday, sentence by sentence. */
    private static final class Spec {
        private final List<Day> days;
        private final BigInteger median;
        private final BigInteger level;

        Spec(Window window) {
            days = window.rows().stream()
                    .map(row -> new Day(row.date(), row.amount().micros()))
                    .filter(day -> day.date().getDayOfMonth() != 1)
                    .filter(day ->
                            !day.date().isBefore(window.first()) && !day.date().isAfter(window.last()))
                    .toList();
            median = median(days.stream().map(day -> big(day.micros())).toList());
            List<Day> recent = days.stream()
                    .filter(day -> day.date().isAfter(window.last().minusDays(7)))
                    .toList();
            List<Day> taken = recent.size() >= 4 ? recent : days;
            level = median(taken.stream().map(this::withoutWeekday).toList());
        }

        private BigInteger withoutWeekday(Day day) {
            BigInteger ofWeekday = weekdayMedian(day.weekday());
            boolean known = hasIndex(day.weekday()) && ofWeekday.signum() > 0;
            return known ? rounded(big(day.micros()).multiply(median), ofWeekday) : big(day.micros());
        }

        private boolean hasIndex(int weekday) {
            return days.stream().filter(day -> day.weekday() == weekday).count() >= 2 && median.signum() > 0;
        }

        private BigInteger weekdayMedian(int weekday) {
            return median(days.stream()
                    .filter(day -> day.weekday() == weekday)
                    .map(day -> big(day.micros()))
                    .toList());
        }

        BigInteger expected(int weekday) {
            return hasIndex(weekday) ? rounded(level.multiply(weekdayMedian(weekday)), median) : level;
        }

        private BigInteger residual(Day day) {
            return big(day.micros()).subtract(expected(day.weekday()));
        }

        BigInteger upperEdge(long forecast, int n) {
            BigInteger squares =
                    days.stream().map(this::residual).map(r -> r.multiply(r)).reduce(BigInteger.ZERO, BigInteger::add);
            BigInteger root = squares.multiply(big((long) n * (n + 7)))
                    .divide(big(7L * days.size()))
                    .sqrt();
            return big(forecast).add(rounded(root.multiply(big(12_816)), big(10_000)));
        }

        BigInteger threshold(long multiplierMicros) {
            BigInteger mad = median(
                    days.stream().map(this::residual).map(BigInteger::abs).toList());
            return rounded(
                    mad.multiply(big(multiplierMicros)).multiply(big(14_826)),
                    big(10_000).multiply(big(1_000_000)));
        }

        private static BigInteger median(List<BigInteger> values) {
            List<BigInteger> sorted = values.stream().sorted().toList();
            int half = sorted.size() / 2;
            if (sorted.isEmpty()) {
                return BigInteger.ZERO;
            }
            return sorted.size() % 2 == 1
                    ? sorted.get(half)
                    : rounded(sorted.get(half - 1).add(sorted.get(half)), BigInteger.TWO);
        }

        private static BigInteger rounded(BigInteger dividend, BigInteger divisor) {
            return new BigDecimal(dividend)
                    .divide(new BigDecimal(divisor), 0, RoundingMode.HALF_EVEN)
                    .toBigIntegerExact();
        }

        private static BigInteger big(long number) {
            return BigInteger.valueOf(number);
        }
    }
}
