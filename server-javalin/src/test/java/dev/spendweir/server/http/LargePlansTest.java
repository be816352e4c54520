package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.server.http.ApiClient.Answer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans of 50 MB and 20,000 changes against a server of 1 GiB (spec 5.1, 9.2). */
class LargePlansTest {

    private static final int BYTES = 50 << 20;
    private static final int CHANGES = 20_000;
    private static final int AT_ONCE = 12;

    @TempDir
    Path directory;

    @Test
    @Tag("long")
    void manyLargePlansAtOnce_areDecidedOrToldToComeAgain_andTheServerLives() throws Exception {
        byte[] body = Plans.largeBody("large", CHANGES, BYTES);
        assertThat(body.length).isBetween(BYTES - (2 << 20), BYTES + (2 << 20));
        try (ServerProcess server = ServerProcess.start(
                Map.of(),
                directory.resolve("server.log"),
                "1g",
                "--data-dir",
                directory.resolve("data").toString())) {
            long started = System.nanoTime();
            assertThat(send(server.url(), server.key(), body)).isEqualTo(200);
            long oneMillis = (System.nanoTime() - started) / 1_000_000;

            List<Integer> statuses = manyAtOnce(server, body);
            assertThat(statuses).containsAnyOf(200).allMatch(status -> status == 200 || status == 429);
            assertThat(server.isAlive()).isTrue();
            assertThat(send(server.url(), server.key(), body))
                    .as("and it goes on")
                    .isEqualTo(200);
            Answer metrics = new ApiClient(server.url(), null).get("/metrics");
            assertThat(metrics.text()).containsPattern("spendweir_body_budget_bytes\\{state=\"taken\"} 0\\.0");
            System.out.println("one plan of 50 MB: " + oneMillis + " ms; " + AT_ONCE + " at once: " + statuses);
        }
    }

    private static List<Integer> manyAtOnce(ServerProcess server, byte[] body) {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            return IntStream.range(0, AT_ONCE)
                    .mapToObj(i -> threads.submit(() -> send(server.url(), server.key(), body)))
                    .toList()
                    .stream()
                    .map(LargePlansTest::get)
                    .toList();
        } finally {
            threads.shutdownNow();
        }
    }

    private static int send(URI base, String key, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/v1/gate/terraform"))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode();
    }

    private static int get(Future<Integer> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
