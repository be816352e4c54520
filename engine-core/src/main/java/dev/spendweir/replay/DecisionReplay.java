package dev.spendweir.replay;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.engine.Decision;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.policy.Policy;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.request.GateRequest;
import dev.spendweir.request.RequestNormalizer;
import dev.spendweir.snapshot.CostHistory;
import dev.spendweir.snapshot.Snapshot;
import dev.spendweir.snapshot.SnapshotParser;
import dev.spendweir.time.ClockTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides a stored decision again, from the policy, request, snapshot and clock that were recorded with it, and compares
 * {@code decision_sha256} (spec 3.3). As thread-safe as its source.
 */
public final class DecisionReplay {
    private static final String COST_HISTORY = "cost_history";
    private static final String PROJECT_COST_HISTORY = "project_cost_history";

    private final GateEngine engine;
    private final ReplaySource source;

    /** @param engine must know everything that the recorded policies ask of it, such as rules */
    public DecisionReplay(GateEngine engine, ReplaySource source) {
        this.engine = engine;
        this.source = source;
    }

    /**
     * Decides once more.
     *
     * @param payload the payload of a {@code decision} entry
     * @return what is wrong, in words; empty when the decision comes out as it was recorded
     */
    public Optional<String> check(JsonObject payload) {
        try {
            return compare(payload);
        } catch (Missing e) {
            return Optional.of(e.what);
        } catch (RejectedException e) {
            return Optional.of("what is recorded cannot be decided again: " + e.getMessage());
        }
    }

    private Optional<String> compare(JsonObject payload) {
        JsonObject record = object(payload, "record");
        String recorded = text(record, "decision_sha256");
        Policy policy = policy(text(record, "policy_sha256"));
        GateRequest request = RequestNormalizer.normalize(object(payload, "request"), policy.document());
        Decision decision = engine.decide(
                policy, request, snapshot(object(payload, "snapshot")), ClockTime.parse(text(payload, "clock_time")));
        return decision.decisionSha256().equals(recorded)
                ? Optional.empty()
                : Optional.of("decided again it has decision_sha256 " + decision.decisionSha256() + ", recorded is "
                        + recorded);
    }

    private Policy policy(String sha256) {
        return source.policy(sha256).orElseThrow(() -> new Missing("there is no policy with the hash " + sha256));
    }

    private Snapshot snapshot(JsonObject hashed) {
        JsonValue project = hashed.get(PROJECT_COST_HISTORY);
        Snapshot empty = SnapshotParser.parse(
                hashed.with(COST_HISTORY, new JsonArray(List.of())).with(PROJECT_COST_HISTORY, JsonNull.NULL));
        return empty.toBuilder()
                .costHistory(history(text(hashed, COST_HISTORY)))
                .projectCostHistory(
                        project == null || project == JsonNull.NULL
                                ? null
                                : history(text(hashed, PROJECT_COST_HISTORY)))
                .build();
    }

    private CostHistory history(String sha256) {
        return source.history(sha256)
                .orElseThrow(() -> new Missing("there is no cost history with the hash " + sha256));
    }

    private static JsonObject object(JsonObject from, String name) {
        if (from.get(name) instanceof JsonObject object) {
            return object;
        }
        throw new Missing("the payload has no " + name);
    }

    private static String text(JsonObject from, String name) {
        @Nullable JsonValue value = from.get(name);
        if (value instanceof JsonString text) {
            return text.value();
        }
        throw new Missing("the payload has no " + name);
    }

    /** Something that deciding again takes is not recorded. */
    private static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String what;

        Missing(String what) {
            super(what);
            this.what = what;
        }
    }
}
