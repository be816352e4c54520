package dev.spendweir.server.http;

import dev.spendweir.server.config.BodySettings;
import java.util.List;

/**
 * The body rules of all routes.
 *
 * @param json an ordinary JSON document
 * @param policy a policy, as JSON or YAML
 * @param plan a Terraform plan with what belongs to it
 * @param ingest cost data
 */
record BodyRules(BodyRule json, BodyRule policy, BodyRule plan, BodyRule ingest) {

    static final String YAML = "application/yaml";
    static final String NDJSON = "application/x-ndjson";
    static final String CSV = "text/csv";

    /** The worst JSON, nothing but short numbers, makes a tree of about forty times its size. */
    static final int TREE_FACTOR = 48;

    /** A plan is read as a stream: its bytes while they grow, and the summary of its changes. */
    private static final int STREAM_FACTOR = 3;

    static BodyRules of(BodySettings settings) {
        return new BodyRules(
                new BodyRule(List.of(Reply.JSON), settings.maxBytes(), TREE_FACTOR),
                new BodyRule(List.of(Reply.JSON, YAML), settings.maxBytes(), TREE_FACTOR),
                new BodyRule(List.of(Reply.JSON), settings.maxPlanBytes(), STREAM_FACTOR),
                new BodyRule(List.of(Reply.JSON, NDJSON, CSV), settings.maxPlanBytes(), STREAM_FACTOR));
    }
}
