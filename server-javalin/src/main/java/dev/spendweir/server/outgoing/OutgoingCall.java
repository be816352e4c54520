package dev.spendweir.server.outgoing;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call that the server makes. Immutable.
 *
 * @param body null: none
 * @param timeout for the whole of it, the answer's body included
 * @param maxBytes largest answer that is taken
 */
@SuppressWarnings("ArrayRecordComponent") // goes straight to the wire
public record OutgoingCall(
        String method,
        String url,
        Map<String, String> headers,
        byte @Nullable [] body,
        Duration timeout,
        long maxBytes) {
    public OutgoingCall {
        headers = Map.copyOf(headers);
    }

    /** A call without a body. */
    public static OutgoingCall get(String url, Duration timeout, long maxBytes) {
        return new OutgoingCall("GET", url, Map.of(), null, timeout, maxBytes);
    }

    /** The same with one more header. */
    public OutgoingCall with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new OutgoingCall(method, url, more, body, timeout, maxBytes);
    }

    /** Shows neither path nor headers. */
    @Override
    public String toString() {
        return method + " (url and headers hidden)";
    }
}
