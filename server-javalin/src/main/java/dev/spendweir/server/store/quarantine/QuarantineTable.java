package dev.spendweir.server.store.quarantine;

import dev.spendweir.ledger.ChainFailure;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.server.store.SystemTenant;
import dev.spendweir.server.store.sealing.ChainId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The rows of quarantines. Works on an open transaction of the system tenant. */
final class QuarantineTable {
    private static final String LIST = """
            SELECT * FROM quarantine
            WHERE tenant_id = :system AND (CAST(:subject AS text) IS NULL OR subject_tenant = :subject)
            ORDER BY status = 'closed', opened_at, subject_tenant, chain
            """;
    private static final String LOCK = """
            SELECT * FROM quarantine
            WHERE tenant_id = :system AND subject_tenant = :subject AND chain = :chain FOR UPDATE
            """;
    private static final String OPEN = """
            INSERT INTO quarantine (tenant_id, subject_tenant, chain, status, failure_class, failure_sequence,
                                    failure_detail, opened_at, opened_by)
            VALUES (:system, :subject, :chain, 'open', :class, :sequence, :detail, :at, :by)
            ON CONFLICT (tenant_id, subject_tenant, chain) DO UPDATE
            SET status = 'open', failure_class = excluded.failure_class, failure_sequence = excluded.failure_sequence,
                failure_detail = excluded.failure_detail, opened_at = excluded.opened_at,
                opened_by = excluded.opened_by, requested_at = NULL, requested_by = NULL, closed_at = NULL,
                approved_by = NULL, anchor_sequence = NULL, anchor_hash = NULL
            """;
    private static final String REQUEST = """
            UPDATE quarantine SET status = 'reset_requested', requested_at = :at, requested_by = :by
            WHERE tenant_id = :system AND subject_tenant = :subject AND chain = :chain
            """;
    private static final String CLOSE = """
            UPDATE quarantine SET status = 'closed', closed_at = :at, approved_by = :by, anchor_sequence = :anchor,
                                  anchor_hash = :hash
            WHERE tenant_id = :system AND subject_tenant = :subject AND chain = :chain
            """;

    private QuarantineTable() {}

    /** @param tenantId whose; null: all */
    static List<QuarantineView> list(Handle handle, @Nullable String tenantId) {
        return handle.createQuery(LIST)
                .bind("system", SystemTenant.ID)
                .bind("subject", tenantId)
                .map((row, context) -> QuarantineView.of(row))
                .list();
    }

    static Optional<QuarantineView> lock(Handle handle, ChainId chain) {
        return of(handle.createQuery(LOCK), chain)
                .map((row, context) -> QuarantineView.of(row))
                .findOne();
    }

    static void open(Handle handle, ChainId chain, ChainFailure failure, Instant at, String foundBy) {
        of(handle.createUpdate(OPEN), chain)
                .bind("class", failure.kind().wireName())
                .bind("sequence", failure.sequence())
                .bind("detail", failure.detail())
                .bind("at", at)
                .bind("by", foundBy)
                .execute();
    }

    static void request(Handle handle, ChainId chain, Instant at, String by) {
        of(handle.createUpdate(REQUEST), chain).bind("at", at).bind("by", by).execute();
    }

    static void close(Handle handle, ChainId chain, Instant at, String by, HashChain anchor) {
        of(handle.createUpdate(CLOSE), chain)
                .bind("at", at)
                .bind("by", by)
                .bind("anchor", anchor.sequence())
                .bind("hash", anchor.chainHash())
                .execute();
    }

    private static <S extends SqlStatement<S>> S of(S statement, ChainId chain) {
        return statement
                .bind("system", SystemTenant.ID)
                .bind("subject", chain.tenantId())
                .bind("chain", chain.chain().wireName());
    }
}
