package dev.spendweir.ledger;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What happened, before it has a place in a chain: the parts of a {@link LedgerEntry} that its author knows.
 *
 * @param approvalId the approval that is concerned; null: none
 * @param approvalStatus where that one stands after the event; null when there is none
 * @param payload canonical (RFC 8785) bytes of what is to be remembered; {@code docs/ledger.md} gives the shape for each
 *     type. Not copied: do not change them
 */
@SuppressWarnings("ArrayRecordComponent") // on its way to a hash and a store, never compared
public record LedgerEvent(
        EntryType type,
        Instant time,
        String actorId,
        @Nullable String subjectId,
        @Nullable String approvalId,
        @Nullable String approvalStatus,
        @Nullable Long policyVersion,
        @Nullable String policySha256,
        @Nullable String configSha256,
        @Nullable String requestId,
        @Nullable String traceId,
        byte[] payload) {

    /** As the other constructor, with a payload that is not canonical bytes yet. */
    public LedgerEvent(
            EntryType type,
            Instant time,
            String actorId,
            @Nullable String subjectId,
            @Nullable String approvalId,
            @Nullable String approvalStatus,
            @Nullable Long policyVersion,
            @Nullable String policySha256,
            @Nullable String configSha256,
            @Nullable String requestId,
            @Nullable String traceId,
            JsonObject payload) {
        this(
                type,
                time,
                actorId,
                subjectId,
                approvalId,
                approvalStatus,
                policyVersion,
                policySha256,
                configSha256,
                requestId,
                traceId,
                CanonicalJson.bytes(payload));
    }

    /** An event that concerns no approval. */
    public LedgerEvent(
            EntryType type,
            Instant time,
            String actorId,
            @Nullable String subjectId,
            @Nullable Long policyVersion,
            @Nullable String policySha256,
            @Nullable String configSha256,
            @Nullable String requestId,
            @Nullable String traceId,
            JsonObject payload) {
        this(
                type,
                time,
                actorId,
                subjectId,
                null,
                null,
                policyVersion,
                policySha256,
                configSha256,
                requestId,
                traceId,
                payload);
    }
}
