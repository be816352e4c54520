package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;
import java.util.Map;

/** Spec 3.2 with spec 10 R1-R12: histories of holds. A budget of 100 for p, a grant g of 50 that expires in April, an emergency grant e of 30. */
final class ReservationVectors {
    private static final String OP = "reservation.apply";
    private static final String BASE = """
            {'budgets':{'p':'100'},'ttl_seconds':3600,'events':[],'grants':[
             {'grant_id':'g','pool':'reserved','remaining':'50','created_at':'2026-01-01T00:00:00Z','expires_at':'2026-04-01T00:00:00Z'},
             {'grant_id':'e','pool':'emergency','remaining':'30','created_at':'2026-01-01T00:00:00Z'}]}""";

    private final VectorFile file;

    private ReservationVectors(VectorFile file) {
        this.file = file;
    }

    static VectorFile histories() {
        ReservationVectors vectors = new ReservationVectors(new VectorFile("reservation", "histories", "3.2, R1-R12"));
        vectors.reserving();
        vectors.refusing();
        vectors.settling();
        vectors.releasing();
        vectors.moving();
        vectors.sweeping();
        vectors.months();
        vectors.results();
        return vectors.file;
    }

    static VectorFile errors() {
        ReservationVectors vectors = new ReservationVectors(new VectorFile("reservation", "errors", "R1, R12"));
        vectors.badInputs();
        return vectors.file;
    }

    private Draft add(String slug, String title, String... events) {
        return patched(slug, title, "{}", events);
    }

    private Draft patched(String slug, String title, String patch, String... events) {
        Map<String, Object> input = Quoted.merged(Quoted.object(BASE), Quoted.object(patch));
        input.put("events", Quoted.json("[" + String.join(",", events) + "]"));
        return file.add(slug, OP, title, input);
    }

    private static String at(String time) {
        return "'at':'" + (time.contains("T") ? time : "2026-03-11T" + time) + "Z'";
    }

    /** A reserve event for project p; draws as grant=amount, more as JSON members. */
    private static String reserve(
            String id, String time, String allocation, String draws, String uncovered, String more) {
        StringBuilder list = new StringBuilder();
        for (String draw : draws.isEmpty() ? new String[0] : draws.split(",")) {
            String[] part = draw.split("=");
            String pool = part[0].equals("e") ? "emergency" : "reserved";
            list.append(list.length() == 0 ? "" : ",")
                    .append("{'grant_id':'" + part[0] + "','pool':'" + pool + "','amount':'" + part[1] + "'}");
        }
        String project = more.contains("'project_id'") ? "" : "'project_id':'p',";
        return "{'type':'reserve'," + at(time) + "," + project + "'reservation_id':'" + id + "','plan':{'allocation':'"
                + allocation + "','draws':[" + list + "],'uncovered':'" + uncovered + "'}"
                + (more.isEmpty() ? "" : "," + more) + "}";
    }

    private static String on(String type, String id, String time) {
        return "{'type':'" + type + "','reservation_id':'" + id + "'," + at(time) + "}";
    }

    private static String settle(String id, String time, String actual) {
        return "{'type':'settle','reservation_id':'" + id + "'," + at(time) + ",'actual_monthly_delta':'" + actual
                + "'}";
    }

    private static String all(String type, String time) {
        return "{'type':'" + type + "'," + at(time) + "}";
    }

    private static final String CONFIRMED = "'confirmed':true";
    private static final String FULL = reserve("r1", "10:00:00", "60", "g=20,e=10", "10", CONFIRMED);
    private static final String NONE = "refusals=[]";

    private static String refused(int index, String code) {
        return "refusals=[{'index':" + index + ",'code':'" + code + "'}]";
    }

    private static String grantG(String remaining, String reserved, String consumed, String writtenOff) {
        return "grants.0={'grant_id':'g','remaining':'" + remaining + "','reserved':'" + reserved + "','consumed':'"
                + consumed + "','written_off':'" + writtenOff + "'}";
    }

    private static String grantE(String remaining, String reserved, String consumed) {
        return "grants.1={'grant_id':'e','remaining':'" + remaining + "','reserved':'" + reserved + "','consumed':'"
                + consumed + "','written_off':'0'}";
    }

    private static String project(String reserved, String consumed, String overrun) {
        return "projects=[{'project_id':'p','reserved':'" + reserved + "','consumed':'" + consumed + "','overrun':'"
                + overrun + "'}]";
    }

    private void reserving() {
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

    private void refusing() {
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

    private Draft settled(String slug, String title, String actual) {
        return add("settle_" + slug, title, FULL, settle("r1", "10:01:00", actual))
                .spec("R5");
    }

    private static String parts(
            String consumed, String overrun, String drift, String allocation, String draws, String uncovered) {
        return "reservations.0={'reservation_id':'r1','status':'settled','reserved':'0','consumed':'" + consumed
                + "','overrun':'" + overrun + "','drift':'" + drift + "','parts':{'allocation':'" + allocation
                + "','draws':[" + draws + "],'uncovered':'" + uncovered + "'}}";
    }

    private static final String G20 = "{'grant_id':'g','amount':'20'}";
    private static final String E10 = "{'grant_id':'e','amount':'10'}";

    private void settling() {
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

    private void releasing() {
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

    private void moving() {
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

    private void sweeping() {
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

    private void months() {
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

    private void results() {
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

    private static String[] overflowing(int count) {
        String[] events = new String[count];
        for (int i = 0; i < count; i++) {
            events[i] = reserve("r" + i, "10:00:00", "1000000000000", "", "0", "");
        }
        return events;
    }

    private Draft bad(String slug, String title, String patch, String... pointers) {
        Map<String, Object> input = Quoted.merged(Quoted.object(BASE), Quoted.object(patch));
        String[] errors = new String[pointers.length];
        for (int i = 0; i < pointers.length; i++) {
            errors[i] = "INVALID_FIELD " + pointers[i];
        }
        return file.add("error_" + slug, OP, title, input).fails(errors);
    }

    private Draft event(String slug, String title, String event, String... pointers) {
        String[] full = new String[pointers.length];
        for (int i = 0; i < pointers.length; i++) {
            full[i] = "/events/0" + pointers[i];
        }
        return bad("event_" + slug, title, "{'events':[" + event + "]}", full);
    }

    private void badInputs() {
        file.add("error_empty", OP, "ttl_seconds and events are required", Json.object())
                .flags("choice")
                .fails("INVALID_FIELD /events", "INVALID_FIELD /ttl_seconds")
                .p0();
        bad("ttl_0", "ttl_seconds is at least 1", "{'ttl_seconds':0}", "/ttl_seconds")
                .flags("boundary");
        bad("ttl_2_31", "ttl_seconds is at most 2^31-1", "{'ttl_seconds':2147483648}", "/ttl_seconds")
                .flags("boundary");
        bad("budgets_list", "budgets is an object", "{'budgets':[]}", "/budgets");
        bad(
                        "budget_amount",
                        "A budget is an amount; its pointer escapes the project",
                        "{'budgets':{'a/b':'x'}}",
                        "/budgets/a~1b")
                .p0();
        bad("budget_negative", "A budget is not negative", "{'budgets':{'p':'-1'}}", "/budgets/p")
                .flags("choice");
        bad("budget_null", "A null budget is a bad one", "{'budgets':{'p':null}}", "/budgets/p")
                .flags("choice");
        bad(
                        "budget_range",
                        "An amount out of range is INVALID_FIELD here",
                        "{'budgets':{'p':'1000000000000.000001'}}",
                        "/budgets/p")
                .flags("boundary");
        bad(
                        "grants",
                        "Grants are checked as in a snapshot",
                        "{'grants':[{'grant_id':' g','pool':'x','remaining':'-1','note':1}]}",
                        "/grants/0/created_at",
                        "/grants/0/grant_id",
                        "/grants/0/note",
                        "/grants/0/pool",
                        "/grants/0/remaining")
                .p0();
        bad("events_object", "events is a list", "{'events':{}}", "/events");
        event("text", "An event is an object", "'sweep'", "");
        event("type", "An unknown type", "{'type':'adjust'," + at("10:00:00") + "}", "/type")
                .spec("R12")
                .p0();
        event("no_type", "A missing type and time", "{}", "/at", "/type")
                .spec("R12")
                .flags("choice");
        event("at", "at is a time", "{'type':'sweep','at':'today'}", "/at");
        event(
                "reserve_empty",
                "What a reserve needs",
                "{'type':'reserve'," + at("10:00:00") + "}",
                "/plan",
                "/project_id",
                "/reservation_id");
        event(
                        "plan_empty",
                        "What a plan needs",
                        "{'type':'reserve'," + at("10:00:00") + ",'reservation_id':'r','project_id':'p','plan':{}}",
                        "/plan/allocation",
                        "/plan/draws",
                        "/plan/uncovered")
                .p0();
        event(
                        "plan_values",
                        "What is wrong in a plan",
                        "{'type':'reserve'," + at("10:00:00")
                                + ",'reservation_id':1,'project_id':'p','change':1,'place':[],'confirmed':'yes','plan':{'allocation':'-1','draws':[{},{'grant_id':1,'pool':'x','amount':'y'}],'uncovered':null}}",
                        "/change",
                        "/confirmed",
                        "/place",
                        "/plan/allocation",
                        "/plan/draws/0/amount",
                        "/plan/draws/0/grant_id",
                        "/plan/draws/0/pool",
                        "/plan/draws/1/amount",
                        "/plan/draws/1/grant_id",
                        "/plan/draws/1/pool",
                        "/plan/uncovered",
                        "/reservation_id")
                .flags("choice");
        event(
                "settle",
                "A settle needs its actual",
                "{'type':'settle'," + at("10:00:00") + ",'reservation_id':'r'}",
                "/actual_monthly_delta");
        event(
                        "settle_negative",
                        "An actual is not negative",
                        "{'type':'settle'," + at("10:00:00")
                                + ",'reservation_id':'r','actual_monthly_delta':'-0.000001'}",
                        "/actual_monthly_delta")
                .flags("boundary");
        event("confirm", "A confirm needs its id", "{'type':'confirm'," + at("10:00:00") + "}", "/reservation_id");
        event(
                "release",
                "A release needs its id",
                "{'type':'release'," + at("10:00:00") + ",'reservation_id':null}",
                "/reservation_id");
    }
}
