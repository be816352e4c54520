package dev.spendweir.server.store.quarantine;

import dev.spendweir.server.store.sealing.ChainId;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** How often verification of a chain failed in a row, on any server. Works on an open transaction of the chain's tenant. */
final class FailureCount {
    private static final String MORE = """
            INSERT INTO ledger_verification_failure (tenant_id, chain, failures, failed_at)
            VALUES (:tenant, :chain, 1, :at)
            ON CONFLICT (tenant_id, chain) DO UPDATE
            SET failures = ledger_verification_failure.failures + 1, failed_at = excluded.failed_at
            RETURNING failures
            """;
    private static final String NONE =
            "DELETE FROM ledger_verification_failure WHERE tenant_id = :tenant AND chain = :chain";

    private FailureCount() {}

    /** One more; how many there are now. */
    static int more(Handle handle, ChainId chain, Instant at) {
        return handle.createQuery(MORE)
                .bind("tenant", chain.tenantId())
                .bind("chain", chain.chain().wireName())
                .bind("at", at)
                .mapTo(Integer.class)
                .one();
    }

    /** The row is broken: the chain was found good. */
    static void clear(Handle handle, ChainId chain) {
        handle.createUpdate(NONE)
                .bind("tenant", chain.tenantId())
                .bind("chain", chain.chain().wireName())
                .execute();
    }
}
