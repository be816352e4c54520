package dev.spendweir.vectors.author;

/** Spec 10 R2, R4, R5: how holds are settled, released and moved. */
final class ReservationSettlingVectors extends ReservationDrafts {
    ReservationSettlingVectors(VectorFile file) {
        super(file);
    }

    void settling() {
        settled("exact", "Settled at exactly R = 60 + 20 + 10 + 10", "100")
                .want(
                        parts("100", "0", "0", "60", G20 + "," + E10, "10"),
                        grantG("30", "0", "20", "0"),
                        grantE("20", "0", "10"),
                        project("0", "60", "0"))
                .p0();
        settled("zero", "Settled at 0: everything goes back", "0")
                .flags("boundary")
                .want(
                        parts("0", "0", "-100", "0", "", "0"),
                        grantG("50", "0", "0", "0"),
                        grantE("30", "0", "0"),
                        project("0", "0", "0"))
                .p0();
        settled("in_allocation", "An actual inside the allocation", "59.999999")
                .flags("boundary")
                .want(parts("59.999999", "0", "-40.000001", "59.999999", "", "0"), grantG("50", "0", "0", "0"));
        settled("at_allocation", "An actual of exactly the allocation", "60")
                .flags("boundary")
                .want(parts("60", "0", "-40", "60", "", "0"));
        settled("in_first_draw", "An actual that takes part of the first draw", "75")
                .want(
                        parts("75", "0", "-25", "60", "{'grant_id':'g','amount':'15'}", "0"),
                        grantG("35", "0", "15", "0"),
                        grantE("30", "0", "0"))
                .p0();
        settled("in_second_draw", "An actual that takes part of the second draw", "81")
                .want(
                        parts("81", "0", "-19", "60", G20 + ",{'grant_id':'e','amount':'1'}", "0"),
                        grantE("29", "0", "1"));
        settled("in_uncovered", "An actual that reaches the uncovered part", "93")
                .want(parts("93", "0", "-7", "60", G20 + "," + E10, "3"));
        settled("extra", "Beyond R the budget's headroom is taken: 100 - 60 leaves 40", "130")
                .want(parts("130", "0", "30", "90", G20 + "," + E10, "10"), project("0", "90", "0"))
                .p0();
        settled("extra_at_headroom", "Exactly the headroom", "140")
                .flags("boundary")
                .want(parts("140", "0", "40", "100", G20 + "," + E10, "10"), project("0", "100", "0"));
        settled("overrun", "What the headroom does not take is overrun", "150")
                .want(
                        parts("140", "10", "50", "100", G20 + "," + E10, "10"),
                        project("0", "110", "10"),
                        grantG("30", "0", "20", "0"))
                .p0();
        patched(
                        "settle_no_budget",
                        "Without a budget all beyond R is overrun",
                        "{'budgets':null}",
                        FULL,
                        settle("r1", "10:01:00", "150"))
                .spec("R5")
                .want(parts("100", "50", "50", "60", G20 + "," + E10, "10"), project("0", "110", "50"))
                .p0();
        add(
                        "settle_extra_less_others",
                        "Other holds lessen the headroom for extra",
                        FULL,
                        reserve("r2", "10:00:30", "35", "", "0", ""),
                        settle("r1", "10:01:00", "110"))
                .spec("R5")
                .want(parts("105", "5", "10", "65", G20 + "," + E10, "10"), project("35", "70", "5"));
        add(
                        "settle_expired_grant",
                        "A rest of a grant that has expired is written off",
                        FULL,
                        settle("r1", "2026-04-01T00:00:00", "70"))
                .spec("R4, R5")
                .flags("time_edge")
                .want(grantG("30", "0", "10", "10"), grantE("30", "0", "0"))
                .p0();
        add(
                        "settle_before_expiry",
                        "A millisecond earlier it goes back",
                        FULL,
                        settle("r1", "2026-03-31T23:59:59.999", "70"))
                .spec("R4, R5")
                .flags("time_edge")
                .want(grantG("40", "0", "10", "0"));
        add(
                        "overrun_blocks",
                        "An overrun counts against the budget",
                        FULL,
                        settle("r1", "10:01:00", "150"),
                        reserve("r2", "10:02:00", "0.000001", "", "0", ""))
                .spec("R6")
                .want(refused(2, "BUDGET_EXCEEDED"), project("0", "110", "10"));
        add(
                        "settle_two_draws",
                        "The draws are filled in their order",
                        reserve("r1", "10:00:00", "0", "e=10,g=20", "0", CONFIRMED),
                        settle("r1", "10:01:00", "12"))
                .want("reservations.0.parts.draws=[" + E10 + ",{'grant_id':'g','amount':'2'}]");
    }

    void releasing() {
        add("release", "A released hold holds nothing", FULL, on("release", "r1", "10:01:00"))
                .want(
                        "reservations.0={'reservation_id':'r1','status':'released','reserved':'0','consumed':'0','overrun':'0','drift':null,'parts':{'allocation':'0','draws':[],'uncovered':'0'}}",
                        grantG("50", "0", "0", "0"),
                        grantE("30", "0", "0"),
                        project("0", "0", "0"),
                        NONE)
                .p0();
        add(
                        "release_expired",
                        "A draw on an expired grant is written off when released",
                        FULL,
                        on("release", "r1", "2026-04-01T00:00:00"))
                .spec("R4")
                .flags("time_edge")
                .want(grantG("30", "0", "0", "20"), grantE("30", "0", "0"))
                .p0();
        add(
                        "release_frees_budget",
                        "A release makes room in the budget",
                        reserve("r1", "10:00:00", "100", "", "0", ""),
                        on("release", "r1", "10:01:00"),
                        reserve("r2", "10:02:00", "100", "", "0", ""))
                .want(NONE, project("100", "0", "0"));
        add("expire_grants", "Expired grants are written off", all("expire_grants", "2026-04-01T00:00:00"))
                .spec("R8")
                .flags("time_edge")
                .want(grantG("0", "0", "0", "50"), grantE("30", "0", "0"))
                .p0();
        add(
                        "expire_grants_too_early",
                        "A millisecond earlier nothing happens",
                        all("expire_grants", "2026-03-31T23:59:59.999"))
                .spec("R8")
                .flags("time_edge")
                .want(grantG("50", "0", "0", "0"));
        add(
                        "expire_grants_reserved_stays",
                        "What is reserved stays reserved",
                        FULL,
                        all("expire_grants", "2026-04-02T00:00:00"))
                .spec("R8")
                .want(grantG("0", "20", "0", "30"));
        add(
                        "expire_grants_marks_nothing",
                        "Expiry marks nothing: what comes back by an event before expires_at remains",
                        FULL,
                        all("expire_grants", "2026-04-02T00:00:00"),
                        on("release", "r1", "2026-03-12T00:00:00"),
                        reserve("r2", "2026-03-13T00:00:00", "0", "g=20", "0", ""))
                .spec("R8")
                .want(NONE, grantG("0", "20", "0", "30"))
                .p0();
    }

    void moving() {
        String first = reserve("r1", "10:00:00", "80", "g=10", "0", "'change':'c'");
        add(
                        "move_tentative",
                        "A new hold of the same change releases the tentative one first",
                        first,
                        reserve("r2", "10:01:00", "90", "g=50", "0", "'change':'c'"))
                .spec("R2")
                .want(
                        "reservations.0.status=released",
                        "reservations.1.reserved='140'",
                        project("90", "0", "0"),
                        grantG("0", "50", "0", "0"),
                        NONE)
                .p0();
        add(
                        "move_confirmed",
                        "A confirmed hold is settled at what the new plan no longer asks for: 90 - 50 = 40",
                        reserve("r1", "10:00:00", "80", "g=10", "0", "'change':'c'," + CONFIRMED),
                        reserve("r2", "10:01:00", "50", "", "0", "'change':'c'"))
                .spec("R2")
                .want(
                        "reservations.0.status=settled",
                        "reservations.0.consumed='40'",
                        "reservations.0.drift='-50'",
                        project("50", "40", "0"),
                        grantG("50", "0", "0", "0"),
                        NONE)
                .p0();
        add(
                        "move_confirmed_larger",
                        "A larger new plan settles the confirmed hold at 0",
                        reserve("r1", "10:00:00", "40", "", "0", "'change':'c'," + CONFIRMED),
                        reserve("r2", "10:01:00", "50", "", "0", "'change':'c'"))
                .spec("R2")
                .want("reservations.0.consumed='0'", "reservations.0.drift='-40'", project("50", "0", "0"));
        add(
                        "move_refused",
                        "A refused reserve moves nothing",
                        first,
                        reserve("r2", "10:01:00", "101", "", "0", "'change':'c'"))
                .spec("R2")
                .want(
                        "reservations.#=1",
                        "reservations.0.status=tentative",
                        project("80", "0", "0"),
                        refused(1, "BUDGET_EXCEEDED"))
                .p0();
        add(
                        "move_refused_by_grant",
                        "Nor does one that a grant refuses",
                        first,
                        reserve("r2", "10:01:00", "90", "g=50.000001", "0", "'change':'c'"))
                .spec("R2")
                .flags("boundary")
                .want("reservations.0.status=tentative", grantG("40", "10", "0", "0"), refused(1, "GRANT_EXHAUSTED"));
        add(
                        "move_same_id",
                        "The same id is refused though its hold would be moved",
                        first,
                        reserve("r1", "10:01:00", "1", "", "0", "'change':'c'"))
                .spec("R2")
                .want("reservations.0.status=tentative", refused(1, "RESERVATION_EXISTS"));
        add(
                        "move_other_change",
                        "Another change is left alone",
                        first,
                        reserve("r2", "10:01:00", "10", "", "0", "'change':'d'"))
                .want("reservations.0.status=tentative", project("90", "0", "0"));
        add(
                        "move_across_projects",
                        "A change is known by its name alone, also in another project",
                        first,
                        reserve("r2", "10:01:00", "10", "", "0", "'change':'c','project_id':'q'"))
                .spec("R2")
                .want("reservations.0.status=released");
        add(
                        "move_closed",
                        "Closed holds of the change are not moved again",
                        first,
                        on("release", "r1", "10:00:30"),
                        reserve("r2", "10:01:00", "10", "", "0", "'change':'c'"))
                .want("reservations.0.status=released", NONE);
        add(
                        "place_confirmed",
                        "A confirmed reserve releases the tentative holds of the same place",
                        reserve("r1", "10:00:00", "60", "", "0", "'change':'c','place':'s'"),
                        reserve("r2", "10:01:00", "20", "", "0", "'change':'d','place':'s'," + CONFIRMED))
                .spec("R2")
                .want("reservations.0.status=released", "reservations.1.status=confirmed", project("20", "0", "0"))
                .p0();
        add(
                        "place_tentative",
                        "A tentative reserve leaves them",
                        reserve("r1", "10:00:00", "60", "", "0", "'place':'s'"),
                        reserve("r2", "10:01:00", "20", "", "0", "'place':'s'"))
                .spec("R2")
                .want("reservations.0.status=tentative", project("80", "0", "0"));
        add(
                        "place_confirmed_other",
                        "Confirmed holds of the place stay",
                        reserve("r1", "10:00:00", "60", "", "0", "'place':'s'," + CONFIRMED),
                        reserve("r2", "10:01:00", "20", "", "0", "'place':'s'," + CONFIRMED))
                .spec("R2")
                .want("reservations.0.status=confirmed", project("80", "0", "0"));
        add(
                        "place_makes_room",
                        "What a place frees counts for the new hold",
                        reserve("r1", "10:00:00", "100", "", "0", "'place':'s'"),
                        reserve("r2", "10:01:00", "100", "", "0", "'place':'s'," + CONFIRMED))
                .spec("R2")
                .flags("boundary")
                .want(NONE, project("100", "0", "0"));
        add(
                        "move_expired_grant",
                        "A moved hold's draw on an expired grant is written off",
                        first,
                        reserve("r2", "2026-04-01T00:00:00", "10", "", "0", "'change':'c'"))
                .spec("R2, R4")
                .flags("time_edge")
                .want(grantG("40", "0", "0", "10"));
    }
}
