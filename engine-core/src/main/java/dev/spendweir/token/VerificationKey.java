package dev.spendweir.token;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.signature.Ed25519;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A public key of the ring, as it is in a JWK set (RFC 7517, RFC 8037). Immutable. */
public final class VerificationKey {
    private final String kid;
    private final TokenAlgorithm algorithm;
    private final byte[] publicKey;
    private final KeyStatus status;

    /**
     * @param kid its name in the set, 1..128 characters
     * @param publicKey {@link Ed25519#PUBLIC_KEY_BYTES}; whether it is a good point is judged when it is used
     * @throws IllegalArgumentException for another length
     */
    public VerificationKey(String kid, TokenAlgorithm algorithm, byte[] publicKey, KeyStatus status) {
        if (publicKey.length != Ed25519.PUBLIC_KEY_BYTES) {
            throw new IllegalArgumentException("a public key has 32 bytes, not " + publicKey.length);
        }
        this.kid = kid;
        this.algorithm = algorithm;
        this.publicKey = publicKey.clone();
        this.status = status;
    }

    /** Its name in the set. */
    public String kid() {
        return kid;
    }

    /** The one {@code alg} of its tokens. */
    public TokenAlgorithm algorithm() {
        return algorithm;
    }

    /** A copy of the bytes. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** Where it stands. */
    public KeyStatus status() {
        return status;
    }

    /** The same key at another place of its life. */
    public VerificationKey with(KeyStatus changed) {
        return new VerificationKey(kid, algorithm, publicKey, changed);
    }

    /** Whether the signature is this key's on the message, see {@link Ed25519#verify}. */
    boolean verifies(byte[] message, byte[] signature) {
        return Ed25519.verify(publicKey, message, signature);
    }

    /** The public JWK, without our own member {@code status}. */
    public JsonObject toJwk() {
        return JsonObject.builder()
                .put("kty", "OKP")
                .put("crv", "Ed25519")
                .put("kid", kid)
                .put("alg", algorithm.wireName())
                .put("use", "sig")
                .put("x", Base64Url.encode(publicKey))
                .build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VerificationKey that
                && kid.equals(that.kid)
                && algorithm == that.algorithm
                && status == that.status
                && Arrays.equals(publicKey, that.publicKey);
    }

    @Override
    public int hashCode() {
        return 31 * kid.hashCode() + Arrays.hashCode(publicKey);
    }

    @Override
    public String toString() {
        return "VerificationKey[" + kid + " " + status.wireName() + "]";
    }
}
