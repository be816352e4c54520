package dev.spendweir.server.gate;

import dev.spendweir.ledger.HashChain;
import dev.spendweir.server.approval.ApprovalRecord;
import dev.spendweir.server.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

/**
 * Where approvals are used, any number of one tenant's in one transaction (spec 2.2). Implemented on PostgreSQL by package
 * {@code store.decisions}. Thread-safe.
 */
public interface UseStore {
    /**
     * What was read under the lock of the tenant's head.
     *
     * @param head of the tenant's chain of decisions
     * @param state the approvals with the holds behind them and the grants that these draw on
     * @param approvals by id; one that the tenant does not have is missing
     * @param uses of those that were used before, by approval
     */
    record Found(
            HashChain head, GateState state, Map<String, ApprovalRecord> approvals, Map<String, GateWrites.Use> uses) {
        /** Copies the maps. */
        public Found {
            approvals = Map.copyOf(approvals);
            uses = Map.copyOf(uses);
        }
    }

    /**
     * What came of it.
     *
     * @param writes what is to be stored; when empty, nothing is
     */
    record Done<T>(T result, GateWrites writes) {}

    /**
     * Runs one transaction of a tenant, durable when this returns.
     *
     * @param approvalIds as callers wrote them; what is no id names no approval
     * @param lockWait how long the tenant's head may be waited for
     * @param deadline when the result must be had; past it nothing is committed
     * @param work what it throws rolls everything back
     * @throws StoreUnavailableException when nothing was stored; or when a COMMIT was sent and its fate is unknown
     */
    <T> T use(
            String tenantId,
            Collection<String> approvalIds,
            Duration lockWait,
            Instant deadline,
            Function<Found, Done<T>> work);
}
