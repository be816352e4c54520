package dev.spendweir.token;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.policy.PolicyDocument.TokenBinding;
import dev.spendweir.reading.TextRules;
import dev.spendweir.rejection.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Judges tokens (spec 2.2). The verdict is a function of token, keys, expectation and clock alone; nothing is fetched, and no
 * header chooses key or algorithm. Checks in this order, the first that fails is the verdict:
 *
 * <ol>
 *   <li>{@code TOKEN_MALFORMED}: more than 8 KiB, not three parts of base64url in its one encoding, or header or payload is
 *       no JSON object with unique names
 *   <li>{@code TOKEN_HEADER_REJECTED}: another {@code typ}, or a header that would change how the token is read
 *   <li>{@code TOKEN_KEY_UNKNOWN}: no such key, or a retired one; {@code TOKEN_HEADER_REJECTED}: not that key's {@code alg}
 *   <li>{@code TOKEN_SIGNATURE_INVALID}
 *   <li>{@code TOKEN_CLAIMS_INVALID}: a claim is missing or of another type; then {@code iss}, {@code aud}, {@code
 *       token_type}
 *   <li>{@code TOKEN_NOT_YET_VALID}, {@code TOKEN_EXPIRED}, with {@link #LEEWAY}
 *   <li>{@code TOKEN_BINDING_MISMATCH}, naming the claim
 *   <li>{@code COST_BOUND_EXCEEDED}
 * </ol>
 *
 * <p>Immutable and thread-safe.
 */
public final class TokenVerifier {
    /** How far clocks may be apart; counts for {@code iat}, {@code nbf} and {@code exp} only. */
    public static final Duration LEEWAY = Duration.ofSeconds(60);

    /** Headers that would bring a key, a compression or another reading with them. */
    private static final List<String> FORBIDDEN_HEADERS =
            List.of("crit", "b64", "jku", "jwk", "x5u", "x5c", "x5t", "zip");

    /** What RFC 7515, 4.1.9 lets a {@code typ} leave out. */
    private static final String MEDIA_PREFIX = "application/";

    private final KeySet keys;

    /** @param keys the ring's public keys with their status */
    public TokenVerifier(KeySet keys) {
        this.keys = keys;
    }

    /** Judges a token. */
    public TokenVerdict verify(String token, TokenExpectation expected, Instant clockTime) {
        CompactJws jws = CompactJws.parse(token, ApprovalToken.MAX_LENGTH).orElse(null);
        if (jws == null) {
            return refused(
                    ErrorCode.TOKEN_MALFORMED,
                    "a token is at most 8192 bytes: three parts of base64url, the first two JSON objects");
        }
        TokenVerdict.Refused refusal = headerRefusal(jws.header());
        if (refusal == null) {
            refusal = signatureRefusal(jws);
        }
        if (refusal != null) {
            return refusal;
        }
        TokenClaims claims = TokenClaims.read(jws.payload());
        if (claims == null) {
            return refused(ErrorCode.TOKEN_CLAIMS_INVALID, "a claim is missing or has a wrong type");
        }
        refusal = claimsRefusal(claims, expected, clockTime);
        return refusal == null ? new TokenVerdict.Accepted(claims.token(), TokenClaims.known(jws.payload())) : refusal;
    }

    private static TokenVerdict.@Nullable Refused headerRefusal(JsonObject header) {
        if (!isOurType(text(header, "typ"))) {
            return refused(ErrorCode.TOKEN_HEADER_REJECTED, "typ must be " + ApprovalToken.MEDIA_TYPE);
        }
        for (String name : FORBIDDEN_HEADERS) {
            if (header.has(name)) {
                return refused(ErrorCode.TOKEN_HEADER_REJECTED, "the header " + name + " is not allowed");
            }
        }
        return null;
    }

    private static boolean isOurType(@Nullable String typ) {
        if (typ == null) {
            return false;
        }
        // A-Z only: a letter of another script that lower-cases to one of these is none of them.
        String lower = TextRules.lowerCase(typ);
        String bare = lower.startsWith(MEDIA_PREFIX) ? lower.substring(MEDIA_PREFIX.length()) : lower;
        return bare.equals(ApprovalToken.MEDIA_TYPE);
    }

    private TokenVerdict.@Nullable Refused signatureRefusal(CompactJws jws) {
        String kid = text(jws.header(), "kid");
        VerificationKey key = kid == null ? null : keys.find(kid).orElse(null);
        if (key == null || !key.status().verifies()) {
            return refused(ErrorCode.TOKEN_KEY_UNKNOWN, "kid names no key of the set that verifies");
        }
        if (!key.algorithm().wireName().equals(text(jws.header(), "alg"))) {
            return refused(
                    ErrorCode.TOKEN_HEADER_REJECTED,
                    "alg must be the key's own, " + key.algorithm().wireName());
        }
        return key.verifies(jws.signedBytes(), jws.signature())
                ? null
                : refused(ErrorCode.TOKEN_SIGNATURE_INVALID, "the signature is not the key's on this token");
    }

    private static TokenVerdict.@Nullable Refused claimsRefusal(
            TokenClaims claims, TokenExpectation expected, Instant clockTime) {
        ApprovalToken token = claims.token();
        boolean ours = token.issuer().equals(expected.issuer())
                && claims.audience().contains(ApprovalToken.AUDIENCE)
                && claims.tokenType().equals(ApprovalToken.TOKEN_TYPE);
        if (!ours) {
            return refused(ErrorCode.TOKEN_CLAIMS_INVALID, "iss, aud or token_type is not that of our approval tokens");
        }
        Instant latestStart = clockTime.plus(LEEWAY);
        if (token.notBefore().isAfter(latestStart) || token.issuedAt().isAfter(latestStart)) {
            return refused(ErrorCode.TOKEN_NOT_YET_VALID, "nbf or iat is in the future");
        }
        if (!clockTime.minus(LEEWAY).isBefore(token.expiresAt())) {
            return refused(ErrorCode.TOKEN_EXPIRED, "exp has passed; mint another token");
        }
        String claim = differing(token, expected);
        if (claim != null) {
            return new TokenVerdict.Refused(
                    ErrorCode.TOKEN_BINDING_MISMATCH, claim, "the token was made for another " + claim);
        }
        boolean within = isAtMost(expected.actualMonthlyDelta(), token.scope().maxMonthlyDelta())
                && isAtMost(expected.actualHourlyDelta(), token.scope().maxHourlyDelta());
        return within ? null : refused(ErrorCode.COST_BOUND_EXCEEDED, "the change costs more than was approved");
    }

    /** The first bound claim that is not as expected; null: all are. */
    private static @Nullable String differing(ApprovalToken token, TokenExpectation expected) {
        TokenScope scope = token.scope();
        boolean exact = token.binding() == TokenBinding.EXACT;
        if (!scope.tenantId().equals(expected.tenantId())) {
            return "tenant_id";
        } else if (differs(expected.projectId(), scope.projectId())) {
            return "project_id";
        } else if (differs(expected.environment(), scope.environment())) {
            return "environment";
        } else if (differs(expected.source(), scope.source())) {
            return "source";
        } else if (differs(expected.resourceReference(), scope.resourceReference())) {
            return "resource_reference";
        } else if (differs(expected.currency(), scope.currency())) {
            return "currency";
        } else if (differs(expected.scopeFingerprint(), scope.scopeFingerprint())) {
            return "scope_fingerprint";
        } else if (exact && differs(expected.fingerprint(), scope.fingerprint())) {
            return "fingerprint";
        } else if (exact && differs(expected.planContentSha256(), scope.planContentSha256())) {
            return "plan_content_sha256";
        }
        return null;
    }

    private static boolean differs(@Nullable String expected, @Nullable String actual) {
        return expected != null && !Objects.equals(expected, actual);
    }

    private static boolean isAtMost(@Nullable Amount actual, Amount bound) {
        return actual == null || actual.compareTo(bound) <= 0;
    }

    private static @Nullable String text(JsonObject header, String name) {
        return header.get(name) instanceof JsonString text ? text.value() : null;
    }

    private static TokenVerdict.Refused refused(ErrorCode code, String detail) {
        return new TokenVerdict.Refused(code, null, detail);
    }
}
