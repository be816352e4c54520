package dev.spendweir.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JsonLogEncoderTest {

    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("dev.spendweir.server.http.HttpApp");

    @Test
    void encode_anyEvent_isOneLineWithAllFixedKeys() {
        JsonObject line = encode(event("hello\nforged\u2028line", null));
        assertThat(line.names())
                .containsAll(JsonLogEncoder.CALL_KEYS)
                .contains("ts", "level", "service", "module", "config_hash", "message", "exception");
        assertThat(line.get("message")).isEqualTo(new JsonString("hello\nforged\u2028line"));
        assertThat(line.get("route")).isEqualTo(JsonNull.NULL);
        assertThat(line.get("config_hash")).isEqualTo(new JsonString("cfg"));
    }

    @Test
    void encode_callLine_hasItsValuesTyped() {
        LoggingEvent event = new LoggingEvent("x", logger, Level.INFO, "call", null, null);
        event.setMDCPropertyMap(Map.of("request_id", "r-1", "tenant_id", "acme"));
        event.addKeyValuePair(new KeyValuePair("status_code", 200));
        event.addKeyValuePair(new KeyValuePair("route", "GET /v1"));
        event.addKeyValuePair(new KeyValuePair("error_code", null));
        JsonObject line = encode(event);
        assertThat(line.get("request_id")).isEqualTo(new JsonString("r-1"));
        assertThat(line.get("tenant_id")).isEqualTo(new JsonString("acme"));
        assertThat(line.get("status_code")).isEqualTo(new JsonNumber("200"));
        assertThat(line.get("error_code")).isEqualTo(JsonNull.NULL);
    }

    @Test
    void encode_exceptionAndLoneSurrogate_staysOneValidLine() {
        JsonObject line = encode(event("bad \ud800", new IllegalStateException("why")));
        assertThat(line.get("message")).isEqualTo(new JsonString("bad \ufffd"));
        assertThat(((JsonString) line.get("exception")).value()).contains("IllegalStateException: why");
    }

    private LoggingEvent event(String message, Throwable thrown) {
        LoggingEvent event = new LoggingEvent("x", logger, Level.INFO, message, thrown, null);
        event.setMDCPropertyMap(Map.of());
        return event;
    }

    private static JsonObject encode(LoggingEvent event) {
        String text = new String(new JsonLogEncoder("cfg").encode(event), StandardCharsets.UTF_8);
        assertThat(text).endsWith("\n");
        assertThat(text.substring(0, text.length() - 1)).doesNotContain("\n");
        return (JsonObject) JsonReader.read(text);
    }
}
