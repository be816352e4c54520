package dev.spendweir.ledger;

import dev.spendweir.canonical.Sha256Hex;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The three hashes of the ledger (spec 3.3), each SHA-256 with a label of its own in front, so that no one can be passed
 * off as another. Pure functions on raw bytes; {@link #HASH_BYTES} long.
 */
public final class LedgerHash {
    /** Length of a hash in bytes. */
    public static final int HASH_BYTES = 32;

    /** Length of a payload's salt in bytes: enough that a short payload cannot be guessed from its hash. */
    public static final int SALT_BYTES = 16;

    static final byte[] PAYLOAD_LABEL = label("spendweir.ledger.payload/v1\n");
    static final byte[] ENTRY_LABEL = label("spendweir.ledger.entry/v1\n");
    static final byte[] CHAIN_LABEL = label("spendweir.ledger.chain/v1\n");

    private LedgerHash() {}

    /**
     * The hash that an entry carries of its payload.
     *
     * @param salt {@link #SALT_BYTES} random bytes
     * @param payload the payload's JCS bytes
     */
    public static byte[] payload(byte[] salt, byte[] payload) {
        require(salt, SALT_BYTES, "salt");
        return sha256(PAYLOAD_LABEL, salt, payload);
    }

    /** The hash of an entry's JCS bytes. */
    public static byte[] entry(byte[] entry) {
        return sha256(ENTRY_LABEL, entry);
    }

    /**
     * The hash that closes the chain up to an entry.
     *
     * @param previous chain hash of the entry before, or {@link #genesis()}
     * @param entryHash hash of the entry itself
     */
    public static byte[] chain(byte[] previous, byte[] entryHash) {
        require(previous, HASH_BYTES, "previous chain hash");
        require(entryHash, HASH_BYTES, "entry hash");
        return sha256(CHAIN_LABEL, previous, entryHash);
    }

    /** What comes before the first entry: 32 zero bytes. */
    public static byte[] genesis() {
        return new byte[HASH_BYTES];
    }

    private static byte[] label(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void require(byte[] bytes, int length, String what) {
        if (bytes.length != length) {
            throw new IllegalArgumentException(what + " has " + bytes.length + " bytes, must have " + length);
        }
    }

    private static byte[] sha256(byte[]... parts) {
        MessageDigest digest = Sha256Hex.newDigest();
        Arrays.stream(parts).forEach(digest::update);
        return digest.digest();
    }
}
