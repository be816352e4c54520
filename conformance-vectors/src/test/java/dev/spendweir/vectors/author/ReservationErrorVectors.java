package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;

/** Spec 10 R1, R12: malformed histories of holds. */
final class ReservationErrorVectors extends ReservationDrafts {
    ReservationErrorVectors(VectorFile file) {
        super(file);
    }

    void badInputs() {
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
