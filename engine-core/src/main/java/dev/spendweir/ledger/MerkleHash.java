package dev.spendweir.ledger;

import dev.spendweir.canonical.Sha256Hex;
import java.security.MessageDigest;

/**
 * The hashes of a Merkle tree (RFC 6962 section 2.1), SHA-256. Leaves and inner nodes carry different first bytes, so that
 * none can be passed off as the other. Pure functions on raw bytes; thread-safe.
 */
public final class MerkleHash {

    private static final byte LEAF_PREFIX = 0;
    private static final byte NODE_PREFIX = 1;

    private MerkleHash() {}

    /** The root of the tree without leaves: the hash of nothing. */
    public static byte[] empty() {
        return Sha256Hex.newDigest().digest();
    }

    /** The hash of a leaf; its data may be any bytes, also none. */
    public static byte[] leaf(byte[] data) {
        MessageDigest digest = Sha256Hex.newDigest();
        digest.update(LEAF_PREFIX);
        return digest.digest(data);
    }

    /**
     * The hash of an inner node.
     *
     * @param left hash of the left half, 32 bytes
     * @param right hash of the right half, 32 bytes
     */
    public static byte[] node(byte[] left, byte[] right) {
        MessageDigest digest = Sha256Hex.newDigest();
        digest.update(NODE_PREFIX);
        digest.update(left);
        return digest.digest(right);
    }

    static void requireHash(byte[] hash) {
        if (hash.length != LedgerHash.HASH_BYTES) {
            throw new IllegalArgumentException(
                    "a hash has " + LedgerHash.HASH_BYTES + " bytes, this one has " + hash.length);
        }
    }
}
