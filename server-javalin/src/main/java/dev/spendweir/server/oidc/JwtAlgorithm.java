package dev.spendweir.server.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import java.util.Optional;

/**
 * The signature algorithms that an issuer may be configured with (RFC 7518, 8037, 9864): public-key ones only, so that no
 * public key can be taken for a shared secret.
 */
enum JwtAlgorithm {
    RS256(JWSAlgorithm.RS256),
    PS256(JWSAlgorithm.PS256),
    ES256(JWSAlgorithm.ES256),
    EDDSA(JWSAlgorithm.EdDSA),
    ED25519(JWSAlgorithm.Ed25519);

    private final JWSAlgorithm jws;

    JwtAlgorithm(JWSAlgorithm jws) {
        this.jws = jws;
    }

    /** The word as it stands in headers and configurations. */
    String wireName() {
        return jws.getName();
    }

    JWSAlgorithm jws() {
        return jws;
    }

    static Optional<JwtAlgorithm> ofWireName(String word) {
        for (JwtAlgorithm candidate : values()) {
            if (candidate.wireName().equals(word)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
