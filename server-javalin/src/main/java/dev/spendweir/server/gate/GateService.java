package dev.spendweir.server.gate;

import dev.spendweir.engine.Decision;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.outcome.FailsafeCause;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.StoreSettings;
import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.server.store.money.ReservationView;
import dev.spendweir.server.store.policies.PolicyService;
import dev.spendweir.server.store.policies.PolicyVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gate: normalise by the policy in force, wait for the tenant's turn, decide and store in one transaction, answer. When
 * that cannot be done in time the answer is the fail-safe decision of the policy's mode, and nothing is stored (spec 1.8,
 * 3.1). Thread-safe.
 */
public final class GateService {
    private static final Logger LOG = LoggerFactory.getLogger(GateService.class);

    private final PolicyService policies;
    private final GateEngine engine;
    private final StoreSettings settings;
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
        this.transaction = new GateTransaction(store, engine, settings, ids);
        this.lanes = new GateLanes(transaction::run, settings.lockWait(), settings.clock());
    }

    /**
     * Answers a call.
     *
     * @throws RejectedException for a bad call: what {@link GateCall#normalize} refuses, and {@code IDEMPOTENCY_KEY_REUSED}; and
     *     {@code AUDIT_QUARANTINE}
     * @throws StoreUnavailableException when the store is away and no policy of the tenant is known
     */
    public GateAnswer decide(GateCall call) {
        Prepared prepared = prepare(call);
        GateResult result = attempt(prepared);
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

    private GateResult attempt(Prepared prepared) {
        try {
            return prepared.request().dryRun()
                    ? transaction.rehearse(prepared, prepared.call().deadline())
                    : lanes.submit(prepared);
        } catch (RejectedException e) {
            // The tenant's quarantine: no decision at all, and no fail-safe one in its place (spec 3.3).
            return new GateResult.Refused(e);
        } catch (StoreUnavailableException e) {
            LOG.warn("no decision: {}", e.getMessage());
            return new GateResult.Unable(causeOf(e.kind()));
        } catch (RuntimeException e) {
            LOG.error("no decision: the evaluation failed", e);
            return new GateResult.Unable(FailsafeCause.ERROR);
        }
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
