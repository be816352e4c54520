package dev.spendweir.server.store.decisions;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.spendweir.server.gate.DecisionRow;
import dev.spendweir.server.gate.GateWrites;
import dev.spendweir.server.gate.HoldRow;
import dev.spendweir.server.gate.Money;
import dev.spendweir.server.store.LedgerTable;
import dev.spendweir.server.store.PackedEntry;
import dev.spendweir.server.store.SqlArrays;
import dev.spendweir.server.store.approvals.ApprovalTable;
import dev.spendweir.server.store.decisions.DecisionTable.TenantHistory;
import dev.spendweir.server.store.decisions.HoldTable.Of;
import dev.spendweir.server.store.notify.NotificationTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what gate transactions decided, one statement a table for all tenants together. Thread-safe. */
final class GateRows {
    /** Histories known to be stored; a day has one of each tenant and project that is asked about. */
    private static final int KNOWN_HISTORIES = 100_000;

    /** What nearly every transaction writes, in one round trip: three statements, one after the other. */
    private static final String INSERT_ALL =
            LedgerTable.INSERT + ";\n" + DecisionTable.INSERT + ";\n" + HoldTable.INSERT_OPEN;

    private static final String INSERT_ALL_AND_COMMIT = INSERT_ALL + ";\nCOMMIT";

    private final Cache<HistoryKey, Boolean> storedHistories = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(KNOWN_HISTORIES)
            .expireAfterAccess(Duration.ofDays(1))
            .build();

    private record HistoryKey(String tenantId, String sha256) {
        static HistoryKey of(TenantHistory history) {
            return new HistoryKey(history.tenantId(), history.history().sha256());
        }
    }

    /**
     * The ledger first, because the other tables take only rows of tenants whose head has moved; what ended before what
     * begins for the same change. Approvals are of transactions with one tenant; statements for none are not sent.
     */
    void write(Connection connection, List<GateWrites> all) throws SQLException {
        write(connection, all, null);
    }

    /**
     * As {@link #write(Connection, List)}, and sends COMMIT with it when that is one round trip. The caller commits either way,
     * which is nothing to a transaction that has ended.
     *
     * @param committing run before COMMIT is sent; what it throws keeps it from being sent
     */
    void writeLast(Connection connection, List<GateWrites> all, Runnable committing) throws SQLException {
        write(connection, all, committing);
    }

    private void write(Connection connection, List<GateWrites> all, @Nullable Runnable committing) throws SQLException {
        List<PackedEntry> entries = new ArrayList<>();
        List<DecisionRow> decisions = new ArrayList<>();
        List<Of<HoldRow>> moved = new ArrayList<>();
        List<Of<HoldRow>> made = new ArrayList<>();
        List<Of<Money.GrantState>> grants = new ArrayList<>();
        for (GateWrites writes : all) {
            entries.addAll(writes.entries());
            decisions.addAll(writes.decisions());
            moved.addAll(Of.all(writes.tenantId(), writes.movedHolds()));
            made.addAll(Of.all(writes.tenantId(), writes.newHolds()));
            grants.addAll(Of.all(writes.tenantId(), writes.grants()));
        }
        DecisionTable.insertHistories(connection, newHistories(all));
        if (!entries.isEmpty() && all.stream().allMatch(GateWrites::isPlain)) {
            Runnable commit = grants.isEmpty() && HoldTable.drawNothing(made) ? committing : null;
            try (PreparedStatement insert =
                    connection.prepareStatement(commit == null ? INSERT_ALL : INSERT_ALL_AND_COMMIT)) {
                SqlArrays in = new SqlArrays(insert);
                LedgerTable.bind(in, entries);
                DecisionTable.bind(in, decisions);
                HoldTable.bindOpen(in, made);
                if (commit != null) {
                    commit.run();
                }
                insert.execute();
            } catch (SQLException e) {
                throw LedgerTable.failure(entries, e);
            }
            HoldTable.insertDraws(connection, made);
            HoldTable.updateGrants(connection, grants);
            return;
        }
        LedgerTable.write(connection, entries);
        DecisionTable.insert(connection, decisions);
        for (GateWrites writes : all) {
            ApprovalTable.update(connection, writes.tenantId(), writes.changedApprovals());
        }
        HoldTable.update(connection, moved);
        for (GateWrites writes : all) {
            HoldTable.cut(connection, writes.tenantId(), writes.cuts());
            HoldTable.rebind(connection, writes.tenantId(), writes.reboundHolds());
            ApprovalTable.insert(connection, writes.tenantId(), writes.newApprovals());
        }
        HoldTable.insert(connection, made);
        HoldTable.updateGrants(connection, grants);
        for (GateWrites writes : all) {
            ApprovalTable.insertUses(connection, writes.tenantId(), writes.uses());
            NotificationTable.insert(connection, writes.tenantId(), writes.notices());
        }
    }

    /** To be called when what was written is durable. */
    void committed(List<GateWrites> all) {
        histories(all).forEach(history -> storedHistories.put(HistoryKey.of(history), true));
    }

    /** Those of cost that are not known to be stored. */
    List<TenantHistory> newHistories(List<GateWrites> all) {
        return histories(all).stream()
                .filter(history -> storedHistories.getIfPresent(HistoryKey.of(history)) == null)
                .toList();
    }

    private static List<TenantHistory> histories(List<GateWrites> all) {
        return all.stream()
                .flatMap(writes ->
                        writes.histories().stream().map(history -> new TenantHistory(writes.tenantId(), history)))
                .toList();
    }
}
