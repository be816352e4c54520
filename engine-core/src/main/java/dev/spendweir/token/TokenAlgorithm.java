package dev.spendweir.token;

import java.util.Optional;

/** How a token is signed. Both names mean Ed25519; a key has exactly one of them (spec 2.2). */
public enum TokenAlgorithm {
    /** The name of RFC 8037, which every library knows; the default. */
    EDDSA("EdDSA"),
    /** The fully specified name of RFC 9864. */
    ED25519("Ed25519");

    private final String wireName;

    TokenAlgorithm(String wireName) {
        this.wireName = wireName;
    }

    /** The word as it travels in {@code alg}. */
    public String wireName() {
        return wireName;
    }

    /** The constant that travels under exactly this word, if there is one. */
    public static Optional<TokenAlgorithm> ofWireName(String word) {
        for (TokenAlgorithm candidate : values()) {
            if (candidate.wireName.equals(word)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
