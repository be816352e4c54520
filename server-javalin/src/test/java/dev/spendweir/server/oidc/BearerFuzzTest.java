package dev.spendweir.server.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.spendweir.server.oidc.IssuerSettings.KeyLocation;
import dev.spendweir.server.store.people.Binding;
import dev.spendweir.vocabulary.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Any bytes as a token, as the header and claims of a token that is signed by a trusted key, and as a JWK set: refused with a
 * reason, or understood within the bounds of the configuration.
 */
class BearerFuzzTest {

    private static final IssuerSettings SETTINGS = new IssuerSettings(
            "fuzz",
            "i",
            Set.of("a"),
            new KeyLocation.InFile(Path.of("unused")),
            Duration.ofSeconds(30),
            EnumSet.of(JwtAlgorithm.EDDSA),
            Duration.ofSeconds(30),
            Duration.ofDays(36_500),
            List.of(new RequiredClaim(ClaimPath.of("/x/y"), List.of("z*"))),
            new TenantMapping(ClaimPath.of("t"), Map.of("t1", "acme", "t2", "beta")),
            new NamedBy(ClaimPath.of("sub"), ""),
            new NamedBy(ClaimPath.of("r"), "git:"),
            new RoleMapping(
                    null,
                    Role.ADMIN,
                    ClaimPath.of("role"),
                    ClaimPath.of("p"),
                    ClaimPath.of("g"),
                    Map.of("ops", new GroupGrant(Role.OWNER, Set.of("ingest")))),
            Binding.NONE);

    private static final BearerTokens TOKENS = new BearerTokens(
            List.of(new Issuer(
                    SETTINGS, () -> TestIssuer.edJwks().getBytes(StandardCharsets.UTF_8), Clock.systemUTC())),
            Clock.systemUTC());

    @FuzzTest
    void anyBytes_areRefusedOrUnderstoodWithinBounds(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        identify(text);
        String part = TestIssuer.encode(input);
        String header = TestIssuer.encode("{\"alg\":\"EdDSA\",\"kid\":\"ed-1\"}");
        identify(TestIssuer.ed25519Parts(header, part));
        identify(TestIssuer.ed25519Parts(part, TestIssuer.encode("{\"iss\":\"i\",\"aud\":\"a\"}")));
        try {
            assertThat(TrustedKeys.read(input).keys()).isNotEmpty();
        } catch (IOException e) {
            assertThat(e).hasMessageNotContaining("\n");
        }
    }

    private static void identify(String token) {
        try {
            MappedIdentity identity = TOKENS.identify(token);
            assertThat(identity.tenantId()).isIn("acme", "beta");
            assertThat(identity.role()).isNotEqualTo(Role.OWNER);
            assertThat(identity.actorName()).isNotBlank().doesNotStartWith("service:");
            assertThat(identity.validUntil()).isAfter(Instant.now().minusSeconds(60));
        } catch (TokenRefusedException e) {
            assertThat(e.reason()).isNotNull();
        }
    }
}
