package dev.spendweir.ledger;

import java.util.Arrays;
import java.util.List;

/**
 * Verification of Merkle proofs (RFC 6962 section 2.1, algorithms of RFC 9162 sections 2.1.3.2 and 2.1.4.2). Pure functions;
 * whatever they are given, they answer true or false, and true only when every hash of the proof was needed and led to the
 * root. Thread-safe.
 */
public final class MerkleProof {

    private MerkleProof() {}

    /**
     * Whether the tree of that size and root has the leaf at that place.
     *
     * @param leafHash hash of the leaf (see {@link MerkleHash#leaf})
     * @param index the leaf, from 0; false when it is not in the tree
     */
    public static boolean verifyInclusion(byte[] leafHash, long index, long size, List<byte[]> proof, byte[] root) {
        if (index < 0 || index >= size || !areHashes(proof) || !isHash(leafHash)) {
            return false;
        }
        long node = index;
        long last = size - 1;
        byte[] hash = leafHash;
        for (byte[] sibling : proof) {
            if (last == 0) {
                return false;
            }
            if (isRightChild(node) || node == last) {
                hash = MerkleHash.node(sibling, hash);
                // A last node without sibling moves up unchanged until it is a right child.
                int up = isRightChild(node) ? 0 : Long.numberOfTrailingZeros(node);
                node >>>= up;
                last >>>= up;
            } else {
                hash = MerkleHash.node(hash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && Arrays.equals(hash, root);
    }

    /**
     * Whether the second tree begins with the leaves of the first.
     *
     * @param first size of the first tree, at least 1: with nothing everything would be consistent (spec 10 A101)
     * @param second size of the second tree, at least first; with the same size the proof is empty
     */
    public static boolean verifyConsistency(
            long first, long second, byte[] firstRoot, byte[] secondRoot, List<byte[]> proof) {
        if (first < 1 || first > second || !areHashes(proof) || !isHash(firstRoot)) {
            return false;
        }
        if (first == second) {
            return proof.isEmpty() && Arrays.equals(firstRoot, secondRoot);
        }
        // Levels on which the first tree's last node is a right child are within a complete subtree of both trees.
        int shared = Long.numberOfTrailingZeros(~(first - 1));
        boolean startsAtRoot = Long.bitCount(first) == 1;
        if (!startsAtRoot && proof.isEmpty()) {
            return false;
        }
        byte[] start = startsAtRoot ? firstRoot : proof.get(0);
        List<byte[]> rest = startsAtRoot ? proof : proof.subList(1, proof.size());
        return leadsToBoth((first - 1) >>> shared, (second - 1) >>> shared, start, rest, firstRoot, secondRoot);
    }

    private static boolean leadsToBoth(
            long firstNode, long secondLast, byte[] start, List<byte[]> proof, byte[] firstRoot, byte[] secondRoot) {
        long node = firstNode;
        long last = secondLast;
        byte[] inFirst = start;
        byte[] inSecond = start;
        for (byte[] sibling : proof) {
            if (last == 0) {
                return false;
            }
            if (isRightChild(node) || node == last) {
                inFirst = MerkleHash.node(sibling, inFirst);
                inSecond = MerkleHash.node(sibling, inSecond);
                int up = isRightChild(node) ? 0 : Long.numberOfTrailingZeros(node);
                node >>>= up;
                last >>>= up;
            } else {
                inSecond = MerkleHash.node(inSecond, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && Arrays.equals(inFirst, firstRoot) && Arrays.equals(inSecond, secondRoot);
    }

    private static boolean isRightChild(long node) {
        return (node & 1) != 0;
    }

    private static boolean areHashes(List<byte[]> proof) {
        return proof.stream().allMatch(MerkleProof::isHash);
    }

    private static boolean isHash(byte[] hash) {
        return hash.length == LedgerHash.HASH_BYTES;
    }
}
