package dev.spendweir.server.store.audit;

import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.server.gate.PackedBytes;
import dev.spendweir.server.store.Rows;
import dev.spendweir.time.ClockTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stored decision with everything that it was made from (spec 11, Gate and decisions).
 *
 * @param snapshot with each cost history replaced by its hash
 * @param response what the gate answered
 */
public record DecisionDetail(
        String decisionId,
        Instant decidedAt,
        JsonObject request,
        JsonObject record,
        JsonObject snapshot,
        JsonObject response,
        @Nullable String approvalId,
        @Nullable String reservationId,
        String requesterId,
        String submitterId) {

    static DecisionDetail of(ResultSet row) throws SQLException {
        return new DecisionDetail(
                row.getString("decision_id"),
                Rows.instant(row, "decided_at"),
                json(row, "request"),
                json(row, "record"),
                json(row, "snapshot"),
                json(row, "response"),
                row.getString("approval_id"),
                row.getString("reservation_id"),
                row.getString("requester_id"),
                row.getString("submitter_id"));
    }

    private static JsonObject json(ResultSet row, String column) throws SQLException {
        return (JsonObject) JsonReader.read(PackedBytes.unpack(row.getBytes(column)));
    }

    /** The explanation that the answer carried. */
    public JsonValue explanation() {
        return part("explanation");
    }

    /** The whole item. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("decision_id", decisionId)
                .put("decided_at", ClockTime.format(decidedAt))
                .put("request", request)
                .put("record", record)
                .put("snapshot", snapshot)
                .put("explanation", explanation())
                .put("approval_id", approvalId)
                .put("reservation_id", reservationId)
                .put("ledger", part("ledger"))
                .build();
    }

    private JsonValue part(String name) {
        JsonValue value = response.get(name);
        return value == null ? JsonNull.NULL : value;
    }
}
