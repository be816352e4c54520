package dev.spendweir.server.gate;

import dev.spendweir.engine.Decision;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.LedgerAppender;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.StoreSettings;
import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.server.store.policies.PolicyVersion;
import dev.spendweir.snapshot.Snapshot;
import java.time.Duration;
import java.time.Instant;
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
            GateState state = session.read(calls, clockTime);
            GateWrites writes = new GateWrites();
            GateStep step = new GateStep(
                    engine,
                    settings.approvals(),
                    (prepared, running, money) -> SnapshotReader.read(session, prepared, running, money, clockTime),
                    state,
                    writes,
                    new Journal(tenantId, writes, ledger, ids, settings.configSha256(), clockTime));
            PolicyVersion policy = session.policy(state.policyVersion());
            step.begin();
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
            GateState state = session.read(List.of(call), clockTime);
            state.forgetDue(clockTime);
            PolicyVersion policy = session.policy(state.policyVersion());
            Prepared current;
            try {
                current = inForce(call, policy);
            } catch (RejectedException e) {
                return new GateResult.Refused(e);
            }
            List<Move> moves = Move.of(current, state);
            Money money = Move.applied(state.money(), moves, clockTime);
            try {
                Snapshot snapshot = SnapshotReader.read(session, current, state, money, clockTime);
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

    private Instant now() {
        return settings.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
