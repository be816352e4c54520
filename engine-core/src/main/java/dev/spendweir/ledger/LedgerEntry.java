package dev.spendweir.ledger;

import dev.spendweir.canonical.CanonicalWriter;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.time.ClockTime;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a chain, {@code spendweir.ledger.entry/v1} (spec 3.3). Immutable.
 *
 * @param sequence place in the chain, from 1 without gaps
 * @param entryId UUIDv7 in its usual text form; makes an append idempotent
 * @param eventTime when it happened; hashed with millisecond precision
 * @param actorId who did it; never empty
 * @param subjectId what it is about: a decision, hold, grant, project, actor or key
 * @param approvalId null where no approval is concerned, as is {@code approvalStatus}
 * @param policyVersion version of the policy in force, with its hash; null where none matters
 * @param configSha256 hash of the server's effective configuration; null from a library
 * @param payloadSha256 {@link LedgerHash#payload} of the payload that is stored beside the entry
 */
public record LedgerEntry(
        String tenantId,
        Chain chain,
        long sequence,
        String entryId,
        EntryType entryType,
        Instant eventTime,
        String actorId,
        @Nullable String subjectId,
        @Nullable String approvalId,
        @Nullable String approvalStatus,
        @Nullable Long policyVersion,
        @Nullable String policySha256,
        @Nullable String configSha256,
        @Nullable String requestId,
        @Nullable String traceId,
        String payloadSha256) {

    /** The schema id that every entry carries. */
    public static final String SCHEMA = "spendweir.ledger.entry/v1";

    private static final int USUAL_BYTES = 768;

    public LedgerEntry {
        Objects.requireNonNull(tenantId, "tenantId");
        Objects.requireNonNull(entryId, "entryId");
        Objects.requireNonNull(eventTime, "eventTime");
        Objects.requireNonNull(payloadSha256, "payloadSha256");
        if (entryType.chain() != chain) {
            throw new IllegalArgumentException(entryType + " does not belong to chain " + chain);
        }
        if (sequence < 1) {
            throw new IllegalArgumentException("a sequence begins at 1, not at " + sequence);
        }
        if (actorId.isEmpty()) {
            throw new IllegalArgumentException("an entry names who acted");
        }
    }

    /** The entry as JSON, with every field; null where it does not apply. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("schema", SCHEMA)
                .put("tenant_id", tenantId)
                .put("chain", chain.wireName())
                .put("sequence", sequence)
                .put("entry_id", entryId)
                .put("entry_type", entryType.wireName())
                .put("event_time", ClockTime.format(eventTime))
                .put("actor_id", actorId)
                .put("subject_id", subjectId)
                .put("approval_id", approvalId)
                .put("approval_status", approvalStatus)
                .put("policy_version", policyVersion == null ? JsonNull.NULL : JsonNumber.of(policyVersion))
                .put("policy_sha256", policySha256)
                .put("config_sha256", configSha256)
                .put("request_id", requestId)
                .put("trace_id", traceId)
                .put("payload_sha256", payloadSha256)
                .build();
    }

    /** The bytes that are hashed and stored: the JCS form of {@link #toJson}, written without building it. */
    public byte[] canonicalBytes() {
        CanonicalWriter out = new CanonicalWriter(USUAL_BYTES).beginObject();
        out.name("actor_id").string(actorId);
        out.name("approval_id").string(approvalId);
        out.name("approval_status").string(approvalStatus);
        out.name("chain").string(chain.wireName());
        out.name("config_sha256").string(configSha256);
        out.name("entry_id").string(entryId);
        out.name("entry_type").string(entryType.wireName());
        out.name("event_time").string(ClockTime.format(eventTime));
        out.name("payload_sha256").string(payloadSha256);
        out.name("policy_sha256").string(policySha256);
        out.name("policy_version");
        if (policyVersion == null) {
            out.nul();
        } else {
            number(out, policyVersion);
        }
        out.name("request_id").string(requestId);
        out.name("schema").string(SCHEMA);
        number(out.name("sequence"), sequence);
        out.name("subject_id").string(subjectId);
        out.name("tenant_id").string(tenantId);
        out.name("trace_id").string(traceId);
        return out.endObject().toBytes();
    }

    /** As JCS writes numbers: beyond 2^53 they lose digits (spec 10 A98). */
    private static void number(CanonicalWriter out, long value) {
        out.value(JsonNumber.of(value));
    }
}
