package dev.spendweir.vectors.author;

/** What the vectors about the waterfall have in common. The plain case asks for 100. */
abstract class WaterfallDrafts {
    final VectorFile file;

    WaterfallDrafts(VectorFile file) {
        this.file = file;
    }

    static final String OP = "waterfall.evaluate";

    Draft add(String slug, String title, Ask ask) {
        return file.add(slug, OP, title, ask.input());
    }

    /** A grant with defaults; the patch names what differs. */
    static String grant(String id, String remaining, String more) {
        String pool = more.contains("'pool'") ? "" : "'pool':'reserved',";
        String created = more.contains("'created_at'") ? "" : "'created_at':'2026-01-01T00:00:00Z',";
        return "{'grant_id':'" + id + "'," + pool + created + "'remaining':'" + remaining + "'"
                + (more.isEmpty() ? "" : "," + more) + "}";
    }

    static final String EMERGENCY = "'pool':'emergency'";

    static Ask budget(String limit, String... grants) {
        return Ask.plain()
                .snapshot("{'budget':{'monthly_limit':'" + limit + "'},'grants':[" + String.join(",", grants) + "]}");
    }

    static String stage(
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

    static String quoted(String amount) {
        return amount == null ? "null" : "'" + amount + "'";
    }

    Draft drawn(String slug, String title, String winner, String... grants) {
        return add("order_" + slug, title, budget("0", grants))
                .flags("determinism")
                .want("draws=[{'grant_id':'" + winner + "','pool':'reserved','amount':'100'}]");
    }
}
