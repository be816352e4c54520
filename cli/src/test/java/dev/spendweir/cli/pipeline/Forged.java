package dev.spendweir.cli.pipeline;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.token.TokenSigner;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Tokens made from a real one. */
final class Forged {

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final String[] parts;

    Forged(String token) {
        this.parts = token.split("\\.", -1);
    }

    /** The same, long over; signed by the real key. */
    String expired(TokenSigner signer) {
        long end = Instant.now().getEpochSecond() - 3600;
        JsonObject claims = object(1)
                .with("iat", JsonNumber.of(end - 60))
                .with("nbf", JsonNumber.of(end - 60))
                .with("exp", JsonNumber.of(end));
        return signed(object(0), claims, signer);
    }

    /** The same with another header member, signed. */
    String withHeader(String name, String value, TokenSigner signer) {
        return signed(object(0).with(name, new JsonString(value)), object(1), signer);
    }

    /** The same claims in other bytes, under the old signature. */
    String reEncoded() {
        String spaced = new String(decoded(1), StandardCharsets.UTF_8).replaceFirst(":", ": ");
        return parts[0] + "." + BASE64URL.encodeToString(spaced.getBytes(StandardCharsets.UTF_8)) + "." + parts[2];
    }

    /** With the padding that base64url may have elsewhere. */
    String padded() {
        return parts[0] + "." + parts[1] + "." + parts[2] + "==";
    }

    /** One byte of each of many places of each part changed. */
    List<String> tampered() {
        List<String> all = new ArrayList<>();
        for (int part = 0; part < parts.length; part++) {
            byte[] bytes = decoded(part);
            for (int sample = 0; sample < 5; sample++) {
                byte[] changed = bytes.clone();
                changed[sample * (bytes.length - 1) / 4] ^= 1;
                all.add(with(part, BASE64URL.encodeToString(changed)));
            }
        }
        return all;
    }

    private String with(int part, String text) {
        String[] changed = parts.clone();
        changed[part] = text;
        return String.join(".", changed);
    }

    private byte[] decoded(int part) {
        return Base64.getUrlDecoder().decode(parts[part]);
    }

    private JsonObject object(int part) {
        return (JsonObject) JsonReader.read(decoded(part));
    }

    private static String signed(JsonObject header, JsonObject claims, TokenSigner signer) {
        String message = encoded(header) + "." + encoded(claims);
        return message + "." + BASE64URL.encodeToString(signer.sign(message.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String encoded(JsonValue value) {
        return BASE64URL.encodeToString(CanonicalJson.bytes(value));
    }
}
