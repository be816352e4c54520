package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.server.http.ApiClient.Answer;
import dev.spendweir.token.KeySet;
import dev.spendweir.token.TokenExpectation;
import dev.spendweir.token.TokenVerdict;
import dev.spendweir.token.TokenVerifier;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Approvals and tokens over HTTP: every refusal has its own code (spec 2.1, 2.2, 11). */
class ApprovalRoutesTest {
    private static final String POLICY = """
            {"modes": {"default": "hard"},
             "approvals": {"required_for": {"nonprod": true}, "separation_of_duties": {"nonprod": true},
               "routing": [{"id": "other", "match": {"source": ["llm_call"]}},
                           {"id": "teams", "match": {"project_id": ["payments"]}, "reviewer_roles": ["admin", "member"],
                            "required_permission": "approve.payments"}]}}
            """;

    private static TestServer server;
    private static ApiClient dev;
    private static ApiClient reviewer;
    private static ApiClient unpermitted;
    private static int keys;

    @BeforeAll
    static void start() {
        String key = Base64.getEncoder().encodeToString(new byte[32]);
        server = TestServer.start("tokens.encryption_key", key, "tokens.issuer", "https://gate.example");
        server.owner().put("/v1/policy", POLICY, "If-Match", "*");
        dev = server.actor("dev", "member");
        unpermitted = server.actor("una", "admin");
        reviewer = server.actor("rita", "{\"role\":\"member\",\"permissions\":[\"approve.payments\"]}", "");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Answer ask(String change, String delta) {
        String more = ",\"change_id\":\"" + change + "\",\"idempotency_key\":\"approval-" + keys++ + "\"";
        return dev.post("/v1/gate", Requests.gate("payments", "dev", delta, more));
    }

    private static String path(Answer asked, String step) {
        return "/v1/approvals/" + asked.field("approval_id") + step;
    }

    private static String consume(Answer asked, String token, String more) {
        return "{\"token\":\"" + token + "\",\"fingerprint\":\"" + asked.field("fingerprint")
                + "\",\"scope_fingerprint\":\"" + asked.field("scope_fingerprint") + "\"" + more + "}";
    }

    @Test
    void request_isShownWithRouteAndTraceToThoseWhomItConcerns() {
        Answer asked = ask("show", "10");
        assertThat(asked.field("outcome")).isEqualTo("REQUIRE_APPROVAL");
        assertThat(asked.header("Spendweir-Approval-Status")).isEqualTo("pending");

        Answer shown = dev.get(path(asked, ""));
        assertThat(shown.status()).isEqualTo(200);
        assertThat(((JsonObject) Objects.requireNonNull(shown.json().get("route"))).get("rule_id"))
                .hasToString("JsonString[value=teams]");
        JsonArray trace = (JsonArray) Objects.requireNonNull(shown.json().get("routing_trace"));
        assertThat(((JsonObject) trace.elements().get(0)).get("failed_condition"))
                .hasToString("JsonString[value=source]");
        assertThat(((JsonObject) trace.elements().get(1)).get("failed_condition"))
                .isEqualTo(JsonNull.NULL);
        assertThat(reviewer.get(path(asked, "")).status()).isEqualTo(200);
        assertThat(unpermitted.get(path(asked, "")).status()).isEqualTo(200);
        assertThat(server.actor("nosy", "member").get(path(asked, "")).status()).isEqualTo(404);
        assertThat(dev.get("/v1/approvals/nothing").status()).isEqualTo(404);
    }

    @Test
    void queue_showsReviewersOnlyWhatTheyMayActOn() {
        Answer asked = ask("queue", "11");
        String id = asked.field("approval_id");
        assertThat(reviewer.get("/v1/approvals?actionable=true&limit=500").text())
                .contains(id);
        assertThat(unpermitted.get("/v1/approvals?actionable=true&limit=500").text())
                .doesNotContain(id);
        assertThat(dev.get("/v1/approvals?actionable=true&limit=500").text()).doesNotContain(id);
        assertThat(dev.get("/v1/approvals?mine=true&status=pending&project_id=payments&limit=500")
                        .text())
                .contains(id);
        assertThat(reviewer.get("/v1/approvals?mine=true&limit=500").text()).doesNotContain(id);
        reviewer.post(path(asked, "/approve"), "{}");
        assertThat(reviewer.get("/v1/approvals?actionable=true&limit=500").text())
                .doesNotContain(id);
        assertThat(dev.get("/v1/approvals?status=approved&limit=500").text()).contains(id);
    }

    @Test
    void review_isRefusedWithItsOwnCodeEach() {
        Answer asked = ask("review", "12");
        assertThat(server.owner().post(path(asked, "/approve"), "{}").code()).isEqualTo("REVIEWER_ROLE_NOT_ALLOWED");
        assertThat(unpermitted.post(path(asked, "/approve"), "{}").code()).isEqualTo("PERMISSION_MISSING");
        assertThat(dev.post(path(asked, "/deny"), "{}").code()).isEqualTo("PERMISSION_MISSING");
        server.owner().put("/v1/actors/dev", "{\"role\":\"member\",\"permissions\":[\"approve.payments\"]}");
        Answer own = dev.post(path(asked, "/approve"), "{}");
        assertThat(own.code()).isIn("SEPARATION_OF_DUTIES", "PERMISSION_MISSING");
        assertThat(own.status()).isEqualTo(403);

        Answer approved = reviewer.post(path(asked, "/approve"), "{\"comment\":\"go\"}");
        assertThat(approved.field("status")).isEqualTo("approved");
        assertThat(reviewer.post(path(asked, "/approve"), "{}").code()).isEqualTo("APPROVAL_NOT_PENDING");
        assertThat(server.actor("stranger", "member")
                        .post(path(asked, "/cancel"), "{}")
                        .code())
                .isEqualTo("PERMISSION_MISSING");
        assertThat(dev.post(path(asked, "/cancel"), "{}").field("status")).isEqualTo("cancelled");
        assertThat(dev.post(path(asked, "/token"), "{}").code()).isEqualTo("APPROVAL_NOT_APPROVED");
    }

    @Test
    void token_isVerifiableWithThePublishedKeysAndUsedOnce() {
        Answer asked = ask("token", "13");
        assertThat(dev.post(path(asked, "/token"), "{}").code()).isEqualTo("APPROVAL_NOT_APPROVED");
        reviewer.post(path(asked, "/approve"), "{}");
        assertThat(reviewer.post(path(asked, "/token"), "{}").code()).isEqualTo("PERMISSION_MISSING");
        assertThat(dev.post(path(asked, "/token"), "{\"ttl_seconds\":3601}").status())
                .isEqualTo(422);
        Answer minted = dev.post(path(asked, "/token"), "{\"ttl_seconds\":600}");
        String token = minted.field("token");

        KeySet published = KeySet.read(
                JsonReader.read(server.owner().get("/.well-known/jwks.json").text()));
        TokenVerdict verdict = new TokenVerifier(published)
                .verify(token, TokenExpectation.of("https://gate.example", "default"), Instant.now());
        assertThat(verdict).isInstanceOf(TokenVerdict.Accepted.class);

        String path = "/v1/approvals/consume";
        assertThat(dev.post(path, consume(asked, token + "x", "")).status()).isIn(400, 403);
        assertThat(dev.post(path, consume(asked, token, ",\"project_id\":\"other\""))
                        .code())
                .isEqualTo("TOKEN_BINDING_MISMATCH");
        assertThat(dev.post(path, consume(asked, token, ",\"actual_monthly_delta\":\"14\""))
                        .code())
                .isEqualTo("COST_BOUND_EXCEEDED");
        Answer used = dev.post(path, consume(asked, token, ",\"run_id\":\"r1\""));
        assertThat(used.status()).isEqualTo(200);
        assertThat(used.field("reservation_id")).isEqualTo(asked.field("reservation_id"));
        assertThat(dev.post(path, consume(asked, token, ",\"run_id\":\"r1\"")).text())
                .isEqualTo(used.text());
        assertThat(dev.post(path, consume(asked, token, ",\"run_id\":\"r2\"")).code())
                .isEqualTo("TOKEN_ALREADY_CONSUMED");
        assertThat(dev.post(path, consume(asked, token, "")).code()).isEqualTo("TOKEN_ALREADY_CONSUMED");
        Answer shown = dev.get(path(asked, ""));
        assertThat(shown.field("status")).isEqualTo("consumed");
        assertThat(shown.field("consumed_by")).isEqualTo("dev");
        assertThat(server.owner()
                        .get("/v1/ledger?chain=decisions&entry_type=approval.consumed")
                        .text())
                .contains(asked.field("approval_id"));
    }

    @Test
    void rotation_keepsLiveTokensAndRollsBack() {
        Answer asked = ask("rotate", "14");
        reviewer.post(path(asked, "/approve"), "{}");
        String token = dev.post(path(asked, "/token"), "{}").field("token");
        ApiClient owner = server.owner();
        String before = kid(owner.get("/v1/keys"), "active");

        String next = kid(owner.post("/v1/keys/rotate", "{}"), "next");
        assertThat(owner.get("/.well-known/jwks.json").text()).contains(next);
        assertThat(owner.post("/v1/keys/" + before + "/retire", "{}").code()).isEqualTo("CONFLICT");
        assertThat(kid(owner.post("/v1/keys/" + next + "/activate", "{}"), "active"))
                .isEqualTo(next);
        assertThat(owner.post("/v1/keys/" + before + "/retire", "{}").code()).isEqualTo("CONFLICT");
        assertThat(dev.post(path(asked, "/token"), "{}").field("kid")).isEqualTo(next);
        assertThat(dev.post("/v1/approvals/consume", consume(asked, token, "")).status())
                .isEqualTo(200);

        owner.post("/v1/keys/" + before + "/activate", "{}");
        assertThat(kid(owner.get("/v1/keys"), "retiring")).isEqualTo(next);
        assertThat(owner.post("/v1/keys/" + next + "/retire", "{\"compromised\":true}")
                        .status())
                .isEqualTo(200);
        assertThat(owner.get("/.well-known/jwks.json").text()).doesNotContain(next);
        assertThat(owner.post("/v1/keys/nothing/activate", "{}").status()).isEqualTo(404);
        assertThat(unpermitted.get("/v1/keys").status()).isEqualTo(403);
    }

    private static String kid(Answer ring, String status) {
        JsonArray keys = (JsonArray) Objects.requireNonNull(ring.json().get("keys"));
        return keys.elements().stream()
                .map(key -> (JsonObject) key)
                .filter(key -> String.valueOf(key.get("status")).equals("JsonString[value=" + status + "]"))
                .map(key -> String.valueOf(key.get("kid")).replaceAll("^JsonString\\[value=|]$", ""))
                .findFirst()
                .orElseThrow();
    }
}
