package dev.spendweir.server.keys;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.Caller;
import dev.spendweir.signature.Ed25519;
import dev.spendweir.token.Ed25519Signer;
import dev.spendweir.token.KeyRing;
import dev.spendweir.token.KeySet;
import dev.spendweir.token.TokenAlgorithm;
import dev.spendweir.token.TokenSigner;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;

/** One key that never changes while the server runs: from a PEM file, or made at the start. Immutable and thread-safe. */
public final class FixedKeys implements TokenKeys {
    private final TokenSigner signer;
    private final KeyRing ring;

    private FixedKeys(byte[] seed, TokenAlgorithm algorithm) {
        signer = new Ed25519Signer(thumbprint(Ed25519.publicKey(seed)), algorithm, seed);
        ring = KeyRing.EMPTY.withNext(signer.key()).activate(signer.key().kid(), Instant.EPOCH);
    }

    /** A key that lives as long as the process; its tokens die with it. */
    public static FixedKeys ephemeral(TokenAlgorithm algorithm) {
        return new FixedKeys(randomSeed(), algorithm);
    }

    /**
     * The key of a PKCS#8 PEM file.
     *
     * @throws KeyFileException when the file cannot be read or holds none
     */
    public static FixedKeys ofFile(Path file, TokenAlgorithm algorithm) {
        return new FixedKeys(KeyFile.seed(file), algorithm);
    }

    static byte[] randomSeed() {
        byte[] seed = new byte[Ed25519.SEED_BYTES];
        new SecureRandom().nextBytes(seed);
        return seed;
    }

    /** The name of a key: its JWK thumbprint (RFC 7638, RFC 8037), so that it is the same wherever the key is. */
    static String thumbprint(byte[] publicKey) {
        JsonObject members = JsonObject.builder()
                .put("crv", "Ed25519")
                .put("kty", "OKP")
                .put("x", Base64.getUrlEncoder().withoutPadding().encodeToString(publicKey))
                .build();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(CanonicalJson.bytes(members));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public KeyRing ring() {
        return ring;
    }

    @Override
    public TokenSigner signer() {
        return signer;
    }

    @Override
    public KeySet keySetFor(String token) {
        return ring.keySet();
    }

    @Override
    public KeyRing rotate(Caller caller) {
        throw fixed();
    }

    @Override
    public KeyRing activate(Caller caller, String kid) {
        throw fixed();
    }

    @Override
    public KeyRing retire(Caller caller, String kid, boolean compromised) {
        throw fixed();
    }

    private static RejectedException fixed() {
        return new RejectedException(
                ErrorCode.CONFLICT,
                "this server signs with one fixed key; set tokens.encryption_key to keep a ring that can rotate");
    }
}
