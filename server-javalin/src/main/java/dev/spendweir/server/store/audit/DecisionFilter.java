package dev.spendweir.server.store.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which decisions are wanted; null: any.
 *
 * @param environmentClass {@code prod} or {@code nonprod}
 * @param reason one of its reason codes
 * @param from inclusive
 * @param to exclusive
 * @param actorId the requester or the submitter
 */
public record DecisionFilter(
        @Nullable String projectId,
        @Nullable String environmentClass,
        @Nullable String source,
        @Nullable String outcome,
        @Nullable String reason,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String actorId) {
    /** Every decision. */
    public static final DecisionFilter ALL = new DecisionFilter(null, null, null, null, null, null, null, null);
}
