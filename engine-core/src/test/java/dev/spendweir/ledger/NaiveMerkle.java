package dev.spendweir.ledger;

import java.util.ArrayList;
import java.util.List;

/** RFC 6962 section 2.1, written down as it stands there: slow, recursive, over the leaves themselves. */
final class NaiveMerkle {

    private NaiveMerkle() {}

    static byte[] root(List<byte[]> leaves) {
        if (leaves.isEmpty()) {
            return MerkleHash.empty();
        }
        if (leaves.size() == 1) {
            return MerkleHash.leaf(leaves.get(0));
        }
        int k = split(leaves.size());
        return MerkleHash.node(root(leaves.subList(0, k)), root(leaves.subList(k, leaves.size())));
    }

    static List<byte[]> path(int m, List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return List.of();
        }
        int k = split(leaves.size());
        List<byte[]> left = leaves.subList(0, k);
        List<byte[]> right = leaves.subList(k, leaves.size());
        return m < k ? and(path(m, left), root(right)) : and(path(m - k, right), root(left));
    }

    static List<byte[]> proof(int m, List<byte[]> leaves) {
        return subProof(m, leaves, true);
    }

    private static List<byte[]> subProof(int m, List<byte[]> leaves, boolean complete) {
        if (m == leaves.size()) {
            return complete ? List.of() : List.of(root(leaves));
        }
        int k = split(leaves.size());
        List<byte[]> left = leaves.subList(0, k);
        List<byte[]> right = leaves.subList(k, leaves.size());
        return m <= k ? and(subProof(m, left, complete), root(right)) : and(subProof(m - k, right, false), root(left));
    }

    private static List<byte[]> and(List<byte[]> proof, byte[] hash) {
        List<byte[]> longer = new ArrayList<>(proof);
        longer.add(hash);
        return longer;
    }

    private static int split(int n) {
        int k = 1;
        while (k * 2 < n) {
            k *= 2;
        }
        return k;
    }
}
