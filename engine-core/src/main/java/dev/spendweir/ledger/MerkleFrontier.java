package dev.spendweir.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The right edge of a growing Merkle tree: the roots of its complete subtrees, largest first, one for each 1 in the binary
 * form of the size. That is all it takes to add leaves and to know the root, so a log of any length is followed in a few
 * hundred bytes, and can be followed on from what was stored of it. Not thread-safe.
 */
public final class MerkleFrontier {

    private final Deque<byte[]> peaks = new ArrayDeque<>();
    private long size;

    /** Who is told of subtrees that became complete. */
    @FunctionalInterface
    public interface Completed {
        /**
         * A subtree is complete and will never change.
         *
         * @param level from 1
         * @param index from 0, see {@link MerkleNodes#node}
         * @param hash 32 bytes, not to be changed
         */
        void accept(int level, long index, byte[] hash);
    }

    /** A tree without leaves. */
    public MerkleFrontier() {}

    /**
     * A tree as it was stored.
     *
     * @param size number of leaves, at least 0
     * @param peaks as {@link #peaks} gave them; copied
     * @throws IllegalArgumentException when their number does not fit the size or one has not 32 bytes
     */
    public static MerkleFrontier at(long size, List<byte[]> peaks) {
        if (size < 0 || Long.bitCount(size) != peaks.size()) {
            throw new IllegalArgumentException(
                    "a tree of size " + size + " has " + Long.bitCount(size) + " peaks, not " + peaks.size());
        }
        MerkleFrontier frontier = new MerkleFrontier();
        frontier.size = size;
        for (byte[] peak : peaks) {
            MerkleHash.requireHash(peak);
            frontier.peaks.addLast(peak.clone());
        }
        return frontier;
    }

    /** Adds a leaf by its hash of 32 bytes (see {@link MerkleHash#leaf}). */
    public void append(byte[] leafHash) {
        append(leafHash, (level, index, hash) -> {});
    }

    /** As {@link #append(byte[])}; tells of every subtree that the leaf completes, the smallest first, not of the leaf. */
    public void append(byte[] leafHash, Completed completed) {
        MerkleHash.requireHash(leafHash);
        byte[] hash = leafHash.clone();
        int level = 0;
        // As many subtrees become complete as the old size ends with ones.
        for (long rest = size; (rest & 1) != 0; rest >>>= 1) {
            hash = MerkleHash.node(peaks.removeLast(), hash);
            level++;
            completed.accept(level, size >>> level, hash);
        }
        peaks.addLast(hash);
        size++;
    }

    /** Number of leaves. */
    public long size() {
        return size;
    }

    /** The root over all leaves, 32 bytes. */
    public byte[] root() {
        if (size == 0) {
            return MerkleHash.empty();
        }
        Iterator<byte[]> fromTheRight = peaks.descendingIterator();
        byte[] root = fromTheRight.next();
        while (fromTheRight.hasNext()) {
            root = MerkleHash.node(fromTheRight.next(), root);
        }
        return root.clone();
    }

    /** The roots of the complete subtrees, largest first; copies. */
    public List<byte[]> peaks() {
        List<byte[]> copies = new ArrayList<>(peaks.size());
        peaks.forEach(peak -> copies.add(peak.clone()));
        return copies;
    }
}
