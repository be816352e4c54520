package dev.spendweir.vectors.author;

/** Spec 10 R6-R11: sweeps, expiry, booking months, what the result shows. */
final class ReservationMonthVectors extends ReservationDrafts {
    ReservationMonthVectors(VectorFile file) {
        super(file);
    }

    void sweeping() {
        add(
                        "sweep_at_ttl",
                        "Overdue exactly at the ttl: a tentative hold is released",
                        reserve("r1", "10:00:00", "60", "", "0", ""),
                        all("sweep", "11:00:00"))
                .spec("R7")
                .flags("time_edge")
                .want("reservations.0.status=released")
                .p0();
        add(
                        "sweep_before_ttl",
                        "A millisecond earlier it is not",
                        reserve("r1", "10:00:00", "60", "", "0", ""),
                        all("sweep", "10:59:59.999"))
                .spec("R7")
                .flags("time_edge")
                .want("reservations.0.status=tentative")
                .p0();
        add("sweep_confirmed", "A confirmed hold is settled at R", FULL, all("sweep", "11:00:00"))
                .spec("R7")
                .want(parts("100", "0", "0", "60", G20 + "," + E10, "10"), project("0", "60", "0"))
                .p0();
        add(
                        "sweep_some",
                        "Only the overdue ones",
                        reserve("r1", "10:00:00", "10", "", "0", ""),
                        reserve("r2", "10:30:00", "20", "", "0", ""),
                        all("sweep", "11:29:59"))
                .spec("R7")
                .want("reservations.0.status=released", "reservations.1.status=tentative", project("20", "0", "0"));
        add(
                        "sweep_by_reserve_time",
                        "Age counts from the reserve, not from the confirm",
                        reserve("r1", "10:00:00", "10", "", "0", ""),
                        on("confirm", "r1", "10:59:00"),
                        all("sweep", "11:00:00"))
                .spec("R7")
                .want("reservations.0.status=settled");
        add("sweep_nothing", "A sweep without holds", all("sweep", "11:00:00")).want("reservations=[]", NONE);
    }

    void months() {
        String march = reserve("r1", "2026-03-31T23:59:59.999", "60", "", "0", CONFIRMED);
        add(
                        "month_promised_stays",
                        "What is promised counts in every month",
                        march,
                        reserve("r2", "2026-04-01T00:00:00", "41", "", "0", ""))
                .spec("R6")
                .flags("calendar")
                .want(refused(1, "BUDGET_EXCEEDED"), project("60", "0", "0"))
                .p0();
        add(
                        "month_consumed_by_booking",
                        "What was consumed counts in the month of its reserve",
                        march,
                        settle("r1", "2026-04-01T00:00:00", "60"),
                        reserve("r2", "2026-04-01T00:00:00", "100", "", "0", ""))
                .spec("R6")
                .flags("calendar")
                .want(NONE, project("100", "0", "0"))
                .p0();
        add(
                        "month_same",
                        "In the same month it counts",
                        march,
                        settle("r1", "2026-03-31T23:59:59.999", "60"),
                        reserve("r2", "2026-03-31T23:59:59.999", "41", "", "0", ""))
                .spec("R6")
                .flags("calendar")
                .want(refused(2, "BUDGET_EXCEEDED"), project("0", "60", "0"));
        add(
                        "month_of_last_event",
                        "The projects are shown for the month of the last event, refused or not",
                        march,
                        settle("r1", "2026-04-01T00:00:00", "60"),
                        on("confirm", "x", "2026-03-01T00:00:00"))
                .spec("R10")
                .flags("calendar")
                .want(project("0", "60", "0"), refused(2, "RESERVATION_UNKNOWN"));
        add(
                        "month_of_last_event_later",
                        "In April March's consumption is gone",
                        march,
                        settle("r1", "2026-04-01T00:00:00", "160"))
                .spec("R10")
                .flags("calendar")
                .want(project("0", "0", "0"), "reservations.0.overrun='60'");
        add(
                        "month_extra_booking",
                        "extra is taken from the booking month's headroom",
                        march,
                        reserve("r2", "2026-03-31T12:00:00", "30", "", "0", CONFIRMED),
                        settle("r2", "2026-03-31T12:00:01", "30"),
                        settle("r1", "2026-04-05T00:00:00", "100"))
                .spec("R5, R6")
                .flags("calendar")
                .want("reservations.0.parts.allocation='70'", "reservations.0.overrun='30'");
        add(
                        "month_other_year",
                        "A month is a month of a year",
                        reserve("r1", "2025-03-11T10:00:00", "60", "", "0", CONFIRMED),
                        settle("r1", "2025-03-11T10:00:01", "60"),
                        reserve("r2", "10:00:00", "100", "", "0", ""))
                .spec("R6")
                .flags("calendar")
                .want(NONE);
    }

    void results() {
        patched(
                        "projects_sorted",
                        "Projects are sorted by UTF-16 units, refused ones too",
                        "{'budgets':{'\uff61':'1','\ud83d\ude00':'1','b':'1'}}",
                        reserve("r1", "10:00:00", "2", "", "0", "'project_id':'b'"),
                        reserve("r2", "10:00:00", "1", "x=1", "0", "'project_id':'a'"))
                .spec("R10")
                .flags("unicode")
                .want(
                        "projects.0.project_id=a",
                        "projects.1.project_id=b",
                        "projects.2.project_id=p",
                        "projects.3.project_id='\ud83d\ude00'",
                        "projects.4.project_id='\uff61'",
                        "refusals=[{'index':0,'code':'BUDGET_EXCEEDED'},{'index':1,'code':'GRANT_UNKNOWN'}]");
        add(
                        "order_of_reserve",
                        "Reservations come in the order of their reserve",
                        reserve("z", "10:05:00", "1", "", "0", ""),
                        reserve("a", "10:00:00", "1", "", "0", ""))
                .spec("R9")
                .want("reservations.0.reservation_id=z", "reservations.1.reservation_id=a");
        patched(
                        "result_overflow",
                        "A computed amount beyond 64 bits in the result",
                        "{'budgets':null,'grants':null}",
                        overflowing(10))
                .spec("R1, A15b")
                .flags("overflow")
                .fails("AMOUNT_OUT_OF_RANGE")
                .p0();
        patched("result_nine", "Nine times 10^12 fit", "{'budgets':null,'grants':null}", overflowing(9))
                .spec("R1")
                .flags("overflow")
                .want("projects.0.reserved='9000000000000'");
        patched("no_grants", "Without grants", "{'grants':null}", reserve("r1", "10:00:00", "1", "", "0", ""))
                .want("grants=[]", NONE);
        patched(
                        "any_text",
                        "Ids, changes and places are any text",
                        "{'budgets':{'':'5'}}",
                        reserve("", "10:00:00", "5", "", "0", "'project_id':'','change':'','place':'\\u0000'"))
                .spec("R1")
                .want("projects.0={'project_id':'','reserved':'5','consumed':'0','overrun':'0'}");
        patched(
                        "unknown_members",
                        "Unknown members of events, plans and draws are ignored",
                        "{}",
                        "{'type':'sweep'," + at("10:00:00") + ",'reservation_id':7,'note':{}}")
                .spec("R1")
                .want(NONE);
    }
}
