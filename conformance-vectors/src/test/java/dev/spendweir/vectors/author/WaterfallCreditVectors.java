package dev.spendweir.vectors.author;

/** Spec 1.7: credits and the order in which they are drawn. */
final class WaterfallCreditVectors extends WaterfallDrafts {
    WaterfallCreditVectors(VectorFile file) {
        super(file);
    }

    void credits() {
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

    void order() {
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
}
