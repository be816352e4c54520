package dev.spendweir.server.review;

import dev.spendweir.approval.ApprovalEvent;
import dev.spendweir.approval.ApprovalEventType;
import dev.spendweir.approval.ApprovalStep;
import dev.spendweir.approval.Verdict;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.approval.ApprovalAsk;
import dev.spendweir.server.approval.ApprovalRecord;
import dev.spendweir.server.gate.UseStore;
import dev.spendweir.server.keys.TokenKeys;
import dev.spendweir.server.store.StoreSettings;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.token.ApprovalToken;
import dev.spendweir.token.TokenExpectation;
import dev.spendweir.token.TokenMinter;
import dev.spendweir.token.TokenScope;
import dev.spendweir.token.TokenVerdict;
import dev.spendweir.token.TokenVerifier;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.function.Consumer;

/** Mints tokens for approved requests and lets each be used once (spec 2.2). Thread-safe. */
public final class TokenService {
    private final TokenUses uses;
    private final TokenKeys keys;
    private final String issuer;
    private final UuidV7 ids;
    private final Clock clock;

    /** @param issuer the {@code iss} of our tokens */
    public TokenService(UseStore store, TokenKeys keys, String issuer, StoreSettings settings, UuidV7 ids) {
        this.uses = new TokenUses(store, settings, ids);
        this.keys = keys;
        this.issuer = issuer;
        this.ids = ids;
        this.clock = settings.clock();
    }

    /**
     * Mints a token for an approved request, as often as asked; the first one used wins.
     *
     * @param ttlSeconds how long it lives, never beyond the approval itself
     * @throws RejectedException {@code APPROVAL_NOT_APPROVED}, {@code APPROVAL_EXPIRED}, {@code TOKEN_ALREADY_CONSUMED};
     *     {@code PERMISSION_MISSING} unless the caller asked for the approval, or is an admin or owner who did not review it
     */
    public MintedToken mint(ApprovalRecord approval, Party by, int ttlSeconds, String tenantId) {
        Instant now = now();
        // What a use would meet, tried on the state machine without a use.
        ApprovalStep use =
                approval.request().on(new ApprovalEvent(ApprovalEventType.CONSUME, by.facing(approval.request()), now));
        if (use.refusal().isPresent()) {
            throw new RejectedException(
                    use.refusal().get(),
                    "approval " + approval.approvalId() + ": "
                            + use.refusal().get().meaning());
        }
        requireMayMint(approval, by);
        Instant issuedAt = now.truncatedTo(ChronoUnit.SECONDS);
        Instant end = Objects.requireNonNull(approval.request().deadline(), "every approval has a deadline");
        Instant wanted = issuedAt.plusSeconds(ttlSeconds);
        Instant expiresAt = wanted.isBefore(end) ? wanted : end.truncatedTo(ChronoUnit.SECONDS);
        TokenMinter minter = new TokenMinter(keys.signer());
        String tokenId = ids.next().toString();
        String token = minter.mint(claims(approval, tokenId, issuedAt, expiresAt, tenantId));
        return new MintedToken(token, expiresAt, tokenId, minter.kid());
    }

    private static void requireMayMint(ApprovalRecord approval, Party by) {
        boolean reviewed = approval.request().verdicts().stream()
                .map(Verdict::actorId)
                .anyMatch(actor -> actor.equals(by.actorId()));
        boolean may = by.isAsking(approval.request().terms()) || (by.isAdministrator() && !reviewed);
        if (!may) {
            throw new RejectedException(
                    ErrorCode.PERMISSION_MISSING,
                    "a token is minted for whoever asked for the approval, or for an admin or owner who did not review it");
        }
    }

    private ApprovalToken claims(
            ApprovalRecord approval, String tokenId, Instant issuedAt, Instant expiresAt, String tenantId) {
        ApprovalAsk ask = approval.ask();
        return new ApprovalToken(
                issuer,
                approval.request().terms().requesterId(),
                tokenId,
                issuedAt,
                issuedAt,
                expiresAt,
                ask.decisionId(),
                approval.approvalId(),
                ask.binding(),
                new TokenScope(
                        tenantId,
                        approval.change().place().projectId(),
                        approval.change().place().environment(),
                        approval.change().place().source().wireName(),
                        ask.fingerprint(),
                        ask.scopeFingerprint(),
                        ask.currency(),
                        approval.change().place().resourceReference(),
                        ask.planContentSha256(),
                        ask.monthlyDelta(),
                        ask.hourlyDelta()));
    }

    /**
     * Judges a token for a call, without using it.
     *
     * @throws RejectedException every refusal of {@link TokenVerifier}; {@code NOT_FOUND} for another tenant's token;
     *     {@code FIELD_REQUIRED} when the token is for a plan and the call names none
     */
    public ApprovalToken verify(ConsumeCall call) {
        TokenExpectation expected = new TokenExpectation(
                issuer,
                call.caller().tenantId(),
                call.projectId(),
                call.environment(),
                call.source(),
                call.resourceReference(),
                null,
                call.scopeFingerprint(),
                call.fingerprint(),
                call.planContentSha256(),
                call.actualMonthlyDelta(),
                call.actualHourlyDelta());
        TokenVerdict verdict = new TokenVerifier(keys.keySetFor(call.token())).verify(call.token(), expected, now());
        if (verdict instanceof TokenVerdict.Refused refused) {
            if (refused.claim().filter("tenant_id"::equals).isPresent()) {
                throw ApprovalTransaction.notFound();
            }
            throw new RejectedException(refused.code(), "/token", refused.detail());
        }
        ApprovalToken token = ((TokenVerdict.Accepted) verdict).token();
        if (token.scope().planContentSha256() != null && call.planContentSha256() == null) {
            throw new RejectedException(
                    ErrorCode.FIELD_REQUIRED,
                    "/plan_content_sha256",
                    "the approval is for a plan; say which is applied");
        }
        return token;
    }

    /**
     * Uses an approval, once: of any number of calls one succeeds, and whoever that was gets its success again.
     *
     * @param token what {@link #verify} gave for the call
     * @return the answer, canonical
     * @throws RejectedException {@code NOT_FOUND}; {@code TOKEN_ALREADY_CONSUMED}, {@code APPROVAL_NOT_APPROVED}, {@code
     *     APPROVAL_EXPIRED}, {@code CHANGE_MOVED_ON}, {@code RESERVATION_NOT_ACTIVE}; {@code COST_BOUND_EXCEEDED}
     */
    public byte[] consume(ConsumeCall call, ApprovalToken token) {
        return consume(call, token, approval -> {});
    }

    /**
     * As {@link #consume(ConsumeCall, ApprovalToken)}.
     *
     * @param mayUse looks at the approval before anything else and throws when the caller may not use it
     */
    public byte[] consume(ConsumeCall call, ApprovalToken token, Consumer<ApprovalRecord> mayUse) {
        return uses.use(new TokenUses.Asked(call, token, mayUse));
    }

    /** The server's time, in milliseconds. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
