package dev.spendweir.testing;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.engine.Decision;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.policy.Policy;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.request.RequestNormalizer;
import dev.spendweir.snapshot.SnapshotParser;
import dev.spendweir.time.ClockTime;
import java.time.Instant;

/** The four inputs of a decision (spec 1) as they travel. */
public record DecisionInputs(JsonObject policy, JsonObject request, JsonObject snapshot, Instant clockTime) {

    private static final GateEngine ENGINE = GateEngine.create();

    /** What the engine decides on them; refused as {@link GateEngine#decide} refuses. */
    public Decision decide() {
        Policy read = PolicyReader.read(policy);
        return ENGINE.decide(
                read, RequestNormalizer.normalize(request, read.document()), SnapshotParser.parse(snapshot), clockTime);
    }

    /** The same with a member of the request. */
    public DecisionInputs withRequest(String name, JsonValue value) {
        return new DecisionInputs(policy, request.with(name, value), snapshot, clockTime);
    }

    /** The same with a member of the snapshot. */
    public DecisionInputs withSnapshot(String name, JsonValue value) {
        return new DecisionInputs(policy, request, snapshot.with(name, value), clockTime);
    }

    /** The same with a member of the policy. */
    public DecisionInputs withPolicy(String name, JsonValue value) {
        return new DecisionInputs(policy.with(name, value), request, snapshot, clockTime);
    }

    /** The input of the ops of spec 8 that take a decision's inputs. */
    public JsonObject toOpInput() {
        return JsonObject.builder()
                .put("policy", policy)
                .put("request", request)
                .put("snapshot", snapshot)
                .put("clock_time", new JsonString(ClockTime.format(clockTime)))
                .build();
    }
}
