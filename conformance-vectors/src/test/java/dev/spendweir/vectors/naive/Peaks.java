package dev.spendweir.vectors.naive;

import java.util.ArrayList;
import java.util.List;

/** The right edge of a tree: the roots of its complete subtrees, each with its size, largest first. */
final class Peaks {
    final List<Long> sizes = new ArrayList<>();
    final List<byte[]> hashes = new ArrayList<>();

    static Peaks of(long size, List<byte[]> hashes) {
        Peaks peaks = new Peaks();
        for (long bit = Long.highestOneBit(size); bit > 0; bit /= 2) {
            if ((size & bit) != 0) {
                peaks.sizes.add(bit);
            }
        }
        peaks.hashes.addAll(hashes);
        return peaks;
    }

    void add(byte[] leaf) {
        sizes.add(1L);
        hashes.add(leaf);
        int last = sizes.size() - 1;
        while (last > 0 && sizes.get(last).equals(sizes.get(last - 1))) {
            hashes.set(last - 1, Merkle.nodeHash(hashes.get(last - 1), hashes.remove(last)));
            sizes.set(last - 1, 2 * sizes.remove(last));
            last--;
        }
    }

    byte[] root() {
        if (hashes.isEmpty()) {
            return Merkle.root(hashes);
        }
        byte[] root = hashes.get(hashes.size() - 1);
        for (int i = hashes.size() - 2; i >= 0; i--) {
            root = Merkle.nodeHash(hashes.get(i), root);
        }
        return root;
    }
}
