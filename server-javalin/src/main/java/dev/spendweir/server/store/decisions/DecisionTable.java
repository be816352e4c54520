package dev.spendweir.server.store.decisions;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.server.gate.DecisionRow;
import dev.spendweir.server.store.ArrayColumns;
import dev.spendweir.server.store.EntryPacking;
import dev.spendweir.server.store.SqlArrays;
import dev.spendweir.server.store.SqlText;
import dev.spendweir.snapshot.CostHistory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes decisions and the cost histories that they read, rows of any number of tenants at once. */
final class DecisionTable {
    private static final HexFormat HEX = HexFormat.of();
    static final String INSERT = SqlText.read(DecisionTable.class, "insert_decisions.sql");
    private static final String INSERT_HISTORIES = """
            INSERT INTO cost_history (tenant_id, sha256, canonical)
            SELECT * FROM unnest(?::text[], ?::bytea[], ?::bytea[])
            ON CONFLICT DO NOTHING
            """;

    private static final String PAYLOAD = """
            SELECT e.*, p.payload
            FROM decision d
            JOIN ledger_entry e ON e.tenant_id = d.tenant_id AND e.chain = 'decisions' AND e.sequence = d.ledger_sequence
            JOIN ledger_payload p ON p.tenant_id = e.tenant_id AND p.entry_id = e.entry_id
            WHERE d.tenant_id = ? AND d.decision_id = ?::uuid
            """;

    private DecisionTable() {}

    /** A history of a tenant. */
    record TenantHistory(String tenantId, CostHistory history) {}

    static void insertHistories(Connection connection, List<TenantHistory> histories) throws SQLException {
        if (histories.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT_HISTORIES)) {
            new SqlArrays(insert)
                    .texts(histories, TenantHistory::tenantId)
                    .bytes(histories, of -> HEX.parseHex(of.history().sha256()))
                    .bytes(histories, of -> of.history().canonicalBytes());
            insert.executeUpdate();
        }
    }

    static void insert(Connection connection, List<DecisionRow> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            bind(new SqlArrays(insert), rows);
            insert.executeUpdate();
        }
    }

    /** Binds the parameters of {@link #INSERT}. */
    static void bind(SqlArrays in, List<DecisionRow> rows) throws SQLException {
        ArrayColumns columns = new ArrayColumns();
        columns.texts(rows, row -> row.prepared().request().tenantId());
        columns.longs(rows, DecisionRow::ledgerSequence);
        putOwn(columns, rows);
        in.columns(List.of(columns));
    }

    /** Puts in what is a decision's own, and not also its entry's. */
    static void putOwn(ArrayColumns columns, List<DecisionRow> rows) {
        columns.uuids(rows, DecisionRow::decisionId);
        columns.times(rows, DecisionRow::decidedAt);
        columns.texts(rows, row -> row.change().place().source().wireName());
        columns.texts(rows, row -> row.change().place().projectId());
        columns.texts(rows, row -> row.change().place().environment());
        columns.texts(rows, row -> row.decision().environmentClass().wireName());
        columns.texts(rows, row -> row.prepared().request().action());
        columns.texts(rows, row -> row.change().place().resourceReference());
        columns.texts(rows, row -> row.change().changeId());
        columns.bytes(rows, DecisionTable::planFile);
        columns.longs(
                rows, row -> row.prepared().request().estimatedMonthlyDelta().micros());
        columns.texts(rows, row -> row.prepared().request().requesterId());
        columns.texts(rows, DecisionRow::submitterId);
        columns.texts(rows, row -> row.prepared().request().idempotencyKey());
        columns.bytes(rows, row -> HEX.parseHex(row.prepared().request().fingerprint()));
        columns.texts(rows, row -> row.decision().outcome().wireName());
        columns.texts(rows, row -> row.decision().baseOutcome().wireName());
        columns.texts(rows, row -> String.join(",", row.decision().reasonCodes()));
        columns.texts(rows, row -> row.decision().mode().wireName());
        columns.longs(rows, row -> row.prepared().policy().version());
        columns.uuids(rows, DecisionRow::approvalId);
        columns.uuids(rows, DecisionRow::reservationId);
        columns.bytes(rows, row -> HEX.parseHex(row.decision().decisionSha256()));
        columns.bytes(rows, DecisionRow::beside);
    }

    /** The normalised request of a decision. */
    static JsonObject request(Connection connection, String tenantId, String decisionId) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(PAYLOAD)) {
            query.setString(1, tenantId);
            query.setString(2, decisionId);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("decision " + decisionId + " or its payload is not there");
                }
                JsonObject payload =
                        (JsonObject) JsonReader.read(Objects.requireNonNull(EntryPacking.payload(row, tenantId)));
                return (JsonObject) Objects.requireNonNull(payload.get("request"), "every decision has a request");
            }
        }
    }

    private static byte @Nullable [] planFile(DecisionRow row) {
        String sha256 = row.prepared().call().planFileSha256();
        return sha256 == null ? null : HEX.parseHex(sha256);
    }
}
