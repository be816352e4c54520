package dev.spendweir.server.gate;

import static dev.spendweir.server.TestStore.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.ledger.Chain;
import dev.spendweir.outcome.FailsafeCause;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.TestPostgres;
import dev.spendweir.vocabulary.Outcome;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commits that tenants share, and running states that others make stale. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class GateManyTenantsTest {
    private static final int TENANTS = 8;
    private static final int CALLS = 12;
    private TestStore first;
    private TestStore second;

    @BeforeEach
    void open() {
        first = TestStore.open(Clock.systemUTC(), Duration.ofSeconds(60));
        second = TestStore.open(first.target, first.clock, Duration.ofMillis(300));
        for (int i = 0; i < TENANTS; i++) {
            first.store.createTenant(tenant(i), "enterprise");
            first.store
                    .policies()
                    .put(
                            caller(tenant(i)),
                            PolicyReader.read(JsonReader.read("{\"modes\":{\"default\":\"hard\"}}")),
                            OptionalLong.empty());
            budget(tenant(i), "100");
        }
    }

    @AfterEach
    void close() {
        for (int i = 0; i < TENANTS; i++) {
            assertThat(first.store
                            .ledger()
                            .verify(tenant(i), Arrays.asList(Chain.values()))
                            .isValid())
                    .isTrue();
        }
        second.close();
        first.close();
    }

    @Test
    void manyTenants_throughTwoServers_keepEachToItsOwnBudget() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(32);
        try {
            List<Future<GateAnswer>> running = new ArrayList<>();
            for (int call = 0; call < CALLS; call++) {
                for (int i = 0; i < TENANTS; i++) {
                    String tenant = tenant(i);
                    TestStore server = call % 3 == 0 ? second : first;
                    running.add(threads.submit(() -> patient(server, tenant, request("10"))));
                }
            }
            for (Future<GateAnswer> answer : running) {
                answer.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(first.sql("SELECT tenant_id || sum(allocation_micros) FROM reservation GROUP BY tenant_id"))
                .hasSize(TENANTS)
                .allSatisfy(sum -> assertThat(sum).endsWith("100000000"));
        assertThat(first.sql("SELECT count(*) FROM decision WHERE outcome = 'ALLOW' GROUP BY tenant_id"))
                .containsOnly("10");
    }

    @Test
    void tenant_whoseHeadIsLocked_keepsNoOtherWaiting() throws Exception {
        for (int i = 0; i < TENANTS; i++) {
            assertThat(gate(second, tenant(i), request("1")).outcome()).isEqualTo(Outcome.ALLOW);
        }
        var login = TestPostgres.shared().superuser();
        try (Connection other = DriverManager.getConnection(
                        first.target.url() + "?currentSchema=spendweir", login.user(), login.password());
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("SELECT FROM ledger_head WHERE tenant_id = '" + tenant(0) + "' FOR UPDATE");
            ExecutorService threads = Executors.newFixedThreadPool(TENANTS);
            try {
                List<Future<GateAnswer>> running = new ArrayList<>();
                for (int i = 0; i < TENANTS; i++) {
                    String tenant = tenant(i);
                    running.add(threads.submit(() -> gate(second, tenant, request("1"))));
                }
                assertThat(running.get(0).get().failsafeCause()).contains(FailsafeCause.LOCK_TIMEOUT);
                for (Future<GateAnswer> answer : running.subList(1, TENANTS)) {
                    assertThat(answer.get().outcome()).isEqualTo(Outcome.ALLOW);
                }
            } finally {
                threads.shutdownNow();
            }
            other.rollback();
        }
        assertThat(gate(second, tenant(0), request("1")).outcome()).isEqualTo(Outcome.ALLOW);
    }

    @Test
    void runningState_thatAnotherServerMadeStale_isNeverDecidedOn() {
        String tenant = tenant(0);
        assertThat(gate(first, tenant, request("40")).outcome()).isEqualTo(Outcome.ALLOW);
        assertThat(patient(second, tenant, request("40")).outcome()).isEqualTo(Outcome.ALLOW);
        assertThat(gate(first, tenant, request("40")).outcome()).isEqualTo(Outcome.DENY);
        budgetBy(second, tenant, "200");
        assertThat(gate(first, tenant, request("40")).outcome()).isEqualTo(Outcome.ALLOW);
        assertThat(gate(first, tenant, request("80")).outcome()).isEqualTo(Outcome.ALLOW);
        assertThat(gate(first, tenant, request("1")).outcome()).isEqualTo(Outcome.DENY);
    }

    @Test
    void budget_changedUnderLoad_holdsForEveryCallThatFollows() throws Exception {
        String tenant = tenant(0);
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> load = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                TestStore server = i == 0 ? second : first;
                load.add(threads.submit(() -> {
                    while (!over.get()) {
                        patient(server, tenant, request("0.01"));
                    }
                }));
            }
            for (int i = 0; i < 10; i++) {
                budgetBy(i % 3 == 0 ? second : first, tenant, i % 2 == 0 ? "1000000" : "0.01");
                Outcome expected = i % 2 == 0 ? Outcome.ALLOW : Outcome.DENY;
                assertThat(patient(first, tenant, request("5")).outcome()).isEqualTo(expected);
                assertThat(patient(second, tenant, request("5")).outcome()).isEqualTo(expected);
            }
            over.set(true);
            for (Future<?> part : load) {
                part.get();
            }
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
    }

    @Test
    void key_answeredByAnotherServer_isReplayedByOneWithARunningState() {
        String tenant = tenant(0);
        assertThat(gate(first, tenant, request("1")).replayed()).isFalse();
        JsonObject request = request("2");
        GateAnswer answer = patient(second, tenant, request);
        assertThat(gate(first, tenant, request("1")).replayed()).isFalse();
        GateAnswer replay = gate(first, tenant, request);
        assertThat(replay.replayed()).isTrue();
        assertThat(replay.body()).isEqualTo(answer.body());
        assertThat(gate(first, tenant, request).body()).isEqualTo(answer.body());
    }

    /** Asks again while the answer is fail-safe, as a client does: one server here waits for locks only shortly. */
    private static GateAnswer patient(TestStore server, String tenant, JsonObject request) {
        GateAnswer answer = gate(server, tenant, request);
        for (int i = 0; i < 100 && answer.failsafeCause().isPresent(); i++) {
            answer = gate(server, tenant, request);
        }
        assertThat(answer.failsafeCause()).isEmpty();
        return answer;
    }

    private static GateAnswer gate(TestStore server, String tenant, JsonObject request) {
        return server.store
                .gate()
                .decide(GateCall.builder(caller(tenant), request.with("tenant_id", new JsonString(tenant)))
                        .receivedAt(server.clock.instant())
                        .deadline(TestStore.PATIENCE)
                        .build());
    }

    private void budget(String tenant, String limit) {
        budgetBy(first, tenant, limit);
    }

    private static void budgetBy(TestStore server, String tenant, String limit) {
        server.store.budgets().put(caller(tenant), "payments", Amount.parse(limit));
    }

    private static String tenant(int number) {
        return "tenant-" + number;
    }

    private static Caller caller(String tenant) {
        return new Caller(tenant, "ann", "req-1", null);
    }
}
