package dev.spendweir.approval;

import dev.spendweir.approval.ApprovalInput.TimedEvent;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** The op {@code approval.apply} of the conformance protocol (spec 8, 10 A90-A96). A pure function; thread-safe. */
public final class ApprovalOp {

    private ApprovalOp() {}

    /**
     * Applies events to a new approval request.
     *
     * @param input {route, requester_id, submitted_by?, separation, created_at?, execution_ttl_seconds?, events}
     * @return {status, verdicts, refusals} after all events
     * @throws dev.spendweir.rejection.RejectedException {@code INVALID_FIELD} with all findings for malformed input
     */
    public static JsonObject apply(JsonObject input) {
        ApprovalInput read = ApprovalInput.read(input);
        ApprovalRequest request = read.request();
        List<JsonValue> verdicts = new ArrayList<>();
        List<JsonValue> refusals = new ArrayList<>();
        for (int i = 0; i < read.events().size(); i++) {
            TimedEvent timed = read.events().get(i);
            ApprovalStep step = request.on(timed.event());
            if (step.refusalCode() != null) {
                refusals.add(JsonObject.builder()
                        .put("index", i)
                        .put("code", step.refusalCode().wireName())
                        .build());
            }
            List<Verdict> after = step.request().verdicts();
            if (after.size() > request.verdicts().size()) {
                verdicts.add(verdict(after.get(after.size() - 1), timed.at()));
            }
            request = step.request();
        }
        return JsonObject.builder()
                .put("status", request.status().wireName())
                .put("verdicts", new JsonArray(verdicts))
                .put("refusals", new JsonArray(refusals))
                .build();
    }

    private static JsonObject verdict(Verdict verdict, String at) {
        return JsonObject.builder()
                .put("actor", verdict.actorId())
                .put("verdict", verdict.wireName())
                .put("at", at)
                .build();
    }
}
