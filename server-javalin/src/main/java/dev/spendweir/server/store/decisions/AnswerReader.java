package dev.spendweir.server.store.decisions;

import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.server.gate.GateResponse;
import dev.spendweir.server.gate.GateSession;
import dev.spendweir.server.gate.GateState;
import dev.spendweir.server.gate.Prepared;
import dev.spendweir.server.store.EntryPacking;
import dev.spendweir.server.store.LedgerTable;
import dev.spendweir.server.store.PackedBytes;
import dev.spendweir.server.store.Rows;
import dev.spendweir.server.store.SqlArrays;
import dev.spendweir.server.store.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what keys were first answered with ({@code answers.sql}). */
final class AnswerReader {
    /** Two statements, so that the second sees what whoever had the lock has committed. */
    private static final String LOCK_AND_READ =
            LedgerTable.LOCK_HEAD + ";\n" + SqlText.read(AnswerReader.class, "answers.sql");

    private static final String ENTER_LOCK_AND_READ = Bounds.ENTER + ";\n" + LOCK_AND_READ;

    private AnswerReader() {}

    /**
     * Locks the head of the chain of decisions and reads the first answers to the calls, in one round trip.
     *
     * @param bounds of the transaction, which begins with this; null: they have been said
     */
    static GateSession.LockedHead lockHead(
            Connection connection, @Nullable Bounds bounds, String tenantId, List<Prepared> calls) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(bounds == null ? LOCK_AND_READ : ENTER_LOCK_AND_READ)) {
            SqlArrays in = new SqlArrays(query);
            if (bounds != null) {
                bounds.bind(in);
            }
            in.text(tenantId)
                    .text(Chain.DECISIONS.wireName())
                    .text(tenantId)
                    .texts(calls, call -> call.request().source().wireName())
                    .texts(calls, call -> call.request().idempotencyKey());
            query.execute();
            if (bounds != null) {
                query.getMoreResults();
            }
            HashChain head = LedgerTable.head(result(query), tenantId, Chain.DECISIONS);
            query.getMoreResults();
            return new GateSession.LockedHead(head, answers(result(query), tenantId));
        }
    }

    private static ResultSet result(PreparedStatement query) throws SQLException {
        @Nullable ResultSet rows = query.getResultSet();
        if (rows == null) {
            throw new IllegalStateException("answers.sql gives fewer results than are read");
        }
        return rows;
    }

    private static Map<GateState.Key, GateState.FirstAnswer> answers(ResultSet rows, String tenantId)
            throws SQLException {
        Map<GateState.Key, GateState.FirstAnswer> answers = new HashMap<>();
        while (rows.next()) {
            answers.put(
                    new GateState.Key(rows.getString("source"), rows.getString("idempotency_key")),
                    new GateState.FirstAnswer(
                            HexFormat.of().formatHex(rows.getBytes("fingerprint")),
                            rows.getString("decision_id"),
                            rows.getString("outcome"),
                            rows.getString("mode"),
                            rows.getString("reservation_id"),
                            body(rows, tenantId),
                            rows.getString("reservation_status"),
                            rows.getString("approval_id"),
                            rows.getString("approval_status"),
                            Rows.instantOrNull(rows, "approval_deadline")));
        }
        return answers;
    }

    private static byte @Nullable [] body(ResultSet row, String tenantId) throws SQLException {
        byte[] payload = EntryPacking.payload(row, tenantId);
        return payload == null
                ? null
                : GateResponse.again(
                        payload,
                        PackedBytes.unpack(row.getBytes("response_rest")),
                        HexFormat.of().formatHex(row.getBytes("decision_sha256")));
    }
}
