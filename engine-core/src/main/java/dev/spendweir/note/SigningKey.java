package dev.spendweir.note;

import dev.spendweir.signature.Ed25519;

/** A private Ed25519 key (RFC 8032). Its text form shows nothing of it. Immutable and thread-safe. */
public final class SigningKey {
    /** Length of the secret in bytes. */
    public static final int SEED_BYTES = Ed25519.SEED_BYTES;

    private final byte[] seed;
    private final byte[] publicKey;

    private SigningKey(byte[] seed) {
        this.seed = seed;
        this.publicKey = Ed25519.publicKey(seed);
    }

    /**
     * The key of a secret.
     *
     * @param seed {@link #SEED_BYTES} bytes; copied
     * @throws IllegalArgumentException for another length
     */
    public static SigningKey ofSeed(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("a secret has " + SEED_BYTES + " bytes, not " + seed.length);
        }
        return new SigningKey(seed.clone());
    }

    /** The public key, 32 bytes; a copy. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** The signature over a message, 64 bytes; always the same for the same message. */
    public byte[] sign(byte[] message) {
        return Ed25519.sign(seed, publicKey, message);
    }

    /** Names the kind only. */
    @Override
    public String toString() {
        return "Ed25519 key";
    }
}
