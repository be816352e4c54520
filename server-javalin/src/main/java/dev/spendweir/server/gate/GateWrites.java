package dev.spendweir.server.gate;

import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.LedgerAppender;
import dev.spendweir.server.store.LedgerTable;
import dev.spendweir.snapshot.CostHistory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that a gate transaction will store, collected while it decides and written at its end with one statement per
 * table, however many calls it decided. Not thread-safe.
 */
final class GateWrites {
    private final List<DecisionRow> decisions = new ArrayList<>();
    private final Map<String, HoldRow> holds = new LinkedHashMap<>();
    private final Map<String, Money.GrantState> grants = new TreeMap<>();
    private final Map<String, CostHistory> histories = new LinkedHashMap<>();
    private final List<LedgerAppender.Appended> entries = new ArrayList<>();

    void decision(DecisionRow row) {
        decisions.add(row);
    }

    void hold(HoldRow row) {
        holds.put(row.hold().reservationId(), row);
    }

    /** The row of a hold that this transaction already made, or a fresh one of a hold that was there. */
    HoldRow holdRow(ActiveHold hold) {
        HoldRow known = holds.get(hold.reservationId());
        return known != null ? known : new HoldRow(hold, null, hold.status(), null, null);
    }

    void grant(Money.GrantState state) {
        grants.put(state.grantId(), state);
    }

    void history(CostHistory history) {
        histories.put(history.sha256(), history);
    }

    void entry(LedgerAppender.Appended entry) {
        entries.add(entry);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Hashes of the histories that are in the store once this is committed. */
    List<String> historyHashes() {
        return List.copyOf(histories.keySet());
    }

    /** Writes all; in the order of foreign keys, and closed holds before new ones of the same change. */
    void flush(Connection connection, String tenantId) throws SQLException {
        DecisionTable.insertHistories(connection, tenantId, List.copyOf(histories.values()));
        DecisionTable.insert(connection, tenantId, decisions);
        HoldTable.update(
                connection,
                tenantId,
                holds.values().stream().filter(row -> row.made() == null).toList());
        HoldTable.insert(
                connection,
                tenantId,
                holds.values().stream().filter(row -> row.made() != null).toList());
        HoldTable.updateGrants(connection, tenantId, List.copyOf(grants.values()));
        LedgerTable.write(connection, tenantId, Chain.DECISIONS, entries);
    }
}
