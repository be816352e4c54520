package dev.spendweir.server.gate;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.CanonicalMembers;
import dev.spendweir.canonical.CanonicalWriter;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.engine.Decision;
import dev.spendweir.ledger.LedgerAppender;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The body of a gate's answer (spec 4.2): the decision record, its explanation, and where it went. What stands beside the
 * record is stored with the decision, the record in its ledger payload; the body is always both put together. Pure
 * functions.
 */
public final class GateResponse {
    /** The gate itself never hands out a token (spec 2.2). */
    private static final String TOKEN_CONTRACT = "approval_flow_only";

    private static final String DECISION_SHA256 = "decision_sha256";

    private static final int USUAL_BYTES = 1280;

    private GateResponse() {}

    /** What the answer of a stored decision says besides its record, canonical. */
    static CanonicalMembers beside(
            Decision decision,
            String decisionId,
            @Nullable String approvalId,
            @Nullable String reservationId,
            boolean continued,
            LedgerAppender.Appended entry) {
        return besideOf(decision, decisionId, approvalId, reservationId, continued, entry);
    }

    /** The answer of a stored decision. */
    static byte[] stored(Decision decision, CanonicalMembers beside) {
        return decision.recordBytesWith(beside);
    }

    /**
     * The answer of a stored decision, byte for byte as it was first given.
     *
     * @param payload of the decision's ledger entry, canonical
     * @param beside as {@link #beside} gave it
     * @param decisionSha256 what the record must hash to, 64 hex digits
     * @throws IllegalStateException when it does not
     */
    public static byte[] again(byte[] payload, byte[] beside, String decisionSha256) {
        JsonValue record = ((JsonObject) JsonReader.read(payload)).get("record");
        if (!(record instanceof JsonObject object)
                || !CanonicalJson.sha256(object.without(DECISION_SHA256)).equals(decisionSha256)) {
            throw new IllegalStateException("the stored record of a decision does not have its hash " + decisionSha256);
        }
        return CanonicalMembers.of(CanonicalJson.bytes(object))
                .mergedWith(CanonicalMembers.of(beside))
                .json();
    }

    /** The answer of a dry run or of a fail-safe decision: nothing is stored, so there is nothing to name (spec 3.1). */
    static byte[] unstored(Decision decision) {
        return decision.recordBytesWith(besideOf(decision, null, null, null, false, null));
    }

    private static CanonicalMembers besideOf(
            Decision decision,
            @Nullable String decisionId,
            @Nullable String approvalId,
            @Nullable String reservationId,
            boolean continued,
            LedgerAppender.@Nullable Appended entry) {
        // Names in their order, as the writer wants them.
        CanonicalWriter beside = new CanonicalWriter(USUAL_BYTES).beginObject();
        beside.name("approval_id").string(approvalId);
        beside.name("approval_token").nul();
        beside.name("approval_token_contract").string(TOKEN_CONTRACT);
        beside.name("continued").bool(continued);
        beside.name("decision_id").string(decisionId);
        beside.name("explanation").value(decision.explanation().toJson());
        beside.name("ledger");
        if (entry == null) {
            beside.nul();
        } else {
            beside.beginObject();
            beside.name("chain").string(entry.entry().chain().wireName());
            beside.name("chain_hash")
                    .string(HexFormat.of().formatHex(entry.stored().chainHash()));
            beside.name("sequence").integer(entry.entry().sequence());
            beside.endObject();
        }
        beside.name("reservation_id").string(reservationId);
        return beside.endObject().toMembers();
    }
}
