package dev.spendweir.context;

import static dev.spendweir.engine.Scenario.daily;
import static dev.spendweir.engine.Scenario.given;
import static dev.spendweir.engine.Scenario.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.amount.Amount;
import dev.spendweir.engine.Scenario;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.snapshot.CostHistory;
import dev.spendweir.snapshot.CostRow;
import dev.spendweir.snapshot.CostSource;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values are worked out by hand from spec 1.5. */
class ComputedContextTest {

    private static final String RUN_RATE = "{'context':{'forecast_method':'run_rate'}}";

    private static Scenario runRate() {
        return given().policy(RUN_RATE);
    }

    // ---- month, spend, source mode ----

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T00:00:00Z, 2026-03-01, 2026-03-31, 31, 1",
        "2026-03-31T23:59:59.999Z, 2026-03-01, 2026-03-31, 31, 31",
        "2024-02-29T12:00:00Z, 2024-02-01, 2024-02-29, 29, 29",
        "2025-02-28T12:00:00Z, 2025-02-01, 2025-02-28, 28, 28",
        "2026-12-31T12:00:00Z, 2026-12-01, 2026-12-31, 31, 31"
    })
    void month_isTheClocksUtcMonth(String clock, String start, String end, int total, int elapsed) {
        ComputedContext context = given().clock(clock).context();
        assertThat(context.monthStart()).isEqualTo(LocalDate.parse(start));
        assertThat(context.monthEnd()).isEqualTo(LocalDate.parse(end));
        assertThat(context.monthTotalDays()).isEqualTo(total);
        assertThat(context.monthElapsedDays()).isEqualTo(elapsed);
    }

    @Test
    void history_empty_givesNothing() {
        ComputedContext context = given().context();
        assertThat(context.dataSourceMode()).isEqualTo(DataSourceMode.NONE);
        assertThat(context.observedCostDays()).isZero();
        assertThat(context.latestCostDate()).isNull();
        assertThat(context.coveredDays()).isZero();
        assertThat(context.isStale()).isFalse();
        assertThat(List.of(
                        context.mtdSpend(),
                        context.mtdComplete(),
                        context.burnRateDaily(),
                        context.forecastEom(),
                        context.forecastUpper(),
                        context.projectForecastEom(),
                        context.anomalyDelta()))
                .containsOnly(Amount.ZERO);
        assertThat(context.anomalyKind()).isEqualTo(AnomalyKind.INSUFFICIENT_DATA);
        assertThat(context.anomalyPercent()).isNull();
    }

    @Test
    void spend_countsMonthRowsUpToTheDay_andCompleteOnesApart() {
        CostHistory history = rows(
                "2026-02-28", "1000", "2026-03-01", "10", "2026-03-05", "20.5", "2026-03-18", "3", "2026-03-19", "500");
        ComputedContext context = runRate().costs(history).context();
        assertThat(context.observedCostDays()).isEqualTo(3);
        assertThat(context.latestCostDate()).isEqualTo(LocalDate.parse("2026-03-18"));
        assertThat(context.mtdSpend()).isEqualTo(Amount.parse("33.5"));
        assertThat(context.mtdComplete()).isEqualTo(Amount.parse("30.5"));
        assertThat(context.coveredDays()).isEqualTo(5);
        assertThat(context.burnRateDaily()).isEqualTo(Amount.parse("6.1"));
        // 30.5 + 30.5 * 26 / 5
        assertThat(context.forecastEom()).isEqualTo(Amount.parse("189.1"));
        assertThat(context.forecastUpper()).isEqualTo(context.forecastEom());
    }

    @Test
    void completeThrough_afterTheDay_isTheDay() {
        CostHistory history = rows("2026-03-17", "10", "2026-03-18", "10", "2026-03-19", "10");
        ComputedContext context =
                runRate().costs(history).completeThrough("2026-03-25").context();
        assertThat(context.coveredDays()).isEqualTo(18);
        assertThat(context.mtdComplete()).isEqualTo(Amount.parse("20"));
    }

    @Test
    void completeThrough_beforeTheMonth_coversNothing() {
        CostHistory history = rows("2026-02-20", "10", "2026-03-17", "10");
        ComputedContext context =
                runRate().costs(history).completeThrough("2026-02-25").context();
        assertThat(context.coveredDays()).isZero();
        assertThat(context.mtdComplete()).isEqualTo(Amount.ZERO);
        assertThat(context.burnRateDaily()).isEqualTo(Amount.ZERO);
        // The run rate says 0 and the spend is more (spec 10 A49).
        assertThat(context.forecastEom()).isEqualTo(Amount.parse("10"));
    }

    @Test
    void burnRate_isRoundedHalfEven() {
        CostHistory history = rows("2026-03-02", "0.000005");
        assertThat(runRate().costs(history).context().burnRateDaily()).isEqualTo(Amount.parse("0.000002"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-02, true, final",
        "2026-03-02, false, all_status",
        // Considered, but not of the month: spec 10 A55.
        "2026-02-18, true, all_status",
        "2026-02-17, true, none",
        "2026-03-19, true, none"
    })
    void dataSourceMode_followsTheRows(String date, boolean isFinal, String mode) {
        CostHistory history = CostHistory.of(List.of(new CostRow(LocalDate.parse(date), Amount.ZERO, isFinal)));
        ComputedContext context = given().costs(history).context();
        assertThat(context.dataSourceMode().wireName()).isEqualTo(mode);
    }

    @Test
    void dataSourceMode_withOneRowThatIsNotFinal_isAllStatus() {
        CostHistory history = CostHistory.of(List.of(
                new CostRow(LocalDate.parse("2026-03-02"), Amount.ZERO, true),
                new CostRow(LocalDate.parse("2026-03-18"), Amount.ZERO, false)));
        assertThat(given().costs(history).context().dataSourceMode()).isEqualTo(DataSourceMode.ALL_STATUS);
    }

    @Test
    void costSource_unavailable_countsAsEmptyHistories() {
        CostHistory history = daily("2026-01-01", "2026-03-17", d -> "10");
        ComputedContext context = given().costs(history)
                .projectCosts(history)
                .costSource(CostSource.UNAVAILABLE)
                .context();
        assertThat(context.dataSourceMode()).isEqualTo(DataSourceMode.UNAVAILABLE);
        assertThat(context.mtdSpend()).isEqualTo(Amount.ZERO);
        assertThat(context.projectForecastEom()).isEqualTo(Amount.ZERO);
        assertThat(context.isStale()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"2026-03-11, false", "2026-03-10, true", "2025-01-01, true", "2026-03-18, false"})
    void stale_looksForACompleteRowOfTheLastSevenDays(String lastRow, boolean stale) {
        // The row of the day itself is not complete and does not help; alone it is not stale either.
        assertThat(given().costs(rows(lastRow, "1")).context().isStale()).isEqualTo(stale);
    }

    // ---- run rate ----

    @Test
    void runRate_isRoundedHalfEvenOnce() {
        // 1 micro-unit * 29 / 2 = 14.5, whose even neighbour is 14; and the 1 that is spent.
        CostHistory history = rows("2026-03-02", "0.000001");
        assertThat(runRate().costs(history).context().forecastEom()).isEqualTo(Amount.parse("0.000015"));
    }

    @Test
    void forecast_isNeverBelowTheSpend() {
        CostHistory history = rows("2026-03-02", "-10", "2026-03-18", "300");
        assertThat(runRate().costs(history).context().forecastEom()).isEqualTo(Amount.parse("290"));
        CostHistory refund = rows("2026-03-18", "-300");
        assertThat(runRate().costs(refund).context().forecastEom()).isEqualTo(Amount.ZERO);
    }

    @Test
    void robustWeekday_withSixRows_isTheRunRate() {
        CostHistory six = daily("2026-03-12", "2026-03-17", d -> "17");
        // 102 + 102 * 14 / 17
        assertThat(given().costs(six).context().forecastEom()).isEqualTo(Amount.parse("186"));
        assertThat(given().costs(six).context().forecastUpper()).isEqualTo(Amount.parse("186"));
    }

    // ---- robust weekday ----

    @Test
    void robustWeekday_ofAConstantCost_goesOnWithoutABand() {
        CostHistory history = daily("2026-02-01", "2026-03-17", d -> "10");
        ComputedContext context = given().costs(history).context();
        assertThat(context.forecastEom()).isEqualTo(Amount.parse("310"));
        assertThat(context.forecastUpper()).isEqualTo(Amount.parse("310"));
    }

    @Test
    void robustWeekday_followsTheWeek() {
        // 2026-03-16 is a Monday. Working days cost 10, Saturdays and Sundays 4, for four weeks without a first.
        ComputedContext context = given().clock("2026-03-30T12:00:00Z")
                .costs(workWeek("2026-03-02", "2026-03-29"))
                .context();
        // 2 to 29 March: 20 working days, 8 weekend days: 232. Monday 30 and Tuesday 31: 20.
        assertThat(context.mtdComplete()).isEqualTo(Amount.parse("232"));
        assertThat(context.forecastEom()).isEqualTo(Amount.parse("252"));
        assertThat(context.forecastUpper()).isEqualTo(Amount.parse("252"));
    }

    private static CostHistory workWeek(String first, String last) {
        List<CostRow> rows = LocalDate.parse(first)
                .datesUntil(LocalDate.parse(last).plusDays(1))
                .map(date -> new CostRow(date, Amount.parse(date.getDayOfWeek().getValue() > 5 ? "4" : "10"), true))
                .toList();
        return CostHistory.of(rows);
    }

    @Test
    void robustWeekday_band_isTheScaledRootOfTheResiduals() {
        // 14 days: 10 each but the last with 12. med = 10; S(w) = 10 on each weekday but Tuesday (17th): 11.
        CostHistory history = daily("2026-03-04", "2026-03-17", d -> d == 17 ? "12" : "10");
        ComputedContext context = given().costs(history).context();
        // adj of the last week: six times 10, and 12 * 10 / 11 = 10.909091; level 10.
        // To come: 18..31 March, 14 days with two Tuesdays at 10 * 11 / 10 = 11: 12 * 10 + 2 * 11 = 142.
        assertThat(context.mtdComplete()).isEqualTo(Amount.parse("142"));
        assertThat(context.forecastEom()).isEqualTo(Amount.parse("284"));
        // Residuals: Tuesday 10th 10 - 11, Tuesday 17th 12 - 11: sum of squares 2 * 10^12 micro-units squared.
        // 2e12 * 14 * 21 / (7 * 14) = 6e12, root 2449489 (rounded down), times 1.2816 = 3139265.1024.
        assertThat(context.forecastUpper()).isEqualTo(Amount.parse("287.139265"));
    }

    @Test
    void robustWeekday_firstOfTheMonth_isNoPartOfTheWindowButOfTheSum() {
        CostHistory history = daily("2026-02-10", "2026-03-17", d -> d == 1 ? "500" : "10");
        ComputedContext context = given().costs(history).context();
        assertThat(context.mtdComplete()).isEqualTo(Amount.parse("660"));
        assertThat(context.forecastEom()).isEqualTo(Amount.parse("800"));
    }

    @Test
    void robustWeekday_onTheFirst_expectsLastMonthsFeesAgain() {
        CostHistory history = daily("2026-03-01", "2026-03-31", d -> d == 1 ? "500" : "10");
        ComputedContext context =
                given().clock("2026-04-01T08:00:00Z").costs(history).context();
        // 1 April as 1 March: 500; then 29 days at 10.
        assertThat(context.forecastEom()).isEqualTo(Amount.parse("790"));
        CostHistory cheapFirst = daily("2026-03-01", "2026-03-31", d -> d == 1 ? "1" : "10");
        ComputedContext cheap =
                given().clock("2026-04-01T08:00:00Z").costs(cheapFirst).context();
        assertThat(cheap.forecastEom()).isEqualTo(Amount.parse("300"));
        CostHistory noFirst = daily("2026-03-02", "2026-03-31", d -> "10");
        ComputedContext without =
                given().clock("2026-04-01T08:00:00Z").costs(noFirst).context();
        assertThat(without.forecastEom()).isEqualTo(Amount.parse("300"));
    }

    @Test
    void robustWeekday_withTheLastRowLongAgo_forecastsTheWholeMonthFromIt() {
        CostHistory history = daily("2025-12-02", "2025-12-31", d -> "10");
        ComputedContext context = given().costs(history).context();
        assertThat(context.dataSourceMode()).isEqualTo(DataSourceMode.NONE);
        assertThat(context.isStale()).isTrue();
        assertThat(context.mtdSpend()).isEqualTo(Amount.ZERO);
        assertThat(context.forecastEom()).isEqualTo(Amount.parse("310"));
    }

    @Test
    void robustWeekday_onTheLastDayOfTheMonth_addsNothing() {
        CostHistory history = daily("2026-03-02", "2026-03-31", d -> d == 31 ? "99" : "10");
        ComputedContext context = given().clock("2026-03-31T23:00:00Z")
                .completeThrough("2026-03-31")
                .costs(history)
                .context();
        assertThat(context.forecastEom()).isEqualTo(Amount.parse("389"));
        assertThat(context.forecastUpper()).isEqualTo(Amount.parse("389"));
    }

    @Test
    void robustWeekday_level_isThatOfTheLastWeek() {
        // Three weeks at 10, the last one at 20: the level is the week's, lifted or lowered by nothing known better.
        CostHistory history = daily("2026-02-18", "2026-03-17", d -> d >= 11 && d <= 17 ? "20" : "10");
        ComputedContext context = given().costs(history).context();
        // S(w) = 10, 10, 10, 20 (or three for Sunday, without 1 March): median 10 each; level 20.
        assertThat(context.forecastEom()).isEqualTo(context.mtdComplete().plus(Amount.parse("280")));
    }

    @Test
    void robustWeekday_withThreeRecentRows_takesTheLevelOfAll() {
        CostHistory history = rows(
                "2026-03-03",
                "10",
                "2026-03-04",
                "10",
                "2026-03-05",
                "10",
                "2026-03-06",
                "10",
                "2026-03-15",
                "90",
                "2026-03-16",
                "90",
                "2026-03-17",
                "90");
        // Four of seven are 10; Tuesday, the 3rd and the 17th, has two rows: S = 50, index 5, adj 10 * 10 / 50 = 2, 18.
        // adj sorted: 2, 10, 10, 10, 18, 90, 90: level 10. To come: 14 days, two Tuesdays at 10 * 50 / 10 = 50.
        assertThat(given().costs(history).context().forecastEom())
                .isEqualTo(Amount.parse("310").plus(Amount.parse("220")));
    }

    @Test
    void robustWeekday_withRefunds_knowsNoIndexBelowZero() {
        CostHistory history = daily("2026-03-04", "2026-03-17", d -> "-10");
        ComputedContext context = given().costs(history).context();
        // med is not above 0: every expectation is the level, -10; the spend of -140 is the larger.
        assertThat(context.forecastEom()).isEqualTo(Amount.parse("-140"));
    }

    // ---- project ----

    @Test
    void project_missingFromADayThatArrived_costNothing() {
        CostHistory tenant = daily("2026-03-02", "2026-03-17", d -> "100");
        CostHistory project = rows("2026-03-10", "5", "2026-03-11", "5");
        ComputedContext context = runRate().costs(tenant).projectCosts(project).context();
        assertThat(context.projectMtdSpend()).isEqualTo(Amount.parse("10"));
        // Zero rows until the 17th: 10 + 10 * 14 / 17.
        assertThat(context.projectForecastEom()).isEqualTo(Amount.parse("18.235294"));
        assertThat(context.projectForecastUpper()).isEqualTo(Amount.parse("18.235294"));
    }

    @Test
    void project_unknownOrEmpty_isZero() {
        CostHistory tenant = daily("2026-03-02", "2026-03-17", d -> "100");
        assertThat(given().costs(tenant).context().projectForecastEom()).isEqualTo(Amount.ZERO);
        assertThat(given().costs(tenant)
                        .projectCosts(CostHistory.EMPTY)
                        .context()
                        .projectForecastUpper())
                .isEqualTo(Amount.ZERO);
    }

    // ---- ranges ----

    private static final String PLAN = "{'ceilings':{'plan_monthly':'1'},'context':{'forecast_method':'run_rate'}}";
    private static final String MAX = "1000000000000";

    @Test
    void spend_beyond64Bits_isRefused() {
        assertOutOfRange(runRate().costs(daily("2026-03-02", "2026-03-17", d -> MAX)));
    }

    @Test
    void forecast_beyond64Bits_isRefused() {
        assertOutOfRange(runRate().costs(rows("2026-03-01", "900000000000")));
    }

    @Test
    void forecastAndDelta_beyond64Bits_areRefusedUnderAPlanCeilingAlone() {
        // 5 * 10^12 * 31 / 17, just below 2^63 micro-units.
        CostHistory history = daily("2026-03-13", "2026-03-17", d -> MAX);
        assertThat(runRate().delta(MAX).costs(history).context().forecastEom().toString())
                .isEqualTo("9117647058823.529412");
        assertOutOfRange(given().policy(PLAN).delta(MAX).costs(history));
        assertThat(given().policy(PLAN)
                        .delta("-" + MAX)
                        .costs(history)
                        .context()
                        .riskFactors())
                .contains(new ScoredFactor(RiskFactor.FORECAST_OVER_PLAN, 20));
    }

    @Test
    void expectation_beyond64Bits_isRefusedEvenWhenNoDayIsLeft() {
        // med 1 micro-unit, Sundays at 10^12: their expectation is level * 10^18 / 1 of a level of 10^18.
        CostHistory history = CostHistory.of(LocalDate.parse("2026-03-04")
                .datesUntil(LocalDate.parse("2026-04-01"))
                .map(date -> new CostRow(
                        date,
                        Amount.parse(
                                date.getDayOfWeek().getValue() == 7 || date.getDayOfMonth() > 25 ? MAX : "0.000001"),
                        true))
                .toList());
        assertOutOfRange(given().clock("2026-03-31T12:00:00Z")
                .completeThrough("2026-03-31")
                .costs(history));
    }

    @Test
    void spend_thatLeavesTheRangeAndComesBack_isExact() {
        CostHistory history = daily("2026-03-02", "2026-03-17", d -> d <= 11 ? MAX : "-" + MAX);
        assertThat(runRate().costs(history).context().mtdSpend().toString()).isEqualTo("4000000000000");
    }

    @Test
    void spend_beyond64Bits_isRefusedAlsoWhenTheForecastAloneWouldFit() {
        // Complete: 8.9 * 10^12 in 30 days, forecast 31/30 of it; the 31st, not complete, makes it 9.8 * 10^12.
        CostHistory history =
                daily("2026-03-22", "2026-03-31", d -> d == 31 ? "900000000000" : d == 30 ? "900000000000" : MAX);
        Scenario lastDay = runRate().clock("2026-03-31T12:00:00Z");
        assertThat(lastDay.costs(daily("2026-03-22", "2026-03-30", d -> d == 30 ? "900000000000" : MAX))
                        .context()
                        .forecastEom())
                .hasToString("9196666666666.666667");
        assertOutOfRange(lastDay.costs(history));
    }

    @Test
    void runRate_below64Bits_isTheSpend() {
        // -9 * 10^12 in 10 days; the other 21 would bring it to -27.9 * 10^12, and the spend is more.
        ComputedContext context = runRate()
                .clock("2026-03-11T12:00:00Z")
                .costs(daily("2026-03-02", "2026-03-10", d -> "-" + MAX))
                .context();
        assertThat(context.forecastEom()).hasToString("-9000000000000").isEqualTo(context.mtdSpend());
    }

    private static void assertOutOfRange(Scenario scenario) {
        assertThatThrownBy(scenario::context)
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.AMOUNT_OUT_OF_RANGE));
    }
}
