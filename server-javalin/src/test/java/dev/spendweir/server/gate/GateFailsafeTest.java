package dev.spendweir.server.gate;

import static dev.spendweir.server.TestStore.TENANT;
import static dev.spendweir.server.TestStore.body;
import static dev.spendweir.server.TestStore.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.outcome.FailsafeCause;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.postgres.EmbeddedPostgres;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.TestPostgres;
import dev.spendweir.vocabulary.Outcome;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 180, unit = TimeUnit.SECONDS)
class GateFailsafeTest {
    /** Once the store is back the gate decides within this time. */
    private static final Duration LONGEST_RETURN = Duration.ofSeconds(3);

    private static final String HARD = "{\"modes\":{\"default\":\"hard\"}}";

    @Test
    void lockNotGivenInTime_isFailsafeAndLeavesNothing() throws Exception {
        try (TestStore test = opened(Duration.ofMillis(200));
                Connection other = test.holdingTheHead()) {
            JsonObject request = request("10");
            GateAnswer answer = test.gate(request);
            assertFailsafe(answer, FailsafeCause.LOCK_TIMEOUT, Outcome.DENY);
            other.rollback();
            GateAnswer again = test.gate(request);
            assertThat(again.replayed()).isFalse();
            assertThat(again.failsafeCause()).isEmpty();
            assertThat(again.outcome()).isEqualTo(Outcome.ALLOW);
            assertThat(test.sql("SELECT count(*) FROM decision")).containsExactly("1");
        }
    }

    @Test
    void lockNotFree_whereNobodyMayWait_isContended() throws Exception {
        try (TestStore test = opened(Duration.ZERO);
                Connection other = test.holdingTheHead()) {
            assertFailsafe(test.gate(request("10")), FailsafeCause.LOCK_CONTENDED, Outcome.DENY);
            assertThat(other.isClosed()).isFalse();
        }
    }

    @Test
    void deadlinePassed_isFailsafeInTimeAndLeavesNothing() throws Exception {
        try (TestStore test = opened(TestStore.PATIENCE);
                Connection other = test.holdingTheHead()) {
            long before = System.nanoTime();
            GateAnswer answer = test.store
                    .gate()
                    .decide(test.call(request("10"))
                            .deadline(Duration.ofMillis(400))
                            .build());
            assertFailsafe(answer, FailsafeCause.TIMEOUT, Outcome.DENY);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
            other.rollback();
            assertThat(test.gate(request("10")).outcome()).isEqualTo(Outcome.ALLOW);
            assertThat(test.decisionEntries()).containsExactly("decision");
        }
    }

    @Test
    void deadlineAlreadyOver_isFailsafe() {
        try (TestStore test = opened(TestStore.PATIENCE)) {
            GateCall late = test.call(request("10"))
                    .receivedAt(Clock.systemUTC().instant().minusSeconds(6))
                    .deadline(GateCall.DEFAULT_DEADLINE)
                    .build();
            assertFailsafe(test.store.gate().decide(late), FailsafeCause.TIMEOUT, Outcome.DENY);
        }
    }

    @Test
    void costData_beyondWhatCanBeReckoned_isFailsafe() {
        try (TestStore test = opened(TestStore.PATIENCE)) {
            test.sql("INSERT INTO cost_day SELECT '" + TENANT + "', NULL, current_date - n, 9000000000000000000, true,"
                    + " now(), 'e', now() FROM generate_series(0, 20) n");
            assertFailsafe(test.gate(request("10")), FailsafeCause.ERROR, Outcome.DENY);
        }
    }

    @Test
    void storeDown_isAnsweredByTheModeOfTheKnownPolicy(@TempDir Path temp) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(temp, TestPostgres.programs());
                TestStore test = TestStore.open(postgres.target(), Clock.systemUTC(), TestStore.PATIENCE)) {
            test.store.bootstrap(null);
            test.policy("{\"modes\":{\"default\":\"hard\",\"cloud_event\":{\"default\":\"soft\"},"
                    + "\"llm_call\":{\"default\":\"shadow\"}}}");
            assertThat(test.gate(request("10")).outcome()).isEqualTo(Outcome.ALLOW);

            ProcessHandle postmaster =
                    ProcessHandle.of(postgres.postmasterPid()).orElseThrow();
            List<ProcessHandle> backends = postmaster.children().toList();
            postmaster.destroyForcibly();
            postmaster.onExit().get(20, TimeUnit.SECONDS);
            for (ProcessHandle backend : backends) {
                backend.onExit().get(20, TimeUnit.SECONDS);
            }

            assertFailsafe(test.gate(request("10")), FailsafeCause.STORE_UNAVAILABLE, Outcome.DENY);
            assertFailsafe(test.gate(from("cloud_event")), FailsafeCause.STORE_UNAVAILABLE, Outcome.REQUIRE_APPROVAL);
            assertFailsafe(test.gate(from("llm_call")), FailsafeCause.STORE_UNAVAILABLE, Outcome.ALLOW);
            assertThat(test.store.isReachable()).isFalse();
            assertAnsweredAtOnce(test);
            assertThatThrownBy(() -> test.store.budgets().list("default", PageRequest.first()))
                    .isInstanceOf(StoreUnavailableException.class);
            Caller stranger = new Caller("default", "owner", null, null);
            GateCall unknownPolicy = GateCall.builder(
                            stranger, request("10").with("tenant_id", new JsonString("default")))
                    .receivedAt(Clock.systemUTC().instant())
                    .build();
            assertThatThrownBy(() -> test.store.gate().decide(unknownPolicy))
                    .isInstanceOf(StoreUnavailableException.class);

            postgres.startAgain();
            long back = System.nanoTime();
            while (test.gate(request("10")).failsafeCause().isPresent()) {
                assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(LONGEST_RETURN);
            }
            assertThat(test.gate(request("10")).outcome()).isEqualTo(Outcome.ALLOW);
            assertThat(test.ledgerIsValid()).isTrue();
        }
    }

    /** Without knowing that the store is away each of these would wait two seconds for a connection. */
    private static void assertAnsweredAtOnce(TestStore test) {
        int calls = 10;
        long start = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            assertFailsafe(test.gate(request("10")), FailsafeCause.STORE_UNAVAILABLE, Outcome.DENY);
        }
        assertThat(Duration.ofNanos((System.nanoTime() - start) / calls)).isLessThan(Duration.ofMillis(300));
    }

    private static JsonObject from(String source) {
        return request("10").with("source", new JsonString(source));
    }

    private static TestStore opened(Duration lockWait) {
        TestStore test = TestStore.open(Clock.systemUTC(), lockWait);
        test.policy(HARD);
        return test;
    }

    /** Another session in the middle of a decision of the same tenant. */
    private static void assertFailsafe(GateAnswer answer, FailsafeCause cause, Outcome outcome) {
        assertThat(answer.failsafeCause()).contains(cause);
        assertThat(answer.outcome()).isEqualTo(outcome);
        JsonObject body = body(answer);
        assertThat(body.get("retryable")).isEqualTo(JsonBoolean.TRUE);
        assertThat(body.get("decision_id")).isEqualTo(JsonNull.NULL);
        assertThat(body.get("reservation_id")).isEqualTo(JsonNull.NULL);
        assertThat(body.get("ledger")).isEqualTo(JsonNull.NULL);
        assertThat(body.get("reason_codes"))
                .isEqualTo(JsonArray.ofStrings(List.of(cause.reason().wireName())));
    }
}
