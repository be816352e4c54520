package dev.spendweir.vectors.naive;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Normalises requests, and makes their class and fingerprints (spec 1.2). */
final class Requests {
    static final Set<String> SOURCES = Set.of("terraform", "k8s_admission", "cloud_event", "llm_call", "custom");

    private static final int MAX_METADATA_BYTES = 16384;
    private static final int MAX_METADATA_DEPTH = 16;
    private static final double MAX_SAFE_INTEGER = 9007199254740991.0;
    private static final String TENANT = "[A-Za-z0-9][A-Za-z0-9._-]*";
    private static final String ACTION = "[a-z0-9_]+(\\.[a-z0-9_-]+)*";

    private Requests() {}

    /** The normalised request: every field of spec 1.2, strings stripped, amounts in wire form. */
    static Map<String, Object> normalize(Object input, String policyCurrency) {
        return normalize(input, policyCurrency, true);
    }

    /** As above; without a policy any well-formed currency is right (spec 10 A84). */
    static Map<String, Object> normalize(Object input, String defaultCurrency, boolean currencyMustMatch) {
        Findings findings = new Findings();
        Members in = new Members(findings, Members.Codes.REQUEST, "", input);
        in.required("tenant_id", "source", "project_id", "environment", "action", "resource_reference");
        in.required("estimated_monthly_delta", "requester_id", "idempotency_key");
        Map<String, Object> out = Json.object(
                "tenant_id",
                        in.changedText("tenant_id", Texts::strip, t -> Texts.isClean(t, 1, 64) && t.matches(TENANT)),
                "source", in.changedText("source", Texts::strip, SOURCES::contains),
                "project_id", in.changedText("project_id", Texts::strip, t -> Texts.isClean(t, 1, 128)),
                "environment", in.changedText("environment", Requests::strippedLower, t -> Texts.isClean(t, 1, 64)),
                "action",
                        in.changedText(
                                "action", Requests::strippedLower, t -> Texts.isClean(t, 1, 128) && t.matches(ACTION)),
                "resource_reference", in.changedText("resource_reference", Texts::strip, t -> Texts.isClean(t, 1, 512)),
                "currency", currency(findings, in, defaultCurrency, currencyMustMatch),
                "estimated_monthly_delta", Micros.format(in.amount("estimated_monthly_delta", null, true)),
                "estimated_hourly_delta", Micros.format(in.amount("estimated_hourly_delta", Micros.ZERO, true)),
                "requester_id", in.changedText("requester_id", Texts::strip, t -> Texts.isClean(t, 1, 128)),
                "idempotency_key", in.changedText("idempotency_key", Texts::strip, t -> Texts.isClean(t, 4, 255)),
                "dry_run", in.bool("dry_run", false),
                "unpriced_resources", number(in.integer("unpriced_resources", 0L, 0, Integer.MAX_VALUE)),
                "metadata", metadata(in));
        in.refuseUnknown();
        findings.throwIfAny();
        return out;
    }

    private static JsonNumber number(Long value) {
        return value == null ? null : JsonNumber.of(value);
    }

    private static String strippedLower(String text) {
        return Texts.lower(Texts.strip(text));
    }

    private static String currency(Findings findings, Members in, String defaultCurrency, boolean mustMatch) {
        String currency = in.changedText("currency", Texts::strip, t -> t.matches("[A-Z]{3}"));
        if (currency != null && mustMatch && !currency.equals(defaultCurrency)) {
            findings.add("/currency", "CURRENCY_MISMATCH");
        }
        return currency == null ? defaultCurrency : currency;
    }

    private static Object metadata(Members in) {
        Object metadata = in.raw("metadata");
        if (metadata == null) {
            return Json.object();
        }
        if (!(metadata instanceof Map)
                || !isAcceptable(metadata, 1)
                || Canonical.bytes(metadata).length > MAX_METADATA_BYTES) {
            in.invalid("metadata");
            return null;
        }
        return Canonical.withCanonicalNumbers(metadata);
    }

    private static boolean isAcceptable(Object value, int depth) {
        if (value instanceof Map) {
            return depth <= MAX_METADATA_DEPTH
                    && Json.asObject(value).entrySet().stream()
                            .allMatch(m -> isAcceptable(m.getKey(), depth) && isAcceptable(m.getValue(), depth + 1));
        }
        if (value instanceof List) {
            return depth <= MAX_METADATA_DEPTH
                    && Json.asList(value).stream().allMatch(item -> isAcceptable(item, depth + 1));
        }
        if (value instanceof String text) {
            return text.indexOf('\0') < 0 && !Texts.hasLoneSurrogate(text);
        }
        return !(value instanceof JsonNumber number) || Math.abs(number.doubleValue()) <= MAX_SAFE_INTEGER;
    }

    /** prod or nonprod. */
    static String environmentClass(Map<String, Object> request, Map<String, Object> policy) {
        String environment = (String) request.get("environment");
        if (names(Json.at(policy, "environments", "prod_aliases"), environment)) {
            return "prod";
        }
        Object nonprod = Json.at(policy, "environments", "nonprod_aliases");
        return nonprod == null || names(nonprod, environment) ? "nonprod" : "prod";
    }

    private static boolean names(Object aliases, String environment) {
        for (Object alias : Json.asList(aliases)) {
            String name = (String) alias;
            if (environment.equals(name)) {
                return true;
            }
            if (environment.startsWith(name) && "-_./".indexOf(environment.charAt(name.length())) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** What is asked: every field that a replay must not change. */
    static String fingerprint(Map<String, Object> request) {
        Map<String, Object> scope = scope(request);
        scope.put("schema", "spendweir.fingerprint/v1");
        for (String key :
                List.of("estimated_monthly_delta", "estimated_hourly_delta", "metadata", "unpriced_resources")) {
            scope.put(key, request.get(key));
        }
        return Canonical.sha256(scope);
    }

    /** What is changed and where, not how much. */
    static String scopeFingerprint(Map<String, Object> request) {
        return Canonical.sha256(scope(request));
    }

    private static Map<String, Object> scope(Map<String, Object> request) {
        Map<String, Object> scope = Json.object("schema", "spendweir.scope/v1");
        for (String key : List.of("action", "environment", "project_id", "resource_reference", "source", "tenant_id")) {
            scope.put(key, request.get(key));
        }
        return scope;
    }

    /** The monthly delta in micro-units, signed. */
    static BigInteger monthlyDelta(Map<String, Object> request) {
        return Micros.of(request.get("estimated_monthly_delta"));
    }

    /** max(0, monthly delta): what the waterfall has to cover. */
    static BigInteger amount(Map<String, Object> request) {
        return monthlyDelta(request).max(Micros.ZERO);
    }
}
