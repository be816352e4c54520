package dev.spendweir.server.store.decisions;

import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.server.approval.ApprovalRecord;
import dev.spendweir.server.gate.ActiveHold;
import dev.spendweir.server.gate.ApprovalBook;
import dev.spendweir.server.gate.GateState;
import dev.spendweir.server.gate.GateWrites;
import dev.spendweir.server.gate.HoldRow;
import dev.spendweir.server.gate.Money;
import dev.spendweir.server.gate.UseStore;
import dev.spendweir.server.store.BrokenChainException;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.LedgerTable;
import dev.spendweir.server.store.SqlArrays;
import dev.spendweir.server.store.SqlText;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.server.store.approvals.ApprovalTable;
import dev.spendweir.server.store.notify.NotificationTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Uses of approvals on PostgreSQL: one round trip to lock the head and to read, one to write and to commit, however many uses
 * there are; what few uses write needs more. Thread-safe.
 */
public final class PostgresUseStore implements UseStore, AutoCloseable {
    /** The bounds go with the first look, in one round trip. */
    private static final String BEGIN = Bounds.ENTER + ";\n" + SqlText.read(PostgresUseStore.class, "begin_uses.sql");

    /** The ledger first, because the other tables take only rows of tenants whose head has moved. */
    private static final String WRITE = String.join(
            ";\n",
            LedgerTable.INSERT,
            ApprovalTable.UPDATE,
            ApprovalTable.INSERT_USES,
            NotificationTable.INSERT,
            HoldTable.UPDATE);

    private static final String WRITE_AND_COMMIT = WRITE + ";\nCOMMIT";

    private final BoundedTransaction transactions;

    /** @param clock judges what is left of a deadline */
    public PostgresUseStore(Database database, Clock clock) {
        this.transactions = new BoundedTransaction(database, clock);
    }

    @Override
    public <T> T use(
            String tenantId,
            Collection<String> approvalIds,
            Duration lockWait,
            Instant deadline,
            Function<Found, Done<T>> work) {
        List<UUID> ids = approvalIds.stream()
                .flatMap(id -> UuidV7.parse(id).stream())
                .distinct()
                .toList();
        return transactions.run(deadline, open -> {
            Bounds bounds = new Bounds(List.of(tenantId), lockWait, open.remaining());
            Done<T> done = work.apply(read(open.connection(), bounds, tenantId, ids));
            if (!done.writes().isEmpty()) {
                write(open, done.writes());
            }
            return done.result();
        });
    }

    private static Found read(Connection connection, Bounds bounds, String tenantId, List<UUID> ids)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(BEGIN)) {
            SqlArrays in = new SqlArrays(query);
            bounds.bind(in);
            in.text(tenantId);
            for (int results = 0; results < 3; results++) {
                in.text(tenantId).uuids(ids, UUID::toString);
            }
            query.execute();
            HashChain head = head(next(query), tenantId);
            Map<String, ApprovalRecord> approvals = new LinkedHashMap<>();
            Map<String, GateWrites.Use> uses = new HashMap<>();
            readApprovals(next(query), approvals, uses);
            Map<String, ActiveHold> holds = GateStateReader.holds(next(query));
            Map<String, Money.GrantState> grants = GateStateReader.grants(next(query));
            GateState state = new GateState(
                    0,
                    0,
                    0,
                    null,
                    new Money(Money.Sums.NONE, Map.of(), grants),
                    Map.of(),
                    holds,
                    new ApprovalBook(approvals.values(), Map.of()),
                    null);
            return new Found(head, state, approvals, uses);
        }
    }

    private static ResultSet next(PreparedStatement query) throws SQLException {
        query.getMoreResults();
        @Nullable ResultSet rows = query.getResultSet();
        if (rows == null) {
            throw new IllegalStateException("begin_uses.sql gives fewer results than are read");
        }
        return rows;
    }

    private static HashChain head(ResultSet row, String tenantId) throws SQLException {
        if (!row.next()) {
            throw new BrokenChainException(tenantId, Chain.DECISIONS, 0, "the chain has no head", null);
        }
        if (row.getBoolean("quarantined")) {
            throw Database.quarantined();
        }
        return HashChain.at(row.getLong("sequence"), row.getBytes("chain_hash"));
    }

    private static void readApprovals(
            ResultSet row, Map<String, ApprovalRecord> approvals, Map<String, GateWrites.Use> uses)
            throws SQLException {
        while (row.next()) {
            ApprovalRecord approval = ApprovalTable.read(row);
            approvals.put(approval.approvalId(), approval);
            if (approval.consumption() != null) {
                uses.put(approval.approvalId(), ApprovalTable.readUse(row, approval));
            }
        }
    }

    private static void write(BoundedTransaction.Open open, GateWrites writes) throws SQLException {
        Connection connection = open.connection();
        String tenantId = writes.tenantId();
        List<HoldTable.Of<HoldRow>> moved = HoldTable.Of.all(tenantId, writes.movedHolds());
        boolean isAll = writes.cuts().isEmpty() && writes.grants().isEmpty() && HoldTable.drawNothing(moved);
        if (isAll) {
            open.sendsCommit();
        }
        try (PreparedStatement insert = connection.prepareStatement(isAll ? WRITE_AND_COMMIT : WRITE)) {
            SqlArrays in = new SqlArrays(insert);
            LedgerTable.bind(in, writes.entries());
            ApprovalTable.bindUpdate(in, tenantId, writes.changedApprovals());
            ApprovalTable.bindUses(in, tenantId, writes.uses());
            NotificationTable.bind(in, tenantId, writes.notices());
            HoldTable.bindUpdate(in, moved);
            insert.execute();
        } catch (SQLException e) {
            throw LedgerTable.failure(writes.entries(), e);
        }
        HoldTable.chargeDraws(connection, moved);
        HoldTable.cut(connection, tenantId, writes.cuts());
        HoldTable.updateGrants(connection, tenantId, writes.grants());
    }

    @Override
    public void close() {
        transactions.close();
    }
}
