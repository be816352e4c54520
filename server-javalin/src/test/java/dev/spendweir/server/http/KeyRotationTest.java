package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.server.Server;
import dev.spendweir.server.http.ApiClient.Answer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Keys rotate and roll back under load: no live token is refused, at no server; a retired key's tokens are (spec 2.2). */
class KeyRotationTest {
    private static final String POLICY = """
            {"modes": {"default": "hard"}, "approvals": {"required_for": {"nonprod": true}}}
            """;

    private static final int PIPELINES = 4;
    private static final int RUNS = 8;

    /** A server goes by a ring of at most five seconds. */
    private static final long NOTICED_NANOS = TimeUnit.SECONDS.toNanos(20);

    @Test
    void rotationAndRollback_underLoadOnTwoServers_refuseNoLiveToken() throws Exception {
        String ringKey = Base64.getEncoder().encodeToString(new byte[32]);
        try (TestServer first = TestServer.start("tokens.encryption_key", ringKey);
                Server other = first.another()) {
            ApiClient owner = first.owner();
            owner.put("/v1/policy", POLICY, "If-Match", "*");
            List<ApiClient> clients = List.of(owner, new ApiClient(other.url(), owner.key()));
            AtomicBoolean over = new AtomicBoolean();
            ExecutorService threads = Executors.newFixedThreadPool(PIPELINES + 1);
            try {
                Future<Integer> rotations = threads.submit(() -> rotate(clients, over));
                List<Future<Boolean>> pipelines = new ArrayList<>();
                for (int i = 0; i < PIPELINES; i++) {
                    int pipeline = i;
                    pipelines.add(threads.submit(() -> runs(clients, pipeline)));
                }
                for (Future<Boolean> pipeline : pipelines) {
                    assertThat(pipeline.get(120, TimeUnit.SECONDS)).isTrue();
                }
                over.set(true);
                assertThat(rotations.get(60, TimeUnit.SECONDS)).isGreaterThan(1);
            } finally {
                over.set(true);
                threads.shutdownNow();
            }
            retiredKeyIsRefused(clients);
        }
    }

    /** A new key signs the moment it is made, at either server in turn; every second one is taken back again. */
    private static int rotate(List<ApiClient> clients, AtomicBoolean over) {
        int rotations = 0;
        while (!over.get()) {
            ApiClient client = clients.get(rotations % 2);
            String former = kids(client.get("/v1/keys"), "active").get(0);
            List<String> next = kids(client.post("/v1/keys/rotate", "{}"), "next");
            String kid = next.get(next.size() - 1);
            assertThat(activate(client, kid)).isEqualTo(kid);
            if (rotations % 2 == 1) {
                assertThat(activate(client, former)).isEqualTo(former);
            }
            rotations++;
        }
        return rotations;
    }

    private static String activate(ApiClient client, String kid) {
        return kids(client.post("/v1/keys/" + kid + "/activate", "{}"), "active")
                .get(0);
    }

    private static boolean runs(List<ApiClient> clients, int pipeline) {
        for (int run = 0; run < RUNS; run++) {
            Answer asked = asked(clients.get(run % 2), pipeline + "-" + run);
            String token = token(clients.get((run + pipeline) % 2), asked);
            Answer used = use(clients.get((run + pipeline + 1) % 2), asked, token);
            assertThat(used.status()).as(used.toString()).isEqualTo(200);
        }
        return true;
    }

    private static Answer asked(ApiClient client, String name) {
        Answer asked = client.post(
                "/v1/gate",
                "{\"project_id\":\"p\",\"environment\":\"dev\",\"action\":\"vm.create\",\"resource_reference\":\"vm/"
                        + name + "\",\"estimated_monthly_delta\":\"1\",\"idempotency_key\":\"rotation-" + name + "\"}");
        assertThat(asked.field("outcome")).as(asked.toString()).isEqualTo("REQUIRE_APPROVAL");
        Answer approved = client.post("/v1/approvals/" + asked.field("approval_id") + "/approve", "{}");
        assertThat(approved.field("status")).isEqualTo("approved");
        return asked;
    }

    private static String token(ApiClient client, Answer asked) {
        return client.post("/v1/approvals/" + asked.field("approval_id") + "/token", "{}")
                .field("token");
    }

    private static Answer use(ApiClient client, Answer asked, String token) {
        return client.post(
                "/v1/approvals/consume",
                "{\"token\":\"" + token + "\",\"fingerprint\":\"" + asked.field("fingerprint")
                        + "\",\"scope_fingerprint\":\"" + asked.field("scope_fingerprint") + "\"}");
    }

    private static void retiredKeyIsRefused(List<ApiClient> clients) {
        ApiClient owner = clients.get(0);
        Answer asked = asked(owner, "last");
        String signing = kids(owner.get("/v1/keys"), "active").get(0);
        String token = token(owner, asked);
        List<String> next = kids(owner.post("/v1/keys/rotate", "{}"), "next");
        activate(owner, next.get(next.size() - 1));
        owner.post("/v1/keys/" + signing + "/retire", "{\"compromised\":true}");
        // Where it was retired at once; elsewhere when the ring is read again. The scope is wrong, so nothing is used.
        assertThat(wrongUse(owner, asked, token)).isEqualTo("TOKEN_KEY_UNKNOWN");
        long end = System.nanoTime() + NOTICED_NANOS;
        String code = wrongUse(clients.get(1), asked, token);
        while (!code.equals("TOKEN_KEY_UNKNOWN") && System.nanoTime() < end) {
            code = wrongUse(clients.get(1), asked, token);
        }
        assertThat(code).isEqualTo("TOKEN_KEY_UNKNOWN");
        assertThat(use(clients.get(1), asked, token(owner, asked)).status()).isEqualTo(200);
    }

    private static String wrongUse(ApiClient client, Answer asked, String token) {
        return client.post(
                        "/v1/approvals/consume",
                        "{\"token\":\"" + token + "\",\"fingerprint\":\"" + asked.field("fingerprint")
                                + "\",\"scope_fingerprint\":\"" + "00".repeat(32) + "\"}")
                .code();
    }

    private static List<String> kids(Answer ring, String status) {
        List<String> kids = new ArrayList<>();
        JsonArray keys = (JsonArray) Objects.requireNonNull(ring.json().get("keys"));
        keys.elements().forEach(value -> {
            JsonObject key = (JsonObject) value;
            if (new JsonString(status).equals(key.get("status")) && key.get("kid") instanceof JsonString kid) {
                kids.add(kid.value());
            }
        });
        return kids;
    }
}
