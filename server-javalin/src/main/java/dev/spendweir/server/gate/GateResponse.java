package dev.spendweir.server.gate;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.engine.Decision;
import dev.spendweir.ledger.LedgerAppender;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The body of a gate's answer (spec 4.2): the decision record, its explanation, and where it went. Pure functions. */
final class GateResponse {
    /** The gate itself never hands out a token (spec 2.2). */
    private static final String TOKEN_CONTRACT = "approval_flow_only";

    private GateResponse() {}

    /** The answer of a stored decision. */
    static byte[] stored(
            Decision decision,
            String decisionId,
            @Nullable String approvalId,
            @Nullable String reservationId,
            boolean continued,
            LedgerAppender.Appended entry) {
        JsonObject ledger = JsonObject.builder()
                .put("chain", entry.entry().chain().wireName())
                .put("sequence", entry.entry().sequence())
                .put("chain_hash", HexFormat.of().formatHex(entry.stored().chainHash()))
                .build();
        return body(decision, decisionId, approvalId, reservationId, continued, ledger);
    }

    /** The answer of a dry run or of a fail-safe decision: nothing is stored, so there is nothing to name (spec 3.1). */
    static byte[] unstored(Decision decision) {
        return body(decision, null, null, null, false, JsonNull.NULL);
    }

    private static byte[] body(
            Decision decision,
            @Nullable String decisionId,
            @Nullable String approvalId,
            @Nullable String reservationId,
            boolean continued,
            JsonValue ledger) {
        JsonObject.Builder body = JsonObject.builder();
        decision.record().forEach(body::put);
        body.put("explanation", decision.explanation().toJson())
                .put("decision_id", decisionId)
                .put("approval_id", approvalId)
                .put("reservation_id", reservationId)
                .put("ledger", ledger)
                .put("continued", continued)
                .put("approval_token", JsonNull.NULL)
                .put("approval_token_contract", TOKEN_CONTRACT);
        return CanonicalJson.bytes(body.build());
    }
}
