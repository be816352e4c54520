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
import dev.spendweir.server.gate.TenantVersions;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gate transactions on PostgreSQL, each with PostgreSQL's own bounds on locks, statements and the whole. Thread-safe. */
public final class PostgresGateStore implements GateStore, AutoCloseable {
    /** The writer never waits for a head; what else it could have to wait for is over in a moment or not its own. */
    private static final Duration WRITER_LOCK_WAIT = Duration.ofMillis(200);

    private final PolicyService policies;
    private final CostHistories histories;
    private final BoundedTransaction transactions;
    private final GateRows rows = new GateRows();

    /** @param clock judges what is left of a deadline */
    public PostgresGateStore(Database database, PolicyService policies, CostHistories histories, Clock clock) {
        this.policies = policies;
        this.histories = histories;
        this.transactions = new BoundedTransaction(database, clock);
    }

    @Override
    public <T> T inTransaction(String tenantId, Duration lockWait, Instant deadline, Function<GateSession, T> work) {
        List<GateWrites> written = new ArrayList<>();
        T result = transactions.run(deadline, open -> {
            new Bounds(List.of(tenantId), lockWait, open.remaining()).enter(open.connection());
            return work.apply(new Session(open.connection(), tenantId, written));
        });
        rows.committed(written);
        return result;
    }

    @Override
    public List<Draft.Verdict> commit(List<Draft> drafts, Instant deadline) {
        List<String> tenants = drafts.stream().map(Draft::tenantId).distinct().toList();
        List<GateWrites> written = new ArrayList<>();
        List<Draft.Verdict> verdicts = transactions.run(deadline, open -> {
            Bounds bounds = new Bounds(tenants, WRITER_LOCK_WAIT, open.remaining());
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
    public Staged stage(List<Draft> drafts, Instant deadline) {
        StagedDrafts staged = new StagedDrafts(drafts, transactions.begin(deadline));
        boolean begun = false;
        try {
            staged.begin();
            begun = true;
            return staged;
        } finally {
            if (!begun) {
                staged.close();
            }
        }
    }

    /** Of each tenant what its first draft was made on, in their order; empty: they do not follow. */
    private static List<HoldTable.Of<TenantVersions>> bases(List<Draft> drafts) {
        Map<String, TenantVersions> first = new LinkedHashMap<>();
        Map<String, TenantVersions> tips = new HashMap<>();
        for (Draft draft : drafts) {
            TenantVersions before = tips.put(draft.tenantId(), draft.tip());
            if (before != null && !before.isSameAs(draft.base())) {
                return List.of();
            }
            first.putIfAbsent(draft.tenantId(), draft.base());
        }
        return first.entrySet().stream()
                .map(base -> new HoldTable.Of<>(base.getKey(), base.getValue()))
                .toList();
    }

    private final class StagedDrafts implements Staged {
        private final List<HoldTable.Of<TenantVersions>> bases;
        private final List<GateWrites> writes;
        private final BoundedTransaction.Open open;
        private boolean stands;

        StagedDrafts(List<Draft> drafts, BoundedTransaction.Open open) {
            this.bases = bases(drafts);
            this.writes = drafts.stream().map(Draft::writes).toList();
            this.open = open;
        }

        void begin() {
            List<String> tenants = bases.stream().map(HoldTable.Of::tenantId).toList();
            stands = !bases.isEmpty()
                    && writes.stream().allMatch(GateWrites::isPlain)
                    && attempted(() -> rows.stage(
                            open.connection(), new Bounds(tenants, WRITER_LOCK_WAIT, open.remaining()), writes));
        }

        @Override
        public boolean finish() {
            stands = stands
                    && attempted(() -> {
                        open.sendsCommit();
                        rows.finish(open.connection(), bases, writes);
                        open.commit();
                    });
            if (stands) {
                rows.committed(writes);
            }
            return stands;
        }

        private boolean attempted(Attempt attempt) {
            try {
                attempt.run();
                return true;
            } catch (SQLException e) {
                open.rollBack(e);
                if (Database.isRivalry(e)) {
                    return false;
                }
                throw Database.unavailable(e);
            } catch (RuntimeException e) {
                open.rollBack(e);
                throw e;
            }
        }

        @Override
        public void close() {
            open.close();
        }
    }

    private interface Attempt {
        void run() throws SQLException;
    }

    @Override
    public void close() {
        transactions.close();
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
        public LockedHead lockHead(List<Prepared> calls) {
            return run(() -> AnswerReader.lockHead(connection, tenantId, calls));
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
