package dev.spendweir.ledger;

import dev.spendweir.canonical.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What happened, before it has a place in a chain: the parts of a {@link LedgerEntry} that its author knows.
 *
 * @param payload what is to be remembered; {@code docs/ledger.md} gives the shape for each type
 */
public record LedgerEvent(
        EntryType type,
        Instant time,
        String actorId,
        @Nullable String subjectId,
        @Nullable Long policyVersion,
        @Nullable String policySha256,
        @Nullable String configSha256,
        @Nullable String requestId,
        @Nullable String traceId,
        JsonObject payload) {}
