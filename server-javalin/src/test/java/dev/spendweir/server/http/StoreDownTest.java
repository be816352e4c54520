package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.server.http.ApiClient.Answer;
import dev.spendweir.server.postgres.EmbeddedPostgres;
import dev.spendweir.server.store.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the store gone a known caller gets the fail-safe answer of the policy's mode, everybody else 503 (spec 1.8, 4.3). */
class StoreDownTest {

    private static final String POLICY =
            "{\"modes\":{\"default\":\"hard\",\"custom\":{\"prod\":\"hard\",\"nonprod\":\"soft\"},"
                    + "\"terraform\":{\"default\":\"shadow\"}}}";

    @TempDir
    Path directory;

    @Test
    void gate_storeGone_answersByModeAndNeverAllowsInHardMode() {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, TestPostgres.programs());
        try (TestServer server = TestServer.on(postgres.target())) {
            ApiClient owner = server.owner();
            ApiClient stranger = server.actor("late", "member");
            owner.put("/v1/policy", POLICY, "If-Match", "*");
            assertThat(owner.post("/v1/gate", Requests.gate("p", "prod", "1", ""), "Idempotency-Key", "before")
                            .json()
                            .get("retryable"))
                    .isEqualTo(JsonBoolean.FALSE);

            postgres.close();

            failsafe(
                    () -> owner.post("/v1/gate", Requests.gate("p", "prod", "1", ""), "Idempotency-Key", "hard"),
                    "DENY");
            failsafe(
                    () -> owner.post("/v1/gate", Requests.gate("p", "dev", "1", ""), "Idempotency-Key", "soft"),
                    "REQUIRE_APPROVAL");
            failsafe(
                    () -> owner.post("/v1/gate/terraform", Plans.gate("r", "p", ",\"plan\":" + Plans.keys(1))),
                    "ALLOW");
            Answer bad = owner.post("/v1/gate", Requests.gate("p", "prod", "x", ""), "Idempotency-Key", "bad-one");
            assertThat(bad.status()).as("a bad call stays a bad call").isIn(422, 503);

            unavailable(stranger.post("/v1/gate", Requests.gate("p", "prod", "1", ""), "Idempotency-Key", "unknown"));
            unavailable(owner.get("/v1/decisions"));
            unavailable(owner.get("/v1/budgets/p"));
            unavailable(owner.put("/v1/budgets/p", "{\"monthly_limit\":\"1\"}"));
            assertThat(owner.get("/healthz").status()).isEqualTo(200);
            Answer ready = owner.get("/readyz");
            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.json().get("ready")).isEqualTo(JsonBoolean.FALSE);
            assertThat(owner.get("/metrics").text())
                    .containsPattern("spendweir_gate_failsafe_decisions_total\\{reason=\"failsafe_[a-z_]+\"} [1-9]");
        } finally {
            postgres.close();
        }
    }

    /** The first call that meets the outage waits for a connection, the others know; a loaded machine is no finding. */
    private static final Duration LONGEST = Duration.ofSeconds(4);

    private static void failsafe(Supplier<Answer> call, String outcome) {
        Instant start = Instant.now();
        Answer answer = call.get();
        assertThat(Duration.between(start, Instant.now())).isLessThan(LONGEST);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.field("outcome")).isEqualTo(outcome);
        assertThat(answer.json().get("retryable")).isEqualTo(JsonBoolean.TRUE);
        assertThat(answer.json().get("decision_id")).isEqualTo(JsonNull.NULL);
        assertThat(answer.json().get("ledger")).isEqualTo(JsonNull.NULL);
        assertThat(answer.text()).contains("failsafe_");
    }

    private static void unavailable(Answer answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("STORE_UNAVAILABLE");
        assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
    }
}
