package dev.spendweir.server.store.quarantine;

import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.ChainFailure;
import dev.spendweir.ledger.ChainFailure.Kind;
import dev.spendweir.server.store.Rows;
import dev.spendweir.server.store.sealing.ChainId;
import dev.spendweir.time.ClockTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The quarantine of a chain, the one that is or the last one that was.
 *
 * @param status {@code open}, {@code reset_requested} or {@code closed}
 * @param failure why it was opened
 * @param foundBy {@code verification}, {@code sealer} or {@code writer}
 */
public record QuarantineView(
        ChainId chain,
        String status,
        ChainFailure failure,
        Instant openedAt,
        String foundBy,
        @Nullable Instant requestedAt,
        @Nullable String requestedBy,
        @Nullable Instant closedAt,
        @Nullable String approvedBy) {

    static QuarantineView of(ResultSet row) throws SQLException {
        String failureClass = row.getString("failure_class");
        return new QuarantineView(
                new ChainId(
                        row.getString("subject_tenant"),
                        Chain.ofWireName(row.getString("chain")).orElseThrow()),
                row.getString("status"),
                new ChainFailure(
                        row.getLong("failure_sequence"),
                        Arrays.stream(Kind.values())
                                .filter(kind -> kind.wireName().equals(failureClass))
                                .findFirst()
                                .orElseThrow(),
                        row.getString("failure_detail")),
                Rows.instant(row, "opened_at"),
                row.getString("opened_by"),
                Rows.instantOrNull(row, "requested_at"),
                row.getString("requested_by"),
                Rows.instantOrNull(row, "closed_at"),
                row.getString("approved_by"));
    }

    /** Whether the tenant's governed writes stop. */
    public boolean isOpen() {
        return !status.equals("closed");
    }

    /** As operators see it. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("tenant_id", chain.tenantId())
                .put("chain", chain.chain().wireName())
                .put("status", status)
                .put(
                        "failure",
                        JsonObject.builder()
                                .put("sequence", failure.sequence())
                                .put("class", failure.kind().wireName())
                                .put("detail", failure.detail())
                                .build())
                .put("found_by", foundBy)
                .put("opened_at", ClockTime.format(openedAt))
                .put("requested_at", time(requestedAt))
                .put("requested_by", requestedBy)
                .put("closed_at", time(closedAt))
                .put("approved_by", approvedBy)
                .build();
    }

    private static JsonValue time(@Nullable Instant instant) {
        return instant == null ? JsonNull.NULL : new JsonString(ClockTime.format(instant));
    }
}
