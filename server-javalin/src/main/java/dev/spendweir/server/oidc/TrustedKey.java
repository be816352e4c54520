package dev.spendweir.server.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.spendweir.signature.Ed25519;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A public key of an issuer with the algorithms that it may verify: RSA of 2048 to 8192 bits, P-256, Ed25519. Immutable and
 * thread-safe.
 */
final class TrustedKey {

    /** NIST SP 800-131A. */
    private static final int LEAST_RSA_BITS = 2048;

    /** A verification with a larger one takes milliseconds, which anybody could ask for. */
    private static final int MOST_RSA_BITS = 8192;

    /** 65537 has 17 bits; a long exponent only makes verification slow. */
    private static final int MOST_EXPONENT_BITS = 32;

    /** Verifies one signature. */
    @FunctionalInterface
    private interface Check {
        boolean verify(JwtAlgorithm algorithm, byte[] input, byte[] signature) throws JOSEException;
    }

    private final @Nullable String kid;
    private final Set<JwtAlgorithm> algorithms;
    private final Check check;

    private TrustedKey(@Nullable String kid, Set<JwtAlgorithm> algorithms, Check check) {
        this.kid = kid;
        this.algorithms = algorithms;
        this.check = check;
    }

    /**
     * The key of a JWK.
     *
     * @return empty when it is of no use here: another kind, not for signatures, private, weak, or not understood
     */
    static Optional<TrustedKey> of(String jwkJson) {
        try {
            JWK jwk = JWK.parse(jwkJson);
            return jwk.isPrivate() || !isForSignatures(jwk) ? Optional.empty() : ofPublic(jwk);
        } catch (ParseException | JOSEException | IllegalArgumentException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    private static boolean isForSignatures(JWK jwk) {
        boolean use = jwk.getKeyUse() == null || KeyUse.SIGNATURE.equals(jwk.getKeyUse());
        boolean operations =
                jwk.getKeyOperations() == null || jwk.getKeyOperations().contains(KeyOperation.VERIFY);
        return use && operations;
    }

    private static Optional<TrustedKey> ofPublic(JWK jwk) throws JOSEException {
        if (jwk instanceof RSAKey rsa && isAcceptable(rsa.toRSAPublicKey())) {
            JWSVerifier verifier = new RSASSAVerifier(rsa.toRSAPublicKey());
            return key(jwk, EnumSet.of(JwtAlgorithm.RS256, JwtAlgorithm.PS256), library(verifier));
        }
        if (jwk instanceof ECKey ec && Curve.P_256.equals(ec.getCurve())) {
            JWSVerifier verifier = new ECDSAVerifier(ec.toECPublicKey());
            return key(jwk, EnumSet.of(JwtAlgorithm.ES256), library(verifier));
        }
        if (jwk instanceof OctetKeyPair pair && Curve.Ed25519.equals(pair.getCurve())) {
            byte[] publicKey = pair.getDecodedX();
            return Ed25519.isPublicKey(publicKey)
                    ? key(
                            jwk,
                            EnumSet.of(JwtAlgorithm.EDDSA, JwtAlgorithm.ED25519),
                            (algorithm, input, signature) -> Ed25519.verify(publicKey, input, signature))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean isAcceptable(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        return bits >= LEAST_RSA_BITS
                && bits <= MOST_RSA_BITS
                && key.getPublicExponent().bitLength() <= MOST_EXPONENT_BITS
                && key.getPublicExponent().testBit(0);
    }

    private static Check library(JWSVerifier verifier) {
        // The header is made anew: of the token's own only the algorithm counts, and that was checked against the list.
        return (algorithm, input, signature) ->
                verifier.verify(new JWSHeader(algorithm.jws()), input, Base64URL.encode(signature));
    }

    private static Optional<TrustedKey> key(JWK jwk, Set<JwtAlgorithm> able, Check check) {
        Set<JwtAlgorithm> algorithms = EnumSet.copyOf(able);
        if (jwk.getAlgorithm() != null) {
            algorithms.removeIf(
                    algorithm -> !algorithm.wireName().equals(jwk.getAlgorithm().getName()));
        }
        return algorithms.isEmpty() ? Optional.empty() : Optional.of(new TrustedKey(jwk.getKeyID(), algorithms, check));
    }

    /** Whether the key may verify a token of that algorithm which names that key, or none. */
    boolean fits(@Nullable String wantedKid, JwtAlgorithm algorithm) {
        return algorithms.contains(algorithm) && (wantedKid == null || wantedKid.equals(kid));
    }

    /** Whether the signature is this key's. */
    boolean verifies(JwtAlgorithm algorithm, byte[] input, byte[] signature) {
        try {
            return check.verify(algorithm, input, signature);
        } catch (JOSEException e) {
            return false;
        }
    }
}
