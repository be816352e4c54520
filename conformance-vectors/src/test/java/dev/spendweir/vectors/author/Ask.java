package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The four inputs of a decision as changes to a plain case: a staging change of 100 a month under the policy of all defaults. */
public final class Ask {
    private static final String REQUEST = """
            {'tenant_id':'acme','source':'terraform','project_id':'payments','environment':'staging','action':'terraform.apply',
             'resource_reference':'infra@main','estimated_monthly_delta':'100','requester_id':'alice','idempotency_key':'run-1'}""";
    private static final String CLOCK = "2026-03-11T12:00:00Z";

    private final Map<String, Object> input;

    private Ask(Map<String, Object> input) {
        this.input = input;
    }

    /** The plain case: 2026-03-11 at noon, no budget, no cost rows. */
    public static Ask plain() {
        return new Ask(Json.object(
                "policy", Json.object(),
                "request", Quoted.object(REQUEST),
                "snapshot", Quoted.object("{'policy_version':1,'cost_source':'available'}"),
                "clock_time", CLOCK));
    }

    private Ask with(String member, String patch) {
        Map<String, Object> changed = new LinkedHashMap<>(input);
        changed.put(member, Quoted.merged(Json.asObject(input.get(member)), Quoted.object(patch)));
        return new Ask(changed);
    }

    public Ask policy(String patch) {
        return with("policy", patch);
    }

    public Ask request(String patch) {
        return with("request", patch);
    }

    public Ask snapshot(String patch) {
        return with("snapshot", patch);
    }

    /** The request's monthly delta. */
    public Ask delta(String amount) {
        return request("{'estimated_monthly_delta':'" + amount + "'}");
    }

    public Ask clock(String time) {
        return replace("clock_time", time);
    }

    /** The tenant's cost rows. */
    public Ask history(List<Object> rows) {
        return into("cost_history", rows);
    }

    /** The project's cost rows. */
    public Ask projectHistory(List<Object> rows) {
        return into("project_cost_history", rows);
    }

    private Ask into(String key, Object value) {
        Map<String, Object> snapshot = new LinkedHashMap<>(Json.asObject(input.get("snapshot")));
        snapshot.put(key, value);
        return replace("snapshot", snapshot);
    }

    /** Puts any value in the place of one of the four inputs. */
    public Ask replace(String member, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(input);
        changed.put(member, value);
        return new Ask(changed);
    }

    /** Without a member of one of the inputs. */
    public Ask without(String member, String key) {
        Map<String, Object> part = new LinkedHashMap<>(Json.asObject(input.get(member)));
        part.remove(key);
        return replace(member, part);
    }

    /** Without one of the four inputs. */
    public Ask without(String member) {
        Map<String, Object> changed = new LinkedHashMap<>(input);
        changed.remove(member);
        return new Ask(changed);
    }

    public Map<String, Object> input() {
        return input;
    }

    /** Only the named inputs. */
    public Map<String, Object> only(String... members) {
        Map<String, Object> out = new LinkedHashMap<>();
        for (String member : members) {
            out.put(member, input.get(member));
        }
        return out;
    }
}
