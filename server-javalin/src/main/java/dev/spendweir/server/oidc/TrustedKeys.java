package dev.spendweir.server.oidc;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.rejection.RejectedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The usable keys of a JWK set (RFC 7517), in their order. Immutable. */
record TrustedKeys(List<TrustedKey> keys) {

    static final TrustedKeys NONE = new TrustedKeys(List.of());

    /** Issuers publish two to ten; whatever lists more than this is no JWK set of an issuer. */
    private static final int MAX_KEYS = 100;

    TrustedKeys {
        keys = List.copyOf(keys);
    }

    /**
     * Reads a JWK set; keys that are of no use here are left out, as RFC 7517 section 5 has it.
     *
     * @throws IOException when it is no JWK set, or one without a usable key
     */
    static TrustedKeys read(byte[] json) throws IOException {
        List<TrustedKey> keys = new ArrayList<>();
        for (JsonValue jwk : elements(json)) {
            if (jwk instanceof JsonObject) {
                TrustedKey.of(text(jwk)).ifPresent(keys::add);
            }
        }
        if (keys.isEmpty()) {
            throw new IOException("the JWK set has no usable public key for signatures");
        }
        return new TrustedKeys(keys);
    }

    private static List<JsonValue> elements(byte[] json) throws IOException {
        try {
            if (JsonReader.read(json) instanceof JsonObject set
                    && set.get("keys") instanceof JsonArray keys
                    && keys.size() <= MAX_KEYS) {
                return keys.elements();
            }
        } catch (JsonSyntaxException e) {
            throw new IOException("the JWK set is not JSON", e);
        }
        throw new IOException("not a JWK set of at most " + MAX_KEYS + " keys");
    }

    private static String text(JsonValue jwk) throws IOException {
        try {
            return CanonicalJson.text(jwk);
        } catch (RejectedException e) {
            throw new IOException("the JWK set is not I-JSON", e);
        }
    }

    /**
     * The keys that a token may have been signed with. A token that names no key gets one only when there is no choice.
     *
     * @param kid what the token names; null: nothing
     */
    List<TrustedKey> candidates(@Nullable String kid, JwtAlgorithm algorithm) {
        List<TrustedKey> fitting =
                keys.stream().filter(key -> key.fits(kid, algorithm)).toList();
        return kid == null && fitting.size() > 1 ? List.of() : fitting;
    }
}
