package dev.spendweir.server.store.decisions;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.server.gate.DecisionRow;
import dev.spendweir.server.gate.PackedBytes;
import dev.spendweir.server.store.SqlArrays;
import dev.spendweir.server.store.SqlText;
import dev.spendweir.snapshot.CostHistory;
import dev.spendweir.snapshot.Snapshot;
import dev.spendweir.time.ClockTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes decisions with their keys and the cost histories that they read. */
final class DecisionTable {
    private static final HexFormat HEX = HexFormat.of();
    private static final String INSERT = SqlText.read(DecisionTable.class, "insert_decisions.sql");
    private static final String INSERT_KEYS = """
            INSERT INTO idempotency (tenant_id, scope, key, fingerprint, decision_id, status, created_at)
            SELECT ?, t.scope, t.key, t.fingerprint, t.decision_id, 200, t.created_at
            FROM unnest(?::text[], ?::text[], ?::bytea[], ?::uuid[], ?::timestamptz[])
                AS t (scope, key, fingerprint, decision_id, created_at)
            """;
    private static final String INSERT_HISTORIES = """
            INSERT INTO cost_history (tenant_id, sha256, canonical)
            SELECT ?, t.sha256, t.canonical FROM unnest(?::bytea[], ?::bytea[]) AS t (sha256, canonical)
            ON CONFLICT DO NOTHING
            """;

    private static final String REQUEST = "SELECT request FROM decision WHERE tenant_id = ? AND decision_id = ?::uuid";

    private DecisionTable() {}

    static void insertHistories(Connection connection, String tenantId, List<CostHistory> histories)
            throws SQLException {
        if (histories.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT_HISTORIES)) {
            new SqlArrays(insert)
                    .text(tenantId)
                    .bytes(histories, history -> HEX.parseHex(history.sha256()))
                    .bytes(histories, CostHistory::canonicalBytes);
            insert.executeUpdate();
        }
    }

    static void insert(Connection connection, String tenantId, List<DecisionRow> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            SqlArrays in = new SqlArrays(insert).text(tenantId);
            in.texts(rows, DecisionRow::decisionId);
            in.texts(rows, row -> ClockTime.format(row.decidedAt()));
            in.texts(rows, row -> row.change().place().source().wireName());
            in.texts(rows, row -> row.change().place().projectId());
            in.texts(rows, row -> row.change().place().environment());
            in.texts(rows, row -> row.decision().environmentClass().wireName());
            in.texts(rows, row -> row.prepared().request().action());
            in.texts(rows, row -> row.change().place().resourceReference());
            in.texts(rows, row -> row.change().changeId());
            in.bytes(rows, DecisionTable::planFile);
            in.longs(
                    rows,
                    row -> row.prepared().request().estimatedMonthlyDelta().micros());
            in.texts(rows, row -> row.prepared().request().requesterId());
            in.texts(rows, DecisionRow::submitterId);
            in.texts(rows, row -> row.decision().outcome().wireName());
            in.texts(rows, row -> row.decision().baseOutcome().wireName());
            in.texts(rows, row -> String.join(",", row.decision().reasonCodes()));
            in.texts(rows, row -> row.decision().mode().wireName());
            in.longs(rows, row -> row.prepared().policy().version());
            in.texts(rows, DecisionRow::approvalId);
            in.texts(rows, DecisionRow::reservationId);
            in.bytes(rows, row -> HEX.parseHex(row.decision().decisionSha256()));
            in.bytes(rows, row -> HEX.parseHex(snapshot(row).costHistory().sha256()));
            in.bytes(rows, DecisionTable::projectHistory);
            in.longs(rows, DecisionRow::ledgerSequence);
            in.bytes(rows, row -> PackedBytes.pack(row.prepared().request().canonicalBytes()));
            in.bytes(
                    rows,
                    row -> PackedBytes.pack(CanonicalJson.bytes(snapshot(row).hashedJson())));
            in.bytes(rows, row -> PackedBytes.pack(row.decision().recordBytes()));
            in.bytes(rows, row -> PackedBytes.pack(row.body()));
            insert.executeUpdate();
        }
        insertKeys(connection, tenantId, rows);
    }

    /** The normalised request of a decision. */
    static JsonObject request(Connection connection, String tenantId, String decisionId) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(REQUEST)) {
            query.setString(1, tenantId);
            query.setString(2, decisionId);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("decision " + decisionId + " is not there");
                }
                return (JsonObject) JsonReader.read(PackedBytes.unpack(row.getBytes(1)));
            }
        }
    }

    private static void insertKeys(Connection connection, String tenantId, List<DecisionRow> rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_KEYS)) {
            new SqlArrays(insert)
                    .text(tenantId)
                    .texts(rows, row -> row.prepared().scope())
                    .texts(rows, row -> row.prepared().request().idempotencyKey())
                    .bytes(rows, row -> HEX.parseHex(row.prepared().request().fingerprint()))
                    .texts(rows, DecisionRow::decisionId)
                    .texts(rows, row -> ClockTime.format(row.decidedAt()));
            insert.executeUpdate();
        }
    }

    private static Snapshot snapshot(DecisionRow row) {
        return Objects.requireNonNull(row.decision().snapshot(), "only real decisions are stored");
    }

    private static byte @Nullable [] planFile(DecisionRow row) {
        String sha256 = row.prepared().call().planFileSha256();
        return sha256 == null ? null : HEX.parseHex(sha256);
    }

    private static byte @Nullable [] projectHistory(DecisionRow row) {
        CostHistory history = snapshot(row).projectCostHistory();
        return history == null ? null : HEX.parseHex(history.sha256());
    }
}
