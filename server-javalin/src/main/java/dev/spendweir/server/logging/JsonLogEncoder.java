package dev.spendweir.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object a line with the fixed keys of spec 9.3, each of them always there, null where it does not apply; beside
 * them {@code message} and {@code exception}. Line breaks and control characters of a message are escaped, so that nobody
 * can forge a line.
 */
final class JsonLogEncoder extends EncoderBase<ILoggingEvent> {

    /** The keys that a line always has, beside ts, level, service, module and config_hash. */
    static final List<String> CALL_KEYS = List.of(
            "trace_id",
            "span_id",
            "request_id",
            "tenant_id",
            "event_id",
            "decision_id",
            "policy_hash",
            "route",
            "status_code",
            "latency_ms",
            "error_code");

    private static final String LONE_SURROGATE =
            "(?<![\\uD800-\\uDBFF])[\\uDC00-\\uDFFF]|[\\uD800-\\uDBFF](?![\\uDC00-\\uDFFF])";

    private final String configHash;

    JsonLogEncoder(String configHash) {
        this.configHash = configHash;
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        JsonObject.Builder line = JsonObject.builder()
                .put("ts", event.getInstant().toString())
                .put("level", event.getLevel().toString().toLowerCase(Locale.ROOT))
                .put("service", "spendweir")
                .put("module", event.getLoggerName())
                .put("config_hash", configHash)
                .put("message", text(String.valueOf(event.getFormattedMessage())))
                .put("exception", exception(event));
        Map<String, JsonValue> known = callValues(event);
        CALL_KEYS.forEach(key -> line.put(key, known.get(key)));
        byte[] json = CanonicalJson.bytes(line.build());
        return (new String(json, StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, JsonValue> callValues(ILoggingEvent event) {
        Map<String, JsonValue> values = new LinkedHashMap<>();
        event.getMDCPropertyMap().forEach((key, value) -> values.put(key, text(value)));
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            for (KeyValuePair pair : pairs) {
                if (pair.value != null) {
                    values.put(
                            pair.key,
                            pair.value instanceof Number number
                                    ? JsonNumber.of(number.longValue())
                                    : text(pair.value.toString()));
                }
            }
        }
        return values;
    }

    private static JsonValue text(String raw) {
        return new JsonString(raw.replaceAll(LONE_SURROGATE, "\uFFFD"));
    }

    private static @org.jspecify.annotations.Nullable JsonValue exception(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        return thrown == null ? null : text(ThrowableProxyUtil.asString(thrown));
    }
}
