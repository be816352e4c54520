package dev.spendweir.server.oidc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.Sha256Hex;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Tells whom a bearer token stands for. A verified token is believed for a minute without looking at its signature again, and
 * never past its own end; what the tenant's list says of its actor is asked every time. Thread-safe.
 */
final class BearerTokens {

    /** A signing key that its issuer withdrew ends here this much later than {@link CachedKeys#REFRESH_AFTER}. */
    static final Duration BELIEVED = Duration.ofSeconds(60);

    /** Pipelines and people of a large installation within a minute; an entry is about half a KiB. */
    private static final int MAX_CACHED = 20_000;

    private record Verified(MappedIdentity identity, Instant at) {
        boolean isBelieved(Instant now) {
            return at.plus(BELIEVED).isAfter(now) && identity.validUntil().isAfter(now);
        }
    }

    private final Map<String, Issuer> issuers;
    private final Clock clock;
    private final Cache<String, Verified> cache = Caffeine.newBuilder()
            .maximumSize(MAX_CACHED)
            .expireAfterWrite(BELIEVED)
            .build();

    /** @param issuers each {@code iss} once */
    BearerTokens(List<Issuer> issuers, Clock clock) {
        this.issuers = issuers.stream()
                .collect(
                        Collectors.toUnmodifiableMap(issuer -> issuer.settings().issuer(), Function.identity()));
        this.clock = clock;
    }

    /**
     * Whom the token stands for.
     *
     * @throws TokenRefusedException when it stands for nobody
     * @throws dev.spendweir.rejection.RejectedException {@code IDENTITY_PROVIDER_UNAVAILABLE}
     */
    MappedIdentity identify(String text) {
        // Read before it is hashed: the length is bounded there, and only whole tokens come into the cache.
        CompactToken token = CompactToken.parse(text);
        String key = HexFormat.of().formatHex(Sha256Hex.newDigest().digest(text.getBytes(StandardCharsets.US_ASCII)));
        Instant now = clock.instant();
        Verified known = cache.getIfPresent(key);
        if (known != null && known.isBelieved(now)) {
            return known.identity();
        }
        MappedIdentity identity = issuer(token).identify(token);
        cache.put(key, new Verified(identity, now));
        return identity;
    }

    private Issuer issuer(CompactToken token) {
        Issuer issuer = token.claims().get("iss") instanceof JsonString name ? issuers.get(name.value()) : null;
        if (issuer == null) {
            throw new TokenRefusedException(Refusal.ISSUER);
        }
        return issuer;
    }
}
