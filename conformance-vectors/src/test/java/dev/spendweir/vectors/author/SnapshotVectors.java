package dev.spendweir.vectors.author;

/** Spec 1.4: every way in which a snapshot is refused. */
final class SnapshotVectors {
    private static final String INVALID = "INVALID_SNAPSHOT ";

    private final VectorFile file = new VectorFile("context", "snapshot_errors", "1.4, A41");

    static VectorFile errors() {
        SnapshotVectors vectors = new SnapshotVectors();
        vectors.documents();
        vectors.histories();
        vectors.money();
        vectors.grants();
        return vectors.file;
    }

    private Draft add(String slug, String title, Ask ask) {
        return file.add("snapshot_" + slug, ContextVectors.OP, title, ask.input());
    }

    private Draft bad(String slug, String title, String patch, String... pointers) {
        String[] errors = new String[pointers.length];
        for (int i = 0; i < pointers.length; i++) {
            errors[i] = INVALID + pointers[i];
        }
        return add(slug, title, Ask.plain().snapshot(patch)).fails(errors);
    }

    private void documents() {
        add("absent", "An absent snapshot", Ask.plain().without("snapshot"))
                .fails(INVALID)
                .p0();
        add("null", "A null snapshot", Ask.plain().replace("snapshot", null)).fails(INVALID);
        add("text", "A snapshot that is no object", Ask.plain().replace("snapshot", "x"))
                .fails(INVALID);
        add(
                        "empty",
                        "policy_version and cost_source are required",
                        Ask.plain().replace("snapshot", Quoted.object("{}")))
                .spec("A40")
                .fails(INVALID + "/cost_source", INVALID + "/policy_version")
                .p0();
        bad("null_required", "null in a required field is missing", "{'policy_version':null}", "/policy_version")
                .spec("A40");
        bad("unknown", "An unknown member, null or not", "{'region':null}", "/region")
                .spec("N3");
        bad("version_negative", "policy_version is not negative", "{'policy_version':-1}", "/policy_version")
                .flags("boundary");
        bad("version_2_53", "policy_version is below 2^53", "{'policy_version':9007199254740992}", "/policy_version")
                .flags("boundary");
        bad("version_fraction", "policy_version is an integer literal", "{'policy_version':1.0}", "/policy_version");
        bad("source_unknown", "An unknown cost_source", "{'cost_source':'stale'}", "/cost_source");
        bad(
                        "complete_through_shape",
                        "complete_through is a date",
                        "{'complete_through':'2026-3-1'}",
                        "/complete_through")
                .spec("A6");
        bad(
                        "complete_through_day",
                        "complete_through is a real day",
                        "{'complete_through':'2026-02-29'}",
                        "/complete_through")
                .spec("A6")
                .flags("calendar");
        bad("complete_through_year_0", "There is no year 0", "{'complete_through':'0000-01-01'}", "/complete_through")
                .spec("A6")
                .flags("calendar");
        bad(
                        "complete_through_signed",
                        "A signed year is refused",
                        "{'complete_through':'+2026-01-01'}",
                        "/complete_through")
                .spec("A6");
        bad(
                        "all_together",
                        "All findings come together, sorted by pointer",
                        "{'cost_source':1,'usage':{'tenant_reserved':'-1'},'budget':{},'cost_history':[{'date':'x','amount':null}],'zzz':1}",
                        "/budget/monthly_limit",
                        "/cost_history/0/amount",
                        "/cost_history/0/date",
                        "/cost_source",
                        "/usage/tenant_reserved",
                        "/zzz")
                .p0();
    }

    private void histories() {
        bad(
                        "duplicate_date",
                        "Dates are unique",
                        "{'cost_history':[{'date':'2026-03-01','amount':'1'},{'date':'2026-03-02','amount':'1'},{'date':'2026-03-01','amount':'1'}]}",
                        "/cost_history/2/date")
                .flags("choice")
                .p0();
        bad(
                        "duplicate_future_date",
                        "Dates are unique also beyond the clock's date",
                        "{'cost_history':[{'date':'2027-03-01','amount':'1'},{'date':'2027-03-01','amount':'1'}]}",
                        "/cost_history/1/date")
                .spec("A42")
                .flags("choice");
        bad(
                        "duplicate_unavailable",
                        "Dates are unique also with the cost source unavailable",
                        "{'cost_source':'unavailable','cost_history':[{'date':'2026-03-01','amount':'1'},{'date':'2026-03-01','amount':'1'}]}",
                        "/cost_history/1/date")
                .spec("A42")
                .flags("choice");
        bad(
                "row_amount",
                "A row's amount is an amount",
                "{'cost_history':[{'date':'2026-03-01','amount':'1e3'}]}",
                "/cost_history/0/amount");
        bad(
                        "row_amount_range",
                        "A row's amount is in range",
                        "{'cost_history':[{'date':'2026-03-01','amount':'-1000000000000.000001'}]}",
                        "/cost_history/0/amount")
                .flags("boundary");
        bad(
                        "row_missing",
                        "A row needs date and amount",
                        "{'cost_history':[{}]}",
                        "/cost_history/0/amount",
                        "/cost_history/0/date")
                .spec("A42");
        bad(
                "row_final",
                "final is a boolean",
                "{'cost_history':[{'date':'2026-03-01','amount':'1','final':'yes'}]}",
                "/cost_history/0/final");
        bad(
                "row_unknown",
                "An unknown member of a row",
                "{'cost_history':[{'date':'2026-03-01','amount':'1','service':'x'}]}",
                "/cost_history/0/service");
        bad("row_null", "null is no row", "{'cost_history':[null]}", "/cost_history/0")
                .flags("choice");
        bad(
                        "row_time",
                        "A time is no date",
                        "{'cost_history':[{'date':'2026-03-01T00:00:00Z','amount':'1'}]}",
                        "/cost_history/0/date")
                .spec("A6");
        bad("history_object", "A history is a list", "{'cost_history':{}}", "/cost_history");
        bad(
                        "project_duplicate",
                        "The project's history has the same rules and its own pointers",
                        "{'project_cost_history':[{'date':'2026-03-01','amount':'1'},{'date':'2026-03-01','amount':'2'}]}",
                        "/project_cost_history/1/date")
                .spec("A42")
                .flags("choice")
                .p0();
        bad(
                "project_row",
                "A bad row of the project",
                "{'project_cost_history':[{'date':'2026-13-01','amount':true}]}",
                "/project_cost_history/0/amount",
                "/project_cost_history/0/date");
    }

    private void money() {
        for (String key : new String[] {
            "tenant_reserved",
            "tenant_consumed",
            "tenant_settling",
            "project_reserved",
            "project_consumed",
            "project_settling"
        }) {
            bad("usage_" + key, key + " is not negative", "{'usage':{'" + key + "':'-0.000001'}}", "/usage/" + key)
                    .spec("A42")
                    .flags("boundary");
        }
        bad("usage_unknown", "An unknown member of usage", "{'usage':{'reserved':'1'}}", "/usage/reserved");
        bad("usage_list", "usage is an object", "{'usage':[]}", "/usage");
        bad("budget_empty", "A budget needs its limit", "{'budget':{}}", "/budget/monthly_limit");
        bad(
                "budget_null_limit",
                "A budget's limit is not null",
                "{'budget':{'monthly_limit':null}}",
                "/budget/monthly_limit");
        bad("budget_negative", "A budget is not negative", "{'budget':{'monthly_limit':-1}}", "/budget/monthly_limit")
                .spec("A42");
        bad("budget_amount", "A budget is an object", "{'budget':'100'}", "/budget");
        bad(
                "budget_unknown",
                "An unknown member of a budget",
                "{'budget':{'monthly_limit':'1','currency':'USD'}}",
                "/budget/currency");
    }

    private Draft grant(String slug, String title, String patch, String... pointers) {
        String[] full = new String[pointers.length];
        for (int i = 0; i < pointers.length; i++) {
            full[i] = "/grants/0/" + pointers[i];
        }
        String base = "'grant_id':'g','pool':'reserved','remaining':'1','created_at':'2026-01-01T00:00:00Z'";
        for (String member : base.split(",")) {
            String key = member.substring(0, member.indexOf(':'));
            if (patch.contains(key)) {
                base = base.replace(member + ",", "").replace("," + member, "");
            }
        }
        return bad("grant_" + slug, title, "{'grants':[{" + base + "," + patch + "}]}", full)
                .spec("A43");
    }

    private void grants() {
        bad(
                        "grant_empty",
                        "What a grant must have",
                        "{'grants':[{}]}",
                        "/grants/0/created_at",
                        "/grants/0/grant_id",
                        "/grants/0/pool",
                        "/grants/0/remaining")
                .spec("A43")
                .p0();
        grant("id_empty", "grant_id is not empty", "'grant_id':''", "grant_id");
        grant("id_129", "grant_id has at most 128 characters", "'grant_id':'" + "g".repeat(129) + "'", "grant_id")
                .flags("boundary");
        grant("id_blank", "grant_id is not stripped, but must need no stripping", "'grant_id':' g'", "grant_id")
                .spec("N4");
        grant("pool_unknown", "An unknown pool", "'pool':'shared'", "pool");
        grant("remaining_negative", "remaining is not negative", "'remaining':'-1'", "remaining")
                .spec("A42");
        grant("priority_text", "priority is an integer", "'priority':'1'", "priority");
        grant("priority_2_31", "priority has 32 bits", "'priority':2147483648", "priority")
                .flags("boundary");
        grant("priority_below", "priority has 32 bits on the negative side", "'priority':-2147483649", "priority")
                .flags("boundary");
        grant("expires_date", "expires_at is a time", "'expires_at':'2026-04-01'", "expires_at")
                .spec("A5");
        grant("created_offset", "created_at has no offset", "'created_at':'2026-01-01T00:00:00+01:00'", "created_at")
                .spec("A5");
        grant("project_empty", "A grant's project is not empty", "'project_id':''", "project_id")
                .spec("N4");
        grant("unknown", "An unknown member of a grant", "'note':'x'", "note").spec("N3");
        bad(
                        "grant_twice",
                        "grant_id is unique",
                        "{'grants':[{'grant_id':'g','pool':'reserved','remaining':'1','created_at':'2026-01-01T00:00:00Z'},{'grant_id':'g','pool':'emergency','remaining':'1',"
                                + "'created_at':'2026-01-01T00:00:00Z'}]}",
                        "/grants/1/grant_id")
                .spec("A43")
                .flags("choice")
                .p0();
    }
}
