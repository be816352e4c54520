package dev.spendweir.ledger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A Merkle tree of a certain size: its root and its proofs as RFC 6962 section 2.1 defines them. Reads its hashes from
 * {@link MerkleNodes}, O(log size) of them for each answer; as thread-safe as they are.
 */
public final class MerkleTree {

    private final MerkleNodes nodes;
    private final long size;

    /**
     * The tree over the first leaves of a log.
     *
     * @param nodes must know every complete subtree of these leaves
     * @param size number of leaves, at least 0
     */
    public MerkleTree(MerkleNodes nodes, long size) {
        if (size < 0) {
            throw new IllegalArgumentException("a tree has at least 0 leaves, not " + size);
        }
        this.nodes = nodes;
        this.size = size;
    }

    /** Number of leaves. */
    public long size() {
        return size;
    }

    /** The root, 32 bytes; of a tree without leaves {@link MerkleHash#empty}. */
    public byte[] root() {
        return size == 0 ? MerkleHash.empty() : range(0, size);
    }

    /** The tree's right edge, from which it can be followed on. */
    public MerkleFrontier frontier() {
        List<byte[]> peaks = new ArrayList<>(Long.bitCount(size));
        long begin = 0;
        for (int level = Long.SIZE - 2; level >= 0; level--) {
            if ((size >>> level & 1) != 0) {
                peaks.add(nodes.node(level, begin >>> level));
                begin += 1L << level;
            }
        }
        return MerkleFrontier.at(size, peaks);
    }

    /**
     * What leads from a leaf's hash to the root: the hashes of the other halves, from the leaf upwards.
     *
     * @param index the leaf, from 0
     * @throws IndexOutOfBoundsException when the tree has no such leaf
     */
    public List<byte[]> inclusionProof(long index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("no leaf " + index + " in a tree of size " + size);
        }
        List<byte[]> downwards = new ArrayList<>();
        long begin = 0;
        long end = size;
        while (end - begin > 1) {
            long middle = begin + leftHalf(end - begin);
            if (index < middle) {
                downwards.add(range(middle, end));
                end = middle;
            } else {
                downwards.add(range(begin, middle));
                begin = middle;
            }
        }
        Collections.reverse(downwards);
        return downwards;
    }

    /**
     * What shows that this tree begins with the leaves of a smaller one.
     *
     * @param first size of the smaller tree, 1..size; with the same size the proof is empty
     * @throws IndexOutOfBoundsException for another first size; with nothing everything would be consistent (spec 10 A101)
     */
    public List<byte[]> consistencyProof(long first) {
        if (first < 1 || first > size) {
            throw new IndexOutOfBoundsException("no proof from size " + first + " to size " + size);
        }
        List<byte[]> downwards = new ArrayList<>();
        long begin = 0;
        long end = size;
        while (first < end) {
            long middle = begin + leftHalf(end - begin);
            if (first <= middle) {
                downwards.add(range(middle, end));
                end = middle;
            } else {
                downwards.add(range(begin, middle));
                begin = middle;
            }
        }
        // The subtree in which the smaller tree ends; when it is the whole of that tree, the verifier has its root.
        if (begin > 0) {
            downwards.add(range(begin, end));
        }
        Collections.reverse(downwards);
        return downwards;
    }

    /** The root over the leaves from begin up to, not including, end, where begin is a multiple of the next power of 2. */
    private byte[] range(long begin, long end) {
        long leaves = end - begin;
        if (Long.bitCount(leaves) == 1) {
            int level = Long.numberOfTrailingZeros(leaves);
            return nodes.node(level, begin >>> level);
        }
        long middle = begin + leftHalf(leaves);
        return MerkleHash.node(range(begin, middle), range(middle, end));
    }

    /** The largest power of 2 below a number of leaves above 1. */
    private static long leftHalf(long leaves) {
        return Long.highestOneBit(leaves - 1);
    }
}
