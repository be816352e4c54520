package dev.spendweir.server.oidc;

import static dev.spendweir.server.oidc.TestIssuer.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.server.SetClock;
import dev.spendweir.server.oidc.IssuerSettings.KeyLocation;
import dev.spendweir.server.store.people.Binding;
import dev.spendweir.vocabulary.Role;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times, audiences and the memory of verified tokens, by a clock that stands still. */
class IssuerTest {
    private static final String ISSUER = "https://login.example.com";

    private final SetClock clock = new SetClock();
    private final AtomicInteger readings = new AtomicInteger();
    private volatile String published = TestIssuer.edJwks();
    private final Issuer issuer = new Issuer(
            settings(),
            () -> {
                readings.incrementAndGet();
                return published.getBytes(StandardCharsets.UTF_8);
            },
            clock);

    private static IssuerSettings settings() {
        return new IssuerSettings(
                "corp",
                ISSUER,
                Set.of("one", "two"),
                new KeyLocation.InFile(Path.of("unused")),
                Duration.ofSeconds(30),
                EnumSet.of(JwtAlgorithm.EDDSA),
                Duration.ofSeconds(30),
                Duration.ofHours(1),
                List.of(),
                new TenantMapping(null, Map.of("acme", "acme")),
                new NamedBy(ClaimPath.of("sub"), ""),
                null,
                new RoleMapping(Role.MEMBER, Role.ADMIN, null, null, ClaimPath.of("groups"), Map.of()),
                Binding.NONE);
    }

    private JsonObject claims(long issuedAgo, long expiresIn) {
        long now = clock.instant().getEpochSecond();
        return JsonObject.builder()
                .put("iss", ISSUER)
                .put("aud", "two")
                .put("sub", "ann")
                .put("iat", now - issuedAgo)
                .put("exp", now + expiresIn)
                .build();
    }

    private MappedIdentity identify(JsonObject claims) {
        return issuer.identify(CompactToken.parse(TestIssuer.eddsa(claims)));
    }

    /** Seconds before now at which it was issued, after now at which it ends; both may be negative. */
    @ParameterizedTest
    @CsvSource({
        "0, 600, ",
        "-30, 600, ",
        "-31, 600, NOT_YET_VALID",
        "600, -29, ",
        "600, -30, EXPIRED",
        "0, 3600, ",
        "1, 3600, LIFETIME",
        "0, 999999999, LIFETIME"
    })
    void times_areJudgedWithLeeway(long issuedAgo, long expiresIn, Refusal refusal) {
        assertRefused(claims(issuedAgo, expiresIn), refusal);
    }

    @Test
    void notBefore_isJudgedWhenItIsThere() {
        long now = clock.instant().getEpochSecond();
        assertRefused(with(claims(0, 600), "nbf", now + 30), null);
        assertRefused(with(claims(0, 600), "nbf", now + 31), Refusal.NOT_YET_VALID);
    }

    @Test
    void verifiedToken_isBelievedForAMinute_butNotPastItsEnd() {
        BearerTokens tokens = new BearerTokens(List.of(issuer), clock);
        String token = TestIssuer.eddsa(claims(0, 600));
        tokens.identify(token);
        published = TestIssuer.jwks(TestIssuer.EC.toPublicJWK());
        clock.advance(BearerTokens.BELIEVED.minusMillis(1));
        assertThat(tokens.identify(token).actorName()).isEqualTo("ann");
        clock.advance(CachedKeys.REFRESH_AFTER);
        assertThatThrownBy(() -> tokens.identify(token)).hasMessage("KEY");

        published = TestIssuer.edJwks();
        clock.advance(CachedKeys.REFRESH_AFTER);
        String brief = TestIssuer.eddsa(claims(0, 10));
        tokens.identify(brief);
        clock.advance(Duration.ofSeconds(40));
        assertThatThrownBy(() -> tokens.identify(brief)).hasMessage("EXPIRED");
    }

    @Test
    void tokenOfAnUnknownIssuer_asksForNoKeys() {
        BearerTokens tokens = new BearerTokens(List.of(issuer), clock);
        String token = TestIssuer.eddsa(with(claims(0, 600), "iss", ISSUER + "/"));
        assertThatThrownBy(() -> tokens.identify(token)).hasMessage("ISSUER");
        assertThat(readings).hasValue(0);
    }

    private void assertRefused(JsonObject claims, Refusal refusal) {
        if (refusal == null) {
            assertThat(identify(claims).role()).isEqualTo(Role.MEMBER);
        } else {
            assertThatThrownBy(() -> identify(claims)).hasMessage(refusal.name());
        }
    }
}
