package dev.spendweir.vectors.naive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The tree of RFC 6962 section 2.1, by its recursive definitions. */
final class Merkle {
    private Merkle() {}

    static byte[] leafHash(byte[] leaf) {
        return Canonical.digest(new byte[] {0}, leaf);
    }

    static byte[] nodeHash(byte[] left, byte[] right) {
        return Canonical.digest(new byte[] {1}, left, right);
    }

    /** MTH over leaf hashes. */
    static byte[] root(List<byte[]> hashes) {
        if (hashes.isEmpty()) {
            return Canonical.digest();
        }
        if (hashes.size() == 1) {
            return hashes.get(0);
        }
        int k = split(hashes.size());
        return nodeHash(root(hashes.subList(0, k)), root(hashes.subList(k, hashes.size())));
    }

    /** The largest power of two below n. */
    private static int split(int n) {
        return Integer.highestOneBit(n - 1);
    }

    /** PATH(m, D[n]). */
    static List<byte[]> inclusion(int index, List<byte[]> hashes) {
        if (hashes.size() == 1) {
            return new ArrayList<>();
        }
        int k = split(hashes.size());
        List<byte[]> left = hashes.subList(0, k);
        List<byte[]> right = hashes.subList(k, hashes.size());
        List<byte[]> proof = index < k ? inclusion(index, left) : inclusion(index - k, right);
        proof.add(root(index < k ? right : left));
        return proof;
    }

    /** PROOF(m, D[n]), 0 < m <= n. */
    static List<byte[]> consistency(int first, List<byte[]> hashes) {
        return subproof(first, hashes, true);
    }

    private static List<byte[]> subproof(int m, List<byte[]> hashes, boolean whole) {
        if (m == hashes.size()) {
            List<byte[]> proof = new ArrayList<>();
            if (!whole) {
                proof.add(root(hashes));
            }
            return proof;
        }
        int k = split(hashes.size());
        List<byte[]> left = hashes.subList(0, k);
        List<byte[]> right = hashes.subList(k, hashes.size());
        List<byte[]> proof = m <= k ? subproof(m, left, whole) : subproof(m - k, right, false);
        proof.add(root(m <= k ? right : left));
        return proof;
    }

    /** Walks from a leaf's hash up to the root of a tree of the size (the reverse of {@link #inclusion}). */
    static boolean verifyInclusion(byte[] leafHash, long index, long size, List<byte[]> proof, byte[] root) {
        if (index >= size) {
            return false;
        }
        byte[] computed = climb(leafHash, index, size, new ArrayList<>(proof));
        return computed != null && Arrays.equals(computed, root);
    }

    /** The root that the proof's last element and the subtree below it give; null when the proof's length is wrong. */
    private static byte[] climb(byte[] hash, long index, long size, List<byte[]> proof) {
        if (size == 1) {
            return proof.isEmpty() ? hash : null;
        }
        if (proof.isEmpty()) {
            return null;
        }
        byte[] sibling = proof.remove(proof.size() - 1);
        long k = Long.highestOneBit(size - 1);
        byte[] below = index < k ? climb(hash, index, k, proof) : climb(hash, index - k, size - k, proof);
        if (below == null) {
            return null;
        }
        return index < k ? nodeHash(below, sibling) : nodeHash(sibling, below);
    }

    /** Whether the proof shows that the tree of the first size is a prefix of that of the second. */
    static boolean verifyConsistency(long first, long second, byte[] firstRoot, byte[] secondRoot, List<byte[]> proof) {
        if (first < 1 || first > second) {
            return false;
        }
        if (first == second) {
            return proof.isEmpty() && Arrays.equals(firstRoot, secondRoot);
        }
        byte[][] roots = grow(first, second, firstRoot, true, new ArrayList<>(proof));
        return roots != null && Arrays.equals(roots[0], firstRoot) && Arrays.equals(roots[1], secondRoot);
    }

    /** The two roots that the proof gives for the subtree; null when its length is wrong (the reverse of subproof). */
    private static byte[][] grow(long m, long n, byte[] firstRoot, boolean whole, List<byte[]> proof) {
        if (m == n) {
            if (whole) {
                return proof.isEmpty() ? new byte[][] {firstRoot, firstRoot} : null;
            }
            return proof.size() == 1 ? new byte[][] {proof.get(0), proof.get(0)} : null;
        }
        if (proof.isEmpty()) {
            return null;
        }
        byte[] sibling = proof.remove(proof.size() - 1);
        long k = Long.highestOneBit(n - 1);
        byte[][] below = m <= k ? grow(m, k, firstRoot, whole, proof) : grow(m - k, n - k, firstRoot, false, proof);
        if (below == null) {
            return null;
        }
        return m <= k
                ? new byte[][] {below[0], nodeHash(below[1], sibling)}
                : new byte[][] {nodeHash(sibling, below[0]), nodeHash(sibling, below[1])};
    }
}
