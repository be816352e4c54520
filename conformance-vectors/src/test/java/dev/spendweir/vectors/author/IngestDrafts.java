package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the vectors of ingest.accept share: a plain envelope of 2026-03-02, and ways to change it. */
abstract class IngestDrafts {
    static final String OP = "ingest.accept";

    /** The hex SHA-256 of the plain payload's canonical form, which is written here by hand. */
    static final String PLAIN_HASH = Hashes.sha256(
            "{\"amount\":\"312.40\",\"currency\":\"USD\",\"date\":\"2026-03-01\",\"final\":true,\"project_id\":\"payments\"}");

    private static final String PLAIN = """
            {'tenant_id':'acme','currency':'USD','clock_time':'2026-03-02T12:00:00Z','envelope':
             {'tenant_id':'acme','event_id':'e-1','trace_id':'4bf9','agent_id':'billing-export','schema_version':'1.0',
              'created_at':'2026-03-02T01:00:00Z','source':'aws-cur','type':'cost.daily',
              'payload':{'date':'2026-03-01','project_id':'payments','amount':'312.40','currency':'USD','final':true}}}""";

    private static final String WATERMARK =
            "{'envelope':{'type':'cost.watermark','payload':{'date':null,'project_id':null,'amount':null,'currency':null,'final':null}}}";

    private final VectorFile file;

    IngestDrafts(VectorFile file) {
        this.file = file;
    }

    static Map<String, Object> plain() {
        return Quoted.object(PLAIN);
    }

    /** The plain input with another envelope member, or payload member, as JSON in single quotes. */
    static Map<String, Object> envelope(String patch) {
        return Quoted.merged(plain(), Quoted.object("{'envelope':" + patch + "}"));
    }

    static Map<String, Object> payload(String patch) {
        return envelope("{'payload':" + patch + "}");
    }

    /** A watermark of that payload. */
    static Map<String, Object> watermark(String payload) {
        Map<String, Object> input = Quoted.merged(plain(), Quoted.object(WATERMARK));
        return putEnvelope(input, "payload", Quoted.json(payload));
    }

    /** A copy of the input whose envelope has any value at all as that member. */
    static Map<String, Object> putEnvelope(Map<String, Object> input, String member, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(input);
        Map<String, Object> envelope = new LinkedHashMap<>(Json.asObject(input.get("envelope")));
        envelope.put(member, value);
        changed.put("envelope", envelope);
        return changed;
    }

    static Map<String, Object> without(String member) {
        Map<String, Object> input = plain();
        Json.asObject(input.get("envelope")).remove(member);
        return input;
    }

    static Map<String, Object> withoutInPayload(String member) {
        Map<String, Object> input = plain();
        Json.asObject(Json.at(input, "envelope", "payload")).remove(member);
        return input;
    }

    Draft add(String slug, String title, Map<String, Object> input) {
        return file.add(slug, OP, title, input);
    }
}
