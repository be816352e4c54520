package dev.spendweir.server.approval;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That an approval was used. Immutable.
 *
 * @param runId of the pipeline; null: it named none
 * @param fingerprint of the change that went ahead
 */
public record Consumption(String actorId, @Nullable String runId, String fingerprint, Instant at) {}
