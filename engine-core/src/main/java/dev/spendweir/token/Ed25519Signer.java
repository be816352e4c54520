package dev.spendweir.token;

import dev.spendweir.signature.Ed25519;

/** Signs with a private key in memory. Immutable and thread-safe; shows the key nowhere. */
public final class Ed25519Signer implements TokenSigner {
    private final byte[] seed;
    private final byte[] publicKey;
    private final VerificationKey key;

    /**
     * @param seed the private key, {@link Ed25519#SEED_BYTES}
     * @throws IllegalArgumentException for another length
     */
    public Ed25519Signer(String kid, TokenAlgorithm algorithm, byte[] seed) {
        this.seed = seed.clone();
        this.publicKey = Ed25519.publicKey(seed);
        this.key = new VerificationKey(kid, algorithm, publicKey, KeyStatus.ACTIVE);
    }

    @Override
    public VerificationKey key() {
        return key;
    }

    @Override
    public byte[] sign(byte[] message) {
        return Ed25519.sign(seed, publicKey, message);
    }

    @Override
    public String toString() {
        return "Ed25519Signer[" + key.kid() + "]";
    }
}
