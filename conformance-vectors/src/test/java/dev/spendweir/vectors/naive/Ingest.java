package dev.spendweir.vectors.naive;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** ingest.accept: one envelope of cost data (spec 5.4, spec 11; PORTING.md). */
final class Ingest {
    private static final BigInteger MAX_COST = new BigInteger("10000000000000000");
    private static final long MAX_AHEAD_MILLIS = 5 * 60 * 1000;
    private static final Pattern VERSION = Pattern.compile("1\\.(0|[1-9][0-9]{0,3})");
    private static final Members.Codes LATER_MINOR = new Members.Codes("INVALID_FIELD", null, "FIELD_REQUIRED", true);

    private final String currency;
    private final long clock;
    private final Findings findings = new Findings();

    private Ingest(String currency, long clock) {
        this.currency = currency;
        this.clock = clock;
    }

    static Map<String, Object> accept(Map<String, Object> input) {
        Findings settings = new Findings();
        Members in = new Members(settings, Members.Codes.OPEN, "", input).required("tenant_id", "currency");
        String tenant = in.text("tenant_id", t -> true, null);
        String currency = in.text("currency", t -> true, null);
        Boolean integrity = in.bool("integrity", false);
        settings.throwIfAny();
        Ingest ingest = new Ingest(currency, clock(input));
        return Json.object("event", ingest.envelope(input.get("envelope"), tenant, integrity));
    }

    static long clock(Map<String, Object> input) {
        Long clock = Moments.parseTime(input.get("clock_time"));
        if (clock == null) {
            throw Refusal.of("INVALID_CLOCK_TIME");
        }
        return clock;
    }

    private Map<String, Object> envelope(Object given, String tenant, boolean integrity) {
        Object named = Json.at(given, "tenant_id");
        if (given instanceof Map && named instanceof String && !named.equals(tenant)) {
            throw Refusal.at("/tenant_id", "TENANT_MISMATCH");
        }
        Object version = given instanceof Map ? Json.at(given, "schema_version") : null;
        if (version != null
                && !(version instanceof String text && VERSION.matcher(text).matches())) {
            throw Refusal.at("/schema_version", "SCHEMA_VERSION_UNSUPPORTED");
        }
        if (!(given instanceof Map)) {
            throw Refusal.at("", "INVALID_FIELD");
        }
        Members.Codes codes = "1.0".equals(version) ? Members.Codes.REQUEST : LATER_MINOR;
        Members in = new Members(findings, codes, "", given);
        for (String key :
                new String[] {"tenant_id", "event_id", "trace_id", "agent_id", "schema_version", "created_at", "source"
                }) {
            if (!in.isGiven(key)) {
                findings.add("/" + key, key.toUpperCase(java.util.Locale.ROOT) + "_REQUIRED");
            }
        }
        in.required("type", "payload");
        in.text("tenant_id", Ingest::isName, null);
        in.raw("schema_version");
        Map<String, Object> event = Json.object(
                "tenant_id", tenant,
                "event_id", in.text("event_id", Ingest::isName, null),
                "trace_id", in.text("trace_id", Ingest::isName, null),
                "agent_id", in.text("agent_id", Ingest::isName, null),
                "schema_version", version,
                "created_at", createdAt(in),
                "source", in.text("source", Ingest::isName, null));
        String type = in.choice("type", Set.of("cost.daily", "cost.watermark", "usage.actual"), null);
        event.put("type", type);
        Object payload = in.raw("payload");
        if (payload != null) {
            event.put("payload", payload(codes, payload, type));
        }
        hash(in, payload, integrity);
        in.refuseUnknown();
        findings.throwIfAny();
        return event;
    }

    private static boolean isName(String text) {
        return Texts.isCleanAndStripped(text, 1, 256);
    }

    private String createdAt(Members in) {
        Long createdAt = in.time("created_at");
        if (createdAt != null && createdAt > clock + MAX_AHEAD_MILLIS) {
            findings.add("/created_at", "CREATED_AT_IN_FUTURE");
        }
        return Moments.formatTime(createdAt);
    }

    private Map<String, Object> payload(Members.Codes codes, Object given, String type) {
        Members in = new Members(findings, codes, "/payload", given);
        if (type == null || !in.isReadable()) {
            return null;
        }
        Map<String, Object> payload = switch (type) {
            case "cost.daily" -> dailyCost(in);
            case "usage.actual" -> usageActual(in);
            default -> watermark(in);
        };
        in.refuseUnknown();
        return payload;
    }

    private Map<String, Object> dailyCost(Members in) {
        in.required("date", "amount", "currency");
        LocalDate date = date(in, "date", 2);
        String project = in.text("project_id", text -> Texts.isCleanAndStripped(text, 1, 128), null);
        BigInteger amount = in.amount("amount", null, true);
        if (amount != null && amount.abs().compareTo(MAX_COST) > 0) {
            findings.add("/payload/amount", "AMOUNT_OUT_OF_RANGE");
        }
        String named = in.text("currency", text -> text.matches("[A-Z]{3}"), null);
        if (named != null && !named.equals(currency)) {
            findings.add("/payload/currency", "CURRENCY_MISMATCH");
        }
        return Json.object(
                "date", String.valueOf(date),
                "project_id", project,
                "amount", Micros.format(amount),
                "currency", currency,
                "final", in.bool("final", false));
    }

    private Map<String, Object> usageActual(Members in) {
        in.required("reservation_id", "actual_monthly_delta", "currency");
        String reservation = in.text("reservation_id", Ingest::isName, null);
        BigInteger actual = in.amount("actual_monthly_delta", null, false);
        if (actual != null && actual.compareTo(MAX_COST) > 0) {
            findings.add("/payload/actual_monthly_delta", "AMOUNT_OUT_OF_RANGE");
        }
        String named = in.text("currency", text -> text.matches("[A-Z]{3}"), null);
        if (named != null && !named.equals(currency)) {
            findings.add("/payload/currency", "CURRENCY_MISMATCH");
        }
        String notes = in.text("notes", text -> Texts.isCleanAndStripped(text, 1, 1024), null);
        return Json.object(
                "reservation_id", reservation,
                "actual_monthly_delta", Micros.format(actual),
                "currency", currency,
                "notes", notes);
    }

    private Map<String, Object> watermark(Members in) {
        in.required("complete_through");
        return Json.object("complete_through", String.valueOf(date(in, "complete_through", 0)));
    }

    private LocalDate date(Members in, String key, int daysAhead) {
        LocalDate date = in.date(key);
        if (date != null && date.isAfter(Moments.dateOf(clock).plusDays(daysAhead))) {
            in.invalid(key);
        }
        return date;
    }

    private void hash(Members in, Object payload, boolean integrity) {
        String hash = in.text("integrity_hash", text -> true, null);
        if (integrity && !in.isGiven("integrity_hash")) {
            findings.add("/integrity_hash", "INTEGRITY_HASH_REQUIRED");
        }
        if (hash == null || !(payload instanceof Map)) {
            return;
        }
        try {
            if (!Canonical.sha256(payload).equals(hash)) {
                findings.add("/integrity_hash", "INTEGRITY_HASH_MISMATCH");
            }
        } catch (NotJsonException e) {
            findings.add("/payload", "INVALID_FIELD");
        }
    }
}
