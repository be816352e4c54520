package dev.spendweir.server.oidc;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import java.time.Clock;
import java.time.Instant;

/** A trusted issuer with its keys: verifies its tokens and maps their claims. Thread-safe. */
final class Issuer {

    private final IssuerSettings settings;
    private final CachedKeys keys;
    private final Clock clock;

    Issuer(IssuerSettings settings, KeySource source, Clock clock) {
        this.settings = settings;
        this.keys = new CachedKeys(settings.name(), source, settings.keyPause(), clock);
        this.clock = clock;
    }

    IssuerSettings settings() {
        return settings;
    }

    /**
     * Verifies a token of this issuer: algorithm, key and signature first, since nothing else of it may be believed before.
     *
     * @throws TokenRefusedException when it identifies nobody
     * @throws dev.spendweir.rejection.RejectedException {@code IDENTITY_PROVIDER_UNAVAILABLE}
     */
    MappedIdentity identify(CompactToken token) {
        checkSignature(token);
        JsonObject claims = token.claims();
        checkAudience(claims);
        Instant validUntil = TimeClaims.check(claims, settings, clock.instant());
        if (!settings.required().stream().allMatch(required -> required.holds(claims))) {
            throw new TokenRefusedException(Refusal.REQUIRED_CLAIM);
        }
        GroupGrant grant = settings.roles().grant(claims);
        NamedBy requester = settings.requester();
        return new MappedIdentity(
                settings.tenant().tenant(claims),
                settings.actor().name(claims),
                requester == null ? null : requester.name(claims),
                grant.role(),
                grant.permissions(),
                settings.binding(),
                validUntil);
    }

    private void checkSignature(CompactToken token) {
        JwtAlgorithm algorithm = JwtAlgorithm.ofWireName(token.algorithm())
                .filter(settings.algorithms()::contains)
                .orElseThrow(() -> new TokenRefusedException(Refusal.ALGORITHM));
        var candidates = keys.candidates(token.kid(), algorithm);
        if (candidates.isEmpty()) {
            throw new TokenRefusedException(Refusal.KEY);
        }
        if (candidates.stream().noneMatch(key -> key.verifies(algorithm, token.signingInput(), token.signature()))) {
            throw new TokenRefusedException(Refusal.SIGNATURE);
        }
    }

    private void checkAudience(JsonObject claims) {
        JsonValue audience = claims.get("aud");
        boolean ours = audience instanceof JsonArray all
                ? all.elements().stream().anyMatch(this::isOurs)
                : audience != null && isOurs(audience);
        if (!ours) {
            throw new TokenRefusedException(Refusal.AUDIENCE);
        }
    }

    private boolean isOurs(JsonValue audience) {
        return audience instanceof JsonString string && settings.audiences().contains(string.value());
    }
}
