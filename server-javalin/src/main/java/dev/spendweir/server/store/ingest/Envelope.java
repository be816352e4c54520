package dev.spendweir.server.store.ingest;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonPointer;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.reading.TextRules;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.snapshot.Grant;
import dev.spendweir.time.ClockTime;
import dev.spendweir.time.Days;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads and checks the envelope of spec 5.4. Pure functions; the first mistake is the one reported. */
final class Envelope {
    /** What the database takes as a name. */
    private static final int MAX_NAME = 256;

    /** A clock that runs ahead of ours by more is wrong. */
    private static final Duration MAX_AHEAD = Duration.ofMinutes(5);

    /** A day may already have begun further east. */
    private static final int MAX_DAYS_AHEAD = 2;

    /** Larger than any day's cost, small enough that a month of days stays in range. */
    private static final Amount MAX_AMOUNT = Amount.parse("10000000000");

    private static final Pattern VERSION = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})");
    private static final String SUPPORTED_MAJOR = "1";
    private static final Set<String> MEMBERS = Set.of(
            "tenant_id",
            "event_id",
            "trace_id",
            "agent_id",
            "schema_version",
            "created_at",
            "source",
            "type",
            "payload",
            "integrity_hash");
    private static final Set<String> COST_MEMBERS = Set.of("date", "project_id", "amount", "currency", "final");
    private static final Set<String> WATERMARK_MEMBERS = Set.of("complete_through");

    private Envelope() {}

    /**
     * Reads an envelope.
     *
     * @param tenantId the credential's
     * @param currency the policy's
     * @param now judges what lies ahead
     * @throws RejectedException with the first mistake's code and pointer
     */
    static IngestEvent read(JsonValue value, String tenantId, String currency, Instant now) {
        if (!(value instanceof JsonObject envelope)) {
            throw invalid("", "an event is a JSON object");
        }
        String namedTenant = text(envelope, "tenant_id", ErrorCode.TENANT_ID_REQUIRED);
        String eventId = text(envelope, "event_id", ErrorCode.EVENT_ID_REQUIRED);
        text(envelope, "trace_id", ErrorCode.TRACE_ID_REQUIRED);
        text(envelope, "agent_id", ErrorCode.AGENT_ID_REQUIRED);
        String version = text(envelope, "schema_version", ErrorCode.SCHEMA_VERSION_REQUIRED);
        Instant createdAt = createdAt(text(envelope, "created_at", ErrorCode.CREATED_AT_REQUIRED), now);
        String source = text(envelope, "source", ErrorCode.SOURCE_REQUIRED);
        if (!namedTenant.equals(tenantId)) {
            throw new RejectedException(ErrorCode.TENANT_MISMATCH, "/tenant_id", "the credential is another tenant's");
        }
        boolean strict = isFirstMinor(version);
        refuseUnknown(envelope, "", MEMBERS, strict);
        JsonObject payload = payload(envelope);
        checkIntegrity(envelope, payload);
        String type = text(envelope, "type", ErrorCode.FIELD_REQUIRED);
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return switch (type) {
            case "cost.daily" -> dailyCost(payload, strict, eventId, createdAt, source, currency, today);
            case "cost.watermark" -> watermark(payload, strict, eventId, createdAt, source, today);
            default -> throw invalid("/type", "is not cost.daily or cost.watermark");
        };
    }

    /** The event's id, as far as one can be read from whatever came; for the record of what failed. */
    static @Nullable String eventIdOf(JsonValue value) {
        return value instanceof JsonObject envelope ? shortText(envelope.get("event_id")) : null;
    }

    /** The event's trace id, likewise. */
    static @Nullable String traceIdOf(JsonValue value) {
        return value instanceof JsonObject envelope ? shortText(envelope.get("trace_id")) : null;
    }

    private static @Nullable String shortText(@Nullable JsonValue value) {
        return value instanceof JsonString text && TextRules.name(1, MAX_NAME).problem(text.value()) == null
                ? text.value()
                : null;
    }

    private static IngestEvent dailyCost(
            JsonObject payload,
            boolean strict,
            String eventId,
            Instant createdAt,
            String source,
            String policyCurrency,
            LocalDate today) {
        refuseUnknown(payload, "/payload", COST_MEMBERS, strict);
        LocalDate date = date(payload, "date");
        if (date.isAfter(today.plusDays(MAX_DAYS_AHEAD))) {
            throw invalid("/payload/date", date + " lies more than " + MAX_DAYS_AHEAD + " days ahead");
        }
        checkCurrency(payload, policyCurrency);
        return new IngestEvent.DailyCost(
                eventId, createdAt, source, date, projectId(payload), amount(payload), isFinal(payload));
    }

    private static IngestEvent watermark(
            JsonObject payload, boolean strict, String eventId, Instant createdAt, String source, LocalDate today) {
        refuseUnknown(payload, "/payload", WATERMARK_MEMBERS, strict);
        LocalDate completeThrough = date(payload, "complete_through");
        if (completeThrough.isAfter(today)) {
            throw invalid("/payload/complete_through", completeThrough + " lies after today");
        }
        return new IngestEvent.Watermark(eventId, createdAt, source, completeThrough);
    }

    private static String text(JsonObject from, String name, ErrorCode whenMissing) {
        JsonValue value = from.getNonNull(name);
        if (value == null) {
            throw new RejectedException(whenMissing, "/" + name, name + " is missing");
        }
        if (!(value instanceof JsonString text)) {
            throw invalid("/" + name, "must be a string");
        }
        String problem = TextRules.name(1, MAX_NAME).problem(text.value());
        if (problem != null) {
            throw invalid("/" + name, problem);
        }
        return text.value();
    }

    private static Instant createdAt(String text, Instant now) {
        Instant createdAt;
        try {
            createdAt = ClockTime.parse(text);
        } catch (RejectedException e) {
            throw invalid("/created_at", e.findings().get(0).detail());
        }
        if (createdAt.isAfter(now.plus(MAX_AHEAD))) {
            throw new RejectedException(
                    ErrorCode.CREATED_AT_IN_FUTURE,
                    "/created_at",
                    text + " is more than " + MAX_AHEAD.toMinutes() + " minutes ahead of the server's clock");
        }
        return createdAt;
    }

    /** Whether this is the version we know to the last field; a later minor may bring fields that are to be ignored. */
    private static boolean isFirstMinor(String version) {
        Matcher parts = VERSION.matcher(version);
        if (!parts.matches() || !parts.group(1).equals(SUPPORTED_MAJOR)) {
            throw new RejectedException(
                    ErrorCode.SCHEMA_VERSION_UNSUPPORTED,
                    "/schema_version",
                    "must be " + SUPPORTED_MAJOR + ".x, not " + version);
        }
        return parts.group(2).equals("0");
    }

    private static void refuseUnknown(JsonObject object, String pointer, Set<String> known, boolean strict) {
        for (String name : object.names()) {
            if (strict && !known.contains(name)) {
                throw new RejectedException(
                        ErrorCode.UNKNOWN_FIELD,
                        JsonPointer.member(pointer, name),
                        "schema version 1.0 has no such field");
            }
        }
    }

    private static JsonObject payload(JsonObject envelope) {
        JsonValue payload = envelope.getNonNull("payload");
        if (payload == null) {
            throw new RejectedException(ErrorCode.FIELD_REQUIRED, "/payload", "payload is missing");
        }
        if (!(payload instanceof JsonObject object)) {
            throw invalid("/payload", "must be an object");
        }
        return object;
    }

    private static void checkIntegrity(JsonObject envelope, JsonObject payload) {
        JsonValue hash = envelope.getNonNull("integrity_hash");
        if (hash == null) {
            return;
        }
        boolean right = hash instanceof JsonString text && text.value().equals(CanonicalJson.sha256(payload));
        if (!right) {
            throw new RejectedException(
                    ErrorCode.INTEGRITY_HASH_MISMATCH,
                    "/integrity_hash",
                    "is not the hex SHA-256 of the payload's canonical form");
        }
    }

    private static LocalDate date(JsonObject payload, String name) {
        JsonValue value = payload.getNonNull(name);
        if (value == null) {
            throw new RejectedException(ErrorCode.FIELD_REQUIRED, "/payload/" + name, name + " is missing");
        }
        int day = value instanceof JsonString text ? Days.parse(text.value()) : Days.NONE;
        if (day == Days.NONE) {
            throw invalid("/payload/" + name, "must be a date YYYY-MM-DD");
        }
        return Days.toDate(day);
    }

    private static @Nullable String projectId(JsonObject payload) {
        JsonValue value = payload.getNonNull("project_id");
        if (value == null) {
            return null;
        }
        String problem = value instanceof JsonString text ? Grant.NAME.problem(text.value()) : "must be a string";
        if (problem != null) {
            throw invalid("/payload/project_id", problem);
        }
        return ((JsonString) value).value();
    }

    private static Amount amount(JsonObject payload) {
        JsonValue value = payload.getNonNull("amount");
        if (value == null) {
            throw new RejectedException(ErrorCode.FIELD_REQUIRED, "/payload/amount", "amount is missing");
        }
        Amount amount;
        try {
            amount = Amount.read(value);
        } catch (RejectedException e) {
            throw new RejectedException(
                    e.code(), "/payload/amount", e.findings().get(0).detail());
        }
        return checkRange(amount, "/payload/amount");
    }

    /** Refuses what no day costs. */
    static Amount checkRange(Amount amount, String pointer) {
        Amount absolute = amount.max(Amount.ZERO.minus(amount));
        if (absolute.compareTo(MAX_AMOUNT) > 0) {
            throw new RejectedException(
                    ErrorCode.AMOUNT_OUT_OF_RANGE, pointer, "must lie within +-" + MAX_AMOUNT + ", not " + amount);
        }
        return amount;
    }

    private static void checkCurrency(JsonObject payload, String policyCurrency) {
        JsonValue value = payload.getNonNull("currency");
        if (value == null) {
            throw new RejectedException(ErrorCode.FIELD_REQUIRED, "/payload/currency", "currency is missing");
        }
        boolean same = value instanceof JsonString text && text.value().equals(policyCurrency);
        if (!same) {
            throw new RejectedException(
                    ErrorCode.CURRENCY_MISMATCH, "/payload/currency", "the policy's currency is " + policyCurrency);
        }
    }

    private static boolean isFinal(JsonObject payload) {
        JsonValue value = payload.getNonNull("final");
        if (value == null) {
            return false;
        }
        if (value instanceof JsonBoolean flag) {
            return flag.value();
        }
        throw invalid("/payload/final", "must be true or false");
    }

    private static RejectedException invalid(String pointer, String detail) {
        return new RejectedException(ErrorCode.INVALID_FIELD, pointer, detail);
    }
}
