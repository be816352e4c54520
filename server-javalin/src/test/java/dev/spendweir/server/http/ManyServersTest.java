package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.server.Server;
import dev.spendweir.server.http.ApiClient.Answer;
import dev.spendweir.server.store.DatabaseTarget;
import dev.spendweir.server.store.TestPostgres;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shared headroom under parallel calls: one server, two on one database, two processes on one database (spec 3.1). */
class ManyServersTest {

    /** A budget that fits exactly ten of the requests. */
    private static final int FITTING = 10;

    private static final int CALLS = 64;
    private static final int REPEATS = 50;

    /** What is tested is who gets the money, not how long a busy machine makes people wait for it. */
    private static final String[] PATIENT = {"gate.deadline_millis", "60000", "gate.lock_timeout_millis", "50000"};

    @TempDir
    Path directory;

    @Test
    void oneServer_grantsExactlyWhatFits() {
        try (TestServer server = TestServer.start(PATIENT)) {
            checkBudget(List.of(server.owner()));
            checkSameKey(List.of(server.owner()));
        }
    }

    @Test
    void twoServers_onOneDatabase_grantExactlyWhatFits() {
        try (TestServer server = TestServer.start(PATIENT);
                Server second = server.another()) {
            List<ApiClient> clients = List.of(
                    server.owner(), new ApiClient(second.url(), server.owner().key()));
            checkBudget(clients);
            checkSameKey(clients);
        }
    }

    @Test
    void twoProcesses_onOneDatabase_grantExactlyWhatFits() {
        Map<String, String> settings = variables(TestPostgres.freshDatabase());
        settings.put("SPENDWEIR_GATE_DEADLINE_MILLIS", "60000");
        settings.put("SPENDWEIR_GATE_LOCK_TIMEOUT_MILLIS", "50000");
        settings.put("SPENDWEIR_TOKENS_ENCRYPTION_KEY", Base64.getEncoder().encodeToString(new byte[32]));
        try (ServerProcess first = ServerProcess.start(settings, directory.resolve("1.log"), "256m");
                ServerProcess second = ServerProcess.start(settings, directory.resolve("2.log"), "256m")) {
            List<ApiClient> clients =
                    List.of(new ApiClient(first.url(), first.key()), new ApiClient(second.url(), first.key()));
            checkBudget(clients);
            checkSameKey(clients);
            checkConsume(clients);
            assertThat(first.stop()).as("a stop by signal ends in order").isIn(0, 143);
        }
    }

    static Map<String, String> variables(DatabaseTarget target) {
        Map<String, String> variables = new HashMap<>();
        TestServer.settings(target).forEach((key, value) -> {
            if (!key.equals("http.port")) {
                variables.put("SPENDWEIR_" + key.replace('.', '_').toUpperCase(Locale.ROOT), value);
            }
        });
        return variables;
    }

    private static void checkBudget(List<ApiClient> clients) {
        ApiClient owner = clients.get(0);
        owner.put("/v1/policy", Requests.policy("hard"), "If-Match", "*");
        owner.put("/v1/budgets/shared", "{\"monthly_limit\":\"100\"}");
        List<Answer> answers = parallel(
                CALLS,
                i -> clients.get(i % clients.size())
                        .post("/v1/gate", Requests.gate("shared", "dev", "10", ""), "Idempotency-Key", "shared-" + i));
        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(answers)
                .filteredOn(answer -> answer.text().contains("failsafe"))
                .isEmpty();
        assertThat(answers)
                .filteredOn(answer -> answer.field("outcome").equals("ALLOW"))
                .hasSize(FITTING);
        assertThat(answers)
                .filteredOn(answer -> answer.field("outcome").equals("DENY"))
                .hasSize(CALLS - FITTING);
        assertThat(owner.get("/v1/budgets/shared").field("reserved")).isEqualTo("100");
        assertThat(owner.get("/v1/budgets/shared").field("headroom")).isEqualTo("0");
        verify(owner);
    }

    private static void checkSameKey(List<ApiClient> clients) {
        List<Answer> answers = parallel(
                REPEATS,
                i -> clients.get(i % clients.size())
                        .post("/v1/gate", Requests.gate("same", "dev", "1", ""), "Idempotency-Key", "the-same-key"));
        assertThat(answers).extracting(Answer::text).containsOnly(answers.get(0).text());
        assertThat(answers)
                .filteredOn(answer -> answer.header("Idempotency-Replayed").isEmpty())
                .hasSize(1);
        verify(clients.get(0));
    }

    /** One token, many uses at once: one run gets through, and only that one gets its answer again, from either server. */
    private static void checkConsume(List<ApiClient> clients) {
        ApiClient owner = clients.get(0);
        owner.put("/v1/policy", """
                {"modes": {"default": "hard"}, "approvals": {"required_for": {"nonprod": true}}}
                """, "If-Match", "*");
        owner.put("/v1/budgets/once", "{\"monthly_limit\":\"100\"}");
        Answer asked = owner.post("/v1/gate", Requests.gate("once", "dev", "10", ""), "Idempotency-Key", "once");
        String approval = "/v1/approvals/" + asked.field("approval_id");
        assertThat(owner.post(approval + "/approve", "{}").field("status")).isEqualTo("approved");
        String token = owner.post(approval + "/token", "{}").field("token");
        IntFunction<Answer> use = run -> clients.get(run % clients.size())
                .post(
                        "/v1/approvals/consume",
                        "{\"token\":\"" + token + "\",\"fingerprint\":\"" + asked.field("fingerprint")
                                + "\",\"scope_fingerprint\":\"" + asked.field("scope_fingerprint")
                                + "\",\"run_id\":\"run-" + run / 2 + "\"}");
        // Each run asks twice, once at each server: the pair of the winner is one use and its repeat.
        List<Answer> answers = parallel(CALLS, use);
        List<Answer> good =
                answers.stream().filter(answer -> answer.status() == 200).toList();
        assertThat(good)
                .hasSize(2)
                .extracting(Answer::text)
                .containsOnly(good.get(0).text());
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .hasSize(CALLS - 2)
                .allMatch(answer -> answer.status() == 409)
                .allMatch(answer -> answer.code().equals("TOKEN_ALREADY_CONSUMED"));
        int winner = answers.indexOf(good.get(0));
        assertThat(use.apply(winner).text()).isEqualTo(good.get(0).text());
        assertThat(owner.get("/v1/ledger?chain=decisions&entry_type=approval.consumed")
                        .json()
                        .get("items"))
                .isInstanceOfSatisfying(
                        JsonArray.class, items -> assertThat(items.size()).isEqualTo(1));
        verify(owner);
    }

    private static void verify(ApiClient owner) {
        assertThat(owner.post("/v1/ledger/verify", "{}").json().get("valid")).isEqualTo(JsonBoolean.TRUE);
    }

    private static List<Answer> parallel(int calls, IntFunction<Answer> call) {
        ExecutorService threads = Executors.newFixedThreadPool(calls);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<Answer>> futures = IntStream.range(0, calls)
                    .mapToObj(i -> threads.submit(() -> {
                        start.await();
                        return call.apply(i);
                    }))
                    .toList();
            start.countDown();
            return futures.stream().map(ManyServersTest::get).toList();
        } finally {
            threads.shutdownNow();
        }
    }

    private static Answer get(Future<Answer> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
