package dev.spendweir.vectors.naive;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The verifier of approval tokens, step after step as spec 2.2 counts them. */
final class Tokens {
    private static final int MAX_BYTES = 8192;
    private static final long LEEWAY_MILLIS = 60_000;
    private static final BigInteger MAX_SECONDS = BigInteger.TWO.pow(53).subtract(BigInteger.ONE);
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final List<String> TEXT_CLAIMS = List.of(
            "iss",
            "sub",
            "jti",
            "token_type",
            "tenant_id",
            "project_id",
            "environment",
            "source",
            "decision_id",
            "approval_id",
            "fingerprint",
            "scope_fingerprint",
            "currency",
            "resource_reference");
    private static final List<String> TIMES = List.of("iat", "nbf", "exp");
    private static final List<String> AMOUNTS = List.of("max_monthly_delta", "max_hourly_delta");
    private static final List<String> COMPARED =
            List.of("project_id", "environment", "source", "resource_reference", "currency", "scope_fingerprint");
    private static final List<String> COMPARED_WHEN_EXACT = List.of("fingerprint", "plan_content_sha256");

    private Tokens() {}

    static Map<String, Object> verify(Map<String, Object> input) {
        Findings findings = new Findings();
        Map<String, Map<String, Object>> keys = keys(findings, input.get("jwks"));
        Map<String, Object> expected = expected(findings, input.get("expected"));
        findings.throwIfAny();
        Long clock = Moments.parseTime(input.get("clock_time"));
        if (clock == null) {
            throw Refusal.of("INVALID_CLOCK_TIME");
        }
        String[] parts = parts(input.get("token"));
        Map<String, Object> header = object(parts[0]);
        Map<String, Object> payload = object(parts[1]);
        byte[] signature = bytes(parts[2]);
        checkHeader(header);
        checkSignature(keys, header, parts[0] + "." + parts[1], signature);
        checkClaims(payload);
        check(isOurs(payload, expected), "TOKEN_CLAIMS_INVALID");
        checkTime(payload, clock);
        checkBindings(payload, expected);
        for (String delta : List.of("monthly", "hourly")) {
            BigInteger actual = (BigInteger) expected.get("actual_" + delta + "_delta");
            BigInteger most = Micros.parse(payload.get("max_" + delta + "_delta"));
            check(actual == null || actual.compareTo(most) <= 0, "COST_BOUND_EXCEEDED");
        }
        return Json.object("claims", known(payload));
    }

    private static void check(boolean holds, String code) {
        if (!holds) {
            throw Refusal.of(code);
        }
    }

    private static Map<String, Map<String, Object>> keys(Findings findings, Object jwks) {
        Map<String, Map<String, Object>> keys = new LinkedHashMap<>();
        Members set = new Members(findings, Members.Codes.OPEN, "/jwks", jwks);
        List<Object> list = set.required("keys").list("keys");
        for (int i = 0; list != null && i < list.size(); i++) {
            Members key = new Members(findings, Members.Codes.OPEN, "/jwks/keys/" + i, list.get(i));
            String status = key.choice("status", Set.of("next", "active", "retiring", "retired"), "active");
            if (!key.isReadable() || status == null) {
                continue;
            }
            Map<String, Object> jwk = new LinkedHashMap<>(Json.asObject(list.get(i)));
            jwk.values().removeIf(value -> value == null);
            jwk.put("status", status);
            jwk.putIfAbsent("alg", "EdDSA");
            if (isUnderstood(jwk) && keys.put((String) jwk.get("kid"), jwk) != null) {
                findings.add("/jwks/keys/" + i + "/kid", "INVALID_FIELD");
            }
        }
        return keys;
    }

    private static boolean isUnderstood(Map<String, Object> jwk) {
        return "OKP".equals(jwk.get("kty"))
                && "Ed25519".equals(jwk.get("crv"))
                && Set.of("EdDSA", "Ed25519").contains(jwk.get("alg"))
                && "sig".equals(jwk.getOrDefault("use", "sig"))
                && jwk.get("kid") instanceof String kid
                && !kid.isEmpty()
                && jwk.get("x") instanceof String x
                && isBase64(x)
                && bytes(x).length == 32;
    }

    private static Map<String, Object> expected(Findings findings, Object given) {
        Members in = new Members(findings, Members.Codes.OPEN, "/expected", given).required("issuer", "tenant_id");
        Map<String, Object> expected = new LinkedHashMap<>();
        for (String name : List.of("issuer", "tenant_id")) {
            expected.put(name, in.text(name, text -> true, null));
        }
        COMPARED.forEach(name -> expected.put(name, in.text(name, text -> true, null)));
        COMPARED_WHEN_EXACT.forEach(name -> expected.put(name, in.text(name, text -> true, null)));
        for (String name : List.of("actual_monthly_delta", "actual_hourly_delta")) {
            expected.put(name, in.amount(name, null, true));
        }
        return expected;
    }

    /** 1. */
    private static String[] parts(Object token) {
        check(token instanceof String, "TOKEN_MALFORMED");
        String text = (String) token;
        check(text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES, "TOKEN_MALFORMED");
        String[] parts = text.split("\\.", -1);
        check(parts.length == 3 && Arrays.stream(parts).allMatch(Tokens::isBase64), "TOKEN_MALFORMED");
        return parts;
    }

    private static Map<String, Object> object(String part) {
        try {
            String json = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(part)))
                    .toString();
            Object value = JsonReader.read(json);
            check(value instanceof Map, "TOKEN_MALFORMED");
            return Json.asObject(value);
        } catch (CharacterCodingException | NotJsonException e) {
            throw Refusal.of("TOKEN_MALFORMED");
        }
    }

    /** The one base64url form of some bytes, without padding: the bits that belong to no byte are 0. */
    private static boolean isBase64(String text) {
        int over = text.length() % 4;
        int unused = over == 0 ? 0 : over == 2 ? 0x0f : 0x03;
        return over != 1
                && text.chars().allMatch(c -> LETTERS.indexOf(c) >= 0)
                && (text.isEmpty() || (LETTERS.indexOf(text.charAt(text.length() - 1)) & unused) == 0);
    }

    private static byte[] bytes(String text) {
        byte[] out = new byte[text.length() * 6 / 8];
        for (int bit = 0; bit < out.length * 8; bit++) {
            int letter = LETTERS.indexOf(text.charAt(bit / 6));
            int value = letter >> (5 - bit % 6) & 1;
            out[bit / 8] |= (byte) (value << (7 - bit % 8));
        }
        return out;
    }

    /** 2. */
    private static void checkHeader(Map<String, Object> header) {
        String typ = header.get("typ") instanceof String text ? text : "";
        boolean ascii = typ.chars().allMatch(c -> c < 128);
        String lower = typ.toLowerCase(Locale.ROOT);
        check(
                ascii
                        && Set.of("spendweir-approval+jwt", "application/spendweir-approval+jwt")
                                .contains(lower),
                "TOKEN_HEADER_REJECTED");
        for (String name : List.of("crit", "b64", "jku", "jwk", "x5u", "x5c", "x5t", "zip")) {
            check(!header.containsKey(name), "TOKEN_HEADER_REJECTED");
        }
    }

    /** 3 and 4. */
    private static void checkSignature(
            Map<String, Map<String, Object>> keys, Map<String, Object> header, String signed, byte[] signature) {
        Map<String, Object> key = header.get("kid") instanceof String kid ? keys.get(kid) : null;
        check(key != null && !"retired".equals(key.get("status")), "TOKEN_KEY_UNKNOWN");
        check(key.get("alg").equals(header.get("alg")), "TOKEN_HEADER_REJECTED");
        byte[] point = bytes((String) key.get("x"));
        check(
                NaiveEd25519.verify(point, signed.getBytes(StandardCharsets.US_ASCII), signature),
                "TOKEN_SIGNATURE_INVALID");
    }

    /** 5. */
    private static void checkClaims(Map<String, Object> payload) {
        boolean texts = TEXT_CLAIMS.stream().allMatch(claim -> payload.get(claim) instanceof String);
        boolean times = TIMES.stream().allMatch(claim -> isTime(payload.get(claim)));
        boolean amounts = AMOUNTS.stream().allMatch(claim -> isAmount(payload.get(claim)));
        Object plan = payload.get("plan_content_sha256");
        Object aud = payload.get("aud");
        boolean rest = payload.containsKey("plan_content_sha256")
                && (plan == null || plan instanceof String)
                && Set.of("exact", "cap").contains(String.valueOf(payload.get("binding")))
                && (aud instanceof String
                        || aud instanceof List && Json.asList(aud).stream().allMatch(String.class::isInstance));
        check(texts && times && amounts && rest, "TOKEN_CLAIMS_INVALID");
    }

    private static boolean isTime(Object value) {
        if (!(value instanceof JsonNumber number)
                || !number.isIntegerLiteral()
                || number.text().length() > 20) {
            return false;
        }
        return number.integerValue().abs().compareTo(MAX_SECONDS) <= 0;
    }

    private static boolean isAmount(Object value) {
        try {
            return value instanceof String && Micros.parse(value) != null;
        } catch (Refusal refusal) {
            return false;
        }
    }

    /** 6. */
    private static boolean isOurs(Map<String, Object> payload, Map<String, Object> expected) {
        Object aud = payload.get("aud");
        boolean forUs = aud instanceof String
                ? aud.equals("spendweir-approval")
                : Json.asList(aud).contains("spendweir-approval");
        return forUs
                && payload.get("iss").equals(expected.get("issuer"))
                && payload.get("token_type").equals("enforcement_approval");
    }

    private static void checkTime(Map<String, Object> payload, long clock) {
        BigInteger now = BigInteger.valueOf(clock);
        BigInteger leeway = BigInteger.valueOf(LEEWAY_MILLIS);
        for (String start : List.of("nbf", "iat")) {
            check(millis(payload.get(start)).subtract(leeway).compareTo(now) <= 0, "TOKEN_NOT_YET_VALID");
        }
        check(now.compareTo(millis(payload.get("exp")).add(leeway)) < 0, "TOKEN_EXPIRED");
    }

    private static BigInteger millis(Object seconds) {
        return ((JsonNumber) seconds).integerValue().multiply(BigInteger.valueOf(1000));
    }

    /** 7. */
    private static void checkBindings(Map<String, Object> payload, Map<String, Object> expected) {
        compare("tenant_id", payload, expected);
        COMPARED.forEach(claim -> compare(claim, payload, expected));
        if (payload.get("binding").equals("exact")) {
            COMPARED_WHEN_EXACT.forEach(claim -> compare(claim, payload, expected));
        }
    }

    private static void compare(String claim, Map<String, Object> payload, Map<String, Object> expected) {
        Object wanted = expected.get(claim);
        if (wanted != null && !wanted.equals(payload.get(claim))) {
            throw Refusal.ofClaim("TOKEN_BINDING_MISMATCH", claim);
        }
    }

    private static Map<String, Object> known(Map<String, Object> payload) {
        Map<String, Object> claims = new LinkedHashMap<>(payload);
        claims.keySet()
                .removeIf(claim -> !(TEXT_CLAIMS.contains(claim)
                        || TIMES.contains(claim)
                        || AMOUNTS.contains(claim)
                        || List.of("aud", "binding", "plan_content_sha256").contains(claim)));
        return claims;
    }
}
