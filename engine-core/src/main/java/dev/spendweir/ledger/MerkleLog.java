package dev.spendweir.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * A Merkle tree in memory to which leaves are added at the end: keeps all complete subtrees, 64 bytes of hashes for each
 * leaf. For a log that only needs its root, {@link MerkleFrontier} needs a few hashes in all. Not thread-safe.
 */
public final class MerkleLog implements MerkleNodes {

    private final List<List<byte[]>> levels = new ArrayList<>();

    /** A log without leaves. */
    public MerkleLog() {
        levels.add(new ArrayList<>());
    }

    /** A log with these leaves, each any bytes. */
    public static MerkleLog ofLeaves(Iterable<byte[]> leaves) {
        MerkleLog log = new MerkleLog();
        for (byte[] leaf : leaves) {
            log.append(MerkleHash.leaf(leaf));
        }
        return log;
    }

    /** Adds a leaf by its hash of 32 bytes (see {@link MerkleHash#leaf}), which must not be changed afterwards. */
    public void append(byte[] leafHash) {
        MerkleHash.requireHash(leafHash);
        byte[] hash = leafHash;
        int level = 0;
        while (true) {
            List<byte[]> nodes = levels.get(level);
            nodes.add(hash);
            if (nodes.size() % 2 != 0) {
                return;
            }
            hash = MerkleHash.node(nodes.get(nodes.size() - 2), hash);
            level++;
            if (level == levels.size()) {
                levels.add(new ArrayList<>());
            }
        }
    }

    /** Number of leaves. */
    public int size() {
        return levels.get(0).size();
    }

    /** The tree over all leaves that are there now; leaves added later do not change it. */
    public MerkleTree tree() {
        return new MerkleTree(this, size());
    }

    @Override
    public byte[] node(int level, long index) {
        return levels.get(level).get(Math.toIntExact(index));
    }
}
