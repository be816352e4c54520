package dev.spendweir.server.gate;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.ledger.LedgerAppender;
import dev.spendweir.ledger.LedgerEvent;
import dev.spendweir.ledger.LedgerHash;
import dev.spendweir.server.approval.ApprovalNotice;
import dev.spendweir.server.approval.ApprovalRecord;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.server.store.people.ReservedActors;
import dev.spendweir.server.store.policies.PolicyVersion;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction tells the ledger: entries in the order in which they are told, at one time. Lives within one
 * transaction; not thread-safe.
 */
public final class Journal {
    /** Who does what nobody asked for: an end that a deadline brings. */
    private static final String SYSTEM_ACTOR = ReservedActors.SWEEPER;

    private final String tenantId;
    private final GateWrites writes;
    private final LedgerAppender ledger;
    private final UuidV7 ids;
    private final @Nullable String configSha256;
    private final Instant clockTime;

    /** @param ledger of the tenant's chain of decisions, its head locked */
    public Journal(
            String tenantId,
            GateWrites writes,
            LedgerAppender ledger,
            UuidV7 ids,
            @Nullable String configSha256,
            Instant clockTime) {
        this.tenantId = tenantId;
        this.writes = writes;
        this.ledger = ledger;
        this.ids = ids;
        this.configSha256 = configSha256;
        this.clockTime = clockTime;
    }

    /** The transaction's time, in milliseconds. */
    public Instant clockTime() {
        return clockTime;
    }

    /** A fresh id. */
    public String newId() {
        return ids.next().toString();
    }

    /** Who acts when a deadline does. */
    public Caller system() {
        return new Caller(tenantId, SYSTEM_ACTOR, null, null);
    }

    /** Tells what concerns no approval. */
    LedgerAppender.Appended tell(
            Caller caller, EntryType type, String subjectId, @Nullable PolicyVersion policy, JsonObject payload) {
        return append(caller, type, subjectId, null, null, policy, payload);
    }

    /** Tells what happened to an approval, as it stands afterwards. */
    public LedgerAppender.Appended tell(
            Caller caller,
            EntryType type,
            ApprovalRecord approval,
            @Nullable PolicyVersion policy,
            JsonObject payload) {
        writes.notice(new ApprovalNotice(type, approval, caller.actorId(), clockTime));
        return append(
                caller,
                type,
                approval.approvalId(),
                approval.approvalId(),
                approval.status().wireName(),
                policy,
                payload);
    }

    /** Tells what something has to do with an approval. */
    LedgerAppender.Appended append(
            Caller caller,
            EntryType type,
            String subjectId,
            @Nullable String approvalId,
            @Nullable String approvalStatus,
            @Nullable PolicyVersion policy,
            JsonObject payload) {
        return append(caller, type, subjectId, approvalId, approvalStatus, policy, CanonicalJson.bytes(payload));
    }

    /** As the other, with a payload that is canonical bytes. */
    LedgerAppender.Appended append(
            Caller caller,
            EntryType type,
            String subjectId,
            @Nullable String approvalId,
            @Nullable String approvalStatus,
            @Nullable PolicyVersion policy,
            byte[] payload) {
        LedgerAppender.Appended appended = ledger.append(
                new LedgerEvent(
                        type,
                        clockTime,
                        caller.actorId(),
                        subjectId,
                        approvalId,
                        approvalStatus,
                        policy == null ? null : policy.version(),
                        policy == null ? null : policy.policy().sha256(),
                        configSha256,
                        caller.requestId(),
                        caller.traceId(),
                        payload),
                newId(),
                ids.randomBytes(LedgerHash.SALT_BYTES));
        writes.entry(appended);
        return appended;
    }
}
