package dev.spendweir.token;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.policy.PolicyDocument.TokenBinding;
import java.time.Instant;

/**
 * The claims of an approval token (spec 2.2). Immutable.
 *
 * @param issuer who minted it
 * @param requesterId who wants the change ({@code sub})
 * @param tokenId unique ({@code jti})
 * @param issuedAt whole seconds, as are the other times
 * @param notBefore from here on (inclusive) it is valid
 * @param expiresAt from here on (inclusive) it is not
 */
public record ApprovalToken(
        String issuer,
        String requesterId,
        String tokenId,
        Instant issuedAt,
        Instant notBefore,
        Instant expiresAt,
        String decisionId,
        String approvalId,
        TokenBinding binding,
        TokenScope scope) {

    /** The {@code aud} of every token. */
    public static final String AUDIENCE = "spendweir-approval";

    /** The {@code token_type} of every token. */
    public static final String TOKEN_TYPE = "enforcement_approval";

    /** The {@code typ} in the header of every token. */
    public static final String MEDIA_TYPE = "spendweir-approval+jwt";

    /** Longest token in characters: more than any that is minted, and little enough to be looked at for nothing. */
    public static final int MAX_LENGTH = 8 * 1024;

    /** How long a token lives when nobody says otherwise (spec 2.2). */
    public static final int DEFAULT_TTL_SECONDS = 900;

    /** The claims as they travel. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("iss", issuer)
                .put("aud", AUDIENCE)
                .put("sub", requesterId)
                .put("jti", tokenId)
                .put("iat", issuedAt.getEpochSecond())
                .put("nbf", notBefore.getEpochSecond())
                .put("exp", expiresAt.getEpochSecond())
                .put("token_type", TOKEN_TYPE)
                .put("tenant_id", scope.tenantId())
                .put("project_id", scope.projectId())
                .put("environment", scope.environment())
                .put("source", scope.source())
                .put("decision_id", decisionId)
                .put("approval_id", approvalId)
                .put("fingerprint", scope.fingerprint())
                .put("scope_fingerprint", scope.scopeFingerprint())
                .put("binding", binding.wireName())
                .put("currency", scope.currency())
                .put("resource_reference", scope.resourceReference())
                .put("plan_content_sha256", scope.planContentSha256())
                .put("max_monthly_delta", scope.maxMonthlyDelta().toString())
                .put("max_hourly_delta", scope.maxHourlyDelta().toString())
                .build();
    }
}
