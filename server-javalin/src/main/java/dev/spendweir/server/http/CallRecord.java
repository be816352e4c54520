package dev.spendweir.server.http;

import io.javalin.http.Context;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** What is known about one call for its log line and its metrics; used by one thread at a time. */
final class CallRecord {

    private static final String ATTRIBUTE = CallRecord.class.getName();

    private final TraceIds ids;
    private final long startedNanos = System.nanoTime();
    private String route = "unmatched";
    private @Nullable String errorCode;
    private boolean callerKnown;

    /** What its log lines carry, after {@link #leave}. */
    private @Nullable Map<String, String> logContext;

    private CallRecord(TraceIds ids) {
        this.ids = ids;
    }

    /** Begins the record: from here on every log line of this thread carries the ids, and so will the answer. */
    static void begin(Context context) {
        TraceIds ids = TraceIds.of(
                context.header("X-Request-Id"), context.header("traceparent"), context.header("X-Trace-Id"));
        context.attribute(ATTRIBUTE, new CallRecord(ids));
        MDC.put("request_id", ids.requestId());
        MDC.put("trace_id", ids.traceId());
        MDC.put("span_id", ids.spanId());
        context.header("X-Request-Id", ids.requestId());
        context.header("X-Trace-Id", ids.traceId());
        context.header("traceparent", ids.traceparent());
    }

    /** The record of this call; begun now when an error came before the first handler. */
    static CallRecord of(Context context) {
        if (context.attribute(ATTRIBUTE) == null) {
            begin(context);
        }
        return Objects.requireNonNull(context.attribute(ATTRIBUTE));
    }

    TraceIds ids() {
        return ids;
    }

    String route() {
        return route;
    }

    void route(String name) {
        this.route = name;
    }

    @Nullable
    String errorCode() {
        return errorCode;
    }

    void errorCode(String code) {
        this.errorCode = code;
    }

    /** Whether the call's credential was found to be valid. */
    boolean isCallerKnown() {
        return callerKnown;
    }

    void callerKnown() {
        this.callerKnown = true;
    }

    /** What the thread's log lines carry for this call, which another thread may take up with {@link #resume}. */
    void leave() {
        logContext = MDC.getCopyOfContextMap();
        MDC.clear();
    }

    /** From here on the thread's log lines carry what they carried at {@link #leave}, if that was. */
    void resume() {
        if (logContext != null) {
            MDC.setContextMap(logContext);
            logContext = null;
        }
    }

    long elapsedNanos() {
        return System.nanoTime() - startedNanos;
    }
}
