package dev.spendweir.ledger;

import dev.spendweir.canonical.Sha256Hex;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Makes the hashes of {@link LedgerHash} one after the other with one digest and one place for the result: verification makes
 * three for each entry. Not thread-safe.
 */
final class HashCheck {
    private final MessageDigest digest = Sha256Hex.newDigest();
    private final byte[] made = new byte[LedgerHash.HASH_BYTES];

    /** The hash of an entry's canonical bytes; the array is used again by the next hash. */
    byte[] entry(byte[] entry) {
        digest.update(LedgerHash.ENTRY_LABEL);
        digest.update(entry);
        return finish();
    }

    /** The hash of a salted payload; the array is used again by the next hash. */
    byte[] payload(byte[] salt, byte[] payload) {
        digest.update(LedgerHash.PAYLOAD_LABEL);
        digest.update(salt);
        digest.update(payload);
        return finish();
    }

    /** Whether a chain hash follows from the one before and an entry's hash. */
    boolean follows(byte[] previous, byte[] entryHash, byte[] chainHash) {
        digest.update(LedgerHash.CHAIN_LABEL);
        digest.update(previous);
        digest.update(entryHash);
        return Arrays.equals(finish(), chainHash);
    }

    private byte[] finish() {
        try {
            digest.digest(made, 0, made.length);
            return made;
        } catch (DigestException e) {
            throw new IllegalStateException("a SHA-256 hash has " + LedgerHash.HASH_BYTES + " bytes", e);
        }
    }
}
