package dev.spendweir.vectors.author;

import java.util.List;

/** Spec 1.5: anomalies of the last complete day, here the tenth of March 2026, a Tuesday. */
final class AnomalyVectors {
    private final VectorFile file = new VectorFile("context", "anomaly", "1.5");

    static VectorFile anomaly() {
        AnomalyVectors vectors = new AnomalyVectors();
        vectors.kinds();
        vectors.thresholds();
        vectors.baseline();
        return vectors.file;
    }

    private Draft add(String slug, String title, Ask ask) {
        return file.add("anomaly_" + slug, ContextVectors.OP, title, ask.input());
    }

    /** So much a day, and then one day. */
    private static List<Object> then(String daily, String last) {
        return Rows.join(Rows.daily("2026-02-01", "2026-03-09", daily), Rows.rows(Rows.row("2026-03-10", last, true)));
    }

    private Draft tenth(String slug, String title, String daily, String last) {
        return add(slug, title, Ask.plain().history(then(daily, last)));
    }

    private void kinds() {
        tenth("spike", "25 after days of 10 is a spike of 15 or 150 %", "10", "25")
                .want("anomaly_kind=spike", "anomaly_delta='15'", "anomaly_percent='150'")
                .p0();
        tenth("drop", "60 after days of 100 is a drop of 40 %", "100", "60")
                .want("anomaly_kind=drop", "anomaly_delta='-40'", "anomaly_percent='-40'")
                .p0();
        tenth("none", "100 after days of 100 is nothing", "100", "100")
                .want("anomaly_kind=none", "anomaly_delta='0'", "anomaly_percent='0'")
                .p0();
        tenth("from_zero", "From zero there is no percent, and the threshold alone decides", "0", "11")
                .want("anomaly_kind=spike", "anomaly_delta='11'", "anomaly_percent=null")
                .p0();
        tenth("from_zero_down", "A refund after days of zero is a drop without percent", "0", "-11")
                .want("anomaly_kind=drop", "anomaly_percent=null");
        tenth(
                        "negative_expectation",
                        "A negative expectation divides by its absolute value: -50 after -100 is up 50 %",
                        "-100",
                        "-50")
                .spec("A52")
                .want("anomaly_kind=spike", "anomaly_delta='50'", "anomaly_percent='50'")
                .p0();
        tenth("percent_rounded", "percent has two digits: 10 to 43.3333 is 333.33 %", "10", "43.3333")
                .spec("A45")
                .flags("rounding")
                .want("anomaly_percent='333.33'");
        tenth("percent_unbounded", "percent has no upper limit", "0.000001", "1000000000")
                .spec("A45, N16")
                .want("anomaly_percent='99999999999999900'", "anomaly_kind=spike");
        tenth("percent_rounds_to_zero", "A percent that rounds to nothing is 0, without a sign", "100000", "99999.999")
                .flags("rounding")
                .want("anomaly_percent='0'", "anomaly_delta='-0.001'", "anomaly_kind=none");
    }

    private void thresholds() {
        tenth("delta_at_threshold", "A delta of exactly min_delta is none", "10", "20")
                .flags("boundary")
                .want("anomaly_kind=none", "anomaly_delta='10'")
                .p0();
        tenth("delta_above_threshold", "One micro-unit above min_delta is a spike", "10", "20.000001")
                .flags("boundary")
                .want("anomaly_kind=spike", "anomaly_percent='100'")
                .p0();
        tenth("drop_at_threshold", "A drop of exactly min_delta is none", "10", "0")
                .flags("boundary")
                .want("anomaly_kind=none", "anomaly_percent='-100'");
        tenth("drop_below_threshold", "One micro-unit further down is a drop", "10", "-0.000001")
                .flags("boundary", "rounding")
                .want("anomaly_kind=drop", "anomaly_percent='-100'");
        tenth("percent_at_limit", "min_percent itself is enough", "100", "130")
                .flags("boundary")
                .want("anomaly_kind=spike", "anomaly_percent='30'")
                .p0();
        tenth("percent_below_limit", "29.99 % is not enough", "100", "129.99")
                .flags("boundary")
                .want("anomaly_kind=none", "anomaly_percent='29.99'")
                .p0();
        tenth("percent_after_rounding", "29.995 % rounds to 30 and is then enough", "100", "129.995")
                .spec("A45")
                .flags("boundary", "rounding")
                .want("anomaly_kind=spike", "anomaly_percent='30'");
        tenth("percent_tie_even", "29.985 % rounds to the even 29.98", "100", "129.985")
                .spec("A45")
                .flags("rounding")
                .want("anomaly_kind=none", "anomaly_percent='29.98'");
        tenth("drop_percent_at_limit", "A drop of min_percent is enough", "100", "70")
                .flags("boundary")
                .want("anomaly_kind=drop", "anomaly_percent='-30'");
        List<Object> seven = Rows.daily("2026-03-03", "2026-03-09", "10", "12", "8", "10", "14", "6", "10");
        add(
                        "mad_at_threshold",
                        "mad 2 gives the threshold 4 * 1.4826 * 2 = 11.8608, which is not passed by 11.8608",
                        Ask.plain().history(Rows.join(seven, Rows.rows(Rows.row("2026-03-10", "21.8608", true)))))
                .flags("boundary")
                .want("anomaly_kind=none", "anomaly_delta='11.8608'", "anomaly_percent='118.61'")
                .p0();
        add(
                        "mad_above_threshold",
                        "One micro-unit more passes it",
                        Ask.plain().history(Rows.join(seven, Rows.rows(Rows.row("2026-03-10", "21.860801", true)))))
                .flags("boundary")
                .want("anomaly_kind=spike");
        add(
                        "mad_multiplier",
                        "mad_multiplier 0 leaves min_delta as the threshold",
                        Ask.plain()
                                .policy("{'context':{'anomaly':{'mad_multiplier':0}}}")
                                .history(Rows.join(seven, Rows.rows(Rows.row("2026-03-10", "20.000001", true)))))
                .want("anomaly_kind=spike");
        add(
                        "min_percent_0",
                        "min_percent 0 leaves the threshold alone",
                        Ask.plain()
                                .policy("{'context':{'anomaly':{'min_percent':'0'}}}")
                                .history(then("1000", "1010.5")))
                .want("anomaly_kind=spike", "anomaly_percent='1.05'");
        add(
                        "min_delta_0",
                        "With min_delta 0 and no spread any rise of 30 % is a spike",
                        Ask.plain()
                                .policy("{'context':{'anomaly':{'min_delta':'0'}}}")
                                .history(then("0.000003", "0.000004")))
                .want("anomaly_kind=spike", "anomaly_delta='0.000001'", "anomaly_percent='33.33'");
    }

    private void baseline() {
        String nothing = "anomaly_kind=insufficient_data";
        add(
                        "first_of_month",
                        "The first of a month is never judged",
                        Ask.plain().clock("2026-03-02T12:00:00Z").history(Rows.daily("2026-02-01", "2026-03-01", "10")))
                .flags("calendar")
                .want(nothing, "anomaly_delta='0'", "anomaly_percent=null")
                .p0();
        add(
                        "no_row_in_month",
                        "A last complete row before the month is not judged",
                        Ask.plain().clock("2026-03-01T12:00:00Z").history(Rows.daily("2026-02-01", "2026-02-28", "10")))
                .flags("calendar")
                .want(nothing);
        add(
                        "open_row",
                        "A row that is not complete yet is not judged",
                        Ask.plain()
                                .history(Rows.join(
                                        ContextVectors.flat(), Rows.rows(Rows.row("2026-03-11", "999", false)))))
                .want("anomaly_kind=none", "anomaly_delta='0'");
        add(
                        "six_rows",
                        "Six rows of baseline are too few",
                        Ask.plain()
                                .history(Rows.join(
                                        Rows.daily("2026-03-04", "2026-03-09", "10"),
                                        Rows.rows(Rows.row("2026-03-10", "99", true)))))
                .flags("boundary")
                .want(nothing);
        add(
                        "seven_rows",
                        "Seven rows are enough",
                        Ask.plain()
                                .history(Rows.join(
                                        Rows.daily("2026-03-03", "2026-03-09", "10"),
                                        Rows.rows(Rows.row("2026-03-10", "99", true)))))
                .flags("boundary")
                .want("anomaly_kind=spike", "anomaly_delta='89'");
        add(
                        "first_not_in_baseline",
                        "The first of a month is no row of the baseline: six remain of the seven days before the eighth",
                        Ask.plain()
                                .policy("{'context':{'baseline_days':7}}")
                                .clock("2026-03-09T12:00:00Z")
                                .history(Rows.daily("2026-02-01", "2026-03-08", "10")))
                .flags("boundary", "calendar")
                .want(nothing)
                .p0();
        add(
                        "baseline_7_days",
                        "A day later all seven are there",
                        Ask.plain()
                                .policy("{'context':{'baseline_days':7}}")
                                .clock("2026-03-10T12:00:00Z")
                                .history(Rows.daily("2026-02-01", "2026-03-09", "10")))
                .flags("boundary", "calendar")
                .want("anomaly_kind=none");
        add(
                        "baseline_bounds",
                        "baseline_days bounds the baseline: what cost 1000 before it does not count",
                        Ask.plain()
                                .policy("{'context':{'baseline_days':8}}")
                                .history(Rows.join(
                                        Rows.daily("2026-02-01", "2026-03-01", "1000"),
                                        Rows.daily("2026-03-02", "2026-03-10", "10"))))
                .spec("A54")
                .want("anomaly_kind=none", "anomaly_delta='0'");
        add(
                        "weekday_aware",
                        "A cheap Sunday after dear working days is what a Sunday is expected to cost",
                        Ask.plain()
                                .clock("2026-03-09T12:00:00Z")
                                .history(Rows.daily(
                                        "2026-02-01", "2026-03-08", "4", "100", "100", "100", "100", "100", "4")))
                .spec("A53")
                .want("anomaly_kind=none", "anomaly_delta='0'")
                .p0();
        add(
                        "weekday_aware_spike",
                        "The same 100 on a Sunday is a spike of 96",
                        Ask.plain()
                                .clock("2026-03-09T12:00:00Z")
                                .history(Rows.join(
                                        Rows.daily(
                                                "2026-02-01",
                                                "2026-03-07",
                                                "4",
                                                "100",
                                                "100",
                                                "100",
                                                "100",
                                                "100",
                                                "4"),
                                        Rows.rows(Rows.row("2026-03-08", "100", true)))))
                .spec("A53")
                .want("anomaly_kind=spike", "anomaly_delta='96'", "anomaly_percent='2400'");
        add(
                        "run_rate_too",
                        "The anomaly does not depend on forecast_method",
                        Ask.plain()
                                .policy("{'context':{'forecast_method':'run_rate'}}")
                                .history(then("10", "25")))
                .want("anomaly_kind=spike", "anomaly_delta='15'");
        add(
                        "old_row",
                        "The last complete row of the month may be old; stale says so",
                        Ask.plain().clock("2026-03-31T12:00:00Z").history(then("10", "25")))
                .spec("A53")
                .want("anomaly_kind=spike", "stale=true");
        add(
                        "unavailable",
                        "Without cost data there is no anomaly",
                        Ask.plain().snapshot("{'cost_source':'unavailable'}").history(then("10", "25")))
                .want(nothing);
    }
}
