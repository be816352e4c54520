package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.server.http.ApiClient.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may call what (spec 4.1, 11). */
class AccessTest {

    private static TestServer server;
    private static ApiClient owner;
    private static Map<String, ApiClient> byRole;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        owner = server.owner();
        byRole = Map.of("owner", owner, "admin", server.actor("ada", "admin"), "member", server.actor("mel", "member"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** The lowest role of each route; everybody below gets 403, everybody else anything but 401 and 403. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | /v1/decisions | member",
                "GET | /v1/decisions/x | member",
                "GET | /v1/decisions/x/explanation | member",
                "GET | /v1/policy | member",
                "PUT | /v1/policy | admin",
                "GET | /v1/policy/versions | member",
                "GET | /v1/policy/versions/1 | member",
                "POST | /v1/policy/validate | member",
                "GET | /v1/budgets | member",
                "GET | /v1/budgets/x | member",
                "PUT | /v1/budgets/x | admin",
                "DELETE | /v1/budgets/x | admin",
                "GET | /v1/credits | member",
                "POST | /v1/credits | admin",
                "GET | /v1/reservations | member",
                "GET | /v1/reservations/x | member",
                "GET | /v1/actors | admin",
                "GET | /v1/actors/x | admin",
                "PUT | /v1/actors/x | owner",
                "DELETE | /v1/actors/x | owner",
                "GET | /v1/api-keys | owner",
                "POST | /v1/api-keys | owner",
                "DELETE | /v1/api-keys/x | owner",
                "GET | /v1/ledger | admin",
                "POST | /v1/ledger/verify | admin",
                "POST | /v1/ingest | admin",
                "POST | /v1/gate | member",
                "POST | /v1/gate/terraform | member",
                "POST | /v1/gate/terraform/preflight | member"
            })
    void route_asksForItsRole(String method, String path, String lowest) {
        List<String> roles = List.of("member", "admin", "owner");
        byte[] body = method.equals("GET") || method.equals("DELETE") ? null : "[]".getBytes(StandardCharsets.UTF_8);
        for (String role : roles) {
            Answer answer = byRole.get(role).send(method, path, body == null ? null : "application/json", body);
            if (roles.indexOf(role) < roles.indexOf(lowest)) {
                assertThat(answer.status()).as(role).isEqualTo(403);
                assertThat(answer.code()).isEqualTo("PERMISSION_MISSING");
            } else {
                assertThat(answer.status()).as(role).isNotIn(401, 403, 500);
            }
        }
        assertThat(owner.as(null).send(method, path, null, null).status()).isEqualTo(401);
    }

    @Test
    void ingestPermission_opensIngestToAMember() {
        ApiClient feeder = server.actor("feeder", "{\"role\":\"member\",\"permissions\":[\"ingest\"]}", "");
        assertThat(feeder.post("/v1/ingest", "{}").status()).isNotEqualTo(403);
    }

    @Test
    void onBehalfOf_needsThePermission() {
        String request = Requests.gate("p", "dev", "0", ",\"requester_id\":\"somebody\"");
        ApiClient member = byRole.get("member");
        Answer refused = member.post("/v1/gate", request, "Idempotency-Key", "behalf-1");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("REQUESTER_MISMATCH");
        assertThat(member.post(
                                "/v1/gate",
                                Requests.gate("p", "dev", "0", ",\"requester_id\":\" mel \""),
                                "Idempotency-Key",
                                "behalf-2")
                        .status())
                .isEqualTo(200);
        ApiClient pipeline = server.actor("ci", "{\"role\":\"member\",\"permissions\":[\"gate.on_behalf_of\"]}", "");
        Answer asked = pipeline.post("/v1/gate", request, "Idempotency-Key", "behalf-3");
        assertThat(asked.status()).isEqualTo(200);
        JsonObject item = (JsonObject)
                ((JsonArray) owner.get("/v1/decisions?limit=1").json().get("items"))
                        .elements()
                        .get(0);
        assertThat(item.get("requester_id")).isEqualTo(new JsonString("somebody"));
        assertThat(item.get("submitter_id")).isEqualTo(new JsonString("ci"));
    }

    @Test
    void bindings_ofActorAndKey_boundWhatIsTouched() {
        ApiClient bound = server.actor(
                "bound",
                "{\"role\":\"admin\",\"projects\":[\"team-*\",\"exact\"],\"environment_classes\":[\"nonprod\"]}",
                ",\"projects\":[\"team-a\",\"exact\"],\"sources\":[\"custom\"]");
        assertThat(gate(bound, "team-a", "dev", "b1").status()).isEqualTo(200);
        assertThat(gate(bound, "exact", "dev", "b2").status()).isEqualTo(200);
        assertThat(gate(bound, "team-b", "dev", "b3").code()).isEqualTo("PROJECT_NOT_ALLOWED");
        assertThat(gate(bound, "exact-not", "dev", "b4").code()).isEqualTo("PROJECT_NOT_ALLOWED");
        assertThat(gate(bound, "team-a", "prod", "b5").code()).isEqualTo("ENVIRONMENT_NOT_ALLOWED");
        Answer terraform = bound.post(
                "/v1/gate/terraform",
                "{\"run_id\":\"r-1\",\"project_id\":\"team-a\",\"environment\":\"dev\",\"resource_reference\":\"x\","
                        + "\"estimated_monthly_delta\":\"0\"}");
        assertThat(terraform.code()).isEqualTo("SOURCE_NOT_ALLOWED");
        assertThat(bound.put("/v1/budgets/other", "{\"monthly_limit\":\"1\"}").code())
                .isEqualTo("PROJECT_NOT_ALLOWED");
        assertThat(bound.put("/v1/budgets/exact", "{\"monthly_limit\":\"1\"}").status())
                .isEqualTo(201);
    }

    /** What concerns the whole tenant is not for credentials that are bound to a part of it, whatever their role. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT | /v1/policy | {}",
                "PUT | /v1/actors/x | {\"role\":\"member\"}",
                "DELETE | /v1/actors/x | ",
                "POST | /v1/api-keys | {\"actor_id\":\"owner\",\"name\":\"free\"}",
                "DELETE | /v1/api-keys/x | ",
                "POST | /v1/credits | {\"pool\":\"reserved\",\"amount\":\"1\"}",
                "POST | /v1/config/import | {\"schema\":\"spendweir.config/v1\",\"policy\":{},\"budgets\":[],\"credits\":[]}",
                "GET | /v1/ledger | ",
                "GET | /v1/exports/parity | ",
                "GET | /v1/exports/archive | ",
                "PUT | /v1/notification-endpoints/x | {\"url\":\"https://hooks.slack.com/x\"}",
                "DELETE | /v1/notification-endpoints/x | ",
                "GET | /v1/dead-letters | ",
                "POST | /v1/dead-letters/x/replay | ",
                "POST | /v1/run-tasks | {}",
                "PUT | /v1/run-tasks/x | {}",
                "DELETE | /v1/run-tasks/x | ",
                "POST | /v1/keys/rotate | {}",
                "POST | /v1/keys/x/activate | {}",
                "POST | /v1/keys/x/retire | {}"
            })
    void routeOfTheWholeTenant_takesNoCredentialWithBounds(String method, String path, String body) {
        byte[] bytes = body == null ? null : body.getBytes(StandardCharsets.UTF_8);
        String type = bytes == null ? null : "application/json";
        Map<String, String> bounds = Map.of(
                "\"projects\":[\"team-a\"]", "PROJECT_NOT_ALLOWED",
                "\"environment_classes\":[\"nonprod\"]", "ENVIRONMENT_NOT_ALLOWED",
                "\"sources\":[\"custom\"]", "SOURCE_NOT_ALLOWED");
        bounds.forEach((bound, code) -> {
            ApiClient client = BOUND.computeIfAbsent(
                    bound, some -> server.actor("bound-owner", "{\"role\":\"owner\"}", "," + some));
            Answer refused = client.send(method, path, type, bytes, "If-Match", "*");
            assertThat(refused.status()).as(bound).isEqualTo(403);
            assertThat(refused.code()).isEqualTo(code);
        });
    }

    @Test
    void reading_staysWithinTheBounds() {
        assertThat(gate(owner, "read-mine", "dev", "r1").status()).isEqualTo(200);
        Answer theirs = gate(owner, "read-theirs", "dev", "r2");
        Answer prod = gate(owner, "read-mine", "prod", "r3");
        owner.put("/v1/budgets/read-mine", "{\"monthly_limit\":\"1\"}");
        owner.put("/v1/budgets/read-theirs", "{\"monthly_limit\":\"1\"}");
        for (String project : List.of("read-mine", "read-theirs")) {
            String credit = "{\"pool\":\"reserved\",\"amount\":\"1\",\"project_id\":\"" + project + "\"}";
            assertThat(owner.post("/v1/credits", credit).status()).isEqualTo(201);
        }
        ApiClient bound = server.actor(
                "reader",
                "{\"role\":\"admin\",\"projects\":[\"read-mine\"],\"environment_classes\":[\"nonprod\"]}",
                "");
        for (String list : List.of("/v1/decisions", "/v1/budgets", "/v1/credits")) {
            assertThat(bound.get(list + "?limit=500").text())
                    .contains("read-mine")
                    .doesNotContain("read-theirs");
        }
        assertThat(bound.get("/v1/decisions?limit=500").text()).doesNotContain(id(prod));
        assertThat(bound.get("/v1/decisions/" + id(theirs)).code()).isEqualTo("PROJECT_NOT_ALLOWED");
        assertThat(bound.get("/v1/decisions/" + id(theirs) + "/explanation").code())
                .isEqualTo("PROJECT_NOT_ALLOWED");
        assertThat(bound.get("/v1/decisions/" + id(prod)).code()).isEqualTo("ENVIRONMENT_NOT_ALLOWED");
    }

    private static String id(Answer decision) {
        return ((JsonString) Objects.requireNonNull(decision.json().get("decision_id"))).value();
    }

    private static final Map<String, ApiClient> BOUND = new HashMap<>();

    private static Answer gate(ApiClient client, String project, String environment, String key) {
        return client.post("/v1/gate", Requests.gate(project, environment, "0", ""), "Idempotency-Key", "bind-" + key);
    }

    @Test
    void members_seeTheirOwnOnly() {
        ApiClient one = server.actor("one", "member");
        ApiClient two = server.actor("two", "member");
        String id = one.post("/v1/gate", Requests.gate("own", "dev", "1", ""), "Idempotency-Key", "own-1")
                .field("decision_id");
        assertThat(one.get("/v1/decisions/" + id).status()).isEqualTo(200);
        assertThat(items(one.get("/v1/decisions?project_id=own"))).isEqualTo(1);
        assertThat(items(two.get("/v1/decisions?project_id=own"))).isZero();
        Answer hidden = two.get("/v1/decisions/" + id);
        Answer unknown = two.get("/v1/decisions/01890000-0000-7000-8000-000000000000");
        assertThat(hidden.status()).isEqualTo(404);
        assertThat(hidden.field("detail")).isEqualTo(unknown.field("detail"));
        assertThat(two.get("/v1/decisions/" + id + "/explanation").status()).isEqualTo(404);
        assertThat(items(two.get("/v1/reservations?project_id=own"))).isZero();
        assertThat(items(one.get("/v1/reservations?project_id=own"))).isEqualTo(1);
        assertThat(items(byRole.get("admin").get("/v1/decisions?project_id=own")))
                .isEqualTo(1);
    }

    @Test
    void key_revoked_isRefusedWithinFiveSecondsOnEveryReplica() {
        ApiClient doomed = server.actor("doomed", "member");
        try (var replica = server.another()) {
            ApiClient elsewhere = new ApiClient(replica.url(), doomed.key());
            assertThat(doomed.get("/v1/policy").status()).isEqualTo(200);
            assertThat(elsewhere.get("/v1/policy").status()).isEqualTo(200);
            owner.delete("/v1/api-keys/" + keyIdOf("doomed"));
            Instant revoked = Instant.now();
            while (elsewhere.get("/v1/policy").status() != 401
                    || doomed.get("/v1/policy").status() != 401) {
                assertThat(Duration.between(revoked, Instant.now())).isLessThan(Duration.ofSeconds(6));
            }
        }
    }

    @Test
    void key_expired_isRefused() {
        Answer created = owner.post(
                "/v1/api-keys", "{\"actor_id\":\"mel\",\"name\":\"old\",\"expires_at\":\"2020-01-01T00:00:00Z\"}");
        if (created.status() == 201) {
            assertThat(owner.as(created.field("key")).get("/v1/policy").status())
                    .isEqualTo(401);
        } else {
            assertThat(created.status()).isEqualTo(422);
        }
    }

    @Test
    void actor_deleted_takesItsKeysWithIt() {
        ApiClient gone = server.actor("gone", "member");
        assertThat(owner.delete("/v1/actors/gone").status()).isEqualTo(204);
        Instant deleted = Instant.now();
        while (gone.get("/v1/policy").status() != 401) {
            assertThat(Duration.between(deleted, Instant.now())).isLessThan(Duration.ofSeconds(6));
        }
    }

    @Test
    void lastOwner_cannotBeTakenAway() {
        assertThat(owner.delete("/v1/actors/owner").code()).isEqualTo("LAST_OWNER");
        assertThat(owner.put("/v1/actors/owner", "{\"role\":\"admin\"}").code()).isEqualTo("LAST_OWNER");
    }

    private static String keyIdOf(String actorId) {
        JsonArray keys = (JsonArray) owner.get("/v1/api-keys?limit=500").json().get("items");
        return keys.elements().stream()
                .map(JsonObject.class::cast)
                .filter(key -> new JsonString(actorId).equals(key.get("actor_id")))
                .map(key -> ((JsonString) key.get("key_id")).value())
                .findFirst()
                .orElseThrow();
    }

    private static int items(Answer answer) {
        return ((JsonArray) answer.json().get("items")).size();
    }
}
