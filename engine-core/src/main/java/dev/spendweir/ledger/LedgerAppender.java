package dev.spendweir.ledger;

import java.util.HexFormat;

/**
 * Appends entries to a chain in memory: makes entry, payload and hashes, and knows the head after each. What it gives must
 * be stored in the same step as the head. Not thread-safe.
 */
public final class LedgerAppender {
    private final String tenantId;
    private final Chain chain;
    private HashChain head;

    /**
     * @param head the chain's head as it is stored, held under the chain's lock
     */
    public LedgerAppender(String tenantId, Chain chain, HashChain head) {
        this.tenantId = tenantId;
        this.chain = chain;
        this.head = head;
    }

    /**
     * Appends one entry.
     *
     * @param event what happened
     * @param entryId fresh UUIDv7
     * @param salt {@link LedgerHash#SALT_BYTES} fresh random bytes
     */
    public Appended append(LedgerEvent event, String entryId, byte[] salt) {
        byte[] payload = event.payload();
        LedgerEntry entry = new LedgerEntry(
                tenantId,
                chain,
                head.sequence() + 1,
                entryId,
                event.type(),
                event.time(),
                event.actorId(),
                event.subjectId(),
                event.approvalId(),
                event.approvalStatus(),
                event.policyVersion(),
                event.policySha256(),
                event.configSha256(),
                event.requestId(),
                event.traceId(),
                HexFormat.of().formatHex(LedgerHash.payload(salt, payload)));
        byte[] bytes = entry.canonicalBytes();
        byte[] entryHash = LedgerHash.entry(bytes);
        HashChain before = head;
        head = before.append(entryHash);
        return new Appended(
                entry, before.chainHash(), new StoredEntry(bytes, payload, salt.clone(), entryHash, head.chainHash()));
    }

    /** The head after everything appended so far. */
    public HashChain head() {
        return head;
    }

    /**
     * An appended entry, ready to be stored.
     *
     * @param previousHash chain hash before it, 32 bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // handed straight to the store, never compared
    public record Appended(LedgerEntry entry, byte[] previousHash, StoredEntry stored) {}
}
