package dev.spendweir.engine;

import dev.spendweir.canonical.CanonicalMembers;
import dev.spendweir.canonical.CanonicalWriter;
import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.context.ComputedContext;
import dev.spendweir.outcome.MatchedRule;
import dev.spendweir.outcome.ReservationPlan;
import dev.spendweir.outcome.RoutingDecision;
import dev.spendweir.policy.Policy;
import dev.spendweir.request.GateRequest;
import dev.spendweir.snapshot.Snapshot;
import dev.spendweir.waterfall.Stage;
import dev.spendweir.waterfall.WaterfallResult;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The decision record in canonical form, with the hash that covers every other member of it (spec 1.8, 10 A80).
 *
 * @param members the whole record; its bytes stay inside this package
 * @param sha256 the record's {@code decision_sha256}
 */
record DecisionRecord(CanonicalMembers members, String sha256) {

    /** Room for a record with a route and some draws, so that it rarely has to be copied into a larger buffer. */
    private static final int USUAL_BYTES = 5120;

    /** Where the hash will stand, which is over everything else. */
    private static final String UNKNOWN_HASH = "0".repeat(64);

    static DecisionRecord of(Decision decision) {
        CanonicalWriter out = new CanonicalWriter(USUAL_BYTES).beginObject();
        writeContext(decision, out);
        int before = out.size();
        out.name("decision_sha256").string(UNKNOWN_HASH);
        int after = out.size();
        writeRest(decision, out);
        out.endObject();
        MessageDigest digest = Sha256Hex.newDigest();
        out.feed(digest, 0, before);
        out.feed(digest, after, out.size());
        String sha256 = Sha256Hex.finish(digest);
        out.overwrite(after - 1 - UNKNOWN_HASH.length(), sha256);
        return new DecisionRecord(out.toMembers(), sha256);
    }

    private static void writeContext(Decision decision, CanonicalWriter out) {
        out.name("base_outcome").string(decision.baseOutcome().wireName());
        out.name("computed_context");
        ComputedContext context = decision.context();
        if (context == null) {
            out.nul();
        } else {
            context.writeTo(out);
        }
    }

    private static void writeRest(Decision decision, CanonicalWriter out) {
        GateRequest request = decision.request();
        Policy policy = decision.policy();
        Snapshot snapshot = decision.snapshot();
        WaterfallResult waterfall = decision.waterfall();
        Stage limiting = waterfall == null ? null : waterfall.limitingStage();
        out.name("environment_class").string(request.environmentClass().wireName());
        out.name("fingerprint").string(request.fingerprint());
        out.name("limiting_stage").string(limiting == null ? null : limiting.wireName());
        writeMatchedRules(decision, out);
        out.name("mode").string(decision.mode().wireName());
        out.name("mode_scope").string(decision.modeScope());
        out.name("outcome").string(decision.outcome().wireName());
        out.name("policy_sha256").string(policy == null ? null : policy.sha256());
        out.name("policy_version");
        if (snapshot == null) {
            out.nul();
        } else {
            out.integer(snapshot.policyVersion());
        }
        out.name("reason_codes").strings(decision.reasonCodes());
        out.name("request_sha256").string(request.sha256());
        writeReservationPlan(decision.reservationPlan(), out.name("reservation_plan"));
        out.name("retryable").bool(decision.retryable());
        writeRouting(decision.routing(), out.name("routing"));
        out.name("schema").string(Decision.SCHEMA);
        out.name("scope_fingerprint").string(request.scopeFingerprint());
        out.name("snapshot_sha256").string(snapshot == null ? null : snapshot.sha256());
        out.name("warnings").strings(decision.warnings());
        out.name("waterfall");
        if (waterfall == null) {
            out.nul();
        } else {
            waterfall.writeTo(out);
        }
    }

    private static void writeMatchedRules(Decision decision, CanonicalWriter out) {
        out.name("matched_rules").beginArray();
        for (MatchedRule rule : decision.matchedRules()) {
            rule.writeTo(out);
        }
        out.endArray();
    }

    private static void writeReservationPlan(@Nullable ReservationPlan plan, CanonicalWriter out) {
        if (plan == null) {
            out.nul();
        } else {
            plan.writeTo(out);
        }
    }

    private static void writeRouting(@Nullable RoutingDecision routing, CanonicalWriter out) {
        if (routing == null) {
            out.nul();
        } else {
            routing.writeTo(out);
        }
    }
}
