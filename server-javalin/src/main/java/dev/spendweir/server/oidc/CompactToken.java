package dev.spendweir.server.oidc;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.token.CompactJws;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A JWS in compact form (RFC 7515), read strictly and not yet verified: nothing of it may be believed. Immutable.
 *
 * @param algorithm the {@code alg} that it claims
 * @param kid the {@code kid} that it claims; null: none
 * @param signingInput what the signature is over
 */
@SuppressWarnings("ArrayRecordComponent") // lives within one call
record CompactToken(String algorithm, @Nullable String kid, JsonObject claims, byte[] signingInput, byte[] signature) {

    /** Identity providers stay below 4 KiB unless they list hundreds of groups; the header limit of the server is 16 KiB. */
    static final int MAX_LENGTH = 12 * 1024;

    private static final int MAX_KID = 256;

    /** Each of them would change how the token is read or where its key comes from (RFC 8725 section 3.10). */
    private static final List<String> FORBIDDEN = List.of("crit", "b64", "zip", "enc", "jku", "jwk", "x5u");

    /** ID tokens say {@code JWT} or nothing, access tokens {@code at+jwt} (RFC 9068); other kinds mean something else. */
    private static final List<String> TYPES = List.of("jwt", "at+jwt", "application/at+jwt", "application/jwt");

    /**
     * Reads a token.
     *
     * @throws TokenRefusedException {@code MALFORMED} or {@code HEADER}
     */
    static CompactToken parse(String text) {
        CompactJws jws = CompactJws.parse(text, MAX_LENGTH)
                .filter(found -> found.signature().length > 0)
                .orElseThrow(() -> new TokenRefusedException(Refusal.MALFORMED));
        JsonObject header = jws.header();
        checkHeader(header);
        return new CompactToken(
                required(header, "alg"), optional(header, "kid"), jws.payload(), jws.signedBytes(), jws.signature());
    }

    private static void checkHeader(JsonObject header) {
        boolean forbidden = FORBIDDEN.stream().anyMatch(header::has);
        String type = optional(header, "typ");
        String kid = optional(header, "kid");
        if (forbidden
                || (type != null && !TYPES.contains(type.toLowerCase(Locale.ROOT)))
                || (kid != null && kid.length() > MAX_KID)) {
            throw new TokenRefusedException(Refusal.HEADER);
        }
    }

    private static String required(JsonObject header, String name) {
        String value = optional(header, name);
        if (value == null) {
            throw new TokenRefusedException(Refusal.HEADER);
        }
        return value;
    }

    private static @Nullable String optional(JsonObject header, String name) {
        JsonValue value = header.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonString string) {
            return string.value();
        }
        throw new TokenRefusedException(Refusal.HEADER);
    }
}
