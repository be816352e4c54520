package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.server.Server;
import dev.spendweir.server.config.ServerConfig;
import dev.spendweir.server.http.ApiClient.Answer;
import dev.spendweir.server.store.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server's own PostgreSQL is killed under it: it answers fail-safe meanwhile, and works on when it is back. */
class PostgresDiesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private int keys;

    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS)
    void killedPostgres_isStartedAgainAndTheGateWorksOn(@TempDir Path directory) throws Exception {
        Path home = Files.createDirectories(directory.resolve("postgres"));
        Files.createDirectories(TestPostgres.programs());
        Files.createSymbolicLink(home.resolve("programs"), TestPostgres.programs());
        Map<String, String> settings = Map.of("http.port", "0", "data_dir", directory.toString());
        try (Server server = Server.start(ServerConfig.load(null, Map.of(), settings))) {
            ApiClient owner = new ApiClient(server.url(), server.bootstrapKey().orElseThrow());
            owner.put("/v1/policy", Requests.policy("hard"), "If-Match", "*");
            owner.put("/v1/budgets/p", "{\"monthly_limit\":\"1000\"}");
            assertThat(ask(owner).field("outcome")).isEqualTo("ALLOW");

            // Held away until the end of its life was seen from outside: no start succeeds on another version's files.
            Path version = home.resolve("data/PG_VERSION");
            String right = Files.readString(version);
            Files.writeString(version, "15\n");
            kill(home);
            Answer meanwhile = ask(owner);
            assertThat(meanwhile.field("outcome")).isEqualTo("DENY");
            assertThat(meanwhile.json().get("retryable")).isEqualTo(JsonBoolean.TRUE);
            assertThat(owner.get("/readyz").status()).isEqualTo(503);
            Files.writeString(version, right);

            Instant start = Instant.now();
            while (!ask(owner).field("outcome").equals("ALLOW")) {
                assertThat(Duration.between(start, Instant.now())).isLessThan(PATIENCE);
            }
            assertThat(owner.get("/readyz").status()).isEqualTo(200);
            assertThat(owner.post("/v1/ledger/verify", "{}").json().get("valid"))
                    .isEqualTo(JsonBoolean.TRUE);
        }
        assertThat(home.resolve("data/postmaster.pid")).doesNotExist();
    }

    private Answer ask(ApiClient owner) {
        return owner.post("/v1/gate", Requests.gate("p", "prod", "1", ""), "Idempotency-Key", "call-" + keys++);
    }

    private static void kill(Path home) throws Exception {
        List<String> lines = Files.readAllLines(home.resolve("data/postmaster.pid"));
        ProcessHandle postmaster =
                ProcessHandle.of(Long.parseLong(lines.get(0).strip())).orElseThrow();
        postmaster.destroyForcibly();
        postmaster.onExit().get(20, TimeUnit.SECONDS);
    }
}
