package dev.spendweir.server.store.sealing;

import dev.spendweir.ledger.HashChain;
import dev.spendweir.ledger.LedgerHash;
import org.jdbi.v3.core.Handle;

/**
 * Where a damaged chain may go on when its quarantine is closed: at the last place that anything speaks of, a head, a link, an
 * entry, a seal or a checkpoint. So no place and no checkpoint is ever used a second time.
 */
public final class ChainEnd {
    /** What the hash of a lost entry is taken for. */
    private static final byte[] LOST = new byte[LedgerHash.HASH_BYTES];

    private static final String FIND = """
            SELECT coalesce(h.sequence, 0) AS head, h.chain_hash AS head_hash,
                   coalesce(s.size, 0) AS seal, s.chain_hash AS seal_hash,
                   (SELECT coalesce(max(sequence), 0) FROM ledger_entry
                    WHERE tenant_id = :tenant AND chain = :chain) AS entry,
                   coalesce(l.sequence, 0) AS link, l.chain_hash AS link_hash,
                   (SELECT coalesce(max(size), 0) FROM ledger_checkpoint
                    WHERE tenant_id = :tenant AND chain = :chain) AS checkpoint
            FROM (SELECT) AS one
            LEFT JOIN ledger_head h ON h.tenant_id = :tenant AND h.chain = :chain
            LEFT JOIN ledger_seal s ON s.tenant_id = :tenant AND s.chain = :chain
            LEFT JOIN ledger_link l ON l.tenant_id = :tenant AND l.chain = :chain
                AND l.sequence = (SELECT max(sequence) FROM ledger_link WHERE tenant_id = :tenant AND chain = :chain)
            """;

    private ChainEnd() {}

    /**
     * The place and hash that the next entry is to follow.
     *
     * @param trusted size of the newest checkpoint that lies outside of the store; 0: none
     */
    public static HashChain of(Handle handle, ChainId chain, long trusted) {
        return handle.createQuery(FIND)
                .bind("tenant", chain.tenantId())
                .bind("chain", chain.chain().wireName())
                .map((row, context) -> of(
                        at(row.getLong("head"), row.getBytes("head_hash")),
                        at(row.getLong("seal"), row.getBytes("seal_hash")),
                        at(row.getLong("link"), row.getBytes("link_hash")),
                        row.getLong("entry"),
                        Math.max(row.getLong("checkpoint"), trusted)))
                .one();
    }

    private static HashChain at(long sequence, byte[] hash) {
        return hash == null ? HashChain.empty() : HashChain.at(sequence, hash);
    }

    private static HashChain of(HashChain head, HashChain seal, HashChain link, long entry, long checkpoint) {
        long last = Math.max(Math.max(head.sequence(), seal.sequence()), Math.max(link.sequence(), entry));
        if (checkpoint > seal.sequence() && checkpoint >= last) {
            // Of another tree than the one that is sealed from now on; its size is not used again.
            last = checkpoint + 1;
        }
        for (HashChain known : new HashChain[] {seal, head, link}) {
            if (known.sequence() == last) {
                return known;
            }
        }
        return HashChain.at(last, LedgerHash.chain(link.chainHash(), LOST));
    }
}
