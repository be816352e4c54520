package dev.spendweir.token;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.policy.PolicyDocument.TokenBinding;
import dev.spendweir.reading.FieldReader;
import dev.spendweir.reading.Findings;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.ReadingCodes;
import dev.spendweir.reading.TextRule;
import dev.spendweir.rejection.ErrorCode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a payload whose signature was good, with what only the verifier looks at.
 *
 * @param audience {@code aud}, a single one as a list
 * @param tokenType {@code token_type}
 */
record TokenClaims(ApprovalToken token, List<String> audience, String tokenType) {
    private static final ReadingCodes CODES = ReadingCodes.uniform(ErrorCode.TOKEN_CLAIMS_INVALID);

    /** Whole seconds that every JSON reader reads alike: 2^53 - 1 either way. */
    private static final long MAX_SECONDS = (1L << 53) - 1;

    private static final String PLAN = "plan_content_sha256";

    private static final List<String> KNOWN = List.of(
            "iss",
            "aud",
            "sub",
            "jti",
            "iat",
            "nbf",
            "exp",
            "token_type",
            "tenant_id",
            "project_id",
            "environment",
            "source",
            "decision_id",
            "approval_id",
            "fingerprint",
            "scope_fingerprint",
            "binding",
            "currency",
            "resource_reference",
            PLAN,
            "max_monthly_delta",
            "max_hourly_delta");

    /** The claims; null when one is missing or has a wrong type. */
    static @Nullable TokenClaims read(JsonObject payload) {
        List<String> audience = audience(payload.get("aud"));
        // Null is a value of this claim and of no other, so it must be written.
        if (audience == null || !payload.has(PLAN)) {
            return null;
        }
        Findings findings = new Findings();
        TokenClaims claims = ObjectReader.document(payload, CODES, findings, in -> claims(in, audience));
        return findings.isEmpty() ? claims : null;
    }

    /** The claims that we know, as they were written. */
    static JsonObject known(JsonObject payload) {
        JsonObject.Builder known = JsonObject.builder();
        KNOWN.forEach(claim -> known.put(claim, payload.get(claim)));
        return known.build();
    }

    private static @Nullable List<String> audience(@Nullable JsonValue aud) {
        if (aud instanceof JsonString one) {
            return List.of(one.value());
        }
        if (!(aud instanceof JsonArray all)) {
            return null;
        }
        boolean texts = all.elements().stream().allMatch(JsonString.class::isInstance);
        return texts
                ? all.elements().stream()
                        .map(each -> ((JsonString) each).value())
                        .toList()
                : null;
    }

    private static TokenClaims claims(ObjectReader in, List<String> audience) {
        in.ignoreUnknown();
        ApprovalToken token = new ApprovalToken(
                text(in, "iss"),
                text(in, "sub"),
                text(in, "jti"),
                time(in, "iat"),
                time(in, "nbf"),
                time(in, "exp"),
                text(in, "decision_id"),
                text(in, "approval_id"),
                or(
                        in.field("binding").required().word(TokenBinding.values(), TokenBinding::wireName),
                        TokenBinding.EXACT),
                scope(in));
        return new TokenClaims(token, audience, text(in, "token_type"));
    }

    private static TokenScope scope(ObjectReader in) {
        return new TokenScope(
                text(in, "tenant_id"),
                text(in, "project_id"),
                text(in, "environment"),
                text(in, "source"),
                text(in, "fingerprint"),
                text(in, "scope_fingerprint"),
                text(in, "currency"),
                text(in, "resource_reference"),
                in.field(PLAN).text(TextRule.ANY),
                amount(in.field("max_monthly_delta")),
                amount(in.field("max_hourly_delta")));
    }

    // What a bad claim is replaced by is never seen: its finding throws the whole away.

    private static String text(ObjectReader in, String claim) {
        return or(in.field(claim).required().text(TextRule.ANY), "");
    }

    private static Instant time(ObjectReader in, String claim) {
        return Instant.ofEpochSecond(or(in.field(claim).required().longInteger(-MAX_SECONDS, MAX_SECONDS), 0L));
    }

    private static Amount amount(FieldReader field) {
        return or(field.required().parsed(Amount::parse), Amount.ZERO);
    }
}
