package dev.spendweir.note;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** A private Ed25519 key (RFC 8032). Its text form shows nothing of it. Immutable and thread-safe. */
public final class SigningKey {
    /** Length of the secret in bytes. */
    public static final int SEED_BYTES = Ed25519.SECRET_KEY_SIZE;

    private final byte[] seed;
    private final byte[] publicKey;

    private SigningKey(byte[] seed) {
        this.seed = seed;
        this.publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
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
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    /** Names the kind only. */
    @Override
    public String toString() {
        return "Ed25519 key";
    }
}
