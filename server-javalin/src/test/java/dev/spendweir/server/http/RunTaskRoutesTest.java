package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.server.Server;
import dev.spendweir.server.http.ApiClient.Answer;
import dev.spendweir.server.notify.FakeReceiver;
import dev.spendweir.server.runtask.FakeHcp;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Run tasks and notifications over HTTP, with the server's own jobs (spec 5.1, 9.2). */
class RunTaskRoutesTest {
    private static final String POLICY = """
            {"modes": {"default": "hard"}, "thresholds": {"auto_approve_up_to": "5"},
             "approvals": {"required_for": {"nonprod": true}, "separation_of_duties": {"nonprod": true}}}
            """;

    private static final String SPEC = """
            {"name": "hcp", "actor_id": "hcp", "workspaces": [
               {"workspace": "net", "project_id": "payments", "environment": "dev"}]}
            """;

    private static final List<String> LOG = new CopyOnWriteArrayList<>();

    private static final ListAppender<ILoggingEvent> APPENDER = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent event) {
            LOG.add(event.getFormattedMessage() + event.getMDCPropertyMap() + event.getKeyValuePairs());
        }
    };

    private static FakeHcp hcp;
    private static FakeReceiver receiver;
    private static TestServer server;
    private static Answer made;

    @BeforeAll
    static void start() {
        APPENDER.start();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(APPENDER);
        hcp = new FakeHcp();
        receiver = new FakeReceiver();
        String key = Base64.getEncoder().encodeToString(new byte[32]);
        server = TestServer.start(
                "secrets.encryption_key",
                key,
                "outgoing.loopback_http",
                "true",
                "run_task.interval_millis",
                "20",
                "notifications.interval_millis",
                "20",
                "http.public_url",
                "https://gate.example/");
        server.owner().put("/v1/policy", POLICY, "If-Match", "*");
        server.actor("hcp", "{\"role\":\"member\",\"permissions\":[\"gate.run_task\",\"gate.on_behalf_of\"]}", "");
        made = server.owner().post("/v1/run-tasks", SPEC);
    }

    @AfterAll
    static void stop() {
        server.close();
        hcp.close();
        receiver.close();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(APPENDER);
        assertThat(LOG)
                .noneMatch(line -> line.contains(FakeHcp.TOKEN)
                        || line.contains(made.field("hmac_key"))
                        || line.contains(path().substring(path().lastIndexOf('/') + 1))
                        || line.contains("whsec_"));
    }

    private static String path() {
        return made.field("url").substring("https://gate.example".length());
    }

    private static Answer call(JsonObject body) {
        byte[] bytes = FakeHcp.bytes(body);
        String signature = FakeHcp.signature(made.field("hmac_key"), bytes);
        return server.owner()
                .as(null)
                .send("POST", path(), "application/json", bytes, "X-TFC-Task-Signature", signature);
    }

    /** Waits for what the server's own jobs do. */
    private static void await(BooleanSupplier condition) {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("what was waited for did not happen").isBefore(end);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private static boolean said(String taskResultId, String status) {
        return hcp.callbacksOf(taskResultId).stream()
                .anyMatch(callback -> callback.status().equals(status));
    }

    @Test
    void run_waitsForPeople_isNotified_survivesARestart_andGoesOn() {
        Answer endpoint =
                server.owner().put("/v1/notification-endpoints/chat", "{\"url\":\"" + receiver.url("/chat") + "\"}");
        assertThat(endpoint.status()).isEqualTo(201);
        String id = FakeHcp.id("taskrs");
        Answer taken = call(hcp.call("pre_apply", id, FakeHcp.id("run"), hcp.keep(Plans.keys(20))));
        assertThat(taken.status()).isEqualTo(200);
        assertThat(taken.field("result")).isEqualTo("queued");
        await(() -> said(id, "running"));
        await(() -> !receiver.messages("/chat").isEmpty());
        FakeReceiver.Message told = receiver.messages("/chat").get(0);
        assertThat(told.isSignedWith(endpoint.field("secret"))).isTrue();
        String approval = FakeHcp.text(told.body(), "data", "approval_id");
        assertThat(FakeHcp.text(told.body(), "data", "requester_id")).isEqualTo("dev-at-hcp");

        try (Server second = server.another()) {
            assertThat(new ApiClient(second.url(), server.owner().key())
                            .post("/v1/approvals/" + approval + "/approve", "{}")
                            .field("status"))
                    .isEqualTo("approved");
            await(() -> said(id, "passed"));
        }
        assertThat(server.owner().get("/v1/approvals/" + approval).field("status"))
                .isEqualTo("consumed");
        await(() -> receiver.messages("/chat").size() == 3);
        assertThat(server.owner().get("/metrics").text())
                .as("whichever server did the work, this one took the call")
                .contains("spendweir_run_task_received_total{result=\"queued\"}");
        assertThat(server.owner().delete("/v1/notification-endpoints/chat").status())
                .isEqualTo(204);
    }

    @Test
    void call_thatIsNotSigned_orNobodys_isRefused() {
        JsonObject body = hcp.call("post_plan", FakeHcp.id("taskrs"), FakeHcp.id("run"), hcp.url("/plans/none"));
        String text = new String(FakeHcp.bytes(body), StandardCharsets.UTF_8);
        ApiClient stranger = server.owner().as(null);
        Answer unsigned = stranger.post(path(), text);
        assertThat(unsigned.status()).isEqualTo(401);
        assertThat(unsigned.code()).isEqualTo("RUN_TASK_SIGNATURE_INVALID");
        assertThat(stranger.post(path(), text, "X-TFC-Task-Signature", "0".repeat(128))
                        .status())
                .isEqualTo(401);
        assertThat(stranger.post(path() + "x", text).code()).isEqualTo("NOT_FOUND");
        assertThat(stranger.post("/v1/gate/terraform/run-task/rt_" + "A".repeat(43), text)
                        .status())
                .isEqualTo(404);
        assertThat(server.owner().get(path()).status()).isEqualTo(405);
    }

    @Test
    void call_withUrlsElsewhere_isRefusedAndQueuesNothing() {
        Answer refused = call(hcp.call("post_plan", FakeHcp.id("taskrs"), FakeHcp.id("run"), "x")
                .with("plan_json_api_url", new JsonString("http://169.254.169.254/latest/meta-data")));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("URL_NOT_ALLOWED");
    }

    @Test
    void verificationRequest_getsTwoHundred() {
        Answer verified = call(JsonObject.builder()
                .put("payload_version", 1)
                .put("access_token", "test-token")
                .put("task_result_id", "taskrs-xxxx")
                .build());
        assertThat(verified.status()).isEqualTo(200);
        assertThat(verified.field("result")).isEqualTo("verified");
    }

    @Test
    void runTasks_areManagedByOwners_andTheirSecretsShownOnce() {
        String two = SPEC.replace("\"hcp\", \"actor", "\"two\", \"actor");
        Answer created = server.owner().post("/v1/run-tasks", two, "Idempotency-Key", "run-task-two");
        assertThat(created.status()).isEqualTo(201);
        assertThat(server.owner()
                        .post("/v1/run-tasks", two, "Idempotency-Key", "run-task-two")
                        .code())
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(created.field("url")).startsWith("https://gate.example/v1/gate/terraform/run-task/rt_");
        String one = "/v1/run-tasks/" + created.field("run_task_id");
        String secret = created.field("hmac_key");
        assertThat(server.owner().get(one).text()).doesNotContain(secret, "rt_");
        assertThat(server.owner().get("/v1/run-tasks").text())
                .contains(created.field("run_task_id"))
                .doesNotContain(secret, "rt_");
        Answer changed = server.owner()
                .put(one, SPEC.replace("\"workspaces\"", "\"consume_at\": \"post_plan\", \"workspaces\""));
        assertThat(changed.field("consume_at")).isEqualTo("post_plan");

        ApiClient admin = server.actor("run-admin", "admin");
        assertThat(admin.get(one).status()).isEqualTo(200);
        assertThat(admin.post("/v1/run-tasks", SPEC).code()).isEqualTo("PERMISSION_MISSING");
        assertThat(server.actor("run-member", "member").get(one).status()).isEqualTo(403);
        assertThat(server.owner()
                        .post("/v1/run-tasks", SPEC.replace("\"actor_id\": \"hcp\"", "\"actor_id\": \"nobody\""))
                        .code())
                .isEqualTo("NOT_FOUND");
        assertThat(server.owner()
                        .post("/v1/run-tasks", "{\"name\":\"x\",\"actor_id\":\"hcp\",\"workspaces\":[]}")
                        .code())
                .isEqualTo("INVALID_FIELD");
        assertThat(server.owner().delete(one).status()).isEqualTo(204);
        assertThat(server.owner().get(one).status()).isEqualTo(404);
        assertThat(server.owner().delete(one).status()).isEqualTo(404);
        assertThat(server.owner()
                        .get("/v1/ledger?chain=governance&entry_type=key.changed&limit=500")
                        .text())
                .contains("\"run_task\"")
                .doesNotContain(secret);
    }

    @Test
    void endpoints_areManagedByOwners_andTheirSecretsShownOnce() {
        String one = "/v1/notification-endpoints/ops";
        Answer created = server.owner()
                .put(
                        one,
                        "{\"url\":\"https://hooks.slack.com/services/T/B/x\",\"format\":\"slack\",\"enabled\":false}");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.field("secret")).startsWith("whsec_");
        assertThat(server.owner().get(one).text())
                .contains("https://hooks.slack.com")
                .doesNotContain("/services/", "whsec_");
        Answer changed = server.owner()
                .put(
                        one,
                        "{\"url\":\"https://hooks.slack.com/services/T/B/y\",\"events\":[\"approval.requested\"],"
                                + "\"enabled\":false}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.text()).contains("\"secret\":null");
        assertThat(server.owner()
                        .put(one, "{\"url\":\"https://evil.example/x\"}")
                        .code())
                .isEqualTo("URL_NOT_ALLOWED");
        assertThat(server.owner()
                        .put("/v1/notification-endpoints/-x", "{\"url\":\"https://hooks.slack.com/x\"}")
                        .code())
                .isEqualTo("INVALID_PARAMETER");
        ApiClient admin = server.actor("note-admin", "admin");
        assertThat(admin.get("/v1/notification-endpoints").text()).contains("ops");
        assertThat(admin.delete(one).code()).isEqualTo("PERMISSION_MISSING");
        assertThat(server.owner().delete(one).status()).isEqualTo(204);
        assertThat(server.owner().get(one).status()).isEqualTo(404);
        assertThat(server.owner().get("/v1/notification-endpoints?limit=1").status())
                .isEqualTo(200);
    }

    @Test
    void deadLetters_areShown_andThoseOfIngestAreNotSentAgain() {
        server.owner().post("/v1/ingest", "{\"tenant_id\":\"default\",\"event_id\":\"broken-1\"}");
        Answer letters = server.owner().get("/v1/dead-letters?kind=ingest");
        assertThat(letters.status()).isEqualTo(200);
        assertThat(letters.text()).contains("broken-1");
        String id = letters.text().replaceAll(".*?\"dead_letter_id\":\"([^\"]+)\".*", "$1");
        assertThat(server.owner().post("/v1/dead-letters/" + id + "/replay", "").code())
                .isEqualTo("CONFLICT");
        assertThat(server.owner().get("/v1/dead-letters?kind=other").code()).isEqualTo("INVALID_PARAMETER");
        assertThat(server.owner().get("/v1/dead-letters?kind=notification").text())
                .contains("items");
        assertThat(server.actor("letters-member", "member")
                        .get("/v1/dead-letters")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void serverWithoutKey_keepsNoSecrets() {
        try (TestServer keyless = TestServer.start()) {
            keyless.owner().put("/v1/actors/hcp", "{\"role\":\"member\"}");
            assertThat(keyless.owner().post("/v1/run-tasks", SPEC).code()).isEqualTo("SECRETS_KEY_MISSING");
            assertThat(keyless.owner()
                            .put("/v1/notification-endpoints/x", "{\"url\":\"https://hooks.slack.com/x\"}")
                            .code())
                    .isEqualTo("SECRETS_KEY_MISSING");
        }
    }
}
