package dev.spendweir.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.testing.Json;
import dev.spendweir.testing.Refusals;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Envelopes of spec 5.4. */
class EnvelopeReaderTest {

    private static final Instant CLOCK = Instant.parse("2026-03-02T12:00:00Z");

    private static final JsonObject GOOD =
            Json.object("{'tenant_id':'acme','event_id':'e-1','trace_id':'t','agent_id':'a',"
                    + "'schema_version':'1.0','created_at':'2026-03-02T01:00:00Z','source':'aws-cur','type':'cost.daily','payload':"
                    + "{'date':'2026-03-01','project_id':'payments','amount':'312.40','currency':'USD','final':true}}");

    private static final JsonObject WATERMARK = GOOD.with("type", new JsonString("cost.watermark"))
            .with("payload", Json.object("{'complete_through':'2026-03-02'}"));

    private static Envelope read(JsonValue envelope) {
        return new EnvelopeReader("acme", "USD", CLOCK, false).read(envelope);
    }

    private static List<String> refusals(JsonValue envelope) {
        return Refusals.of(() -> read(envelope));
    }

    private static JsonObject payload(String member, JsonValue value) {
        return GOOD.with("payload", ((JsonObject) GOOD.get("payload")).with(member, value));
    }

    @Test
    void dailyCost_isReadWithEveryMember() {
        Envelope envelope = read(GOOD);
        assertThat(envelope.event())
                .isEqualTo(new IngestEvent.DailyCost(
                        "e-1",
                        Instant.parse("2026-03-02T01:00:00Z"),
                        "aws-cur",
                        LocalDate.parse("2026-03-01"),
                        "payments",
                        Amount.parse("312.4"),
                        true));
        assertThat(envelope.traceId() + envelope.agentId() + envelope.schemaVersion())
                .isEqualTo("ta1.0");
        assertThat(((IngestEvent.DailyCost) envelope.event()).day())
                .isEqualTo(new CostDay(LocalDate.parse("2026-03-01"), "payments"));
    }

    @Test
    void watermark_isRead() {
        assertThat(read(WATERMARK).event())
                .isEqualTo(new IngestEvent.Watermark(
                        "e-1", Instant.parse("2026-03-02T01:00:00Z"), "aws-cur", LocalDate.parse("2026-03-02")));
        assertThat(CanonicalJson.text(read(WATERMARK).toJson("USD")))
                .contains("\"payload\":{\"complete_through\":\"2026-03-02\"}", "\"type\":\"cost.watermark\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"event_id", "trace_id", "agent_id", "schema_version", "created_at", "source", "tenant_id"})
    void missingMember_hasACodeOfItsOwn(String member) {
        String refusal = member.toUpperCase(Locale.ROOT) + "_REQUIRED /" + member;
        assertThat(refusals(GOOD.without(member))).containsExactly(refusal);
        assertThat(refusals(GOOD.with(member, JsonNull.NULL))).containsExactly(refusal);
    }

    @Test
    void allFindings_comeTogether() {
        assertThat(refusals(JsonObject.EMPTY)).hasSize(9).startsWith("AGENT_ID_REQUIRED /agent_id");
        assertThat(refusals(payload("date", JsonNull.NULL).with("source", new JsonString(" "))))
                .containsExactly("FIELD_REQUIRED /payload/date", "INVALID_FIELD /source");
        assertThat(refusals(null)).containsExactly("INVALID_FIELD");
    }

    @Test
    void anotherTenantAndAnotherMajor_areRefusedAlone() {
        JsonObject other = GOOD.with("tenant_id", new JsonString("globex")).without("event_id");
        assertThat(refusals(other)).containsExactly("TENANT_MISMATCH /tenant_id");
        for (String version : new String[] {"2.0", "1", "1.00", "1.12345", "one", ""}) {
            assertThat(refusals(GOOD.with("schema_version", new JsonString(version))
                            .with("x", JsonNull.NULL)
                            .without("source")))
                    .as(version)
                    .containsExactly("SCHEMA_VERSION_UNSUPPORTED /schema_version");
        }
        assertThat(refusals(GOOD.with("schema_version", JsonNumber.of(1))))
                .containsExactly("SCHEMA_VERSION_UNSUPPORTED /schema_version");
    }

    @Test
    void unknownMembers_areRefusedInTheFirstVersionAlone() {
        JsonObject more = payload("x", JsonNull.NULL).with("y", JsonNull.NULL);
        assertThat(refusals(more)).containsExactly("UNKNOWN_FIELD /payload/x", "UNKNOWN_FIELD /y");
        assertThat(refusals(more.with("schema_version", new JsonString("1.1")))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T12:05:00Z, ",
        "2026-03-02T12:05:00.0009Z, ",
        "2026-03-02T12:05:00.001Z, CREATED_AT_IN_FUTURE /created_at",
        "2026-03-02, INVALID_FIELD /created_at"
    })
    void createdAt_mayBeFiveMinutesAhead(String createdAt, String refusal) {
        List<String> expected = refusal == null ? List.of() : List.of(refusal);
        assertThat(refusals(GOOD.with("created_at", new JsonString(createdAt)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "date, 2026-03-04, ",
        "date, 2026-03-05, INVALID_FIELD",
        "date, 2026-02-29, INVALID_FIELD",
        "amount, 10000000000, ",
        "amount, -10000000000, ",
        "amount, 10000000000.000001, AMOUNT_OUT_OF_RANGE",
        "amount, -10000000000.000001, AMOUNT_OUT_OF_RANGE",
        "amount, 12x, INVALID_AMOUNT",
        "currency, EUR, CURRENCY_MISMATCH",
        "currency, usd, INVALID_FIELD",
        "project_id, ' p', INVALID_FIELD",
        "final, yes, INVALID_FIELD"
    })
    void payload_isCheckedAtItsLimits(String member, String value, String code) {
        List<String> expected = code == null ? List.of() : List.of(code + " /payload/" + member);
        assertThat(refusals(payload(member, new JsonString(value)))).isEqualTo(expected);
    }

    @Test
    void watermark_isNotAfterToday() {
        assertThat(refusals(WATERMARK.with("payload", Json.object("{'complete_through':'2026-03-03'}"))))
                .containsExactly("INVALID_FIELD /payload/complete_through");
    }

    @Test
    void unknownType_leavesThePayloadUnread() {
        assertThat(refusals(payload("x", JsonNull.NULL).with("type", new JsonString("cost.hourly"))))
                .containsExactly("INVALID_FIELD /type");
        assertThat(refusals(GOOD.with("payload", new JsonArray(List.of())))).containsExactly("INVALID_FIELD /payload");
    }

    @Test
    void integrityHash_isCheckedWheneverItIsThere() {
        String right = CanonicalJson.sha256(GOOD.get("payload"));
        assertThat(refusals(GOOD.with("integrity_hash", new JsonString(right)))).isEmpty();
        assertThat(refusals(GOOD.with("integrity_hash", new JsonString(right.toUpperCase(Locale.ROOT)))))
                .containsExactly("INTEGRITY_HASH_MISMATCH /integrity_hash");
        EnvelopeReader strict = new EnvelopeReader("acme", "USD", CLOCK, true);
        assertThat(Refusals.of(() -> strict.read(GOOD))).containsExactly("INTEGRITY_HASH_REQUIRED /integrity_hash");
        assertThat(strict.read(GOOD.with("integrity_hash", new JsonString(right))))
                .isEqualTo(read(GOOD));
        JsonObject noForm = payload("note", new JsonString("\ud800")).with("integrity_hash", new JsonString(right));
        assertThat(refusals(noForm)).containsExactly("INVALID_FIELD /payload", "UNKNOWN_FIELD /payload/note");
    }

    @Test
    void idsOfWhateverCame_areReadAsFarAsTheyAreNames() {
        assertThat(EnvelopeReader.eventIdOf(GOOD)).isEqualTo("e-1");
        assertThat(EnvelopeReader.traceIdOf(GOOD)).isEqualTo("t");
        assertThat(EnvelopeReader.eventIdOf(GOOD.with("event_id", new JsonString("x".repeat(257)))))
                .isNull();
        assertThat(EnvelopeReader.traceIdOf(GOOD.with("trace_id", JsonNumber.of(1))))
                .isNull();
        assertThat(EnvelopeReader.eventIdOf(JsonNull.NULL)).isNull();
    }
}
