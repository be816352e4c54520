package dev.spendweir.server.store.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Any bytes as an event of the ingest interface: refused with one of its codes, or an event that does not lie ahead. */
class EnvelopeFuzzTest {

    private static final Instant NOW = Instant.parse("2026-03-17T12:00:00Z");
    private static final Set<ErrorCode> CODES = Set.of(
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
            ErrorCode.INTEGRITY_HASH_MISMATCH);

    @FuzzTest
    void anyBytes_areAnEventOrRefused(byte[] input) {
        JsonValue value;
        try {
            value = JsonReader.read(input);
        } catch (JsonSyntaxException e) {
            return;
        }
        Envelope.eventIdOf(value);
        Envelope.traceIdOf(value);
        try {
            IngestEvent event = Envelope.read(value, "acme", "USD", NOW);
            assertThat(event.createdAt()).isBeforeOrEqualTo(NOW.plus(Duration.ofMinutes(5)));
            assertThat(event.eventId()).isEqualTo(Envelope.eventIdOf(value));
        } catch (RejectedException e) {
            assertThat(CODES).contains(e.code());
        }
    }
}
