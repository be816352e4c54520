package dev.spendweir.cli.local;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.engine.Decision;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes gate responses (spec 4.2): the decision record, its explanation, and where all of it is recorded. */
final class LocalResponse {

    private LocalResponse() {}

    static byte[] of(Decision decision, String decisionId, @Nullable String reservationId, LocalRecord.Place place) {
        JsonObject ledger = JsonObject.builder()
                .put("chain", place.chain().wireName())
                .put("sequence", place.sequence())
                .put("chain_hash", place.chainHash())
                .build();
        return response(decision, new JsonString(decisionId), text(reservationId), ledger);
    }

    /** The answer of a dry run: recorded nowhere. */
    static byte[] rehearsal(Decision decision) {
        return response(decision, JsonNull.NULL, JsonNull.NULL, JsonNull.NULL);
    }

    private static byte[] response(Decision decision, JsonValue decisionId, JsonValue reservationId, JsonValue ledger) {
        JsonObject response = decision.record()
                .with("explanation", decision.explanation().toJson())
                .with("decision_id", decisionId)
                .with("approval_id", JsonNull.NULL)
                .with("reservation_id", reservationId)
                .with("ledger", ledger)
                .with("continued", JsonBoolean.FALSE)
                .with("approval_token", JsonNull.NULL)
                .with("approval_token_contract", new JsonString("approval_flow_only"));
        return text(response).getBytes(StandardCharsets.UTF_8);
    }

    static String text(JsonObject json) {
        return CanonicalJson.text(json);
    }

    private static JsonValue text(@Nullable String value) {
        return value == null ? JsonNull.NULL : new JsonString(value);
    }
}
