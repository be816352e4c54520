package dev.spendweir.server.gate;

import static dev.spendweir.server.TestStore.request;
import static dev.spendweir.server.TestStore.terraform;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.server.TestStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How much a gate call reads under the tenant's lock. */
class GateReadsTest {
    private static final int DECISIONS = 60;
    private static final int HOLDS = 5_000;
    private static TestStore test;

    @BeforeAll
    static void open() {
        test = TestStore.open();
        test.policy("{}");
        test.gate(request("1", "first"));
        for (int i = 0; i < DECISIONS; i++) {
            test.gate(request("1.5", "one-of-many-" + i));
        }
        test.copy("reservation", HOLDS, "'reservation_id', gen_random_uuid()");
        test.sql("SELECT 1", "ANALYZE reservation");
    }

    @AfterAll
    static void close() {
        test.close();
    }

    @Test
    void callAboutAChange_readsHoldsThatNoCallCanMove_onceAndForTheSumsAlone() {
        long read = rowsRead(other -> other.gate(terraform("1"), "pr-1", Stage.POST_PLAN));

        assertThat(read).isBetween(1L, HOLDS + HOLDS / 2L);
    }

    @Test
    void repeatedKey_readsItsOwnHoldAndNoSums() {
        long read = rowsRead(other -> {
            for (int i = 0; i < 5; i++) {
                assertThat(other.gate(request("1", "first")).replayed()).isTrue();
            }
        });

        assertThat(read).isBetween(1L, HOLDS / 2L);
    }

    @Test
    void repeatedKey_findsItsAnswerAmongManyByItsKey() {
        long before = test.rowsRead("decision");

        rowsRead(other -> {
            for (int i = 0; i < 20; i++) {
                assertThat(other.gate(request("1.5", "one-of-many-" + i)).replayed())
                        .isTrue();
            }
        });

        assertThat(test.rowsRead("decision") - before).isBetween(20L, 200L);
    }

    @Test
    void repeatedKeyBetweenNewOnes_leavesTheRememberedStateInPlace() {
        long before = statesRead();
        long read = rowsRead(other -> {
            for (int i = 0; i < 5; i++) {
                assertThat(other.gate(request("1.5", "new-" + i)).replayed()).isFalse();
                assertThat(other.gate(request("1", "first")).replayed()).isTrue();
            }
        });

        assertThat(read).isBetween(1L, HOLDS + HOLDS / 2L);
        assertThat(statesRead() - before).as("transactions that read the state").isEqualTo(1);
    }

    @Test
    void callsAboutChanges_leaveTheOthersOfTheirTenantTheirDrafts() {
        int changes = 10;
        long before = statesRead();
        long read = rowsRead(other -> {
            try (Callers callers = new Callers()) {
                for (int caller = 0; caller < 6; caller++) {
                    String name = "caller-" + caller;
                    callers.start(40, call -> other.gate(request("1.5", name + "-" + call)));
                }
                callers.start(changes, call -> other.gate(terraform("1"), "pr-" + call, Stage.POST_PLAN));
            }
        });

        // Each call about a change reads the state under the lock, and now and then one that had no state to draft on.
        assertThat(statesRead() - before)
                .as("transactions that read the state")
                .isBetween((long) changes, changes * 3L / 2);
        // But not all holds each time.
        assertThat(read).isBetween((long) HOLDS, 3L * HOLDS);
    }

    @Test
    void callsAboutChanges_sumUpAllHoldsOnce_thoughOtherServersDecideInBetween() {
        long read = rowsRead(other -> {
            try (TestStore another = TestStore.open(test.target, test.clock, TestStore.PATIENCE)) {
                for (int i = 0; i < 20; i++) {
                    // Changes and places of their own: the holds of one are read besides.
                    other.gate(terraformAt("one/" + i), "one-" + i, Stage.POST_PLAN);
                    another.gate(terraformAt("other/" + i), "other-" + i, Stage.POST_PLAN);
                }
            }
        });

        // Each server once.
        assertThat(read).isBetween(2L * HOLDS, 2L * HOLDS + HOLDS / 2L);
    }

    /** Statistics of a moment at which every decision had a tenant of its own. */
    @Test
    void keys_areLookedForByTheirIndex_evenWhereATenantIsThoughtToHaveHardlyAnyDecision() {
        int calls = 20;
        try (TestStore wrong = TestStore.open()) {
            wrong.policy("{}");
            wrong.gate(request("1", "first"));
            wrong.copy("decision", HOLDS, "'decision_id', gen_random_uuid(), 'idempotency_key', 'copy-' || n");
            wrong.believeInManyTenants("decision");
            long connections = wrong.connectionsOfAFullPool();
            long before = wrong.rowsRead("decision");

            try (TestStore server = TestStore.open(wrong.target, wrong.clock, TestStore.PATIENCE)) {
                for (int i = 0; i < calls; i++) {
                    server.gate(terraform("1"), "change-" + i, Stage.POST_PLAN);
                }
            }

            wrong.awaitNoMoreThan(connections);
            assertThat(wrong.rowsRead("decision") - before).isBetween(1L, 20L * calls);
        }
    }

    /** Statistics of a moment at which every approval and every hold had a tenant of its own. */
    @Test
    void placesOfAChange_areLookedForByTheirIndex_evenWhereATenantIsThoughtToHaveHardlyAny() {
        int calls = 20;
        try (TestStore wrong = TestStore.open()) {
            wrong.policy("{}");
            wrong.gate(terraform("1").with("environment", new JsonString("prod")), "asks", Stage.POST_PLAN);
            wrong.copy(
                    "approval",
                    HOLDS,
                    "'approval_id', gen_random_uuid(), 'resource_reference', 'old/' || n,"
                            + " 'status', 'consumed', 'required_approvals', 1, 'verdicts', '[{}]'::jsonb");
            wrong.copy("reservation", HOLDS, "'reservation_id', gen_random_uuid(), 'resource_reference', 'old/' || n");
            wrong.believeInManyTenants("approval", "reservation");
            long connections = wrong.connectionsOfAFullPool();
            long approvals = wrong.rowsRead("approval");
            long holds = wrong.rowsRead("reservation");

            try (TestStore server = TestStore.open(wrong.target, wrong.clock, TestStore.PATIENCE)) {
                for (int i = 0; i < calls; i++) {
                    server.gate(terraformAt("new/" + i), "change-" + i, Stage.POST_PLAN);
                }
            }

            wrong.awaitNoMoreThan(connections);
            assertThat(wrong.rowsRead("approval") - approvals).isBetween(1L, 20L * calls);
            assertThat(wrong.rowsRead("reservation") - holds)
                    .as("all once, for the sums")
                    .isBetween((long) HOLDS, HOLDS + 20L * calls);
        }
    }

    /** Plans are made with the first decision, when there is none to plan for. Calls about a change are decided under the lock. */
    @Test
    void newHolds_ofAnEmptyDatabase_findTheirDecisionsByTheirIds() {
        int calls = 120;
        assertThat(decisionsRead(
                        calls, (server, i) -> server.gate(terraformAt("new/" + i), "call-" + i, Stage.POST_PLAN)))
                .isBetween((long) calls, 2L * calls);
    }

    /** That a hold of theirs has its decision, and that its entry, is so by what the writer's function does. */
    @Test
    void newHolds_ofDrafts_lookForNoDecision() {
        assertThat(decisionsRead(120, (server, i) -> server.gate(request("1.5", "call-" + i))))
                .isLessThan(10);
    }

    private static long decisionsRead(int calls, ObjIntConsumer<TestStore> call) {
        try (TestStore empty = TestStore.open()) {
            empty.policy("{}");
            long connections = empty.connectionsOfAFullPool();
            long before = empty.rowsRead("decision");

            try (TestStore server = TestStore.open(empty.target, empty.clock, TestStore.PATIENCE)) {
                for (int i = 0; i < calls; i++) {
                    call.accept(server, i);
                }
            }

            empty.awaitNoMoreThan(connections);
            return empty.rowsRead("decision") - before;
        }
    }

    private static JsonObject terraformAt(String place) {
        return terraform("1").with("resource_reference", new JsonString(place));
    }

    /** Threads that call; closing waits for them and throws what one of them threw. */
    private static final class Callers implements AutoCloseable {
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final List<Future<?>> running = new ArrayList<>();

        void start(int calls, IntConsumer call) {
            running.add(threads.submit(() -> IntStream.range(0, calls).forEach(call)));
        }

        @Override
        public void close() {
            try {
                for (Future<?> future : running) {
                    future.get(60, TimeUnit.SECONDS);
                }
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                throw new AssertionError("a caller failed", e);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    /** Rows of holds that another server reads for its calls, where a tenant has very many. */
    private static long rowsRead(Consumer<TestStore> calls) {
        long before = test.rowsRead("reservation");
        long connections = test.connections();

        try (TestStore other = TestStore.open(test.target, test.clock, TestStore.PATIENCE)) {
            calls.accept(other);
        }

        test.awaitNoMoreThan(connections);
        return test.rowsRead("reservation") - before;
    }

    /** How many transactions under the lock have read the state of their tenant: each looks for budgets, once, and no draft does. */
    private static long statesRead() {
        return test.number("SELECT coalesce(idx_scan, 0) FROM pg_stat_user_tables"
                + " WHERE schemaname = 'spendweir' AND relname = 'budget'");
    }
}
