package dev.spendweir.server.gate;

import dev.spendweir.engine.Decision;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.outcome.FailsafeCause;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.StoreSettings;
import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.StoreUnavailableException.Kind;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.server.store.money.ReservationView;
import dev.spendweir.server.store.policies.PolicyService;
import dev.spendweir.server.store.policies.PolicyVersion;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gate: normalise by the policy in force, wait for the tenant's turn, decide and store in one transaction, answer. When
 * that cannot be done in time the answer is the fail-safe decision of the policy's mode, and nothing is stored (spec 1.8,
 * 3.1). Thread-safe.
 */
public final class GateService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GateService.class);

    private final PolicyService policies;
    private final GateEngine engine;
    private final StoreSettings settings;
    private final GateThreads threads = new GateThreads();
    private final GateTransaction transaction;
    private final GateLanes lanes;
    private final HoldSettler settler;

    /**
     * @param engine decides; with a rule compiler when policies may have rules
     * @param store where decisions are made durable
     * @param settler closes holds of what was applied
     */
    public GateService(
            PolicyService policies,
            GateEngine engine,
            GateStore store,
            HoldSettler settler,
            StoreSettings settings,
            UuidV7 ids) {
        this.policies = policies;
        this.engine = engine;
        this.settings = settings;
        this.settler = settler;
        this.transaction = new GateTransaction(store, engine, settings, ids, threads);
        this.lanes = new GateLanes(transaction::run, threads, settings.lockWait(), settings.clock());
    }

    /**
     * Answers a call, and waits for the answer.
     *
     * @throws RejectedException for a bad call: what {@link GateCall#normalize} refuses, and {@code IDEMPOTENCY_KEY_REUSED}; and
     *     {@code AUDIT_QUARANTINE}
     * @throws StoreUnavailableException when the store is away and no policy of the tenant is known
     */
    public GateAnswer decide(GateCall call) {
        Prepared prepared = prepare(call);
        GateResult result;
        try {
            result = prepared.request().dryRun() ? rehearsed(prepared) : awaited(lanes.submit(prepared));
        } catch (RuntimeException e) {
            result = undecided(e);
        }
        return answer(prepared, result);
    }

    /**
     * Answers a call without keeping a thread waiting for the answer.
     *
     * @return the answer, told by a thread of the gate: what is done with it there must be short, and must not wait for anything.
     *     Fails as {@link #decide}
     */
    public CompletableFuture<GateAnswer> decideAsync(GateCall call) {
        Prepared prepared;
        try {
            prepared = prepare(call);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        return started(prepared)
                .handle((result, failure) ->
                        answer(prepared, failure == null ? result : undecided(GateThreads.cause(failure))));
    }

    private CompletableFuture<GateResult> started(Prepared prepared) {
        try {
            return prepared.request().dryRun()
                    ? CompletableFuture.supplyAsync(() -> rehearsed(prepared), threads.waiters())
                    : lanes.submit(prepared).result();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Settles the hold of a change that was applied.
     *
     * @throws RejectedException {@code NOT_FOUND}, {@code RESERVATION_NOT_ACTIVE}, {@code RESERVATION_NOT_CONFIRMED}, {@code
     *     IDEMPOTENCY_KEY_REUSED}
     */
    public ReservationView settleApplied(AppliedCall call) {
        return settler.settle(call);
    }

    private Prepared prepare(GateCall call) {
        String tenantId = call.caller().tenantId();
        PolicyVersion recent = policies.recent(tenantId);
        try {
            return Prepared.of(call, recent);
        } catch (RejectedException e) {
            // What a policy of a minute ago refuses, the one in force may allow.
            PolicyVersion current = policies.current(tenantId);
            if (current.version() == recent.version()) {
                throw e;
            }
            return Prepared.of(call, current);
        }
    }

    private GateAnswer answer(Prepared prepared, GateResult result) {
        if (result instanceof GateResult.Answered answered) {
            return answered.answer();
        }
        if (result instanceof GateResult.Refused refused) {
            throw refused.why();
        }
        FailsafeCause cause = ((GateResult.Unable) result).cause();
        Decision decision = engine.failsafe(prepared.policy().policy(), prepared.request(), cause);
        return unstored(prepared, decision, cause);
    }

    private GateResult rehearsed(Prepared prepared) {
        return transaction.rehearse(prepared, prepared.call().deadline());
    }

    private static GateResult awaited(GateLanes.Waiting waiting) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return waiting.result().get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    // When it is being stored already, what becomes of it must be known.
                    waiting.leave(new StoreUnavailableException(Kind.TIMEOUT, "interrupted", e));
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private GateResult undecided(Throwable failure) {
        if (failure instanceof RejectedException refusal) {
            // The tenant's quarantine: no decision at all, and no fail-safe one in its place (spec 3.3).
            return new GateResult.Refused(refusal);
        }
        if (failure instanceof StoreUnavailableException store) {
            LOG.warn("no decision: {}", store.getMessage());
            return new GateResult.Unable(causeOf(store.kind()));
        }
        LOG.error("no decision: the evaluation failed", failure);
        return new GateResult.Unable(FailsafeCause.ERROR);
    }

    /** The one place where a failure of the store becomes a cause of the fail-safe decision. */
    private FailsafeCause causeOf(StoreUnavailableException.Kind kind) {
        return switch (kind) {
            case UNREACHABLE -> FailsafeCause.STORE_UNAVAILABLE;
            case EXHAUSTED -> FailsafeCause.OVERLOAD;
            // Who may not wait at all has not waited in vain.
            case LOCK_TIMEOUT ->
                settings.lockWait().isZero() ? FailsafeCause.LOCK_CONTENDED : FailsafeCause.LOCK_TIMEOUT;
            case CONTENDED -> FailsafeCause.LOCK_CONTENDED;
            case TIMEOUT -> FailsafeCause.TIMEOUT;
            case FAILED -> FailsafeCause.ERROR;
        };
    }

    /** Lets calls that are being decided come to their end; later ones get the fail-safe decision. */
    @Override
    public void close() {
        threads.close();
    }

    /** The answer of a dry run or a fail-safe decision. */
    static GateAnswer unstored(Prepared prepared, Decision decision, @Nullable FailsafeCause cause) {
        return new GateAnswer(
                GateResponse.unstored(decision),
                false,
                null,
                prepared.request().source(),
                decision.outcome(),
                decision.mode(),
                prepared.request().dryRun(),
                null,
                null,
                null,
                null,
                prepared.request().fingerprint(),
                prepared.request().scopeFingerprint(),
                cause);
    }
}
