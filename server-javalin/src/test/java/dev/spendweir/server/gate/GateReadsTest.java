package dev.spendweir.server.gate;

import static dev.spendweir.server.TestStore.request;
import static dev.spendweir.server.TestStore.terraform;
import static org.assertj.core.api.Assertions.assertThat;

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
        test.sql("""
                WITH made AS (
                    INSERT INTO reservation
                    SELECT (jsonb_populate_record(r, jsonb_build_object('reservation_id', gen_random_uuid()))).*
                    FROM reservation r, generate_series(1, %d)
                    WHERE r.reservation_id = (SELECT reservation_id FROM reservation LIMIT 1)
                    RETURNING 1)
                SELECT count(*) FROM made
                """.formatted(HOLDS), "SET LOCAL session_replication_role = replica");
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
        long before = fetched("decision");

        rowsRead(other -> {
            for (int i = 0; i < 20; i++) {
                assertThat(other.gate(request("1.5", "one-of-many-" + i)).replayed())
                        .isTrue();
            }
        });

        assertThat(fetched("decision") - before).isBetween(20L, 200L);
    }

    @Test
    void repeatedKeyBetweenNewOnes_leavesTheRememberedStateInPlace() {
        long read = rowsRead(other -> {
            for (int i = 0; i < 5; i++) {
                assertThat(other.gate(request("1.5", "new-" + i)).replayed()).isFalse();
                assertThat(other.gate(request("1", "first")).replayed()).isTrue();
            }
        });

        assertThat(read).isBetween(1L, HOLDS + HOLDS / 2L);
    }

    @Test
    void callsAboutChanges_leaveTheOthersOfTheirTenantTheirDrafts() {
        int changes = 10;
        long read = rowsRead(other -> {
            try (Callers callers = new Callers()) {
                for (int caller = 0; caller < 6; caller++) {
                    String name = "caller-" + caller;
                    callers.start(40, call -> other.gate(request("1.5", name + "-" + call)));
                }
                callers.start(changes, call -> other.gate(terraform("1"), "pr-" + call, Stage.POST_PLAN));
            }
        });

        // Once for the state that the drafts are made on, and again where more was drafted in between than is worth
        // reading.
        assertThat(read).isBetween((long) HOLDS, 3L * HOLDS);
    }

    @Test
    void callsAboutChanges_sumUpAllHoldsOnce_thoughOtherServersDecideInBetween() {
        long read = rowsRead(other -> {
            for (int i = 0; i < 20; i++) {
                assertThat(other.gate(terraform("1"), "one-" + i, Stage.POST_PLAN)
                                .replayed())
                        .isFalse();
                assertThat(test.gate(terraform("1"), "other-" + i, Stage.POST_PLAN)
                                .replayed())
                        .isFalse();
            }
        });

        // Each server once; the shared one may tell now what it read for the test before. Each call by itself would be
        // 40 times.
        assertThat(read).isBetween((long) HOLDS, 4L * HOLDS);
    }

    /** Statistics of a moment at which every decision had a tenant of its own. */
    @Test
    void keys_areLookedForByTheirIndex_evenWhereATenantIsThoughtToHaveHardlyAnyDecision() {
        int calls = 20;
        try (TestStore wrong = TestStore.open()) {
            wrong.policy("{}");
            wrong.gate(request("1", "first"));
            wrong.sql("""
                    WITH made AS (
                        INSERT INTO decision
                        SELECT (jsonb_populate_record(d, jsonb_build_object(
                            'decision_id', gen_random_uuid(), 'idempotency_key', 'copy-' || n))).*
                        FROM decision d, generate_series(1, %d) n
                        RETURNING 1)
                    SELECT count(*) FROM made
                    """.formatted(HOLDS), "SET LOCAL session_replication_role = replica");
            wrong.sql("SELECT 1", "ALTER TABLE decision ALTER tenant_id SET (n_distinct = -1)", "ANALYZE decision");
            long connections = wrong.connectionsOfAFullPool();
            long before = fetched(wrong, "decision");

            try (TestStore server = TestStore.open(wrong.target, wrong.clock, TestStore.PATIENCE)) {
                for (int i = 0; i < calls; i++) {
                    server.gate(terraform("1"), "change-" + i, Stage.POST_PLAN);
                }
            }

            wrong.awaitNoMoreThan(connections);
            assertThat(fetched(wrong, "decision") - before).isBetween(1L, 20L * calls);
        }
    }

    /** Plans are made with the first decision, when there is none to plan for. */
    @Test
    void newHolds_ofAnEmptyDatabase_findTheirDecisionsByTheirIds() {
        int calls = 120;
        try (TestStore empty = TestStore.open()) {
            empty.policy("{}");
            long connections = empty.connectionsOfAFullPool();
            long before = fetched(empty, "decision");

            try (TestStore server = TestStore.open(empty.target, empty.clock, TestStore.PATIENCE)) {
                for (int i = 0; i < calls; i++) {
                    server.gate(request("1.5", "call-" + i));
                }
            }

            empty.awaitNoMoreThan(connections);
            assertThat(fetched(empty, "decision") - before).isBetween((long) calls, 2L * calls);
        }
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
        long before = fetched("reservation");
        long connections = test.connections();

        try (TestStore other = TestStore.open(test.target, test.clock, TestStore.PATIENCE)) {
            calls.accept(other);
        }

        test.awaitNoMoreThan(connections);
        return fetched("reservation") - before;
    }

    private static long fetched(String table) {
        return fetched(test, table);
    }

    private static long fetched(TestStore test, String table) {
        return test.number("SELECT coalesce(idx_tup_fetch, 0) + coalesce(seq_tup_read, 0) FROM pg_stat_user_tables"
                + " WHERE schemaname = 'spendweir' AND relname = '" + table + "'");
    }
}
