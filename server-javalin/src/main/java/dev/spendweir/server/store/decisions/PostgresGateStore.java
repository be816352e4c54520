package dev.spendweir.server.store.decisions;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.server.gate.GateSession;
import dev.spendweir.server.gate.GateState;
import dev.spendweir.server.gate.GateStore;
import dev.spendweir.server.gate.GateWrites;
import dev.spendweir.server.gate.Prepared;
import dev.spendweir.server.store.BrokenChainException;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.LedgerTable;
import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.server.store.approvals.ApprovalTable;
import dev.spendweir.server.store.cost.CostHistories;
import dev.spendweir.server.store.notify.NotificationTable;
import dev.spendweir.server.store.policies.PolicyService;
import dev.spendweir.server.store.policies.PolicyVersion;
import dev.spendweir.snapshot.CostHistory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gate transactions on PostgreSQL, each with PostgreSQL's own bounds on locks, statements and the whole. Thread-safe. */
public final class PostgresGateStore implements GateStore, AutoCloseable {
    private static final String ENTER = """
            SELECT set_config('spendweir.tenant_id', ?, true), set_config('synchronous_commit', 'on', true),
                   set_config('lock_timeout', ?, true), set_config('statement_timeout', ?, true),
                   set_config('transaction_timeout', ?, true)
            """;

    /** PostgreSQL takes 0 for "no bound"; the least bound is one millisecond. */
    private static final long LEAST_MILLIS = 1;

    /** The end of a transaction closes the connection, the end of a statement does not: the latter is to come first. */
    private static final long TRANSACTION_GRACE_MILLIS = 100;

    private final Database database;
    private final PolicyService policies;
    private final CostHistories histories;
    private final Clock clock;
    private final DeadlineGuard guard = new DeadlineGuard();

    /** @param clock judges what is left of a deadline */
    public PostgresGateStore(Database database, PolicyService policies, CostHistories histories, Clock clock) {
        this.database = database;
        this.policies = policies;
        this.histories = histories;
        this.clock = clock;
    }

    @Override
    @SuppressWarnings("try") // the watch is only held
    public <T> T inTransaction(String tenantId, Duration lockWait, Instant deadline, Function<GateSession, T> work) {
        try (Connection connection = database.connection();
                DeadlineGuard.Watch watch = guard.over(connection, remaining(deadline))) {
            connection.setAutoCommit(false);
            try {
                enter(connection, tenantId, lockWait, remaining(deadline));
                T result = work.apply(new Session(connection, tenantId));
                // Past its deadline nothing may be committed that the caller is told was not.
                remaining(deadline);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        } catch (BrokenChainException e) {
            throw database.broken(e);
        } catch (SQLException e) {
            throw Database.unavailable(e);
        }
    }

    private static void rollBack(Connection connection, Exception why) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The connection is gone, and with it the transaction.
            why.addSuppressed(e);
        }
    }

    private static void enter(Connection connection, String tenantId, Duration lockWait, Duration remaining)
            throws SQLException {
        try (PreparedStatement enter = connection.prepareStatement(ENTER)) {
            enter.setString(1, tenantId);
            enter.setString(2, millis(lockWait));
            enter.setString(3, millis(remaining));
            enter.setString(4, millis(remaining.plusMillis(TRANSACTION_GRACE_MILLIS)));
            enter.execute();
        }
    }

    private static String millis(Duration time) {
        return Long.toString(Math.max(LEAST_MILLIS, time.toMillis()));
    }

    private Duration remaining(Instant deadline) {
        Duration left = Duration.between(clock.instant(), deadline);
        if (left.isNegative() || left.isZero()) {
            throw new StoreUnavailableException(
                    StoreUnavailableException.Kind.TIMEOUT, "the deadline has passed", null);
        }
        return left;
    }

    @Override
    public void close() {
        guard.close();
    }

    private interface Statement<T> {
        T run() throws SQLException;
    }

    private static <T> T run(Statement<T> statement) {
        try {
            return statement.run();
        } catch (SQLException e) {
            throw Database.unavailable(e);
        }
    }

    private final class Session implements GateSession {
        private final Connection connection;
        private final String tenantId;

        Session(Connection connection, String tenantId) {
            this.connection = connection;
            this.tenantId = tenantId;
        }

        @Override
        public HashChain lockHead() {
            return run(() -> LedgerTable.lockHead(connection, tenantId, Chain.DECISIONS));
        }

        @Override
        public GateState read(List<Prepared> calls, Instant clockTime) {
            return run(() -> GateStateReader.read(connection, tenantId, calls, clockTime));
        }

        @Override
        public Optional<GateState> readApproval(String approvalId) {
            Optional<UUID> id = UuidV7.parse(approvalId);
            return id.isEmpty()
                    ? Optional.empty()
                    : run(() -> GateStateReader.approval(connection, tenantId, id.get()));
        }

        @Override
        public JsonObject request(String decisionId) {
            return run(() -> DecisionTable.request(connection, tenantId, decisionId));
        }

        @Override
        public GateWrites.Use use(String approvalId) {
            return run(() -> ApprovalTable.use(connection, tenantId, approvalId));
        }

        @Override
        public PolicyVersion policyInForce() {
            return run(() -> policy(GateStateReader.policyVersion(connection, tenantId)));
        }

        @Override
        public PolicyVersion policy(long version) {
            return policies.inTransaction(connection, tenantId, version);
        }

        @Override
        public CostHistory tenantCost(long costVersion, LocalDate day) {
            return run(() -> histories.tenant(connection, tenantId, costVersion, day));
        }

        @Override
        public @Nullable CostHistory projectCost(String projectId, long costVersion, LocalDate day) {
            try {
                return histories.project(connection, tenantId, projectId, costVersion, day);
            } catch (SQLException e) {
                throw Database.unavailable(e);
            }
        }

        /** In the order of foreign keys, and what ended before what begins for the same change. */
        @Override
        public void write(GateWrites writes) {
            run(() -> {
                DecisionTable.insertHistories(connection, tenantId, writes.histories());
                DecisionTable.insert(connection, tenantId, writes.decisions());
                ApprovalTable.update(connection, tenantId, writes.changedApprovals());
                HoldTable.update(connection, tenantId, writes.movedHolds());
                HoldTable.cut(connection, tenantId, writes.cuts());
                HoldTable.rebind(connection, tenantId, writes.reboundHolds());
                ApprovalTable.insert(connection, tenantId, writes.newApprovals());
                HoldTable.insert(connection, tenantId, writes.newHolds());
                HoldTable.updateGrants(connection, tenantId, writes.grants());
                ApprovalTable.insertUses(connection, tenantId, writes.uses());
                NotificationTable.insert(connection, tenantId, writes.notices());
                LedgerTable.write(connection, tenantId, Chain.DECISIONS, writes.entries());
                return true;
            });
        }
    }
}
