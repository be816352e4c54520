package dev.spendweir.server.store.audit;

import dev.spendweir.replay.CachedSource;
import java.util.HexFormat;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What decisions were made from, by hash, for deciding them again. Works on the caller's open transaction. */
final class ReplayRows {
    private static final String POLICY =
            "SELECT canonical FROM policy_version WHERE tenant_id = :tenant AND sha256 = :hash LIMIT 1";
    private static final String HISTORY =
            "SELECT canonical FROM cost_history WHERE tenant_id = :tenant AND sha256 = :hash";

    private ReplayRows() {}

    static CachedSource source(Handle handle, String tenantId) {
        return new CachedSource(
                hash -> bytes(handle, POLICY, tenantId, hash), hash -> bytes(handle, HISTORY, tenantId, hash));
    }

    private static byte @Nullable [] bytes(Handle handle, String sql, String tenantId, String hash) {
        if (!hash.matches("[0-9a-f]{64}")) {
            return null;
        }
        return handle.createQuery(sql)
                .bind("tenant", tenantId)
                .bind("hash", HexFormat.of().parseHex(hash))
                .map((row, context) -> row.getBytes(1))
                .findOne()
                .orElse(null);
    }
}
