package dev.spendweir.token;

/**
 * Something that signs tokens with one key and never shows it: a key in memory, or a key management service. Implementations
 * are thread-safe.
 */
public interface TokenSigner {
    /** The public key that verifies what this signs. */
    VerificationKey key();

    /**
     * The Ed25519 signature of a message.
     *
     * @return {@link dev.spendweir.signature.Ed25519#SIGNATURE_BYTES} bytes
     */
    byte[] sign(byte[] message);
}
