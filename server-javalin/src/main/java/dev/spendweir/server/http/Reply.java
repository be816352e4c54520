package dev.spendweir.server.http;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a handler answers. Immutable.
 *
 * @param body not copied: a stored answer goes out as it is, byte for byte
 */
@SuppressWarnings("ArrayRecordComponent") // its one reader does not change it; a copy of 50 MB helps nobody
public record Reply(int status, String mediaType, byte[] body, Map<String, String> headers) {

    static final String JSON = "application/json";

    public Reply {
        headers = Map.copyOf(headers);
    }

    /** 200 with this value, in canonical form. */
    static Reply ok(JsonValue value) {
        return json(200, CanonicalJson.bytes(value));
    }

    /** 201 with this value. */
    static Reply created(JsonValue value) {
        return json(201, CanonicalJson.bytes(value));
    }

    /** 204. */
    static Reply noContent() {
        return new Reply(204, JSON, new byte[0], Map.of());
    }

    /** Stored bytes. */
    static Reply json(int status, byte[] body) {
        return new Reply(status, JSON, body, Map.of());
    }

    /** The same with one more header. */
    Reply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, mediaType, body, more);
    }
}
