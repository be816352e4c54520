package dev.spendweir.server.keys;

import dev.spendweir.signature.Ed25519;

/** Makes fresh keys. */
public final class KeyMaker {
    private KeyMaker() {}

    /**
     * A fresh key.
     *
     * @param kid its thumbprint
     * @param seed the private half
     */
    @SuppressWarnings("ArrayRecordComponent") // lives until it is sealed
    public record Made(String kid, byte[] seed, byte[] publicKey) {
        @Override
        public String toString() {
            return "Made[" + kid + "]";
        }
    }

    /** A key from the system's source of randomness. */
    public static Made make() {
        byte[] seed = FixedKeys.randomSeed();
        byte[] publicKey = Ed25519.publicKey(seed);
        return new Made(FixedKeys.thumbprint(publicKey), seed, publicKey);
    }
}
