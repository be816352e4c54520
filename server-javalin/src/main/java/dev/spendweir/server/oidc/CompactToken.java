package dev.spendweir.server.oidc;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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

    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    /**
     * Reads a token.
     *
     * @throws TokenRefusedException {@code MALFORMED} or {@code HEADER}
     */
    static CompactToken parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new TokenRefusedException(Refusal.MALFORMED);
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            throw new TokenRefusedException(Refusal.MALFORMED);
        }
        JsonObject header = object(parts[0]);
        JsonObject claims = object(parts[1]);
        byte[] signature = decode(parts[2]);
        checkHeader(header);
        byte[] input = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
        return new CompactToken(required(header, "alg"), optional(header, "kid"), claims, input, signature);
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

    private static JsonObject object(String part) {
        try {
            if (JsonReader.read(decode(part)) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonSyntaxException e) {
            throw new TokenRefusedException(Refusal.MALFORMED);
        }
        throw new TokenRefusedException(Refusal.MALFORMED);
    }

    private static byte[] decode(String part) {
        byte[] bytes;
        try {
            bytes = DECODER.decode(part);
        } catch (IllegalArgumentException e) {
            throw new TokenRefusedException(Refusal.MALFORMED);
        }
        // One text for each content: no padding, no stray bits in the last character.
        if (part.isEmpty() || !ENCODER.encodeToString(bytes).equals(part)) {
            throw new TokenRefusedException(Refusal.MALFORMED);
        }
        return bytes;
    }
}
