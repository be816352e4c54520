package dev.spendweir.server.http;

import static dev.spendweir.server.oidc.TestIssuer.with;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.server.http.ApiClient.Answer;
import dev.spendweir.server.oidc.TestIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of bearer tokens share: a corporate identity provider, that of the pipelines, one that is away, and a server. */
abstract class BearerWorld {
    /** The pipelines' issuer, whose keys are in a file. */
    static final String CI = "https://ci.example.com";

    /** An issuer whose keys cannot be had. */
    static final String AWAY = "https://away.example.com";

    static final String POLICY = """
            {"modes": {"default": "hard"},
             "approvals": {"required_for": {"prod": true, "nonprod": false}, "separation_of_duties": {"prod": true},
               "routing": [{"id": "admins", "match": {"project_id": ["vault"]}, "reviewer_roles": ["admin"]},
                           {"id": "leads", "match": {"project_id": ["search"]}, "reviewer_roles": ["member"],
                            "required_permission": "search.lead", "required_approvals": 2},
                           {"id": "all", "match": {}, "reviewer_roles": ["member", "admin"]}]}}
            """;

    @TempDir
    static Path directory;

    static TestIssuer corp;
    static TestServer server;
    static ApiClient ann;
    static int keys;

    @BeforeAll
    static void start() throws IOException {
        corp = new TestIssuer();
        Files.writeString(directory.resolve("ci.json"), TestIssuer.edJwks());
        Path file =
                Files.writeString(directory.resolve("oidc.yaml"), """
                issuers:
                  - name: corp
                    issuer: %s
                    audiences: [https://gate.example]
                    jwks_url: %s
                    algorithms: [RS256, ES256]
                    tenants: [default, other]
                    claims: {tenant: org, actor: email}
                    actor_prefix: "corp:"
                    required_claims: {email_verified: ["true"]}
                    groups:
                      staff: {role: member}
                      approvers: {permissions: [approve.prod, search.lead]}
                      operators: {role: admin}
                  - name: ci
                    issuer: %s
                    audiences: [https://gate.example]
                    jwks_file: ci.json
                    algorithms: [EdDSA]
                    tenants: [default]
                    claims: {requester: login}
                    actor_prefix: "ci:"
                    requester_prefix: "git:"
                    role: member
                    projects: ["pay*", search]
                    sources: [custom]
                  - name: away
                    issuer: %s
                    audiences: [https://gate.example]
                    jwks_file: nowhere.json
                    algorithms: [EdDSA]
                    tenants: [default]
                    role: member
                """.formatted(corp.url(), corp.jwksUrl(), CI, AWAY));
        server = TestServer.start("oidc.file", file.toString());
        server.owner().put("/v1/policy", POLICY, "If-Match", "*");
        ann = server.actor("ann", "{\"role\":\"member\",\"aliases\":[\"corp:ann@example.org\",\"git:ann-hub\"]}", "");
    }

    @AfterAll
    static void stop() {
        server.close();
        corp.close();
    }

    static JsonObject person(String email, String... groups) {
        JsonObject claims = with(with(corp.claims("0f3a"), "email", email), "org", "default");
        claims = claims.with("email_verified", JsonReader.read("true"));
        return claims.with("groups", JsonReader.read("[\"" + String.join("\",\"", groups) + "\"]"));
    }

    /** A client with a token of the corporate identity provider. */
    static ApiClient login(String email, String... groups) {
        return server.owner().as(TestIssuer.rs256(person(email, groups)));
    }

    static ApiClient pipeline(String subject, String login) {
        return server.owner().as(TestIssuer.eddsa(with(TestIssuer.claims(CI, subject), "login", login)));
    }

    static Answer ask(ApiClient by, String project, String more) {
        return by.post("/v1/gate", Requests.gate(project, "prod", "10", more), "Idempotency-Key", "bearer-" + keys++);
    }

    static Answer review(ApiClient by, Answer asked, String verdict) {
        return by.post("/v1/approvals/" + asked.field("approval_id") + verdict, "{}");
    }

    static String queue(ApiClient of) {
        return of.get("/v1/approvals?actionable=true&limit=500").text();
    }
}
