package dev.spendweir.vectors.author;

/** Spec 1.7: five stages, draws, the limiting stage. The plain case asks for 100. */
final class WaterfallVectors {
    static final String OP = "waterfall.evaluate";

    private final VectorFile file = new VectorFile("waterfall", "stages", "1.7");

    static VectorFile stages() {
        WaterfallVectors vectors = new WaterfallVectors();
        vectors.ceilings();
        vectors.budget();
        vectors.bases();
        vectors.credits();
        vectors.order();
        vectors.limits();
        vectors.range();
        return vectors.file;
    }

    private Draft add(String slug, String title, Ask ask) {
        return file.add(slug, OP, title, ask.input());
    }

    /** A grant with defaults; the patch names what differs. */
    static String grant(String id, String remaining, String more) {
        String pool = more.contains("'pool'") ? "" : "'pool':'reserved',";
        String created = more.contains("'created_at'") ? "" : "'created_at':'2026-01-01T00:00:00Z',";
        return "{'grant_id':'" + id + "'," + pool + created + "'remaining':'" + remaining + "'"
                + (more.isEmpty() ? "" : "," + more) + "}";
    }

    private static final String EMERGENCY = "'pool':'emergency'";

    private static Ask budget(String limit, String... grants) {
        return Ask.plain()
                .snapshot("{'budget':{'monthly_limit':'" + limit + "'},'grants':[" + String.join(",", grants) + "]}");
    }

    private static String stage(
            String name,
            String status,
            String limit,
            String committed,
            String headroom,
            String consumed,
            String remaining) {
        return "{'stage':'" + name + "','status':'" + status + "','limit':" + quoted(limit) + ",'committed':"
                + quoted(committed) + ",'headroom':" + quoted(headroom) + ",'consumed':" + quoted(consumed)
                + ",'remaining':'" + remaining + "'}";
    }

    private static String quoted(String amount) {
        return amount == null ? "null" : "'" + amount + "'";
    }

    private void ceilings() {
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

    private void budget() {
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

    private void bases() {
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

    private void credits() {
        add("reserved_cover", "Reserved credits cover what the budget leaves", budget("40", grant("g", "60", "")))
                .flags("boundary")
                .want(
                        "stages.2=" + stage("reserved_credits", "covered", null, null, "60", "60", "0"),
                        "stages.3.status=not_needed",
                        "draws=[{'grant_id':'g','pool':'reserved','amount':'60'}]",
                        "reason=covered_by_reserved_credits",
                        "limiting_stage=null")
                .p0();
        add(
                        "reserved_one_micro_short",
                        "Reserved credits that are one micro-unit short are exhausted",
                        budget("40", grant("g", "59.999999", "")))
                .flags("boundary")
                .want(
                        "stages.2="
                                + stage(
                                        "reserved_credits",
                                        "partial",
                                        null,
                                        null,
                                        "59.999999",
                                        "59.999999",
                                        "0.000001"),
                        "stages.3=" + stage("emergency_credits", "none_available", null, null, "0", "0", "0.000001"),
                        "limiting_stage=emergency_credits",
                        "reason=credits_exhausted")
                .p0();
        add(
                        "emergency_cover",
                        "Emergency credits cover what reserved ones leave",
                        budget("0", grant("r", "30", ""), grant("e", "500", EMERGENCY)))
                .want(
                        "stages.3=" + stage("emergency_credits", "covered", null, null, "500", "70", "0"),
                        "reason=covered_by_emergency_credits",
                        "draws=[{'grant_id':'r','pool':'reserved','amount':'30'},{'grant_id':'e','pool':'emergency','amount':'70'}]")
                .p0();
        add("emergency_alone", "Emergency credits alone", budget("0", grant("e", "100", EMERGENCY)))
                .want(
                        "stages.2.status=none_available",
                        "stages.3.status=covered",
                        "reason=covered_by_emergency_credits")
                .p0();
        add(
                        "emergency_one_micro",
                        "One micro-unit of emergency credit names the reason",
                        budget("40", grant("r", "59.999999", ""), grant("e", "1", EMERGENCY)))
                .flags("boundary")
                .want("stages.2.status=partial", "stages.3.consumed='0.000001'", "reason=covered_by_emergency_credits");
        add(
                        "emergency_partial",
                        "Both pools together do not suffice",
                        budget("0", grant("r", "30", ""), grant("e", "69.999999", EMERGENCY)))
                .want(
                        "stages.2.status=partial",
                        "stages.3="
                                + stage(
                                        "emergency_credits",
                                        "partial",
                                        null,
                                        null,
                                        "69.999999",
                                        "69.999999",
                                        "0.000001"),
                        "reason=credits_exhausted")
                .p0();
        add(
                        "emergency_exists_only",
                        "An eligible emergency grant makes a shortage credits_exhausted",
                        budget("0", grant("e", "1", EMERGENCY)))
                .spec("A62")
                .want("limiting_stage=emergency_credits", "reason=credits_exhausted");
        add(
                        "not_needed_headroom",
                        "headroom is the sum of the eligible grants also when nothing is needed",
                        budget("100", grant("g", "5", ""), grant("h", "7", ""), grant("e", "3", EMERGENCY)))
                .spec("A61")
                .want(
                        "stages.2=" + stage("reserved_credits", "not_needed", null, null, "12", "0", "0"),
                        "stages.3.headroom='3'",
                        "draws=[]")
                .p0();
        add(
                        "not_needed_without_budget",
                        "Without a budget no credit is drawn",
                        Ask.plain().snapshot("{'grants':[" + grant("g", "5", "") + "]}"))
                .want("draws=[]", "stages.2.status=not_needed", "stages.2.headroom='5'");
        add(
                        "expired_at_clock",
                        "A grant that expires exactly at clock_time is not eligible",
                        budget("0", grant("g", "100", "'expires_at':'2026-03-11T12:00:00Z'")))
                .spec("A62")
                .flags("time_edge")
                .want("stages.2.status=none_available", "reason=budget_exceeded", "stages.2.headroom='0'")
                .p0();
        add(
                        "expires_one_ms_later",
                        "A grant that expires a millisecond later is eligible",
                        budget("0", grant("g", "100", "'expires_at':'2026-03-11T12:00:00.001Z'")))
                .flags("time_edge")
                .want("stages.2.status=covered")
                .p0();
        add(
                        "expires_within_the_ms",
                        "Expiry is cut to milliseconds: 0.9 ms after clock_time is at clock_time",
                        budget("0", grant("g", "100", "'expires_at':'2026-03-11T12:00:00.000900Z'")))
                .spec("A5, A62")
                .flags("time_edge")
                .want("stages.2.status=none_available");
        add(
                        "other_project",
                        "A grant of another project is not eligible",
                        budget("0", grant("g", "100", "'project_id':'search'")))
                .spec("A43")
                .want("stages.2.status=none_available", "reason=budget_exceeded")
                .p0();
        add(
                        "own_project",
                        "A grant of the request's project is",
                        budget("0", grant("g", "100", "'project_id':'payments'")))
                .want("stages.2.status=covered");
        add("project_case", "Projects compare exactly", budget("0", grant("g", "100", "'project_id':'Payments'")))
                .want("stages.2.status=none_available");
        add(
                        "empty_grant",
                        "An empty grant is not eligible: the shortage is the budget's",
                        budget("0", grant("g", "0", "")))
                .flags("boundary")
                .want("reason=budget_exceeded");
        add(
                        "created_later",
                        "created_at in the future does not matter",
                        budget("0", grant("g", "100", "'created_at':'2027-01-01T00:00:00Z'")))
                .want("stages.2.status=covered");
    }

    private Draft drawn(String slug, String title, String winner, String... grants) {
        return add("order_" + slug, title, budget("0", grants))
                .flags("determinism")
                .want("draws=[{'grant_id':'" + winner + "','pool':'reserved','amount':'100'}]");
    }

    private void order() {
        drawn(
                        "priority",
                        "The lower priority number is drawn first",
                        "b",
                        grant("a", "100", "'priority':2"),
                        grant("b", "100", "'priority':1,'expires_at':'2027-01-01T00:00:00Z'"))
                .p0();
        drawn(
                "priority_negative",
                "Priorities may be negative",
                "b",
                grant("a", "100", "'priority':0"),
                grant("b", "100", "'priority':-2147483648"));
        drawn(
                "priority_default",
                "The default priority is 100",
                "b",
                grant("a", "100", "'priority':101"),
                grant("b", "100", ""));
        drawn(
                        "expiry",
                        "What expires first is drawn first",
                        "b",
                        grant("a", "100", "'expires_at':'2026-06-01T00:00:00Z'"),
                        grant("b", "100", "'expires_at':'2026-05-31T23:59:59.999Z'"))
                .p0();
        drawn(
                        "expiry_null_last",
                        "What never expires is drawn last",
                        "b",
                        grant("a", "100", ""),
                        grant("b", "100", "'expires_at':'2099-01-01T00:00:00Z'"))
                .p0();
        drawn(
                        "project_first",
                        "A project's grant comes before a tenant-wide one",
                        "b",
                        grant("a", "100", "'created_at':'2020-01-01T00:00:00Z'"),
                        grant("b", "100", "'project_id':'payments'"))
                .p0();
        drawn(
                "expiry_before_project",
                "Expiry counts before the project",
                "b",
                grant("a", "100", "'project_id':'payments'"),
                grant("b", "100", "'expires_at':'2026-04-01T00:00:00Z'"));
        drawn(
                        "created",
                        "The older grant is drawn first",
                        "b",
                        grant("a", "100", "'created_at':'2026-01-02T00:00:00Z'"),
                        grant("b", "100", "'created_at':'2026-01-01T23:59:59Z'"))
                .p0();
        drawn(
                        "created_same_ms",
                        "created_at counts in milliseconds: then the id decides",
                        "a",
                        grant("b", "100", "'created_at':'2026-01-01T00:00:00.0001Z'"),
                        grant("a", "100", "'created_at':'2026-01-01T00:00:00.0009Z'"))
                .spec("A63");
        drawn("id", "The id decides last", "a", grant("b", "100", ""), grant("a", "100", ""))
                .p0();
        drawn(
                        "id_utf16",
                        "Ids sort by UTF-16 units: U+1F600 before U+FF61",
                        "\ud83d\ude00",
                        grant("\uff61", "100", ""),
                        grant("\ud83d\ude00", "100", ""))
                .spec("A63")
                .flags("unicode");
        drawn("id_capital", "Capitals sort before small letters", "Z", grant("a", "100", ""), grant("Z", "100", ""));
        add(
                        "order_three",
                        "Three grants in turn, the last one in part",
                        budget("10", grant("c", "50", ""), grant("a", "30", ""), grant("b", "20", "")))
                .want(
                        "draws=[{'grant_id':'a','pool':'reserved','amount':'30'},{'grant_id':'b','pool':'reserved','amount':'20'},{'grant_id':'c','pool':'reserved','amount':'40'}]",
                        "stages.2.headroom='100'",
                        "stages.2.consumed='90'");
        add(
                        "order_pool_before_priority",
                        "Reserved credits are drawn before emergency ones of a better priority",
                        budget("0", grant("e", "100", EMERGENCY + ",'priority':1"), grant("r", "100", "'priority':9")))
                .want("draws=[{'grant_id':'r','pool':'reserved','amount':'100'}]");
    }

    private void limits() {
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

    private void range() {
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
