package dev.spendweir.token;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonSyntaxException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A token taken apart (RFC 7515, 7.1), nothing of it believed yet.
 *
 * @param signedBytes what the signature is over: header and payload as they were written
 * @param signature of any length
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one verification
record CompactJws(JsonObject header, JsonObject payload, byte[] signedBytes, byte[] signature) {
    /** Longest token: more than any that we mint, and little enough to be looked at for nothing. */
    static final int MAX_BYTES = 8 * 1024;

    private static final int PARTS = 3;

    /** The parts; null unless the text is exactly three of them and the first two are JSON objects (spec 2.2, 1). */
    static @Nullable CompactJws parse(String text) {
        if (text.length() > MAX_BYTES) {
            return null;
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length != PARTS) {
            return null;
        }
        JsonObject header = object(parts[0]);
        JsonObject payload = object(parts[1]);
        byte[] signature = Base64Url.decode(parts[2]);
        if (header == null || payload == null || signature == null) {
            return null;
        }
        String signed = text.substring(0, parts[0].length() + 1 + parts[1].length());
        return new CompactJws(header, payload, signed.getBytes(StandardCharsets.US_ASCII), signature);
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
