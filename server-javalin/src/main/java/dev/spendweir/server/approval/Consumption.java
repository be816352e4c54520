package dev.spendweir.server.approval;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That an approval was used. Immutable.
 *
 * @param runId of the pipeline; null: it named none
 * @param fingerprint of the change that went ahead
 * @param planFileSha256 of the plan file that is applied, as the caller said, 64 hex digits; null: it said none. It goes into
 *     the record and binds nothing (the plan's content does), so what reads approvals leaves it out
 */
public record Consumption(
        String actorId,
        @Nullable String runId,
        String fingerprint,
        Instant at,
        @Nullable String planFileSha256) {

    /** Without a plan file. */
    public Consumption(String actorId, @Nullable String runId, String fingerprint, Instant at) {
        this(actorId, runId, fingerprint, at, null);
    }
}
