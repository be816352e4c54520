package dev.spendweir.vectors.author;

/** Spec 1.5: risk scores, classes and factors. Without cost rows cost_data_missing adds 10 to every case. */
final class RiskVectors {
    private final VectorFile file = new VectorFile("context", "risk", "1.5");

    static VectorFile risk() {
        RiskVectors vectors = new RiskVectors();
        vectors.bands();
        vectors.factors();
        vectors.classes();
        return vectors.file;
    }

    private Draft add(String slug, String title, Ask ask) {
        return file.add("risk_" + slug, ContextVectors.OP, title, ask.input());
    }

    private void bands() {
        String[][] cases = {
            {"99.999999", "0"},
            {"100", "5"},
            {"499.999999", "5"},
            {"500", "10"},
            {"999.999999", "10"},
            {"1000", "20"},
            {"4999.999999", "20"},
            {"5000", "30"},
            {"9999.999999", "30"},
            {"10000", "40"},
            {"1000000000000", "40"},
            {"-500", "0"},
            {"0", "0"},
        };
        for (String[] c : cases) {
            String band = c[1].equals("0") ? "" : "{'factor':'delta_band','points':" + c[1] + "},";
            add(
                            "band_" + c[0].replace('.', '_').replace("-", "minus_"),
                            "A delta of " + c[0] + " has " + c[1] + " points of delta_band",
                            Ask.plain().delta(c[0]))
                    .flags("boundary")
                    .want(
                            "risk_score=" + (Integer.parseInt(c[1]) + 10),
                            "risk_factors=[" + band + "{'factor':'cost_data_missing','points':10}]");
        }
        add(
                        "band_signed",
                        "delta_band looks at the signed delta: a saving is in no band that begins at 0",
                        Ask.plain()
                                .policy("{'risk':{'delta_bands':[{'min':0,'points':9}]}}")
                                .delta("-0.000001"))
                .spec("A55")
                .flags("boundary")
                .want("risk_score=10");
        add(
                        "band_zero_min",
                        "A band that begins at 0 holds for a delta of 0",
                        Ask.plain()
                                .policy("{'risk':{'delta_bands':[{'min':0,'points':9}]}}")
                                .delta("0"))
                .flags("boundary")
                .want("risk_score=19");
        add(
                        "band_zero_points",
                        "A band of 0 points is no factor",
                        Ask.plain().policy("{'risk':{'delta_bands':[{'min':1,'points':5},{'min':50,'points':0}]}}"))
                .want("risk_factors=[{'factor':'cost_data_missing','points':10}]");
        add(
                        "band_highest_wins",
                        "The highest band counts, not the one with most points",
                        Ask.plain().policy("{'risk':{'delta_bands':[{'min':1,'points':50},{'min':50,'points':7}]}}"))
                .want("risk_score=17");
        add("band_none", "Without bands there is no such factor", Ask.plain().policy("{'risk':{'delta_bands':[]}}"))
                .want("risk_score=10");
    }

    private void factors() {
        Ask known = Ask.plain().delta("1").history(ContextVectors.flat());
        add("nothing", "Nothing holds: score 0, class low, no factors", known)
                .want("risk_score=0", "risk_class=low", "risk_factors=[]")
                .p0();
        add("prod", "A production environment is env_prod", known.request("{'environment':'prod'}"))
                .want("risk_factors=[{'factor':'env_prod','points':20}]")
                .p0();
        for (String verb : new String[] {"destroy", "delete", "replace", "terminate", "drop"}) {
            add(
                            "verb_" + verb,
                            "destructive_action: the last segment is " + verb,
                            known.request("{'action':'terraform." + verb + "'}"))
                    .want("risk_factors=[{'factor':'destructive_action','points':15}]");
        }
        add("verb_first_segment", "Only the last segment counts", known.request("{'action':'delete.apply'}"))
                .want("risk_factors=[]");
        add("verb_only_segment", "A single segment is the last", known.request("{'action':'delete'}"))
                .want("risk_score=15");
        add("verb_part", "A verb is compared whole", known.request("{'action':'x.deleted'}"))
                .want("risk_score=0");
        add("verb_lowered", "The action is lower-cased before", known.request("{'action':'terraform.DESTROY'}"))
                .want("risk_score=15");
        add(
                        "verb_own",
                        "The policy's own verbs replace the list",
                        known.policy("{'risk':{'destructive_verbs':['apply']}}"))
                .want("risk_score=15");
        add(
                        "missing_unavailable",
                        "cost_data_missing: the source is unavailable",
                        known.snapshot("{'cost_source':'unavailable'}"))
                .want("risk_factors=[{'factor':'cost_data_missing','points':10}]")
                .p0();
        add(
                        "missing_not_all_status",
                        "all_status is not missing",
                        Ask.plain().delta("1").history(Rows.daily("2026-02-11", "2026-02-28", "10")))
                .want("risk_score=0");
        add(
                        "over_plan_equal",
                        "A forecast plus the delta equal to the plan is not over it",
                        known.policy("{'ceilings':{'plan_monthly':'311'}}"))
                .flags("boundary")
                .want("risk_score=0")
                .p0();
        add(
                        "over_plan",
                        "One micro-unit over the plan is forecast_over_plan",
                        known.policy("{'ceilings':{'plan_monthly':'310.999999'}}"))
                .flags("boundary")
                .want("risk_factors=[{'factor':'forecast_over_plan','points':20}]")
                .p0();
        add(
                        "over_plan_saving",
                        "A saving is not taken off the forecast",
                        known.delta("-100").policy("{'ceilings':{'plan_monthly':'309'}}"))
                .spec("A55")
                .want("risk_factors=[{'factor':'forecast_over_plan','points':20}]");
        add(
                        "over_plan_unset",
                        "Without a plan ceiling there is no such factor",
                        known.policy("{'ceilings':{'enterprise_monthly':'1'}}"))
                .want("risk_score=0");
        add(
                        "spike",
                        "A spike is anomaly_spike",
                        Ask.plain()
                                .delta("1")
                                .history(Rows.join(
                                        Rows.daily("2026-02-01", "2026-03-09", "10"),
                                        Rows.rows(Rows.row("2026-03-10", "99", true)))))
                .want("risk_factors=[{'factor':'anomaly_spike','points':15}]")
                .p0();
        add(
                        "drop_no_factor",
                        "A drop is no factor",
                        Ask.plain()
                                .delta("1")
                                .history(Rows.join(
                                        Rows.daily("2026-02-01", "2026-03-09", "100"),
                                        Rows.rows(Rows.row("2026-03-10", "1", true)))))
                .want("risk_score=0", "anomaly_kind=drop");
        add(
                        "zero_points",
                        "A factor of 0 points is not listed",
                        known.request("{'environment':'prod'}").policy("{'risk':{'points':{'env_prod':0}}}"))
                .want("risk_factors=[]");
        add(
                        "order",
                        "The factors come in the order of the specification",
                        Ask.plain()
                                .delta("10000")
                                .request("{'environment':'prod','action':'a.drop'}")
                                .policy("{'ceilings':{'plan_monthly':'1'}}"))
                .want(
                        "risk_score=100",
                        "risk_class=critical",
                        "risk_factors=[{'factor':'env_prod','points':20},{'factor':'delta_band','points':40},"
                                + "{'factor':'forecast_over_plan','points':20},{'factor':'destructive_action','points':15},{'factor':'cost_data_missing','points':10}]")
                .p0();
        add(
                        "over_plan_overflow",
                        "forecast + delta beyond 64 bits is out of range, because a plan ceiling is set",
                        Ask.plain()
                                .policy("{'ceilings':{'plan_monthly':'1'},'context':{'forecast_method':'run_rate'}}")
                                .delta("1000000000000")
                                .clock("2026-03-31T12:00:00Z")
                                .snapshot("{'complete_through':'2026-03-31'}")
                                .history(Rows.join(
                                        Rows.daily("2026-03-02", "2026-03-10", "1000000000000"),
                                        Rows.daily("2026-03-31", "2026-03-31", "1"))))
                .spec("A15b, N7")
                .flags("overflow")
                .fails("AMOUNT_OUT_OF_RANGE");
        add(
                        "over_plan_overflow_unset",
                        "Without a plan ceiling that sum is not formed",
                        Ask.plain()
                                .policy("{'context':{'forecast_method':'run_rate'}}")
                                .delta("1000000000000")
                                .clock("2026-03-31T12:00:00Z")
                                .snapshot("{'complete_through':'2026-03-31'}")
                                .history(Rows.join(
                                        Rows.daily("2026-03-02", "2026-03-10", "1000000000000"),
                                        Rows.daily("2026-03-31", "2026-03-31", "1"))))
                .spec("A15b, N7")
                .flags("overflow")
                .want("forecast_eom='9000000000001'");
    }

    private void classes() {
        String[][] cases = {
            {"24", "low"},
            {"25", "medium"},
            {"49", "medium"},
            {"50", "high"},
            {"74", "high"},
            {"75", "critical"},
            {"100", "critical"}
        };
        for (String[] c : cases) {
            add(
                            "class_" + c[0],
                            "A score of " + c[0] + " is " + c[1],
                            Ask.plain()
                                    .delta("1")
                                    .history(ContextVectors.flat())
                                    .request("{'environment':'prod'}")
                                    .policy("{'risk':{'points':{'env_prod':" + c[0] + "}}}"))
                    .flags("boundary")
                    .want("risk_score=" + c[0], "risk_class=" + c[1]);
        }
        add(
                        "class_medium_0",
                        "A bound of 0 is reached by everything",
                        Ask.plain()
                                .delta("1")
                                .history(ContextVectors.flat())
                                .policy("{'risk':{'classes':{'medium':0}}}"))
                .flags("boundary")
                .want("risk_score=0", "risk_class=medium");
    }
}
