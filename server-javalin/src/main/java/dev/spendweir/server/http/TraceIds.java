package dev.spendweir.server.http;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The ids of one call, the same in every log line, ledger entry and error of it (spec 4.4, W3C Trace Context).
 *
 * @param requestId the caller's when it is 1..128 visible ASCII characters, else made
 * @param traceId 32 lower-case hex digits, not all zero
 * @param spanId 16 lower-case hex digits: this server's part of the trace
 * @param flags two hex digits of {@code traceparent}
 */
public record TraceIds(String requestId, String traceId, String spanId, String flags) {

    private static final Pattern TRACEPARENT =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
    private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern REQUEST_ID = Pattern.compile("[\\x21-\\x7e]{1,128}");
    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_SPAN = "0".repeat(16);
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The ids of a call with these header values; malformed ones are ignored, as Trace Context asks. */
    static TraceIds of(@Nullable String requestId, @Nullable String traceparent, @Nullable String traceId) {
        String request = requestId != null && REQUEST_ID.matcher(requestId).matches() ? requestId : hex(16);
        if (traceparent != null) {
            Matcher parts = TRACEPARENT.matcher(traceparent);
            if (parts.matches() && isUsable(parts)) {
                return new TraceIds(request, parts.group(2), hex(8), parts.group(4));
            }
        }
        String trace = traceId != null && isTraceId(traceId) ? traceId : hex(16);
        return new TraceIds(request, trace, hex(8), "00");
    }

    /** Version ff is invalid; version 00 has nothing after the flags; zeros mean nothing. */
    private static boolean isUsable(Matcher parts) {
        String version = parts.group(1);
        return !version.equals("ff")
                && (!version.equals("00") || parts.group(5) == null)
                && !parts.group(2).equals(NO_TRACE)
                && !parts.group(3).equals(NO_SPAN);
    }

    private static boolean isTraceId(String text) {
        return TRACE_ID.matcher(text).matches() && !text.equals(NO_TRACE);
    }

    private static String hex(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** The header value that goes out. */
    String traceparent() {
        return "00-" + traceId + "-" + spanId + "-" + flags;
    }
}
