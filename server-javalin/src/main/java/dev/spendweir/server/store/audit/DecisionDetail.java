package dev.spendweir.server.store.audit;

import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.server.store.EntryPacking;
import dev.spendweir.server.store.PackedBytes;
import dev.spendweir.server.store.Rows;
import dev.spendweir.time.ClockTime;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.Source;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stored decision with everything that it was made from (spec 11, Gate and decisions).
 *
 * @param request null once the payload of its ledger entry is erased, as are {@code record} and {@code snapshot}
 * @param snapshot with each cost history replaced by its hash
 * @param beside what the gate answered besides the record
 */
public record DecisionDetail(
        String decisionId,
        Instant decidedAt,
        Source source,
        String projectId,
        EnvironmentClass environmentClass,
        @Nullable JsonObject request,
        @Nullable JsonObject record,
        @Nullable JsonObject snapshot,
        JsonObject beside,
        @Nullable String approvalId,
        @Nullable String reservationId,
        String requesterId,
        String submitterId) {

    static DecisionDetail of(ResultSet row, String tenantId) throws SQLException {
        byte[] stored = EntryPacking.payload(row, tenantId);
        JsonObject payload = stored == null ? JsonObject.builder().build() : (JsonObject) JsonReader.read(stored);
        return new DecisionDetail(
                row.getString("decision_id"),
                Rows.instant(row, "decided_at"),
                Source.ofWireName(row.getString("source")).orElseThrow(),
                row.getString("project_id"),
                EnvironmentClass.ofWireName(row.getString("environment_class")).orElseThrow(),
                (JsonObject) payload.get("request"),
                (JsonObject) payload.get("record"),
                (JsonObject) payload.get("snapshot"),
                (JsonObject) JsonReader.read(PackedBytes.unpack(row.getBytes("response_rest"))),
                row.getString("approval_id"),
                row.getString("reservation_id"),
                row.getString("requester_id"),
                row.getString("submitter_id"));
    }

    /** The explanation that the answer carried. */
    public JsonValue explanation() {
        return part(beside, "explanation");
    }

    /** The whole item. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("decision_id", decisionId)
                .put("decided_at", ClockTime.format(decidedAt))
                .put("request", orNull(request))
                .put("record", orNull(record))
                .put("snapshot", orNull(snapshot))
                .put("explanation", explanation())
                .put("approval_id", approvalId)
                .put("reservation_id", reservationId)
                .put("ledger", part(beside, "ledger"))
                .build();
    }

    private static JsonValue part(JsonObject whole, String name) {
        return orNull(whole.get(name));
    }

    private static JsonValue orNull(@Nullable JsonValue value) {
        return value == null ? JsonNull.NULL : value;
    }
}
