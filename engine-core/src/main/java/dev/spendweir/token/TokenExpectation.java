package dev.spendweir.token;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.amount.Amount;
import dev.spendweir.reading.FieldReader;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.TextRule;
import org.jspecify.annotations.Nullable;

/**
 * What a verifier knows of the change that is about to happen; a token for anything else is refused. A null is not compared.
 * Immutable.
 *
 * @param issuer whose tokens are taken
 * @param tenantId the caller's tenant
 * @param fingerprint compared only when the token's binding is {@code exact}, as is {@code planContentSha256}
 * @param actualMonthlyDelta must be at most the token's, as must {@code actualHourlyDelta}
 */
public record TokenExpectation(
        String issuer,
        String tenantId,
        @Nullable String projectId,
        @Nullable String environment,
        @Nullable String source,
        @Nullable String resourceReference,
        @Nullable String currency,
        @Nullable String scopeFingerprint,
        @Nullable String fingerprint,
        @Nullable String planContentSha256,
        @Nullable Amount actualMonthlyDelta,
        @Nullable Amount actualHourlyDelta) {

    /** Compares issuer and tenant alone. */
    public static TokenExpectation of(String issuer, String tenantId) {
        return new TokenExpectation(issuer, tenantId, null, null, null, null, null, null, null, null, null, null);
    }

    /** The expectation of op {@code token.verify} (spec 8). */
    static TokenExpectation read(ObjectReader in) {
        in.ignoreUnknown();
        return new TokenExpectation(
                or(text(in.field("issuer").required()), ""),
                or(text(in.field("tenant_id").required()), ""),
                text(in.field("project_id")),
                text(in.field("environment")),
                text(in.field("source")),
                text(in.field("resource_reference")),
                text(in.field("currency")),
                text(in.field("scope_fingerprint")),
                text(in.field("fingerprint")),
                text(in.field("plan_content_sha256")),
                in.field("actual_monthly_delta").amount(),
                in.field("actual_hourly_delta").amount());
    }

    private static @Nullable String text(FieldReader field) {
        return field.text(TextRule.ANY);
    }
}
