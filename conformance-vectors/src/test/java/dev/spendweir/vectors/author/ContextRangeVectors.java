package dev.spendweir.vectors.author;

import java.util.List;

/** Spec 1.5 and A8, A15b: the project, the range of amounts, bad inputs. */
final class ContextRangeVectors extends ContextDrafts {
    ContextRangeVectors(VectorFile file) {
        super(file);
    }

    void project() {
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

    void range() {
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

    void errors() {
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
