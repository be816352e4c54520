package dev.spendweir.server.gate;

import dev.spendweir.amount.Amount;
import dev.spendweir.engine.Decision;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.LedgerAppender;
import dev.spendweir.policy.PolicyDocument;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.policies.PolicyService;
import dev.spendweir.server.policies.PolicyVersion;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.LedgerTable;
import dev.spendweir.server.store.StoreSettings;
import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.snapshot.Budget;
import dev.spendweir.snapshot.CostHistory;
import dev.spendweir.snapshot.Snapshot;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The gate transaction (spec 3.1): lock the tenant's head, read the state, decide each call in turn on the running state,
 * write all, commit. It takes a list of calls of one tenant and costs the same few round trips for one as for many.
 * Thread-safe.
 */
final class GateTransaction {
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
    private final GateEngine engine;
    private final StoreSettings settings;
    private final UuidV7 ids;
    private final DeadlineGuard guard;

    GateTransaction(
            Database database,
            PolicyService policies,
            CostHistories histories,
            GateEngine engine,
            StoreSettings settings,
            UuidV7 ids,
            DeadlineGuard guard) {
        this.database = database;
        this.policies = policies;
        this.histories = histories;
        this.engine = engine;
        this.settings = settings;
        this.ids = ids;
        this.guard = guard;
    }

    /**
     * Decides calls of one tenant, in order, durably.
     *
     * @param lockWait how long the head may be waited for
     * @param deadline when the answers must be out
     * @return one result for each call, in their order
     * @throws StoreUnavailableException when nothing was stored; or when a COMMIT was sent and its fate is unknown
     */
    List<GateResult> run(String tenantId, List<Prepared> calls, Duration lockWait, Instant deadline) {
        return inConnection(tenantId, lockWait, deadline, connection -> {
            LedgerAppender ledger = new LedgerAppender(
                    tenantId, Chain.DECISIONS, LedgerTable.lockHead(connection, tenantId, Chain.DECISIONS));
            Instant clockTime = now();
            GateState state = GateStateReader.read(connection, tenantId, calls, day(clockTime));
            GateWrites writes = new GateWrites();
            GateStep step = new GateStep(
                    engine,
                    ids,
                    settings.configSha256(),
                    (prepared, running, money) -> snapshot(connection, prepared, running, money, clockTime),
                    state,
                    writes,
                    ledger,
                    clockTime);
            PolicyVersion policy = policies.inTransaction(connection, tenantId, state.policyVersion());
            List<GateResult> results = new ArrayList<>(calls.size());
            for (Prepared call : calls) {
                results.add(take(step, call, policy));
            }
            if (!writes.isEmpty()) {
                writes.flush(connection, tenantId);
            }
            return results;
        });
    }

    /** Decides a call as it would be decided now, and leaves no trace (spec 3.1, dry_run). */
    GateResult rehearse(Prepared call, Instant deadline) {
        String tenantId = call.request().tenantId();
        return inConnection(tenantId, settings.lockWait(), deadline, connection -> {
            Instant clockTime = now();
            GateState state = GateStateReader.read(connection, tenantId, List.of(call), day(clockTime));
            PolicyVersion policy = policies.inTransaction(connection, tenantId, state.policyVersion());
            try {
                Prepared current = inForce(call, policy);
                List<Move> moves = Move.of(current, state.holds().values());
                Money money = Move.applied(state.money(), moves, clockTime);
                Snapshot snapshot = snapshot(connection, current, state, money, clockTime);
                Decision decision = engine.decide(policy.policy(), current.request(), snapshot, clockTime);
                return new GateResult.Answered(GateService.unstored(current, decision, null));
            } catch (RejectedException e) {
                return GateStep.unable(call, e);
            }
        });
    }

    private static GateResult take(GateStep step, Prepared call, PolicyVersion policy) throws SQLException {
        Prepared current;
        try {
            current = inForce(call, policy);
        } catch (RejectedException e) {
            return new GateResult.Refused(e);
        }
        return step.take(current);
    }

    /** The call by the policy that holds now; another may have come into force since it was normalised. */
    private static Prepared inForce(Prepared call, PolicyVersion policy) {
        return call.policy().version() == policy.version() ? call : Prepared.of(call.call(), policy);
    }

    private Snapshot snapshot(Connection connection, Prepared call, GateState state, Money money, Instant clockTime)
            throws SQLException {
        String tenantId = call.request().tenantId();
        String projectId = call.request().projectId();
        LocalDate day = day(clockTime);
        Amount limit = state.budget(projectId);
        PolicyDocument policy = call.policy().policy().document();
        // The project's own rows are read only where a decision uses them (spec 3.1).
        boolean wantsProject = limit != null && policy.budgets().basis() != PolicyDocument.Basis.COMMITMENTS;
        CostHistory project =
                wantsProject ? histories.project(connection, tenantId, projectId, state.costVersion(), day) : null;
        return Snapshot.builder()
                .policyVersion(state.policyVersion())
                .costHistory(histories.tenant(connection, tenantId, state.costVersion(), day))
                .projectCostHistory(project)
                .completeThrough(state.completeThrough())
                .usage(money.usage(projectId))
                .budget(limit == null ? null : new Budget(limit))
                .grants(money.eligibleGrants(projectId, clockTime))
                .build();
    }

    private Instant now() {
        return settings.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    private interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    @SuppressWarnings("try") // the watch is only held
    private <T> T inConnection(String tenantId, Duration lockWait, Instant deadline, Work<T> work) {
        try (Connection connection = database.connection();
                DeadlineGuard.Watch watch = guard.over(connection, remaining(deadline))) {
            connection.setAutoCommit(false);
            try {
                enter(connection, tenantId, lockWait, remaining(deadline));
                T result = work.run(connection);
                // Past its deadline nothing may be committed that the caller is told was not.
                remaining(deadline);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
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
        Duration left = Duration.between(settings.clock().instant(), deadline);
        if (left.isNegative() || left.isZero()) {
            throw new StoreUnavailableException(
                    StoreUnavailableException.Kind.TIMEOUT, "the deadline has passed", null);
        }
        return left;
    }
}
