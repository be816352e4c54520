package dev.spendweir.server.store.decisions;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.server.gate.Draft;
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
import dev.spendweir.server.store.policies.PolicyService;
import dev.spendweir.server.store.policies.PolicyVersion;
import dev.spendweir.snapshot.CostHistory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gate transactions on PostgreSQL, each with PostgreSQL's own bounds on locks, statements and the whole. Thread-safe. */
public final class PostgresGateStore implements GateStore, AutoCloseable {
    /** The writer never waits for a head; what else it could have to wait for is over in a moment or not its own. */
    private static final Duration WRITER_LOCK_WAIT = Duration.ofMillis(200);

    private final Database database;
    private final PolicyService policies;
    private final CostHistories histories;
    private final Clock clock;
    private final DeadlineGuard guard = new DeadlineGuard();
    private final GateRows rows = new GateRows();
    private final PlanRefresh plans = new PlanRefresh();

    /** @param clock judges what is left of a deadline */
    public PostgresGateStore(Database database, PolicyService policies, CostHistories histories, Clock clock) {
        this.database = database;
        this.policies = policies;
        this.histories = histories;
        this.clock = clock;
    }

    @Override
    public <T> T inTransaction(String tenantId, Duration lockWait, Instant deadline, Function<GateSession, T> work) {
        List<GateWrites> written = new ArrayList<>();
        T result = transaction(deadline, connection -> {
            new Bounds(List.of(tenantId), lockWait, remaining(deadline)).enter(connection);
            T made = work.apply(new Session(connection, tenantId, written));
            return new Outcome<>(made, true);
        });
        rows.committed(written);
        return result;
    }

    @Override
    public List<Draft.Verdict> commit(List<Draft> drafts, Instant deadline) {
        List<String> tenants = drafts.stream().map(Draft::tenantId).distinct().toList();
        List<GateWrites> written = new ArrayList<>();
        List<Draft.Verdict> verdicts = transaction(deadline, connection -> {
            List<Draft.Verdict> judged = DraftCheck.of(
                            connection, new Bounds(tenants, WRITER_LOCK_WAIT, remaining(deadline)), drafts)
                    .verdicts();
            for (int i = 0; i < drafts.size(); i++) {
                if (judged.get(i) == Draft.Verdict.WRITTEN) {
                    written.add(drafts.get(i).writes());
                }
            }
            rows.write(connection, written);
            return new Outcome<>(judged, !written.isEmpty());
        });
        rows.committed(written);
        return verdicts;
    }

    private interface Work<T> {
        Outcome<T> run(Connection connection) throws SQLException;
    }

    /** @param durable false: nothing is to be committed */
    private record Outcome<T>(T result, boolean durable) {}

    @SuppressWarnings("try") // the watch is only held
    private <T> T transaction(Instant deadline, Work<T> work) {
        try (Connection connection = database.connection();
                DeadlineGuard.Watch watch = guard.over(connection, remaining(deadline))) {
            connection.setAutoCommit(false);
            try {
                plans.transaction(connection);
                Outcome<T> outcome = work.run(connection);
                if (outcome.durable()) {
                    // Past its deadline nothing may be committed that the caller is told was not.
                    remaining(deadline);
                    connection.commit();
                } else {
                    connection.rollback();
                }
                return outcome.result();
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
        private final List<GateWrites> written;

        /** @param written collects what is written */
        Session(Connection connection, String tenantId, List<GateWrites> written) {
            this.connection = connection;
            this.tenantId = tenantId;
            this.written = written;
        }

        @Override
        public HashChain lockHead() {
            return run(() -> LedgerTable.lockHead(connection, tenantId, Chain.DECISIONS));
        }

        @Override
        public GateState read(List<Prepared> calls, Set<String> projects, Instant clockTime) {
            return run(() -> GateStateReader.read(connection, tenantId, calls, projects, clockTime));
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

        @Override
        public void write(GateWrites writes) {
            run(() -> {
                rows.write(connection, List.of(writes));
                return true;
            });
            written.add(writes);
        }
    }
}
