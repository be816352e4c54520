package dev.spendweir.server.store.sealing;

import dev.spendweir.ledger.Acknowledgement;
import dev.spendweir.ledger.Acknowledgements;
import dev.spendweir.ledger.MerkleHash;
import dev.spendweir.ledger.MerkleNodes;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * The Merkle tree of a chain as it is stored: every eighth level, and the entries as level 0. A node between is made from at
 * most 128 below it. Works on the caller's open transaction, which should see one moment.
 */
public final class SealedNodes implements MerkleNodes {
    private static final String LEAVES = """
            SELECT e.entry_hash FROM ledger_entry e
            WHERE e.tenant_id = :tenant AND e.chain = :chain AND e.sequence > :first AND e.sequence <= :first + :count
            ORDER BY e.sequence
            """;
    private static final String NODES = """
            SELECT hash FROM ledger_node
            WHERE tenant_id = :tenant AND chain = :chain AND level = :level
              AND index >= :first AND index < :first + :count
            ORDER BY index
            """;

    private final Handle handle;
    private final ChainId chain;
    private final long anchor;
    private final Map<Long, byte[]> peaks = new HashMap<>();

    /** @param handle an open transaction that sees the tenant */
    public SealedNodes(Handle handle, ChainId chain) {
        this(handle, chain, Acknowledgements.NONE);
    }

    /**
     * The tree of a chain that was in quarantine: up to the last closing its right edge is what the closing says, whatever
     * entries are left below it.
     *
     * @param handle an open transaction that sees the tenant
     */
    public SealedNodes(Handle handle, ChainId chain, Acknowledgements acknowledged) {
        this.handle = handle;
        this.chain = chain;
        this.anchor =
                acknowledged.last().map(closing -> closing.anchor().sequence()).orElse(0L);
        acknowledged.last().ifPresent(this::keepPeaks);
    }

    private void keepPeaks(Acknowledgement closing) {
        long begin = 0;
        int next = 0;
        for (int level = Long.SIZE - 2; level >= 0; level--) {
            if ((anchor >>> level & 1) != 0) {
                peaks.put(key(level, begin >>> level), closing.peaks().get(next));
                next++;
                begin += 1L << level;
            }
        }
    }

    private static long key(int level, long index) {
        return index << 6 | level;
    }

    /**
     * As {@link MerkleNodes#node}.
     *
     * @throws RejectedException {@code LEDGER_DAMAGED} when what it is made from is not all there
     */
    @Override
    public byte[] node(int level, long index) {
        byte[] peak = peaks.get(key(level, index));
        if (peak != null) {
            return peak;
        }
        if (index << level < anchor && (index + 1) << level > anchor) {
            // Across the anchor: from the peaks on its left side, and what came after it.
            return MerkleHash.node(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
        }
        int stored = level / SealState.LEVEL_STEP * SealState.LEVEL_STEP;
        int count = 1 << (level - stored);
        List<byte[]> hashes = stored == 0 ? leaves(index * count, count) : nodes(stored, index * count, count);
        if (hashes.size() != count) {
            throw new RejectedException(
                    ErrorCode.LEDGER_DAMAGED,
                    stored == 0
                            ? "of the entries " + (index * count + 1) + " to " + (index + 1) * count
                                    + " there are only " + hashes.size()
                            : "the tree over the entries " + ((index << level) + 1) + " to " + ((index + 1) << level)
                                    + " is not all there");
        }
        return combine(hashes);
    }

    private List<byte[]> leaves(long first, int count) {
        return handle.createQuery(LEAVES)
                .bind("tenant", chain.tenantId())
                .bind("chain", chain.chain().wireName())
                .bind("first", first)
                .bind("count", count)
                .map((row, context) -> MerkleHash.leaf(row.getBytes(1)))
                .list();
    }

    private List<byte[]> nodes(int level, long first, int count) {
        return handle.createQuery(NODES)
                .bind("tenant", chain.tenantId())
                .bind("chain", chain.chain().wireName())
                .bind("level", level)
                .bind("first", first)
                .bind("count", count)
                .map((row, context) -> row.getBytes(1))
                .list();
    }

    private static byte[] combine(List<byte[]> hashes) {
        if (hashes.size() == 1) {
            return hashes.get(0);
        }
        int middle = hashes.size() / 2;
        return MerkleHash.node(combine(hashes.subList(0, middle)), combine(hashes.subList(middle, hashes.size())));
    }
}
