package dev.spendweir.vectors.author;

/** What the vectors about decisions have in common: hard mode, where the outcome is the base outcome. */
abstract class DecisionDrafts {
    final VectorFile file;

    DecisionDrafts(VectorFile file) {
        this.file = file;
    }

    static final String OP = "decision.decide";

    Draft add(String slug, String title, Ask ask) {
        return file.add(slug, OP, title, ask.input());
    }

    /** The plain case in hard mode. */
    static Ask hard() {
        return Ask.plain().policy("{'modes':{'default':'hard'}}");
    }

    static Ask budget(String limit, String... grants) {
        return hard().snapshot(
                        "{'budget':{'monthly_limit':'" + limit + "'},'grants':[" + String.join(",", grants) + "]}");
    }

    static String grant(String id, String remaining, String pool) {
        return WaterfallVectors.grant(id, remaining, "'pool':'" + pool + "'");
    }

    static String reasons(String... codes) {
        return "reason_codes=['" + String.join("','", codes) + "']";
    }

    static final String USAGE = """
            'usage':{'project_consumed':'0','project_reserved':'0','project_settling':'0','tenant_consumed':'0','tenant_reserved':'0',\
            'tenant_settling':'0'}""";

    static String snapshotWithRows() {
        String history =
                "[{'amount':'-1','date':'2026-03-01','final':true},{'amount':'2.5','date':'2026-12-02','final':false}]";
        String grants =
                "[{'created_at':'2026-01-01T00:00:00.120Z','expires_at':'2027-01-01T00:00:00.000Z','grant_id':'B','pool':'reserved','priority':0,'project_id':'x','remaining':'1'},"
                        + "{'created_at':'2026-01-01T00:00:00.000Z','expires_at':null,'grant_id':'b','pool':'emergency','priority':100,'project_id':null,'remaining':'5'}]";
        String text = "{'budget':null,'complete_through':'2026-03-01','cost_history':'"
                + Hashes.sha256(history.replace('\'', '"')) + "','cost_source':'available','grants':" + grants
                + ",'policy_version':1,'project_cost_history':'" + Hashes.sha256("[]") + "'," + USAGE + "}";
        return text.replace('\'', '"');
    }

    void quality(String slug, String title, Ask ask, String[] stance, String reason) {
        boolean warns = stance[0].equals("allow");
        add(slug, title, ask)
                .want(
                        "outcome=" + stance[1],
                        warns ? reasons("within_allocation") : reasons(reason, "within_allocation"),
                        "warnings=" + (warns ? "['" + reason + "']" : "[]"))
                .p0();
    }

    static java.util.List<Object> reversed(java.util.List<Object> rows) {
        java.util.Collections.reverse(rows);
        return rows;
    }
}
