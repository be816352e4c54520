package dev.spendweir.server.http;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.token.TokenSigner;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.UnaryOperator;

/** Makes other tokens of a real one, signed by whoever's key is given. Immutable. */
final class TokenForge {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final String[] parts;
    private final TokenSigner signer;

    /**
     * A forge.
     *
     * @param token as the server minted it
     * @param signer the server's own key: what it signs is wrong in that one thing alone
     */
    TokenForge(String token, TokenSigner signer) {
        this.parts = token.split("\\.", -1);
        this.signer = signer;
    }

    String real() {
        return String.join(".", parts);
    }

    TokenForge signedBy(TokenSigner other) {
        return new TokenForge(real(), other);
    }

    JsonObject header() {
        return (JsonObject) JsonReader.read(decoded(0));
    }

    JsonObject claims() {
        return (JsonObject) JsonReader.read(decoded(1));
    }

    /** The bytes of a part. */
    byte[] decoded(int part) {
        return Base64.getUrlDecoder().decode(parts[part]);
    }

    String withHeader(String name, String json) {
        return of(text(header().with(name, JsonReader.read(json))), text(claims()));
    }

    String withHeader(String name, JsonValue value) {
        return of(text(header().with(name, value)), text(claims()));
    }

    String withoutHeader(String name) {
        return of(text(header().without(name)), text(claims()));
    }

    String withClaim(String name, String json) {
        return of(text(header()), text(claims().with(name, JsonReader.read(json))));
    }

    String withClaimText(String name, String value) {
        return of(text(header()), text(claims().with(name, new JsonString(value))));
    }

    String withoutClaim(String name) {
        return of(text(header()), text(claims().without(name)));
    }

    /** A header and a payload as they are written. */
    String of(String header, String payload) {
        return of(utf8(header), utf8(payload));
    }

    String of(byte[] header, byte[] payload) {
        String signed = encode(header) + "." + encode(payload);
        return signed + "." + encode(signer.sign(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    /** The real one with other bytes as its signature. */
    String withSignature(UnaryOperator<byte[]> change) {
        return parts[0] + "." + parts[1] + "." + encode(change.apply(decoded(2)));
    }

    /** A part replaced, under the signature of the real one. */
    String withPart(int part, String text) {
        String[] changed = parts.clone();
        changed[part] = text;
        return String.join(".", changed);
    }

    String part(int part) {
        return parts[part];
    }

    static String encode(byte[] bytes) {
        return BASE64URL.encodeToString(bytes);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(JsonObject object) {
        return new String(CanonicalJson.bytes(object), StandardCharsets.UTF_8);
    }
}
