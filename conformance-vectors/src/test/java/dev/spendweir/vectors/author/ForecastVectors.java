package dev.spendweir.vectors.author;

import java.util.List;

/** Spec 1.5: forecasts and their bands. */
final class ForecastVectors extends ContextDrafts {
    ForecastVectors(VectorFile file) {
        super(file);
    }

    private Ask runRateOn(String clock, Object... rows) {
        return Ask.plain()
                .policy("{'context':{'forecast_method':'run_rate'}}")
                .clock(clock)
                .history(Rows.rows(rows));
    }

    void runRate() {
        add(
                        "run_rate_flat",
                        "run_rate: 100 in 10 of 31 days is 310",
                        Ask.plain()
                                .policy("{'context':{'forecast_method':'run_rate'}}")
                                .history(flat()))
                .want("forecast_eom='310'", "forecast_upper='310'")
                .p0();
        add(
                        "run_rate_tie_even",
                        "run_rate rounds once: 14.5 micro-units go to 14",
                        runRateOn("2026-03-03T12:00:00Z", Rows.row("2026-03-02", "0.000001", true)))
                .flags("rounding")
                .want("forecast_eom='0.000015'", "burn_rate_daily='0'");
        add(
                        "run_rate_tie_odd",
                        "run_rate rounds once: 43.5 micro-units go to 44",
                        runRateOn("2026-03-03T12:00:00Z", Rows.row("2026-03-02", "0.000003", true)))
                .flags("rounding")
                .want("forecast_eom='0.000047'", "burn_rate_daily='0.000002'");
        add(
                        "run_rate_nothing_complete",
                        "run_rate before the first complete day is 0, raised to what is spent",
                        runRateOn(
                                "2026-03-01T12:00:00Z",
                                Rows.row("2026-02-28", "50", true),
                                Rows.row("2026-03-01", "3", false)))
                .spec("A49")
                .flags("calendar")
                .want("forecast_eom='3'", "covered_days=0", "mtd_complete='0'")
                .p0();
        add(
                        "run_rate_whole_month",
                        "run_rate on the last day, all of it complete, is what is spent",
                        Ask.plain()
                                .policy("{'context':{'forecast_method':'run_rate'}}")
                                .clock("2026-03-31T23:00:00Z")
                                .snapshot("{'complete_through':'2026-03-31'}")
                                .history(Rows.daily("2026-03-01", "2026-03-31", "10")))
                .flags("calendar")
                .want("forecast_eom='310'", "covered_days=31");
        add(
                        "run_rate_leap_year",
                        "run_rate in February of a leap year has 29 days",
                        runRateOn("2028-02-11T12:00:00Z", Rows.row("2028-02-10", "100", true)))
                .flags("calendar")
                .want("forecast_eom='290'");
        add(
                        "run_rate_short_year",
                        "run_rate in February of a common year has 28 days",
                        runRateOn("2026-02-11T12:00:00Z", Rows.row("2026-02-10", "100", true)))
                .flags("calendar")
                .want("forecast_eom='280'");
        add(
                        "robust_six_rows",
                        "robust_weekday with six rows of baseline falls back to run_rate",
                        Ask.plain().history(Rows.daily("2026-03-05", "2026-03-10", "10")))
                .flags("boundary")
                .want("forecast_eom='186'", "forecast_upper='186'")
                .p0();
        add(
                        "robust_seven_with_first",
                        "Seven rows of which one is on a first of a month are six: run_rate",
                        Ask.plain().clock("2026-03-08T12:00:00Z").history(Rows.daily("2026-03-01", "2026-03-07", "10")))
                .flags("boundary", "calendar")
                .want("forecast_eom='310'", "covered_days=7", "mtd_complete='70'");
    }

    void robust() {
        List<Object> weekly = Rows.daily("2026-02-01", "2026-03-10", "4", "10", "10", "10", "10", "10", "4");
        add(
                        "weekdays",
                        "Weekends cost 4, other days 10: 82 so far, 15 working days and 6 of weekends to come",
                        Ask.plain().history(weekly))
                .want("mtd_complete='82'", "forecast_eom='256'", "forecast_upper='256'", "anomaly_kind=none")
                .p0();
        add(
                        "seven_rows",
                        "Seven rows of different weekdays: no weekday index, the level is their median",
                        Ask.plain().history(Rows.daily("2026-03-04", "2026-03-10", "1", "2", "3", "4", "5", "6", "7")))
                .flags("boundary")
                .want("mtd_complete='28'", "forecast_eom='112'")
                .p0();
        add(
                        "level_all_of_h",
                        "Fewer than four rows in the last week: the level is the median over all of H",
                        Ask.plain()
                                .history(Rows.join(
                                        Rows.daily("2026-02-16", "2026-02-19", "2"),
                                        Rows.daily("2026-03-08", "2026-03-10", "10"))))
                .want("mtd_complete='30'", "forecast_eom='96'");
        add(
                        "level_four_recent",
                        "Four rows in the last week are enough for the level",
                        Ask.plain()
                                .history(Rows.join(
                                        Rows.daily("2026-02-14", "2026-02-18", "2"),
                                        Rows.daily("2026-03-07", "2026-03-10", "10"))))
                .flags("boundary")
                .want("mtd_complete='40'", "forecast_eom='189.999985'");
        add(
                        "window_28_days",
                        "H reaches back 27 days from the last complete row, not further",
                        Ask.plain()
                                .history(Rows.join(
                                        Rows.daily("2026-01-01", "2026-02-10", "1000"),
                                        Rows.daily("2026-02-11", "2026-03-10", "10"))))
                .flags("boundary")
                .want("forecast_eom='310'", "forecast_upper='310'");
        add(
                        "history_not_cut_to_baseline",
                        "baseline_days does not bound the forecast's history",
                        Ask.plain()
                                .policy("{'context':{'baseline_days':7}}")
                                .history(Rows.daily("2026-02-01", "2026-02-20", "10")))
                .spec("A46")
                .want("forecast_eom='310'", "data_source_mode=none");
        add(
                        "gap_counts_zero",
                        "Days missing between the last complete row and the month count as nothing spent, the month is forecast whole",
                        Ask.plain().history(Rows.daily("2026-02-02", "2026-02-20", "10")))
                .spec("A51")
                .want("mtd_complete='0'", "forecast_eom='310'");
        add(
                        "median_even",
                        "The median of an even count is rounded HALF_EVEN at the sixth digit: eight rows of 0.000001 and 0.000002 give 0.000002",
                        Ask.plain()
                                .clock("2026-03-31T12:00:00Z")
                                .history(Rows.join(
                                        Rows.daily("2026-03-20", "2026-03-23", "0.000001"),
                                        Rows.daily("2026-03-27", "2026-03-30", "0.000002"))))
                .spec("A48")
                .flags("rounding")
                .want("mtd_complete='0.000012'");
        add(
                        "last_day_complete",
                        "On a complete last day nothing is left to forecast: no band",
                        Ask.plain()
                                .clock("2026-03-31T12:00:00Z")
                                .snapshot("{'complete_through':'2026-03-31'}")
                                .history(Rows.daily("2026-03-01", "2026-03-31", "1", "9", "5")))
                .flags("calendar")
                .want("mtd_complete='151'", "forecast_eom='151'", "forecast_upper='151'");
        add(
                        "zero_costs",
                        "A history of zeros forecasts zero",
                        Ask.plain().history(Rows.daily("2026-02-01", "2026-03-10", "0")))
                .want("forecast_eom='0'", "anomaly_kind=none", "anomaly_percent=null", "data_source_mode=final");
        add(
                        "leap_february",
                        "The 29th of February is forecast in a leap year",
                        Ask.plain().clock("2028-02-11T12:00:00Z").history(Rows.daily("2028-01-02", "2028-02-10", "10")))
                .flags("calendar")
                .want("forecast_eom='290'");
    }

    void band() {
        add(
                        "band_by_hand",
                        "One residual of 7 in seven rows, 21 days to come: 1.2816 * isqrt(588 * 10^12) = 31.077148",
                        Ask.plain()
                                .history(Rows.daily(
                                        "2026-03-04", "2026-03-10", "10", "10", "10", "10", "10", "10", "17")))
                .want("mtd_complete='77'", "forecast_eom='287'", "forecast_upper='318.077148'")
                .p0();
        add(
                        "band_one_day",
                        "One day to come: 1.2816 * isqrt(49 * 10^12 * 8 / 49) = 3.624912",
                        Ask.plain()
                                .clock("2026-03-31T12:00:00Z")
                                .history(Rows.daily(
                                        "2026-03-24", "2026-03-30", "10", "10", "10", "10", "10", "10", "17")))
                .want("mtd_complete='77'", "forecast_eom='87'", "forecast_upper='90.624912'");
        add(
                        "band_on_raised",
                        "The band is added to the raised forecast",
                        Ask.plain()
                                .history(Rows.join(
                                        Rows.daily(
                                                "2026-03-04", "2026-03-10", "10", "10", "10", "10", "10", "10", "17"),
                                        Rows.rows(Rows.row("2026-03-11", "500", false)))))
                .spec("N8")
                .want("forecast_eom='577'", "forecast_upper='608.077148'");
        add(
                        "band_run_rate",
                        "run_rate has no band",
                        Ask.plain()
                                .policy("{'context':{'forecast_method':'run_rate'}}")
                                .history(Rows.daily(
                                        "2026-03-04", "2026-03-10", "10", "10", "10", "10", "10", "10", "20")))
                .spec("N8")
                .want("mtd_complete='80'", "forecast_eom='248'", "forecast_upper='248'");
    }

    void firsts() {
        List<Object> withFee =
                Rows.join(Rows.rows(Rows.row("2026-02-01", "500", true)), Rows.daily("2026-02-02", "2026-02-28", "10"));
        add(
                        "first_fee_expected",
                        "On the first of a month the fee of the last first is expected again",
                        Ask.plain().clock("2026-03-01T06:00:00Z").history(withFee))
                .flags("calendar")
                .want("forecast_eom='800'", "forecast_upper='800'", "covered_days=0")
                .p0();
        add(
                        "first_no_fee",
                        "Without a row on the last first nothing is added",
                        Ask.plain().clock("2026-03-01T06:00:00Z").history(Rows.daily("2026-02-02", "2026-02-28", "10")))
                .flags("calendar")
                .want("forecast_eom='310'");
        add(
                        "first_small_fee",
                        "A last first that cost less than a day is not expected instead of it",
                        Ask.plain()
                                .clock("2026-03-01T06:00:00Z")
                                .history(Rows.join(
                                        Rows.rows(Rows.row("2026-02-01", "1", true)),
                                        Rows.daily("2026-02-02", "2026-02-28", "10"))))
                .flags("calendar")
                .want("forecast_eom='310'");
        add(
                        "first_passed",
                        "Once the first of the month is complete the old fee plays no part",
                        Ask.plain()
                                .clock("2026-03-02T06:00:00Z")
                                .history(Rows.join(withFee, Rows.rows(Rows.row("2026-03-01", "20", true)))))
                .flags("calendar")
                .want("mtd_complete='20'", "forecast_eom='320'");
        add(
                        "first_not_in_level",
                        "A fee on the first of the month does not lift the level",
                        Ask.plain()
                                .history(Rows.join(
                                        Rows.daily("2026-02-11", "2026-02-28", "10"),
                                        Rows.rows(Rows.row("2026-03-01", "900", true)),
                                        Rows.daily("2026-03-02", "2026-03-10", "10"))))
                .flags("calendar")
                .want("mtd_complete='990'", "forecast_eom='1200'", "forecast_upper='1200'")
                .p0();
        add(
                        "first_open_row_spent",
                        "The open row of the first is spent, the forecast still counts the fee",
                        Ask.plain()
                                .clock("2026-03-01T06:00:00Z")
                                .history(Rows.join(withFee, Rows.rows(Rows.row("2026-03-01", "300", false)))))
                .flags("calendar")
                .want("mtd_spend='300'", "forecast_eom='800'");
        add(
                        "first_january",
                        "In January the last first is that of December",
                        Ask.plain()
                                .clock("2026-01-01T06:00:00Z")
                                .history(Rows.join(
                                        Rows.rows(Rows.row("2025-12-01", "100", true)),
                                        Rows.daily("2025-12-04", "2025-12-31", "10"))))
                .flags("calendar")
                .want("forecast_eom='400'");
    }
}
