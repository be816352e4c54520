package dev.spendweir.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.testing.Untrusted;
import java.time.Instant;

/** Any bytes as an event of the ingest interface: refused with its codes, or an event whose wire form reads back. */
class EnvelopeFuzzTest {

    private static final Instant NOW = Instant.parse("2026-03-17T12:00:00Z");
    private static final EnvelopeReader READER = new EnvelopeReader("acme", "USD", NOW, false);
    private static final ErrorCode[] CODES = {
        ErrorCode.TENANT_ID_REQUIRED,
        ErrorCode.EVENT_ID_REQUIRED,
        ErrorCode.TRACE_ID_REQUIRED,
        ErrorCode.AGENT_ID_REQUIRED,
        ErrorCode.SCHEMA_VERSION_REQUIRED,
        ErrorCode.CREATED_AT_REQUIRED,
        ErrorCode.SOURCE_REQUIRED,
        ErrorCode.TENANT_MISMATCH,
        ErrorCode.CREATED_AT_IN_FUTURE,
        ErrorCode.SCHEMA_VERSION_UNSUPPORTED,
        ErrorCode.UNKNOWN_FIELD,
        ErrorCode.FIELD_REQUIRED,
        ErrorCode.INVALID_FIELD,
        ErrorCode.INVALID_AMOUNT,
        ErrorCode.AMOUNT_OUT_OF_RANGE,
        ErrorCode.CURRENCY_MISMATCH,
        ErrorCode.INTEGRITY_HASH_MISMATCH
    };

    @FuzzTest
    void anyBytes_areAnEventThatReadsBackOrRefused(byte[] input) {
        Untrusted.json(input).ifPresent(EnvelopeFuzzTest::check);
    }

    private static void check(JsonValue json) {
        Untrusted.read(() -> READER.read(json), CODES).ifPresent(envelope -> {
            assertThat(envelope.event().createdAt()).isBeforeOrEqualTo(NOW.plus(CostLimits.MAX_CLOCK_AHEAD));
            assertThat(envelope.event().eventId()).isEqualTo(EnvelopeReader.eventIdOf(json));
            assertThat(envelope.traceId()).isEqualTo(EnvelopeReader.traceIdOf(json));
            assertThat(READER.read(envelope.toJson("USD"))).isEqualTo(envelope);
        });
    }
}
