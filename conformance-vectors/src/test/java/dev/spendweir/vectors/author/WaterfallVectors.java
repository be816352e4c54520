package dev.spendweir.vectors.author;

/** Spec 1.7: ceilings, budgets, bases, limits; the whole file of stages. */
final class WaterfallVectors extends WaterfallDrafts {
    WaterfallVectors(VectorFile file) {
        super(file);
    }

    static VectorFile stages() {
        VectorFile file = new VectorFile("waterfall", "stages", "1.7");
        WaterfallVectors waterfall = new WaterfallVectors(file);
        WaterfallCreditVectors waterfallCredit = new WaterfallCreditVectors(file);
        waterfall.ceilings();
        waterfall.budget();
        waterfall.bases();
        waterfallCredit.credits();
        waterfallCredit.order();
        waterfall.limits();
        waterfall.range();
        return file;
    }

    void ceilings() {
        add(
                        "nothing_configured",
                        "Nothing configured: all five stages are reported, the change is allowed for want of a budget",
                        Ask.plain())
                .spec("1.7, A61")
                .want(
                        "stages.0=" + stage("plan_limit", "not_configured", null, null, null, null, "100"),
                        "stages.1=" + stage("project_allocation", "not_configured", null, null, null, "100", "0"),
                        "stages.2=" + stage("reserved_credits", "not_needed", null, null, "0", "0", "0"),
                        "stages.3=" + stage("emergency_credits", "not_needed", null, null, "0", "0", "0"),
                        "stages.4=" + stage("enterprise_ceiling", "not_configured", null, null, null, null, "0"),
                        "stages.#=5",
                        "draws=[]",
                        "limiting_stage=null",
                        "reason=no_budget_configured",
                        "#=4")
                .p0();
        Ask used = Ask.plain().snapshot("{'usage':{'tenant_reserved':'30','tenant_consumed':'20'}}");
        add(
                        "plan_at_limit",
                        "An amount equal to the headroom passes the plan",
                        used.policy("{'ceilings':{'plan_monthly':'150'}}"))
                .flags("boundary")
                .want("stages.0=" + stage("plan_limit", "pass", "150", "50", "100", null, "100"), "limiting_stage=null")
                .p0();
        add(
                        "plan_one_micro_short",
                        "One micro-unit short fails the plan",
                        used.policy("{'ceilings':{'plan_monthly':'149.999999'}}"))
                .flags("boundary")
                .want(
                        "stages.0=" + stage("plan_limit", "fail", "149.999999", "50", "99.999999", null, "100"),
                        "limiting_stage=plan_limit",
                        "reason=plan_limit_exceeded")
                .p0();
        Ask consumed = Ask.plain()
                .snapshot("{'usage':{'tenant_consumed':'20','tenant_reserved':null}}")
                .policy("{'ceilings':{'plan_monthly':'120'}}");
        add("usage_absent", "Usage that is not given is 0", consumed)
                .flags("boundary")
                .want("stages.0=" + stage("plan_limit", "pass", "120", "20", "100", null, "100"));
        add("usage_absent_short", "Usage that is not given is 0: one micro-unit short", consumed.delta("100.000001"))
                .flags("boundary")
                .want("stages.0=" + stage("plan_limit", "fail", "120", "20", "100", null, "100.000001"));
        add(
                        "enterprise_at_limit",
                        "An amount equal to the headroom passes the enterprise ceiling",
                        used.policy("{'ceilings':{'enterprise_monthly':'150'}}"))
                .flags("boundary")
                .want("stages.4=" + stage("enterprise_ceiling", "pass", "150", "50", "100", null, "0"));
        add(
                        "enterprise_one_micro_short",
                        "One micro-unit short fails the enterprise ceiling",
                        used.policy("{'ceilings':{'enterprise_monthly':'149.999999'}}"))
                .flags("boundary")
                .want(
                        "stages.4=" + stage("enterprise_ceiling", "fail", "149.999999", "50", "99.999999", null, "0"),
                        "limiting_stage=enterprise_ceiling",
                        "reason=enterprise_ceiling_exceeded")
                .p0();
        add(
                        "ceilings_both_at_limit",
                        "An amount within both ceilings, the plan at its limit",
                        used.policy("{'ceilings':{'plan_monthly':'149','enterprise_monthly':'149.5'}}")
                                .delta("99"))
                .flags("boundary")
                .want("stages.0.status=pass", "stages.4.status=pass", "limiting_stage=null");
        add(
                        "enterprise_one_micro_of_one",
                        "An enterprise ceiling that is used up fails one micro-unit",
                        used.delta("0.000001").policy("{'ceilings':{'enterprise_monthly':'50'}}"))
                .flags("boundary")
                .want("stages.4.headroom='0'", "stages.4.status=fail", "limiting_stage=enterprise_ceiling");
        add(
                        "zero_passes_negative_headroom",
                        "An amount of 0 passes ceilings that are long exceeded",
                        used.delta("0").policy("{'ceilings':{'plan_monthly':'10','enterprise_monthly':'10'}}"))
                .spec("A60")
                .flags("boundary")
                .want(
                        "stages.0=" + stage("plan_limit", "pass", "10", "50", "-40", null, "0"),
                        "stages.4.status=pass",
                        "reason=no_cost_increase")
                .p0();
        add(
                        "saving_is_zero",
                        "A saving is an amount of 0",
                        used.delta("-100").policy("{'ceilings':{'plan_monthly':'10'}}"))
                .want(
                        "stages.0.status=pass",
                        "stages.0.remaining='0'",
                        "stages.1=" + stage("project_allocation", "not_configured", null, null, null, "0", "0"),
                        "reason=no_cost_increase");
        add(
                        "plan_zero",
                        "A plan ceiling of 0 lets nothing through",
                        Ask.plain().delta("0.000001").policy("{'ceilings':{'plan_monthly':0}}"))
                .flags("boundary")
                .want("stages.0.status=fail", "limiting_stage=plan_limit");
        add(
                        "plan_first",
                        "When everything fails the plan is named",
                        Ask.plain()
                                .policy("{'ceilings':{'plan_monthly':'1','enterprise_monthly':'1'}}")
                                .snapshot("{'budget':{'monthly_limit':'1'}}"))
                .flags("precedence")
                .want("limiting_stage=plan_limit", "stages.1.status=partial", "stages.4.status=fail")
                .p0();
        add(
                        "budget_before_enterprise",
                        "A shortage is named before the enterprise ceiling",
                        Ask.plain()
                                .policy("{'ceilings':{'enterprise_monthly':'1'}}")
                                .snapshot("{'budget':{'monthly_limit':'1'}}"))
                .flags("precedence")
                .want("limiting_stage=project_allocation", "reason=budget_exceeded");
        add(
                        "enterprise_sees_credits",
                        "The enterprise ceiling compares the whole amount, credits included",
                        budget("0", grant("g", "100", "")).policy("{'ceilings':{'enterprise_monthly':'99'}}"))
                .want("stages.4.status=fail", "limiting_stage=enterprise_ceiling", "draws.#=1");
    }

    void budget() {
        add("budget_covers", "A budget that covers", budget("250"))
                .want(
                        "stages.1=" + stage("project_allocation", "covered", "250", "0", "250", "100", "0"),
                        "reason=within_allocation")
                .p0();
        add("budget_exactly", "A budget of exactly the amount covers", budget("100"))
                .flags("boundary")
                .want("stages.1.status=covered", "reason=within_allocation")
                .p0();
        add(
                        "budget_one_micro_short",
                        "One micro-unit short is partial, and without credits exceeded",
                        budget("99.999999"))
                .flags("boundary")
                .want(
                        "stages.1="
                                + stage(
                                        "project_allocation",
                                        "partial",
                                        "99.999999",
                                        "0",
                                        "99.999999",
                                        "99.999999",
                                        "0.000001"),
                        "stages.2=" + stage("reserved_credits", "none_available", null, null, "0", "0", "0.000001"),
                        "stages.3.status=none_available",
                        "limiting_stage=project_allocation",
                        "reason=budget_exceeded")
                .p0();
        add("budget_zero", "A budget of 0 is exhausted", budget("0"))
                .flags("boundary")
                .want(
                        "stages.1=" + stage("project_allocation", "exhausted", "0", "0", "0", "0", "100"),
                        "reason=budget_exceeded")
                .p0();
        add(
                        "budget_overdrawn",
                        "An overdrawn budget has headroom 0, not less",
                        budget("50").snapshot("{'usage':{'project_reserved':'40','project_consumed':'60'}}"))
                .want("stages.1=" + stage("project_allocation", "exhausted", "50", "100", "0", "0", "100"));
        add(
                        "budget_zero_amount",
                        "An amount of 0 is covered by an exhausted budget",
                        budget("0").delta("0"))
                .flags("boundary")
                .want(
                        "stages.1=" + stage("project_allocation", "covered", "0", "0", "0", "0", "0"),
                        "stages.2.status=not_needed",
                        "reason=no_cost_increase")
                .p0();
        add(
                        "budget_reserved_counts",
                        "Reserved and consumed count against the budget",
                        budget("150")
                                .snapshot(
                                        "{'usage':{'project_reserved':'30','project_consumed':'20','project_settling':'999'}}"))
                .want("stages.1=" + stage("project_allocation", "covered", "150", "50", "100", "100", "0"));
    }

    void bases() {
        String usage =
                "{'usage':{'tenant_reserved':'1','tenant_consumed':'2','tenant_settling':'4','project_reserved':'8','project_consumed':'16','project_settling':'32'},"
                        + "'budget':{'monthly_limit':'9000'}}";
        Ask ask = Ask.plain()
                .snapshot(usage)
                .history(Rows.daily("2026-03-04", "2026-03-10", "10", "10", "10", "10", "10", "10", "17"))
                .projectHistory(Rows.daily("2026-03-04", "2026-03-10", "10", "10", "10", "10", "10", "10", "17"));
        String[][] cases = {
            {"commitments", "3", "24"}, {"forecast", "292", "327"}, {"forecast_upper", "323.077148", "358.077148"}
        };
        for (String[] c : cases) {
            add(
                            "ceilings_" + c[0],
                            "Ceilings with basis " + c[0]
                                    + ": forecast 287, upper 318.077148, reserved 1, consumed 2, settling 4",
                            ask.policy("{'ceilings':{'plan_monthly':'5000','enterprise_monthly':'6000','basis':'" + c[0]
                                    + "'}}"))
                    .spec("1.7, A65")
                    .want(
                            "stages.0.committed='" + c[1] + "'",
                            "stages.4.committed='" + c[1] + "'",
                            "stages.1.committed='24'")
                    .p0();
            add(
                            "budgets_" + c[0],
                            "Budgets with basis " + c[0]
                                    + ": forecast 287, upper 318.077148, reserved 8, consumed 16, settling 32",
                            ask.policy("{'budgets':{'basis':'" + c[0] + "'}}"))
                    .spec("1.7, A65")
                    .want("stages.1.committed='" + c[2] + "'", "stages.0.status=not_configured")
                    .p0();
        }
        add(
                        "forecast_without_project_data",
                        "A forecast budget without project rows counts only what is promised",
                        Ask.plain()
                                .snapshot(usage)
                                .history(ContextVectors.flat())
                                .policy("{'budgets':{'basis':'forecast'}}"))
                .want("stages.1.committed='40'");
        add(
                        "forecast_refunds",
                        "A negative forecast widens the headroom",
                        Ask.plain()
                                .policy("{'ceilings':{'plan_monthly':'10','basis':'forecast'}}")
                                .history(Rows.daily("2026-03-04", "2026-03-10", "-20")))
                .want("stages.0=" + stage("plan_limit", "pass", "10", "-140", "150", null, "100"));
    }

    void limits() {
        add("smallest", "One micro-unit over a budget draws one micro-unit", budget("99.999999", grant("g", "1", "")))
                .flags("boundary")
                .want(
                        "draws=[{'grant_id':'g','pool':'reserved','amount':'0.000001'}]",
                        "reason=covered_by_reserved_credits");
        add(
                        "reserved_reason_with_partial_budget",
                        "A budget in part and reserved credits for the rest",
                        budget("99", grant("g", "1", "")))
                .want("stages.1.status=partial", "reason=covered_by_reserved_credits");
        add(
                        "plan_fails_others_reported",
                        "A failing plan does not stop the other stages",
                        budget("40", grant("g", "60", "")).policy("{'ceilings':{'plan_monthly':'99'}}"))
                .want(
                        "limiting_stage=plan_limit",
                        "stages.1.consumed='40'",
                        "stages.2.consumed='60'",
                        "draws.#=1",
                        "stages.4.remaining='0'");
        add(
                        "delta_rounded_first",
                        "The amount is rounded before the waterfall",
                        budget("100").delta("100.0000005"))
                .flags("rounding", "boundary")
                .want("stages.1.status=covered");
    }

    void range() {
        add(
                        "committed_overflow",
                        "committed beyond 64 bits is out of range, also when no ceiling is set",
                        Ask.plain()
                                .policy("{'ceilings':{'basis':'forecast'},'context':{'forecast_method':'run_rate'}}")
                                .clock("2026-03-31T12:00:00Z")
                                .snapshot(
                                        "{'complete_through':'2026-03-31','usage':{'tenant_reserved':'1000000000000'}}")
                                .history(Rows.join(
                                        Rows.daily("2026-03-02", "2026-03-10", "1000000000000"),
                                        Rows.daily("2026-03-31", "2026-03-31", "1"))))
                .spec("A15b, N7")
                .flags("overflow")
                .fails("AMOUNT_OUT_OF_RANGE")
                .p0();
        add(
                        "committed_other_basis",
                        "The same with commitments is fine",
                        Ask.plain()
                                .policy("{'context':{'forecast_method':'run_rate'}}")
                                .clock("2026-03-31T12:00:00Z")
                                .snapshot(
                                        "{'complete_through':'2026-03-31','usage':{'tenant_reserved':'1000000000000'}}")
                                .history(Rows.join(
                                        Rows.daily("2026-03-02", "2026-03-10", "1000000000000"),
                                        Rows.daily("2026-03-31", "2026-03-31", "1"))))
                .spec("N7")
                .flags("overflow")
                .want("limiting_stage=null");
        StringBuilder grants = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            grants.append(i == 0 ? "" : ",").append(grant("g" + i, "1000000000000", i < 5 ? "" : EMERGENCY));
        }
        add(
                        "pool_sums_fit",
                        "Each pool is summed by itself: five grants of 10^12 fit twice",
                        Ask.plain().snapshot("{'grants':[" + grants + "]}"))
                .spec("N7")
                .flags("overflow")
                .want("stages.2.headroom='5000000000000'", "stages.3.headroom='5000000000000'");
        add(
                        "pool_sum_overflow",
                        "A pool's sum beyond 64 bits is out of range, though nothing is drawn",
                        Ask.plain()
                                .snapshot("{'grants':[" + grants.toString().replace(EMERGENCY, "'pool':'reserved'")
                                        + "]}"))
                .spec("A15b, N7")
                .flags("overflow")
                .fails("AMOUNT_OUT_OF_RANGE")
                .p0();
        add(
                        "pool_sum_eligible_only",
                        "Grants that are not eligible are not summed",
                        Ask.plain()
                                .snapshot("{'grants':["
                                        + grants.toString().replace(EMERGENCY, "'pool':'reserved','project_id':'x'")
                                        + "]}"))
                .spec("N7")
                .flags("overflow")
                .want("stages.2.headroom='5000000000000'");
    }
}
