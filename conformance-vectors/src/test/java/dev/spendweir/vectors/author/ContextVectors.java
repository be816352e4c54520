package dev.spendweir.vectors.author;

import java.util.List;

/** Spec 1.5: spend, forecasts and their bands, the project. 2026-03-11 is a Wednesday; February and March 2026 begin on Sundays. */
final class ContextVectors {
    static final String OP = "context.compute";

    private final VectorFile file = new VectorFile("context", "spend_and_forecast", "1.5");

    static VectorFile spendAndForecast() {
        ContextVectors vectors = new ContextVectors();
        vectors.calendar();
        vectors.sources();
        vectors.spend();
        vectors.runRate();
        vectors.robust();
        vectors.band();
        vectors.firsts();
        vectors.project();
        vectors.range();
        vectors.errors();
        return vectors.file;
    }

    private Draft add(String slug, String title, Ask ask) {
        return file.add(slug, OP, title, ask.input());
    }

    /** 10 a day from the first of February up to the tenth of March. */
    static List<Object> flat() {
        return Rows.daily("2026-02-01", "2026-03-10", "10");
    }

    private void calendar() {
        add("empty", "Without cost rows everything is zero and the source is none", Ask.plain())
                .want(
                        "data_source_mode=none",
                        "observed_cost_days=0",
                        "latest_cost_date=null",
                        "mtd_spend='0'",
                        "covered_days=0",
                        "burn_rate_daily='0'",
                        "stale=false",
                        "forecast_eom='0'",
                        "forecast_upper='0'",
                        "anomaly_kind=insufficient_data",
                        "anomaly_delta='0'",
                        "anomaly_percent=null",
                        "#=27",
                        "context_version='spendweir.context/v1'",
                        "policy_version=1")
                .p0();
        String[][] months = {
            {"2026-02-11T00:00:00Z", "2026-02-01", "2026-02-28", "28", "11"},
            {"2028-02-29T23:59:59.999Z", "2028-02-01", "2028-02-29", "29", "29"},
            {"2100-02-28T12:00:00Z", "2100-02-01", "2100-02-28", "28", "28"},
            {"2000-02-01T00:00:00Z", "2000-02-01", "2000-02-29", "29", "1"},
            {"2026-04-30T23:59:59Z", "2026-04-01", "2026-04-30", "30", "30"},
            {"2026-12-31T23:59:59.999999999Z", "2026-12-01", "2026-12-31", "31", "31"},
            {"0001-01-01T00:00:00Z", "0001-01-01", "0001-01-31", "31", "1"},
            {"9999-12-31T23:59:59Z", "9999-12-01", "9999-12-31", "31", "31"},
        };
        for (String[] m : months) {
            add(
                            "month_" + m[1].replace("-", "_"),
                            "The month of " + m[0],
                            Ask.plain().clock(m[0]))
                    .flags("calendar")
                    .want(
                            "month_start='" + m[1] + "'",
                            "month_end='" + m[2] + "'",
                            "month_total_days=" + m[3],
                            "month_elapsed_days=" + m[4]);
        }
        add(
                        "clock_cut",
                        "The clock is cut to milliseconds, not rounded",
                        Ask.plain().clock("2026-02-28T23:59:59.9999Z"))
                .spec("A5")
                .flags("calendar")
                .want("clock_time='2026-02-28T23:59:59.999Z'", "month_end='2026-02-28'")
                .p0();
        add(
                        "clock_padded",
                        "The clock is written with three fraction digits",
                        Ask.plain().clock("2026-03-11T12:00:00.5Z"))
                .spec("A5")
                .want("clock_time='2026-03-11T12:00:00.500Z'");
    }

    private void sources() {
        add(
                        "source_final",
                        "final: every row of the month is final",
                        Ask.plain().history(flat()))
                .want("data_source_mode=final", "observed_cost_days=10", "latest_cost_date='2026-03-10'")
                .p0();
        add(
                        "source_one_open_row",
                        "all_status: one row of the month is not final",
                        Ask.plain().history(Rows.join(flat(), Rows.rows(Rows.row("2026-03-11", "3", false)))))
                .want("data_source_mode=all_status", "observed_cost_days=11")
                .p0();
        add(
                        "source_open_before_month",
                        "Rows before the month need not be final",
                        Ask.plain()
                                .history(Rows.rows(
                                        Rows.row("2026-02-20", "1", false), Rows.row("2026-03-02", "1", true))))
                .want("data_source_mode=final");
        add(
                        "source_only_earlier",
                        "all_status: only earlier months have rows",
                        Ask.plain().history(Rows.daily("2026-02-11", "2026-02-28", "10")))
                .spec("A55")
                .want("data_source_mode=all_status", "mtd_spend='0'", "latest_cost_date=null");
        add(
                        "source_edge_of_baseline",
                        "A row baseline_days before the day is considered",
                        Ask.plain().history(Rows.rows(Rows.row("2026-02-11", "1", true))))
                .flags("boundary", "calendar")
                .want("data_source_mode=all_status");
        add(
                        "source_beyond_baseline",
                        "A row one day older is not considered: none",
                        Ask.plain().history(Rows.rows(Rows.row("2026-02-10", "1", true))))
                .flags("boundary", "calendar")
                .want("data_source_mode=none", "stale=true")
                .p0();
        add(
                        "source_month_beyond_baseline",
                        "Rows of the month are considered, however short the baseline",
                        Ask.plain()
                                .policy("{'context':{'baseline_days':7}}")
                                .clock("2026-03-31T00:00:00Z")
                                .history(Rows.rows(Rows.row("2026-03-01", "1", true))))
                .want("data_source_mode=final");
        add(
                        "source_unavailable",
                        "unavailable: the history is treated as empty",
                        Ask.plain()
                                .snapshot("{'cost_source':'unavailable','project_cost_history':[]}")
                                .history(flat()))
                .want(
                        "data_source_mode=unavailable",
                        "mtd_spend='0'",
                        "stale=false",
                        "forecast_eom='0'",
                        "observed_cost_days=0")
                .p0();
        add(
                        "source_rows_after_day",
                        "Rows after the clock's date are ignored",
                        Ask.plain()
                                .history(Rows.rows(
                                        Rows.row("2026-03-12", "5", false), Rows.row("2026-04-01", "5", true))))
                .want("data_source_mode=none", "mtd_spend='0'");
        add(
                        "stale_8_days",
                        "stale: the last complete row is older than stale_after_days",
                        Ask.plain().history(Rows.daily("2026-02-01", "2026-03-03", "10")))
                .flags("boundary", "calendar")
                .want("stale=true")
                .p0();
        add(
                        "stale_7_days",
                        "Not stale: a complete row is exactly stale_after_days old",
                        Ask.plain().history(Rows.daily("2026-02-01", "2026-03-04", "10")))
                .flags("boundary", "calendar")
                .want("stale=false")
                .p0();
        add(
                        "stale_by_completeness",
                        "A row after complete_through does not count against staleness",
                        Ask.plain().history(flat()).snapshot("{'complete_through':'2026-03-03'}"))
                .want("stale=true", "mtd_spend='100'", "mtd_complete='30'");
        add(
                        "stale_old_forecast",
                        "A history that ended long ago: none, stale and a positive forecast at once",
                        Ask.plain().history(Rows.daily("2026-01-02", "2026-01-31", "10")))
                .spec("N16, A51")
                .want("data_source_mode=none", "stale=true", "forecast_eom='310'")
                .p0();
        add(
                        "stale_no_complete_row",
                        "Without a complete row nothing is stale",
                        Ask.plain().history(Rows.rows(Rows.row("2026-03-11", "5", false))))
                .spec("A47")
                .want("stale=false", "data_source_mode=all_status", "forecast_eom='5'");
    }

    private void spend() {
        add(
                        "flat",
                        "10 a day: 100 in ten days, 310 at the end of March, no band",
                        Ask.plain().history(flat()))
                .want(
                        "mtd_spend='100'",
                        "mtd_complete='100'",
                        "covered_days=10",
                        "burn_rate_daily='10'",
                        "forecast_eom='310'",
                        "forecast_upper='310'",
                        "anomaly_kind=none",
                        "anomaly_delta='0'",
                        "anomaly_percent='0'")
                .p0();
        List<Object> backwards = flat();
        java.util.Collections.reverse(backwards);
        add("order", "The order of the rows does not matter", Ask.plain().history(backwards))
                .flags("determinism")
                .want("mtd_spend='100'", "forecast_eom='310'", "latest_cost_date='2026-03-10'")
                .p0();
        add(
                        "complete_through_before",
                        "Rows after complete_through count as spent, not as complete",
                        Ask.plain().history(flat()).snapshot("{'complete_through':'2026-03-08'}"))
                .want("mtd_spend='100'", "mtd_complete='80'", "covered_days=8", "forecast_eom='310'");
        add(
                        "complete_through_future",
                        "complete_through after the day is the day",
                        Ask.plain()
                                .history(Rows.join(flat(), Rows.rows(Rows.row("2026-03-11", "10", true))))
                                .snapshot("{'complete_through':'2026-03-20'}"))
                .want("covered_days=11", "mtd_complete='110'", "forecast_eom='310'");
        add(
                        "complete_through_null",
                        "Without complete_through the day itself is not complete",
                        Ask.plain().history(Rows.join(flat(), Rows.rows(Rows.row("2026-03-11", "4", true)))))
                .want("covered_days=10", "mtd_spend='104'", "mtd_complete='100'");
        add(
                        "covered_is_a_date",
                        "covered_days is the date of the last complete row, gaps included",
                        Ask.plain()
                                .history(Rows.rows(
                                        Rows.row("2026-03-02", "4", true), Rows.row("2026-03-09", "5", true))))
                .want("covered_days=9", "mtd_complete='9'", "burn_rate_daily='1'", "observed_cost_days=2");
        add(
                        "forecast_not_below_spend",
                        "A forecast below what is spent already is raised to it",
                        Ask.plain().history(Rows.rows(Rows.row("2026-03-11", "7", false))))
                .spec("A50")
                .want("forecast_eom='7'", "forecast_upper='7'");
        add(
                        "refunds",
                        "Refunds: a negative forecast is raised to the negative spend of the month",
                        Ask.plain().history(Rows.daily("2026-02-01", "2026-03-10", "-10")))
                .spec("A42, A50, N8")
                .want("mtd_spend='-100'", "burn_rate_daily='-10'", "forecast_eom='-100'", "forecast_upper='-100'");
    }

    private Ask runRateOn(String clock, Object... rows) {
        return Ask.plain()
                .policy("{'context':{'forecast_method':'run_rate'}}")
                .clock(clock)
                .history(Rows.rows(rows));
    }

    private void runRate() {
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

    private void robust() {
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

    private void band() {
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

    private void firsts() {
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

    private void project() {
        add(
                        "project_null",
                        "project_cost_history null is not known: zeros",
                        Ask.plain().history(flat()))
                .want("project_mtd_spend='0'", "project_forecast_eom='0'", "project_forecast_upper='0'")
                .p0();
        add(
                        "project_empty",
                        "An empty project history is known to be nothing",
                        Ask.plain().history(flat()).projectHistory(Rows.rows()))
                .want("project_mtd_spend='0'", "project_forecast_eom='0'");
        add(
                        "project_same",
                        "A project that is the whole tenant has the tenant's figures",
                        Ask.plain().history(flat()).projectHistory(flat()))
                .want("project_mtd_spend='100'", "project_forecast_eom='310'", "project_forecast_upper='310'")
                .p0();
        add(
                        "project_filled",
                        "A project missing from a day that arrived cost nothing that day: one row of 70 is all",
                        Ask.plain().history(flat()).projectHistory(Rows.rows(Rows.row("2026-03-02", "70", true))))
                .want("project_mtd_spend='70'", "project_forecast_eom='70'")
                .p0();
        add(
                        "project_not_filled",
                        "Days on which the tenant has no row are not filled: run_rate of one row",
                        Ask.plain().projectHistory(Rows.rows(Rows.row("2026-03-02", "70", true))))
                .want("project_forecast_eom='1085'", "data_source_mode=none");
        add(
                        "project_fill_after_first_only",
                        "Days before the project's first row are not filled",
                        Ask.plain().history(flat()).projectHistory(Rows.daily("2026-03-04", "2026-03-10", "10")))
                .want("project_forecast_eom='280'", "project_mtd_spend='70'");
        add(
                        "project_unavailable",
                        "With the cost source unavailable the project's rows are not used either",
                        Ask.plain().snapshot("{'cost_source':'unavailable'}").projectHistory(flat()))
                .want("project_mtd_spend='0'", "project_forecast_eom='0'");
        add(
                        "project_complete",
                        "The project has the same last complete day",
                        Ask.plain()
                                .history(flat())
                                .snapshot("{'complete_through':'2026-03-08'}")
                                .projectHistory(flat()))
                .want("project_mtd_spend='100'", "project_forecast_eom='310'");
        add(
                        "project_future_rows",
                        "The project's rows after the clock's date are ignored",
                        Ask.plain().projectHistory(Rows.rows(Rows.row("2026-03-12", "5", true))))
                .want("project_mtd_spend='0'");
    }

    private void range() {
        String million = "1000000000000";
        Ask full = Ask.plain()
                .policy("{'context':{'forecast_method':'run_rate'}}")
                .clock("2026-03-31T12:00:00Z")
                .snapshot("{'complete_through':'2026-03-31'}");
        add(
                        "largest_sum",
                        "The largest sum of 64 bits fits",
                        full.history(Rows.join(
                                Rows.daily("2026-03-02", "2026-03-10", million),
                                Rows.rows(Rows.row("2026-03-31", "223372036854.775807", true)))))
                .spec("A15b")
                .flags("overflow", "boundary")
                .want("mtd_spend='9223372036854.775807'", "forecast_eom='9223372036854.775807'")
                .p0();
        add(
                        "sum_one_micro_beyond",
                        "One micro-unit more is out of range",
                        full.history(Rows.join(
                                Rows.daily("2026-03-02", "2026-03-10", million),
                                Rows.rows(Rows.row("2026-03-31", "223372036854.775808", true)))))
                .spec("A15b")
                .flags("overflow", "boundary")
                .fails("AMOUNT_OUT_OF_RANGE")
                .p0();
        List<Object> upAndDown = Rows.join(
                Rows.daily("2026-03-02", "2026-03-11", million), Rows.daily("2026-03-12", "2026-03-21", "-" + million));
        add(
                        "intermediate_sum",
                        "A sum that leaves the range on the way and comes back is fine",
                        full.policy("{'context':{'anomaly':{'mad_multiplier':0}}}")
                                .history(upAndDown))
                .spec("A15b")
                .flags("overflow")
                .want("mtd_spend='0'");
        add(
                        "threshold_beyond",
                        "An anomaly threshold of 4 * 1.4826 * 2 * 10^12 is beyond 64 bits",
                        full.history(upAndDown))
                .spec("A15b")
                .flags("overflow")
                .fails("AMOUNT_OUT_OF_RANGE");
        add(
                        "forecast_beyond",
                        "A forecast beyond 64 bits is out of range",
                        Ask.plain().history(Rows.daily("2026-03-02", "2026-03-10", million)))
                .spec("A15b")
                .flags("overflow")
                .fails("AMOUNT_OUT_OF_RANGE")
                .p0();
        add(
                        "run_rate_product_wide",
                        "The product inside run_rate may be wider than 64 bits",
                        Ask.plain()
                                .policy("{'context':{'forecast_method':'run_rate'}}")
                                .history(Rows.rows(Rows.row("2026-03-10", million, true))))
                .spec("A15b")
                .flags("overflow")
                .want("forecast_eom='3100000000000'");
        add(
                        "squares_wide",
                        "The sum of squares is far beyond 64 bits: one residual of 7 * 10^11 gives a band of 3107714840972.382394",
                        Ask.plain()
                                .history(Rows.daily(
                                        "2026-03-04", "2026-03-10", "0", "0", "0", "0", "0", "0", "700000000000")))
                .spec("N16")
                .flags("overflow")
                .want("forecast_eom='700000000000'", "forecast_upper='3807714840972.382394'")
                .p0();
    }

    private void errors() {
        String[] clocks = {
            "2026-03-11T12:00:00",
            "2026-03-11T12:00:00+00:00",
            "2026-03-11T12:00:00z",
            "2026-03-11t12:00:00Z",
            "2026-03-11 12:00:00Z",
            "2026-03-11T12:00Z",
            "2026-02-29T00:00:00Z",
            "2026-03-11T24:00:00Z",
            "2026-03-11T23:59:60Z",
            "0000-01-01T00:00:00Z",
            "10000-01-01T00:00:00Z",
            "2026-03-11T12:00:00.Z",
            "2026-03-11T12:00:00.1234567890Z",
            "2026-03-11T12:00:00,5Z",
            " 2026-03-11T12:00:00Z",
            ""
        };
        for (int i = 0; i < clocks.length; i++) {
            add(
                            "clock_bad_" + (i + 1),
                            "'" + clocks[i] + "' is no clock_time",
                            Ask.plain().clock(clocks[i]))
                    .spec("A5, A7")
                    .flags("calendar")
                    .fails("INVALID_CLOCK_TIME");
        }
        add(
                        "clock_absent",
                        "An absent clock_time is INVALID_CLOCK_TIME",
                        Ask.plain().without("clock_time"))
                .spec("A7")
                .fails("INVALID_CLOCK_TIME")
                .p0();
        add("clock_number", "A number is no clock_time", Ask.plain().replace("clock_time", Draft.raw("1773230400")))
                .spec("A7")
                .fails("INVALID_CLOCK_TIME");
        add(
                        "request_before_clock",
                        "A bad request comes before a bad clock",
                        Ask.plain().request("{'tenant_id':''}").clock("x"))
                .spec("A8")
                .flags("precedence")
                .fails("INVALID_FIELD /tenant_id");
        add(
                        "clock_before_snapshot",
                        "A bad clock comes before a bad snapshot",
                        Ask.plain().clock("x").snapshot("{'cost_source':1}"))
                .spec("A8")
                .flags("precedence")
                .fails("INVALID_CLOCK_TIME")
                .p0();
        add(
                        "snapshot_before_range",
                        "A bad snapshot comes before a sum out of range",
                        Ask.plain()
                                .snapshot("{'cost_source':'?'}")
                                .history(Rows.daily("2026-03-01", "2026-03-10", "1000000000000")))
                .spec("A8")
                .flags("precedence")
                .fails("INVALID_SNAPSHOT /cost_source");
    }
}
