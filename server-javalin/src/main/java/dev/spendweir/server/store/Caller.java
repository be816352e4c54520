package dev.spendweir.server.store;

import org.jspecify.annotations.Nullable;

/**
 * In whose name something is done: the tenant whose rows exist for it and what its ledger entries say.
 *
 * @param actorId the credential's actor; never empty (spec 4.1)
 * @param requestId id of the HTTP request; null outside one
 * @param traceId W3C trace id; null outside a trace
 */
public record Caller(
        String tenantId,
        String actorId,
        @Nullable String requestId,
        @Nullable String traceId) {
    public Caller {
        if (tenantId.isEmpty() || actorId.isEmpty()) {
            throw new IllegalArgumentException("a caller has a tenant and an actor");
        }
    }
}
