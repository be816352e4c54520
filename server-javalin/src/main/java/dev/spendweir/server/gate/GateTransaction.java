package dev.spendweir.server.gate;

import dev.spendweir.amount.Amount;
import dev.spendweir.engine.Decision;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.LedgerAppender;
import dev.spendweir.policy.PolicyDocument;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.StoreSettings;
import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.server.store.policies.PolicyVersion;
import dev.spendweir.snapshot.Budget;
import dev.spendweir.snapshot.CostHistory;
import dev.spendweir.snapshot.Snapshot;
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
    private final GateStore store;
    private final GateEngine engine;
    private final StoreSettings settings;
    private final UuidV7 ids;

    GateTransaction(GateStore store, GateEngine engine, StoreSettings settings, UuidV7 ids) {
        this.store = store;
        this.engine = engine;
        this.settings = settings;
        this.ids = ids;
    }

    /**
     * Decides calls of one tenant, in order, durably.
     *
     * @param lockWait how long the head may be waited for
     * @param deadline when the answers must be out
     * @return one result for each call, in their order
     * @throws StoreUnavailableException as {@link GateStore#inTransaction}
     */
    List<GateResult> run(String tenantId, List<Prepared> calls, Duration lockWait, Instant deadline) {
        return store.inTransaction(tenantId, lockWait, deadline, session -> {
            LedgerAppender ledger = new LedgerAppender(tenantId, Chain.DECISIONS, session.lockHead());
            Instant clockTime = now();
            GateState state = session.read(calls, day(clockTime));
            GateWrites writes = new GateWrites();
            GateStep step = new GateStep(
                    engine,
                    ids,
                    settings.configSha256(),
                    (prepared, running, money) -> snapshot(session, prepared, running, money, clockTime),
                    state,
                    writes,
                    ledger,
                    clockTime);
            PolicyVersion policy = session.policy(state.policyVersion());
            List<GateResult> results = new ArrayList<>(calls.size());
            for (Prepared call : calls) {
                results.add(take(step, call, policy));
            }
            if (!writes.isEmpty()) {
                session.write(writes);
            }
            return results;
        });
    }

    /** Decides a call as it would be decided now, and leaves no trace (spec 3.1, dry_run). */
    GateResult rehearse(Prepared call, Instant deadline) {
        return store.inTransaction(call.request().tenantId(), settings.lockWait(), deadline, session -> {
            Instant clockTime = now();
            GateState state = session.read(List.of(call), day(clockTime));
            PolicyVersion policy = session.policy(state.policyVersion());
            Prepared current;
            try {
                current = inForce(call, policy);
            } catch (RejectedException e) {
                return new GateResult.Refused(e);
            }
            List<Move> moves = Move.of(current, state.holds().values());
            Money money = Move.applied(state.money(), moves, clockTime);
            try {
                Snapshot snapshot = snapshot(session, current, state, money, clockTime);
                Decision decision = engine.decide(policy.policy(), current.request(), snapshot, clockTime);
                return new GateResult.Answered(GateService.unstored(current, decision, null));
            } catch (RejectedException e) {
                return GateStep.unable(call, e);
            }
        });
    }

    private static GateResult take(GateStep step, Prepared call, PolicyVersion policy) {
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

    private static Snapshot snapshot(
            GateSession session, Prepared call, GateState state, Money money, Instant clockTime) {
        String projectId = call.request().projectId();
        LocalDate day = day(clockTime);
        Amount limit = state.budget(projectId);
        PolicyDocument policy = call.policy().policy().document();
        // The project's own rows are read only where a decision uses them (spec 3.1).
        boolean wantsProject = limit != null && policy.budgets().basis() != PolicyDocument.Basis.COMMITMENTS;
        CostHistory project = wantsProject ? session.projectCost(projectId, state.costVersion(), day) : null;
        return Snapshot.builder()
                .policyVersion(state.policyVersion())
                .costHistory(session.tenantCost(state.costVersion(), day))
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
}
