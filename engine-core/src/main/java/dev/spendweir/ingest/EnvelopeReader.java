package dev.spendweir.ingest;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.reading.FieldReader;
import dev.spendweir.reading.Findings;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.ReadingCodes;
import dev.spendweir.reading.TextRule;
import dev.spendweir.reading.TextRules;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.snapshot.Grant;
import dev.spendweir.time.ClockTime;
import dev.spendweir.time.Days;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the envelope of spec 5.4 with its payload. All findings come together, sorted by pointer (relative to the
 * envelope), but another tenant's event and another major version are refused for that alone. Immutable and thread-safe.
 */
public final class EnvelopeReader {

    /** Most code points of the texts that name something; what a database index takes with ease. */
    public static final int MAX_NAME_LENGTH = 256;

    private static final TextRule NAME = TextRules.name(1, MAX_NAME_LENGTH);

    /** Words for the ledger, as long as those of a reconciliation by hand. */
    private static final TextRule NOTES = TextRules.name(1, 1024);

    /** The version whose members are all known; a later minor may bring others, which are ignored. */
    private static final String FIRST_VERSION = "1.0";

    /** Minor versions have at most four digits, without leading zeros. */
    private static final Pattern SUPPORTED_VERSION = Pattern.compile("1\\.(0|[1-9][0-9]{0,3})");

    private final String tenantId;
    private final String currency;
    private final Instant clockTime;
    private final boolean integrityRequired;

    /**
     * A reader for one caller.
     *
     * @param tenantId the credential's
     * @param currency the policy's
     * @param clockTime judges what lies ahead
     * @param integrityRequired whether an envelope must carry its payload's hash; a hash that is there is always checked
     */
    public EnvelopeReader(String tenantId, String currency, Instant clockTime, boolean integrityRequired) {
        this.tenantId = tenantId;
        this.currency = currency;
        this.clockTime = clockTime;
        this.integrityRequired = integrityRequired;
    }

    private record Reading(
            String eventId,
            String traceId,
            String agentId,
            String schemaVersion,
            @Nullable IngestEvent event) {}

    /**
     * Reads an envelope.
     *
     * @param json null stands for an absent one
     * @throws RejectedException {@code TENANT_MISMATCH} alone for another tenant's, {@code SCHEMA_VERSION_UNSUPPORTED} alone
     *     for another major version; else all findings
     */
    public Envelope read(@Nullable JsonValue json) {
        JsonObject envelope = json instanceof JsonObject object ? object : JsonObject.EMPTY;
        requireOwn(envelope.getNonNull("tenant_id"));
        requireKnownMajor(envelope.getNonNull("schema_version"));
        Findings findings = new Findings();
        Reading read = ObjectReader.document(json, ReadingCodes.REQUEST, findings, in -> envelope(in, envelope));
        findings.throwIfAny();
        IngestEvent event = Objects.requireNonNull(read.event(), "an envelope without findings has an event");
        return new Envelope(tenantId, read.traceId(), read.agentId(), read.schemaVersion(), event);
    }

    /** The event's id, as far as one can be read from whatever came; for the record of what failed. */
    public static @Nullable String eventIdOf(JsonValue json) {
        return nameOf(json, "event_id");
    }

    /** The event's trace id, likewise. */
    public static @Nullable String traceIdOf(JsonValue json) {
        return nameOf(json, "trace_id");
    }

    private static @Nullable String nameOf(JsonValue json, String member) {
        return json instanceof JsonObject object
                        && object.get(member) instanceof JsonString text
                        && NAME.problem(text.value()) == null
                ? text.value()
                : null;
    }

    private void requireOwn(@Nullable JsonValue named) {
        if (named instanceof JsonString text && !text.value().equals(tenantId)) {
            throw new RejectedException(ErrorCode.TENANT_MISMATCH, "/tenant_id", "the credential is another tenant's");
        }
    }

    private static void requireKnownMajor(@Nullable JsonValue version) {
        boolean supported = version == null
                || (version instanceof JsonString text
                        && SUPPORTED_VERSION.matcher(text.value()).matches());
        if (!supported) {
            throw new RejectedException(
                    ErrorCode.SCHEMA_VERSION_UNSUPPORTED,
                    "/schema_version",
                    "schema_version must be \"1.minor\", such as \"1.0\"");
        }
    }

    private Reading envelope(ObjectReader in, JsonObject raw) {
        required(in, "tenant_id", ErrorCode.TENANT_ID_REQUIRED);
        String eventId = required(in, "event_id", ErrorCode.EVENT_ID_REQUIRED);
        String traceId = required(in, "trace_id", ErrorCode.TRACE_ID_REQUIRED);
        String agentId = required(in, "agent_id", ErrorCode.AGENT_ID_REQUIRED);
        String version = required(in, "schema_version", ErrorCode.SCHEMA_VERSION_REQUIRED);
        Instant createdAt = createdAt(in.field("created_at").required(ErrorCode.CREATED_AT_REQUIRED));
        String source = required(in, "source", ErrorCode.SOURCE_REQUIRED);
        IngestType type = in.field("type").required().word(IngestType.values(), IngestType::wireName);
        boolean strict = version.equals(FIRST_VERSION);
        FieldReader payload = in.field("payload").required();
        IngestEvent event = payload.objectOrNull(inside -> payload(inside, type, strict, eventId, createdAt, source));
        checkIntegrity(in.field("integrity_hash"), payload, raw.getNonNull("payload"));
        if (!strict) {
            in.ignoreUnknown();
        }
        return new Reading(eventId, traceId, agentId, version, event);
    }

    /** The name; "" for a missing or bad one. */
    private static String required(ObjectReader in, String name, ErrorCode whenMissing) {
        return or(in.field(name).required(whenMissing).text(NAME), "");
    }

    private Instant createdAt(FieldReader field) {
        Instant createdAt = field.parsed(ClockTime::parse);
        if (createdAt == null) {
            return clockTime;
        }
        if (createdAt.isAfter(clockTime.plus(CostLimits.MAX_CLOCK_AHEAD))) {
            field.refuse(
                    ErrorCode.CREATED_AT_IN_FUTURE,
                    ClockTime.format(createdAt) + " is more than " + CostLimits.MAX_CLOCK_AHEAD.toMinutes()
                            + " minutes ahead of " + ClockTime.format(clockTime));
        }
        return createdAt;
    }

    /** Null when the type is unknown, which leaves open what its payload is like; or when a value is bad. */
    private @Nullable IngestEvent payload(
            ObjectReader in,
            @Nullable IngestType type,
            boolean strict,
            String eventId,
            Instant createdAt,
            String source) {
        if (type == null || !strict) {
            in.ignoreUnknown();
        }
        if (type == null) {
            return null;
        }
        return switch (type) {
            case COST_DAILY -> dailyCost(in, eventId, createdAt, source);
            case COST_WATERMARK -> watermark(in, eventId, createdAt, source);
            case USAGE_ACTUAL -> usageActual(in, eventId, createdAt, source);
        };
    }

    private @Nullable IngestEvent dailyCost(ObjectReader in, String eventId, Instant createdAt, String source) {
        LocalDate date = date(in.field("date").required(), CostLimits.MAX_DAYS_AHEAD);
        String projectId = in.field("project_id").text(Grant.NAME);
        Amount amount = amount(in.field("amount").required());
        checkCurrency(in.field("currency").required());
        boolean isFinal = or(in.field("final").bool(), Boolean.FALSE);
        return date == null || amount == null
                ? null
                : new IngestEvent.DailyCost(eventId, createdAt, source, date, projectId, amount, isFinal);
    }

    private @Nullable IngestEvent watermark(ObjectReader in, String eventId, Instant createdAt, String source) {
        LocalDate completeThrough = date(in.field("complete_through").required(), 0);
        return completeThrough == null ? null : new IngestEvent.Watermark(eventId, createdAt, source, completeThrough);
    }

    private @Nullable IngestEvent usageActual(ObjectReader in, String eventId, Instant createdAt, String source) {
        String reservationId = in.field("reservation_id").required().text(NAME);
        FieldReader amountField = in.field("actual_monthly_delta").required();
        Amount actual = amountField.nonNegativeAmount();
        if (actual != null && !CostLimits.isWithin(actual)) {
            amountField.refuse(ErrorCode.AMOUNT_OUT_OF_RANGE, CostLimits.rangeDetail(actual.toString()));
        }
        checkCurrency(in.field("currency").required());
        String notes = in.field("notes").text(NOTES);
        return reservationId == null || actual == null
                ? null
                : new IngestEvent.UsageActual(eventId, createdAt, source, reservationId, actual, notes);
    }

    private @Nullable LocalDate date(FieldReader field, int daysAhead) {
        String text = field.text(EnvelopeReader::dateProblem);
        if (text == null) {
            return null;
        }
        LocalDate date = Days.toDate(Days.parse(text));
        LocalDate today = LocalDate.ofInstant(clockTime, ZoneOffset.UTC);
        if (date.isAfter(today.plusDays(daysAhead))) {
            String last = daysAhead == 0 ? "today" : daysAhead + " days ahead";
            field.refuse(text + " lies beyond " + last + "; today is " + today);
            return null;
        }
        return date;
    }

    private static @Nullable String dateProblem(String text) {
        return Days.parse(text) == Days.NONE ? "a date is written YYYY-MM-DD and is a real day" : null;
    }

    private static @Nullable Amount amount(FieldReader field) {
        Amount amount = field.amount();
        if (amount == null || CostLimits.isWithin(amount)) {
            return amount;
        }
        field.refuse(ErrorCode.AMOUNT_OUT_OF_RANGE, CostLimits.rangeDetail(amount.toString()));
        return null;
    }

    private void checkCurrency(FieldReader field) {
        String given = field.text(TextRules.CURRENCY);
        if (given != null && !given.equals(currency)) {
            field.refuse(ErrorCode.CURRENCY_MISMATCH, "the policy's currency is " + currency + ", not " + given);
        }
    }

    private void checkIntegrity(FieldReader hashField, FieldReader payloadField, @Nullable JsonValue payload) {
        String hash = (integrityRequired ? hashField.required(ErrorCode.INTEGRITY_HASH_REQUIRED) : hashField)
                .text(TextRule.ANY);
        if (hash == null || !(payload instanceof JsonObject object)) {
            return;
        }
        String actual;
        try {
            actual = CanonicalJson.sha256(object);
        } catch (RejectedException e) {
            payloadField.refuse("the payload has no canonical form to hash: "
                    + e.findings().get(0).detail());
            return;
        }
        if (!hash.equals(actual)) {
            hashField.refuse(
                    ErrorCode.INTEGRITY_HASH_MISMATCH,
                    "is not the lower-case hex SHA-256 of the payload's canonical form, " + actual);
        }
    }
}
