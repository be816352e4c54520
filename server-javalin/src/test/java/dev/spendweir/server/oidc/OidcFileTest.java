package dev.spendweir.server.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.server.StartupException;
import dev.spendweir.server.config.Profile;
import dev.spendweir.vocabulary.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OidcFileTest {
    private static final String LEAST = """
            issuers:
              - name: corp
                issuer: https://login.example.com
                audiences: [https://gate.example]
                jwks_url: https://login.example.com/keys
                algorithms: [RS256]
                tenants: [acme]
            """;

    @TempDir
    Path directory;

    private List<IssuerSettings> read(String yaml, Profile profile) throws IOException {
        return OidcFile.read(Files.writeString(directory.resolve("oidc.yaml"), yaml), profile);
    }

    private IssuerSettings one(String more) throws IOException {
        return read(LEAST + more.indent(4), Profile.PROD).get(0);
    }

    private static JsonObject claims(String json) {
        return (JsonObject) JsonReader.read(json);
    }

    @Test
    void leastFile_hasDocumentedDefaults() throws IOException {
        IssuerSettings issuer = one("");
        assertThat(issuer.leeway()).isEqualTo(Duration.ofSeconds(30));
        assertThat(issuer.maxLifetime()).isEqualTo(Duration.ofDays(1));
        assertThat(issuer.keyPause()).isEqualTo(Duration.ofSeconds(30));
        assertThat(issuer.requester()).isNull();
        assertThat(issuer.tenant().tenant(claims("{}"))).isEqualTo("acme");
        assertThat(issuer.actor().name(claims("{\"sub\":\"ann\"}"))).isEqualTo("ann");
        GroupGrant nothing = issuer.roles().grant(claims("{\"groups\":[\"admins\"],\"role\":\"owner\"}"));
        assertThat(nothing.role()).isNull();
        assertThat(nothing.permissions()).isEmpty();
    }

    @Test
    void groupsRolesAndPermissions_addUp_belowTheHighestRole() throws IOException {
        IssuerSettings issuer = one("""
                role: member
                claims: {role: /app/roles, permissions: perms, groups: "https://example.com/groups"}
                groups:
                  approvers: {permissions: [approve.prod]}
                  admins: {role: admin, permissions: [ingest]}
                  chiefs: {role: owner}
                """);
        GroupGrant both = issuer.roles()
                .grant(claims("{\"https://example.com/groups\":[\"approvers\",\"admins\",\"strangers\",7,{}],"
                        + "\"perms\":\"gate.on_behalf_of\"}"));
        assertThat(both.role()).isEqualTo(Role.ADMIN);
        assertThat(both.permissions()).containsExactlyInAnyOrder("approve.prod", "ingest", "gate.on_behalf_of");
        assertThat(issuer.roles().grant(claims("{}")).role()).isEqualTo(Role.MEMBER);
        assertThat(issuer.roles()
                        .grant(claims("{\"app\":{\"roles\":[\"king\",\"admin\"]}}"))
                        .role())
                .isEqualTo(Role.ADMIN);
        assertThat(issuer.roles()
                        .grant(claims("{\"app\":{\"roles\":\"owner\"}}"))
                        .role())
                .isEqualTo(Role.ADMIN);
        assertThat(issuer.roles()
                        .grant(claims("{\"https://example.com/groups\":\"chiefs\"}"))
                        .role())
                .isEqualTo(Role.ADMIN);
        assertThat(one("max_role: owner\ngroups: {chiefs: {role: owner}}\n")
                        .roles()
                        .grant(claims("{\"groups\":[\"chiefs\"]}"))
                        .role())
                .isEqualTo(Role.OWNER);
    }

    @Test
    void tenant_isOneOfThoseThatTheIssuerMayName() throws IOException {
        IssuerSettings issuer = read(
                        LEAST.replace("tenants: [acme]", "tenant_values: {acme-org: acme, beta-org: beta}")
                                + "    claims: {tenant: org}\n",
                        Profile.PROD)
                .get(0);
        assertThat(issuer.tenant().tenant(claims("{\"org\":\"beta-org\"}"))).isEqualTo("beta");
        for (String refused : List.of("{}", "{\"org\":\"beta\"}", "{\"org\":[\"beta-org\"]}", "{\"org\":7}")) {
            assertThatThrownBy(() -> issuer.tenant().tenant(claims(refused)))
                    .isInstanceOfSatisfying(
                            TokenRefusedException.class,
                            e -> assertThat(e.reason()).isEqualTo(Refusal.TENANT));
        }
    }

    @Test
    void actorName_isOneGoodText() throws IOException {
        NamedBy actor = one("actor_prefix: \"corp:\"\n").actor();
        assertThat(actor.name(claims("{\"sub\":\"ann@example.org\"}"))).isEqualTo("corp:ann@example.org");
        assertThat(actor.name(claims("{\"sub\":\"service:spendweir\"}"))).isEqualTo("corp:service:spendweir");
        NamedBy bare = one("").actor();
        for (String refused : List.of(
                "{}",
                "{\"sub\":null}",
                "{\"sub\":\"\"}",
                "{\"sub\":\" \"}",
                "{\"sub\":7}",
                "{\"sub\":[\"ann\"]}",
                "{\"sub\":\"a\\u0000\"}",
                "{\"sub\":\"" + "x".repeat(129) + "\"}",
                "{\"sub\":\"service:ci\"}",
                "{\"sub\":\"service:spendweir\"}")) {
            assertThatThrownBy(() -> bare.name(claims(refused)))
                    .as(refused)
                    .isInstanceOfSatisfying(
                            TokenRefusedException.class,
                            e -> assertThat(e.reason()).isEqualTo(Refusal.ACTOR));
        }
        NamedBy services = one("actor_prefix: \"service:\"\n").actor();
        assertThat(services.name(claims("{\"sub\":\"ci\"}"))).isEqualTo("service:ci");
        assertThatThrownBy(() -> services.name(claims("{\"sub\":\"spendweir\"}")))
                .isInstanceOf(TokenRefusedException.class);
    }

    @Test
    void requiredClaims_areExactOrPrefixes() throws IOException {
        List<RequiredClaim> required =
                one("required_claims: {repository: [\"acme/*\", other/infra], email_verified: [\"true\"]}\n")
                        .required();
        assertThat(required)
                .allMatch(claim -> claim.holds(claims("{\"repository\":\"acme/web\",\"email_verified\":true}")));
        assertThat(required)
                .noneMatch(claim -> claim.holds(claims("{\"repository\":\"acme-evil/web\",\"email_verified\":false}")));
        assertThat(required).noneMatch(claim -> claim.holds(claims("{}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jwks_url: https://login.example.com/keys | jwks_url: http://login.example.com/keys | https",
                "jwks_url: https://login.example.com/keys | jwks_url: http://127.0.0.1/keys | https",
                "jwks_url: https://login.example.com/keys | jwks_url: 'https://u:p@login.example.com/keys' | https",
                "jwks_url: https://login.example.com/keys | jwks_url: file:///etc/passwd | https",
                "jwks_url: https://login.example.com/keys | x_url: y | jwks_url",
                "algorithms: [RS256] | algorithms: [HS256] | RS256, PS256",
                "algorithms: [RS256] | algorithms: [none] | RS256, PS256",
                "algorithms: [RS256] | algorithms: [] | empty",
                "tenants: [acme] | tenants: [acme, beta] | claims.tenant",
                "tenants: [acme] | tenants: [] | tenants",
                "tenants: [acme] | tenant_values: {a: b} | claims.tenant",
                "audiences: [https://gate.example] | audiences: [] | empty",
                "name: corp | name: '' | code points",
                "tenants: [acme] | 'tenants: [acme]\n    requester_prefix: x' | claims.requester",
                "tenants: [acme] | 'tenants: [acme]\n    leeway_seconds: 301' | 300",
                "tenants: [acme] | 'tenants: [acme]\n    groups: {g: {role: king}}' | member, admin, owner",
                "issuer: https://login.example.com | issuer: https://gitlab.com | everybody",
            })
    void mistake_isNamedWithItsLine(String from, String to, String hint) {
        assertThatThrownBy(() -> read(LEAST.replace(from, to), Profile.PROD))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("oidc.yaml:")
                .hasMessageContaining(hint)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void sameIssuerTwice_isRefused() {
        String second = LEAST.substring(LEAST.indexOf("  - "));
        assertThatThrownBy(() -> read(LEAST + second, Profile.PROD)).hasMessageContaining("twice");
    }

    @Test
    void profileDev_takesHttpOfThisMachineOnly() throws IOException {
        for (String host : List.of("127.0.0.1:1", "localhost:1", "[::1]:1")) {
            assertThat(read(LEAST.replace("https://login.example.com/keys", "http://" + host + "/k"), Profile.DEV))
                    .hasSize(1);
        }
        for (String host : List.of("10.0.0.1", "localhost.example.com", "login.example.com")) {
            assertThatThrownBy(() ->
                            read(LEAST.replace("https://login.example.com/keys", "http://" + host + "/k"), Profile.DEV))
                    .isInstanceOf(StartupException.class);
        }
    }

    @Test
    void openIssuer_withARequiredClaim_isTaken() throws IOException {
        String open = LEAST.replace("issuer: https://login.example.com", "issuer: https://gitlab.com");
        assertThat(read(open + "    required_claims: {namespace_path: [acme]}\n", Profile.PROD))
                .hasSize(1);
    }
}
