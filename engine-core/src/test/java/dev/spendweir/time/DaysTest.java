package dev.spendweir.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DaysTest {

    @Test
    void calendar_onEveryDayOfFourHundredYears_isThatOfJavaTime() {
        for (LocalDate date = LocalDate.of(1890, 1, 1); date.getYear() < 2290; date = date.plusDays(1)) {
            check(date);
        }
    }

    @Test
    void calendar_atTheEdges_isThatOfJavaTime() {
        check(LocalDate.of(1, 1, 1));
        check(LocalDate.of(1, 12, 31));
        check(LocalDate.of(4, 2, 29));
        check(LocalDate.of(9999, 12, 31));
        check(LocalDate.of(1600, 2, 29));
        check(LocalDate.of(1900, 2, 28));
    }

    private static void check(LocalDate date) {
        int day = Days.of(date);
        assertThat(Days.toDate(day)).isEqualTo(date);
        assertThat(Days.weekday(day)).isEqualTo(date.getDayOfWeek().getValue() - 1);
        assertThat(Days.dayOfMonth(day)).isEqualTo(date.getDayOfMonth());
        assertThat(Days.monthStart(day)).isEqualTo(Days.of(date.withDayOfMonth(1)));
        assertThat(Days.nextMonthStart(day)).isEqualTo(Days.of(date.with(TemporalAdjusters.firstDayOfNextMonth())));
        assertThat(Days.format(day)).isEqualTo(date.toString());
        assertThat(Days.parse(date.toString())).isEqualTo(day);
    }

    @Test
    void range_isTheYearsThatTravel() {
        assertThat(Days.isInRange(Days.MIN)).isTrue();
        assertThat(Days.isInRange(Days.MAX)).isTrue();
        assertThat(Days.isInRange(Days.MIN - 1)).isFalse();
        assertThat(Days.isInRange(Days.MAX + 1)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2025-02-29", "2026-00-10", "2026-13-01", "2026-04-31", "2026-01-00", "2026-01-32", "0000-01-01",
                "+2026-01-01", "-001-01-01", "2026-1-01", "2026-01-1", "20260101", "2026-01-01 ", " 2026-01-01",
                "2026/01/01", "12026-01-01", "", "2026-01-0x", "２０２６-01-01", "2026-01-01T"
            })
    void parse_ofAnythingElse_isNone(String text) {
        assertThat(Days.parse(text)).isEqualTo(Days.NONE);
    }
}
