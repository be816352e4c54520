package dev.spendweir.token;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JWS in compact form (RFC 7515, 7.1) taken apart, nothing of it believed yet: neither header nor signature is judged here. The
 * arrays are not to be changed.
 *
 * @param signedBytes what the signature is over: header and payload as they were written
 * @param signature of any length, 0 too
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one verification
public record CompactJws(JsonObject header, JsonObject payload, byte[] signedBytes, byte[] signature) {
    private static final int PARTS = 3;

    /**
     * Takes a text apart. Every content has one text: no padding, no stray bits, no member twice.
     *
     * @param maxLength the longest text that is looked at, in characters
     * @return empty unless the text is exactly three parts of base64url, the first two JSON objects
     */
    public static Optional<CompactJws> parse(String text, int maxLength) {
        if (text.length() > maxLength) {
            return Optional.empty();
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        JsonObject header = object(parts[0]);
        JsonObject payload = object(parts[1]);
        byte[] signature = Base64Url.decode(parts[2]);
        if (header == null || payload == null || signature == null) {
            return Optional.empty();
        }
        String signed = text.substring(0, parts[0].length() + 1 + parts[1].length());
        return Optional.of(new CompactJws(header, payload, signed.getBytes(StandardCharsets.US_ASCII), signature));
    }

    private static @Nullable JsonObject object(String part) {
        byte[] json = Base64Url.decode(part);
        if (json == null) {
            return null;
        }
        try {
            return JsonReader.read(json) instanceof JsonObject object ? object : null;
        } catch (JsonSyntaxException e) {
            return null;
        }
    }
}
