package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.server.http.ApiClient.Answer;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the server, its own PostgreSQL left behind, in the middle of load: nothing acknowledged is lost. */
@Tag("crash")
class CrashTest {

    private static final int CLIENTS = 8;

    /** Acknowledged calls of a round after which the server is killed: 1 to this, by the seed. */
    private static final int MOST_BEFORE_KILL = 80;

    @TempDir
    Path directory;

    @Test
    void kill_twiceInLoad_keepsEveryAcknowledgedDecision() throws Exception {
        rounds(2, 20260301L);
    }

    @Test
    @Tag("long")
    void kill_twentyTimesInLoad_keepsEveryAcknowledgedDecision() throws Exception {
        rounds(20, 7L);
    }

    private void rounds(int rounds, long seed) throws Exception {
        Random random = new Random(seed);
        Map<String, String> acknowledged = new ConcurrentHashMap<>();
        String key = null;
        for (int round = 0; round < rounds; round++) {
            ServerProcess server = start();
            key = key == null ? server.key() : key;
            ApiClient owner = new ApiClient(server.url(), key);
            if (round == 0) {
                owner.put("/v1/policy", Requests.policy("hard"), "If-Match", "*");
                owner.put("/v1/budgets/load", "{\"monthly_limit\":\"1000000\"}");
            }
            check(owner, acknowledged, "seed " + seed + ", round " + round);
            loadUntilKilled(server, owner, acknowledged, "r" + round, 1 + random.nextInt(MOST_BEFORE_KILL));
        }
        try (ServerProcess server = start()) {
            check(new ApiClient(server.url(), String.valueOf(key)), acknowledged, "seed " + seed + ", the end");
        }
    }

    private ServerProcess start() {
        return ServerProcess.start(
                Map.of(),
                directory.resolve("server.log"),
                "256m",
                "--data-dir",
                directory.resolve("data").toString());
    }

    private static void loadUntilKilled(
            ServerProcess server, ApiClient owner, Map<String, String> acknowledged, String prefix, int calls)
            throws InterruptedException {
        CountDownLatch enough = new CountDownLatch(calls);
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            IntStream.range(0, CLIENTS)
                    .forEach(client -> threads.submit(() -> {
                        for (int i = 0; !stop.get(); i++) {
                            String idempotencyKey = prefix + "-" + client + "-" + i;
                            try {
                                Answer answer = owner.post(
                                        "/v1/gate",
                                        Requests.gate("load", "dev", "1", ""),
                                        "Idempotency-Key",
                                        idempotencyKey);
                                if (answer.status() == 200 && answer.json().get("retryable") == JsonBoolean.FALSE) {
                                    acknowledged.put(idempotencyKey, answer.text());
                                    enough.countDown();
                                }
                            } catch (UncheckedIOException e) {
                                // The server is gone; whether the call was decided is what nobody knows.
                                return;
                            }
                        }
                    }));
            assertThat(enough.await(60, TimeUnit.SECONDS))
                    .as("the load makes progress")
                    .isTrue();
            server.kill();
        } finally {
            stop.set(true);
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void check(ApiClient owner, Map<String, String> acknowledged, String when) {
        assertThat(owner.post("/v1/ledger/verify", "{}").json().get("valid"))
                .as(when)
                .isEqualTo(JsonBoolean.TRUE);
        for (Map.Entry<String, String> call : List.copyOf(acknowledged.entrySet())) {
            Answer again =
                    owner.post("/v1/gate", Requests.gate("load", "dev", "1", ""), "Idempotency-Key", call.getKey());
            assertThat(again.header("Idempotency-Replayed"))
                    .as("%s, %s", when, call.getKey())
                    .isEqualTo("true");
            assertThat(again.text()).as("%s, %s", when, call.getKey()).isEqualTo(call.getValue());
        }
    }
}
