package dev.spendweir.vectors.author;

/** Spec 3.2 with spec 10 R1, R2: how holds are made and refused; all files about holds. */
final class ReservationVectors extends ReservationDrafts {
    ReservationVectors(VectorFile file) {
        super(file);
    }

    static VectorFile histories() {
        VectorFile file = new VectorFile("reservation", "histories", "3.2, R1-R12");
        ReservationVectors reservation = new ReservationVectors(file);
        ReservationSettlingVectors reservationSettling = new ReservationSettlingVectors(file);
        ReservationMonthVectors reservationMonth = new ReservationMonthVectors(file);
        reservation.reserving();
        reservation.refusing();
        reservationSettling.settling();
        reservationSettling.releasing();
        reservationSettling.moving();
        reservationMonth.sweeping();
        reservationMonth.months();
        reservationMonth.results();
        return file;
    }

    static VectorFile errors() {
        VectorFile file = new VectorFile("reservation", "errors", "R1, R12");
        ReservationErrorVectors reservationError = new ReservationErrorVectors(file);
        reservationError.badInputs();
        return file;
    }

    void reserving() {
        add("no_events", "Without events everything is as it was")
                .want(
                        "reservations=[]",
                        grantG("50", "0", "0", "0"),
                        grantE("30", "0", "0"),
                        project("0", "0", "0"),
                        NONE)
                .p0();
        add(
                        "tentative",
                        "A hold of allocation, draws and an uncovered part",
                        reserve("r1", "10:00:00", "60", "g=20,e=10", "10", ""))
                .want(
                        "reservations.0={'reservation_id':'r1','status':'tentative','reserved':'100','consumed':'0','overrun':'0','drift':null,'parts':{'allocation':'60',"
                                + "'draws':[{'grant_id':'g','amount':'20'},{'grant_id':'e','amount':'10'}],'uncovered':'10'}}",
                        grantG("30", "20", "0", "0"),
                        grantE("20", "10", "0"),
                        project("60", "0", "0"),
                        NONE)
                .p0();
        add("confirmed", "A hold may be confirmed at once", FULL)
                .want("reservations.0.status=confirmed", "reservations.0.reserved='100'")
                .p0();
        add(
                        "confirm",
                        "A tentative hold is confirmed",
                        reserve("r1", "10:00:00", "60", "", "0", ""),
                        on("confirm", "r1", "10:01:00"))
                .want("reservations.0.status=confirmed", NONE)
                .p0();
        add(
                        "confirm_twice",
                        "Confirming again changes nothing and is no refusal",
                        reserve("r1", "10:00:00", "60", "", "0", ""),
                        on("confirm", "r1", "10:01:00"),
                        on("confirm", "r1", "10:02:00"))
                .spec("R3")
                .want("reservations.0.status=confirmed", NONE);
        add(
                        "exactly_the_budget",
                        "An allocation of exactly what is left",
                        reserve("r1", "10:00:00", "60", "", "0", ""),
                        reserve("r2", "10:01:00", "40", "", "0", ""))
                .flags("boundary")
                .want(project("100", "0", "0"), NONE)
                .p0();
        add(
                        "no_budget",
                        "A project without a budget has no limit",
                        reserve("r1", "10:00:00", "999999", "", "0", "'project_id':'q'"))
                .want(
                        "projects=[{'project_id':'p','reserved':'0','consumed':'0','overrun':'0'},{'project_id':'q','reserved':'999999','consumed':'0','overrun':'0'}]",
                        NONE);
        add(
                        "zero_allocation_full_budget",
                        "An allocation of 0 passes a budget that is used up",
                        reserve("r1", "10:00:00", "100", "", "0", ""),
                        reserve("r2", "10:01:00", "0", "g=5", "3", ""))
                .flags("boundary")
                .want(NONE, "reservations.1.reserved='8'");
        add("uncovered_only", "A hold may be all uncovered", reserve("r1", "10:00:00", "0", "", "7", ""))
                .want("reservations.0.reserved='7'", project("0", "0", "0"));
        add(
                        "two_draws_one_grant",
                        "Two draws on one grant stay two",
                        reserve("r1", "10:00:00", "0", "g=20,g=30", "0", ""))
                .spec("R9")
                .flags("boundary")
                .want(
                        "reservations.0.parts.draws=[{'grant_id':'g','amount':'20'},{'grant_id':'g','amount':'30'}]",
                        grantG("0", "50", "0", "0"))
                .p0();
        add(
                        "zero_draw_left_out",
                        "A draw of 0 is accepted and left out",
                        reserve("r1", "10:00:00", "1", "g=0", "0", ""))
                .spec("R9")
                .want("reservations.0.parts.draws=[]", NONE);
        add(
                        "null_change",
                        "A null change moves nothing",
                        reserve("r1", "10:00:00", "10", "", "0", "'change':null"),
                        reserve("r2", "10:01:00", "10", "", "0", "'change':null"))
                .want(project("20", "0", "0"));
    }

    void refusing() {
        add(
                        "exists",
                        "An id that was ever accepted",
                        reserve("r1", "10:00:00", "1", "", "0", ""),
                        on("release", "r1", "10:01:00"),
                        reserve("r1", "10:02:00", "1", "", "0", ""))
                .want("reservations.#=1", refused(2, "RESERVATION_EXISTS"))
                .p0();
        add(
                        "exists_first",
                        "The id is checked before the budget",
                        reserve("r1", "10:00:00", "1", "", "0", ""),
                        reserve("r1", "10:01:00", "999", "x=1", "0", ""))
                .flags("precedence")
                .want(refused(1, "RESERVATION_EXISTS"));
        add(
                        "refused_id_is_free",
                        "A refused id may be used again",
                        reserve("r1", "10:00:00", "101", "", "0", ""),
                        reserve("r1", "10:01:00", "100", "", "0", ""))
                .want("reservations.#=1", refused(0, "BUDGET_EXCEEDED"));
        add(
                        "budget_exceeded",
                        "One micro-unit above what is left",
                        reserve("r1", "10:00:00", "60", "", "0", ""),
                        reserve("r2", "10:01:00", "40.000001", "", "0", ""))
                .flags("boundary")
                .want(project("60", "0", "0"), refused(1, "BUDGET_EXCEEDED"))
                .p0();
        add(
                        "budget_before_grants",
                        "The budget is checked before the draws",
                        reserve("r1", "10:00:00", "101", "x=1", "0", ""))
                .flags("precedence")
                .want(refused(0, "BUDGET_EXCEEDED"));
        add(
                        "grant_unknown",
                        "A grant that is not there, a draw of 0 too",
                        reserve("r1", "10:00:00", "1", "x=0", "0", ""))
                .want(refused(0, "GRANT_UNKNOWN"), "reservations=[]")
                .p0();
        patched(
                        "grant_other_pool",
                        "A grant of another pool than said",
                        "{}",
                        "{'type':'reserve'," + at("10:00:00")
                                + ",'reservation_id':'r1','project_id':'p','plan':{'allocation':'1','uncovered':'0',"
                                + "'draws':[{'grant_id':'g','pool':'emergency','amount':'1'}]}}")
                .want(refused(0, "GRANT_NOT_ALLOWED"))
                .p0();
        patched(
                        "grant_other_project",
                        "A grant of another project",
                        "{'grants':[{'grant_id':'g','pool':'reserved','remaining':'50','created_at':'2026-01-01T00:00:00Z','project_id':'q'}]}",
                        reserve("r1", "10:00:00", "1", "g=1", "0", ""))
                .want(refused(0, "GRANT_NOT_ALLOWED"));
        add(
                        "grant_expired",
                        "A grant that expires exactly at the event's time",
                        reserve("r1", "2026-04-01T00:00:00", "1", "g=1", "0", ""))
                .flags("time_edge")
                .want(refused(0, "GRANT_EXPIRED"))
                .p0();
        add(
                        "grant_expired_draw_of_0",
                        "A draw of 0 on an expired grant is refused too",
                        reserve("r1", "2026-04-01T00:00:00", "1", "e=1,g=0", "0", ""))
                .spec("R2")
                .want(refused(0, "GRANT_EXPIRED"), grantE("30", "0", "0"));
        add(
                        "grant_not_yet_expired",
                        "A millisecond before it expires",
                        reserve("r1", "2026-03-31T23:59:59.999", "1", "g=1", "0", ""))
                .flags("time_edge")
                .want(NONE)
                .p0();
        add(
                        "grant_exhausted",
                        "One micro-unit more than remains",
                        reserve("r1", "10:00:00", "1", "g=50.000001", "0", ""))
                .flags("boundary")
                .want(refused(0, "GRANT_EXHAUSTED"), grantG("50", "0", "0", "0"))
                .p0();
        add(
                        "grant_exhausted_by_earlier_draw",
                        "Each draw sees what earlier ones of the same plan took",
                        reserve("r1", "10:00:00", "1", "g=30,g=20.000001", "0", ""))
                .flags("boundary")
                .want(refused(0, "GRANT_EXHAUSTED"), grantG("50", "0", "0", "0"));
        add(
                        "expired_before_exhausted",
                        "Expiry is checked before the remainder",
                        reserve("r1", "2026-05-01T00:00:00", "1", "g=99", "0", ""))
                .flags("precedence")
                .want(refused(0, "GRANT_EXPIRED"));
        add(
                        "draws_in_order",
                        "The first failing draw is the refusal",
                        reserve("r1", "10:00:00", "1", "g=99,x=1", "0", ""))
                .flags("precedence")
                .want(refused(0, "GRANT_EXHAUSTED"));
        add(
                        "grant_unknown_second",
                        "A second draw on a grant that is not there undoes the first",
                        reserve("r1", "10:00:00", "1", "g=5,x=1", "0", ""))
                .want(refused(0, "GRANT_UNKNOWN"), grantG("50", "0", "0", "0"));
        patched(
                        "grant_other_project_before_expiry",
                        "Whose grant it is is checked before its expiry",
                        "{'grants':[{'grant_id':'g','pool':'reserved','remaining':'50','created_at':'2026-01-01T00:00:00Z','expires_at':'2026-01-02T00:00:00Z','project_id':'q'}]}",
                        reserve("r1", "10:00:00", "1", "g=1", "0", ""))
                .flags("precedence")
                .want(refused(0, "GRANT_NOT_ALLOWED"));
        add(
                        "settle_tentative_zero",
                        "Not even at 0 is a tentative hold settled",
                        FULL.replace(CONFIRMED, "'confirmed':false"),
                        settle("r1", "10:01:00", "0"))
                .want(refused(1, "RESERVATION_NOT_CONFIRMED"), grantG("30", "20", "0", "0"));
        add(
                        "settle_before_and_after_confirm",
                        "A settle is refused before the confirm and accepted after it",
                        reserve("r1", "10:00:00", "9", "", "0", ""),
                        settle("r1", "10:01:00", "9"),
                        on("confirm", "r1", "10:02:00"),
                        settle("r1", "10:03:00", "9"))
                .want("reservations.0.status=settled", refused(1, "RESERVATION_NOT_CONFIRMED"));
        add(
                        "refused_reserve_is_unknown",
                        "A hold whose reserve was refused is unknown",
                        reserve("r1", "10:00:00", "101", "", "0", ""),
                        on("confirm", "r1", "10:01:00"))
                .want("refusals=[{'index':0,'code':'BUDGET_EXCEEDED'},{'index':1,'code':'RESERVATION_UNKNOWN'}]");
        add(
                        "unknown_reservation",
                        "confirm, release and settle of an unknown id",
                        on("confirm", "x", "10:00:00"),
                        on("release", "x", "10:00:00"),
                        settle("x", "10:00:00", "1"))
                .want(
                        "refusals=[{'index':0,'code':'RESERVATION_UNKNOWN'},{'index':1,'code':'RESERVATION_UNKNOWN'},{'index':2,'code':'RESERVATION_UNKNOWN'}]")
                .p0();
        add(
                        "not_active",
                        "Nothing more happens to a released hold",
                        FULL,
                        on("release", "r1", "10:01:00"),
                        on("confirm", "r1", "10:02:00"),
                        on("release", "r1", "10:02:00"),
                        settle("r1", "10:02:00", "1"))
                .want(
                        "refusals=[{'index':2,'code':'RESERVATION_NOT_ACTIVE'},{'index':3,'code':'RESERVATION_NOT_ACTIVE'},{'index':4,'code':'RESERVATION_NOT_ACTIVE'}]")
                .p0();
        add(
                        "settled_twice",
                        "A settled hold is not settled again",
                        FULL,
                        settle("r1", "10:01:00", "5"),
                        settle("r1", "10:02:00", "5"))
                .want(refused(2, "RESERVATION_NOT_ACTIVE"), "reservations.0.consumed='5'");
        add(
                        "not_confirmed",
                        "A tentative hold is not settled",
                        reserve("r1", "10:00:00", "1", "", "0", ""),
                        settle("r1", "10:01:00", "1"))
                .want("reservations.0.status=tentative", refused(1, "RESERVATION_NOT_CONFIRMED"))
                .p0();
        add(
                        "not_active_before_not_confirmed",
                        "A released hold that was never confirmed is not active",
                        reserve("r1", "10:00:00", "1", "", "0", ""),
                        on("release", "r1", "10:01:00"),
                        settle("r1", "10:02:00", "1"))
                .flags("precedence")
                .want(refused(2, "RESERVATION_NOT_ACTIVE"));
    }
}
