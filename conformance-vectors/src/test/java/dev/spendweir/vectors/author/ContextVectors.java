package dev.spendweir.vectors.author;

import java.util.List;

/** Spec 1.5: the calendar, sources and spend; the whole file of spend and forecast. */
final class ContextVectors extends ContextDrafts {
    ContextVectors(VectorFile file) {
        super(file);
    }

    static VectorFile spendAndForecast() {
        VectorFile file = new VectorFile("context", "spend_and_forecast", "1.5");
        ContextVectors context = new ContextVectors(file);
        ForecastVectors forecast = new ForecastVectors(file);
        ContextRangeVectors contextRange = new ContextRangeVectors(file);
        context.calendar();
        context.sources();
        context.spend();
        forecast.runRate();
        forecast.robust();
        forecast.band();
        forecast.firsts();
        contextRange.project();
        contextRange.range();
        contextRange.errors();
        return file;
    }

    void calendar() {
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

    void sources() {
        add(
                        "source_final",
                        "final: every row of the month is final",
                        Ask.plain().history(flat()))
                .want("data_source_mode=final", "observed_cost_days=10", "latest_cost_date='2026-03-10'")
                .p0();
        add(
                        "row_final_absent",
                        "A row that does not say final is not",
                        Ask.plain().snapshot("{'cost_history':[{'date':'2026-03-09','amount':'5'}]}"))
                .want("data_source_mode=all_status", "mtd_spend='5'");
        add(
                        "row_final_null",
                        "A null final is no final, beside a final row",
                        Ask.plain()
                                .snapshot("{'cost_history':[{'date':'2026-03-09','amount':'5','final':null},"
                                        + "{'date':'2026-03-10','amount':'7','final':true}]}"))
                .want("data_source_mode=all_status", "mtd_spend='12'");
        add(
                        "row_final_absent_last_month",
                        "Whether a row of an earlier month is final does not count",
                        Ask.plain()
                                .snapshot("{'cost_history':[{'date':'2026-02-28','amount':'5'},"
                                        + "{'date':'2026-03-10','amount':'7','final':true}]}"))
                .want("data_source_mode=final", "mtd_spend='7'");
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

    void spend() {
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
}
