package dev.spendweir.server.store.decisions;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.server.gate.Draft;
import dev.spendweir.server.gate.GateSession;
import dev.spendweir.server.gate.GateState;
import dev.spendweir.server.gate.GateStore;
import dev.spendweir.server.gate.GateWrites;
import dev.spendweir.server.gate.KnownSums;
import dev.spendweir.server.gate.Prepared;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.LedgerTable;
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
    private final PolicyService policies;
    private final CostHistories histories;
    private final BoundedTransaction transactions;
    private final GateRows rows = new GateRows();
    private final DraftBatches batches;

    /** @param clock judges what is left of a deadline, and how long the writer's connections have been there */
    public PostgresGateStore(Database database, PolicyService policies, CostHistories histories, Clock clock) {
        this.policies = policies;
        this.histories = histories;
        this.transactions = new BoundedTransaction(database, clock);
        this.batches = new DraftBatches(database, transactions, rows, clock);
    }

    @Override
    public <T> T inTransaction(String tenantId, Duration lockWait, Instant deadline, Function<GateSession, T> work) {
        List<GateWrites> written = new ArrayList<>();
        T result = transactions.run(deadline, open -> work.apply(new Session(open, tenantId, lockWait, written)));
        rows.committed(written);
        return result;
    }

    @Override
    public List<Draft.Verdict> commit(List<Draft> drafts, Instant deadline) {
        List<String> tenants = drafts.stream().map(Draft::tenantId).distinct().toList();
        List<GateWrites> written = new ArrayList<>();
        List<Draft.Verdict> verdicts = transactions.run(deadline, open -> {
            Bounds bounds = new Bounds(tenants, DraftBatches.LOCK_WAIT, open.remaining());
            List<Draft.Verdict> judged =
                    DraftCheck.of(open.connection(), bounds, drafts).verdicts();
            for (int i = 0; i < drafts.size(); i++) {
                if (judged.get(i) == Draft.Verdict.WRITTEN) {
                    written.add(drafts.get(i).writes());
                }
            }
            rows.write(open.connection(), written);
            return judged;
        });
        rows.committed(written);
        return verdicts;
    }

    @Override
    public Encoded encoded(GateWrites writes) {
        return DraftBatches.encoded(writes);
    }

    @Override
    public Optional<Ready> ready(List<Draft> drafts, Instant deadline) {
        return batches.ready(drafts, deadline);
    }

    @Override
    public void close() {
        transactions.close();
        batches.close();
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
        private final BoundedTransaction.Open open;
        private final String tenantId;
        private final List<GateWrites> written;

        /** Of the transaction, until they are said with its first statement. */
        private @Nullable Bounds bounds;

        /** @param written collects what is written */
        Session(BoundedTransaction.Open open, String tenantId, Duration lockWait, List<GateWrites> written) {
            this.open = open;
            this.tenantId = tenantId;
            this.written = written;
            this.bounds = new Bounds(List.of(tenantId), lockWait, open.remaining());
        }

        /** Within its bounds. */
        private Connection connection() throws SQLException {
            Bounds first = bounds;
            if (first != null) {
                bounds = null;
                first.enter(open.connection());
            }
            return open.connection();
        }

        @Override
        public HashChain lockHead() {
            return run(() -> LedgerTable.lockHead(connection(), tenantId, Chain.DECISIONS));
        }

        @Override
        public LockedHead lockHead(List<Prepared> calls) {
            Bounds first = bounds;
            bounds = null;
            return run(() -> AnswerReader.lockHead(open.connection(), first, tenantId, calls));
        }

        @Override
        public GateState read(
                List<Prepared> calls, Set<String> projects, Instant clockTime, @Nullable KnownSums known) {
            return run(() -> GateStateReader.read(connection(), tenantId, calls, projects, clockTime, known));
        }

        @Override
        public Optional<GateState> readApproval(String approvalId) {
            Optional<UUID> id = UuidV7.parse(approvalId);
            return id.isEmpty()
                    ? Optional.empty()
                    : run(() -> GateStateReader.approval(connection(), tenantId, id.get()));
        }

        @Override
        public JsonObject request(String decisionId) {
            return run(() -> DecisionTable.request(connection(), tenantId, decisionId));
        }

        @Override
        public GateWrites.Use use(String approvalId) {
            return run(() -> ApprovalTable.use(connection(), tenantId, approvalId));
        }

        @Override
        public PolicyVersion policyInForce() {
            return run(() -> policy(GateStateReader.policyVersion(connection(), tenantId)));
        }

        @Override
        public PolicyVersion policy(long version) {
            return run(() -> policies.inTransaction(connection(), tenantId, version));
        }

        @Override
        public CostHistory tenantCost(long costVersion, LocalDate day) {
            return run(() -> histories.tenant(connection(), tenantId, costVersion, day));
        }

        @Override
        public @Nullable CostHistory projectCost(String projectId, long costVersion, LocalDate day) {
            try {
                return histories.project(connection(), tenantId, projectId, costVersion, day);
            } catch (SQLException e) {
                throw Database.unavailable(e);
            }
        }

        @Override
        public void write(GateWrites writes) {
            run(() -> {
                rows.write(connection(), List.of(writes));
                return true;
            });
            written.add(writes);
        }

        @Override
        public void writeLast(GateWrites writes) {
            run(() -> {
                rows.writeLast(connection(), List.of(writes), open::sendsCommit);
                return true;
            });
            written.add(writes);
        }
    }
}
