package dev.spendweir.server.gate;

import static dev.spendweir.server.TestStore.request;
import static dev.spendweir.server.TestStore.terraform;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.server.TestStore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How much a gate call reads under the tenant's lock. */
class GateReadsTest {
    private static final int HOLDS = 5_000;

    @Test
    void callAboutAChange_readsHoldsThatNoCallCanMove_onceAndForTheSumsAlone() {
        try (TestStore test = TestStore.open()) {
            test.policy("{}");
            test.gate(request("1"));
            test.sql("""
                    WITH made AS (
                        INSERT INTO reservation
                        SELECT (jsonb_populate_record(r, jsonb_build_object('reservation_id', gen_random_uuid()))).*
                        FROM reservation r, generate_series(1, %d)
                        RETURNING 1)
                    SELECT count(*) FROM made
                    """.formatted(HOLDS), "SET LOCAL session_replication_role = replica");
            test.sql("SELECT 1", "ANALYZE reservation");
            long before = fetched(test);
            long connections = connections(test);

            try (TestStore other = TestStore.open(test.target, test.clock, TestStore.PATIENCE)) {
                other.gate(terraform("1"), "pr-1", Stage.POST_PLAN);
            }

            // What a connection read is counted at the latest when it ends.
            awaitConnections(test, connections);
            assertThat(fetched(test) - before).isBetween(1L, HOLDS + HOLDS / 2L);
        }
    }

    private static void awaitConnections(TestStore test, long number) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (connections(test) > number) {
            assertThat(System.nanoTime())
                    .as("the other server's connections end")
                    .isLessThan(end);
        }
    }

    private static long connections(TestStore test) {
        return Long.parseLong(test.sql(
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'spendweir_app'")
                .get(0));
    }

    private static long fetched(TestStore test) {
        return Long.parseLong(
                test.sql("SELECT coalesce(idx_tup_fetch, 0) + coalesce(seq_tup_read, 0) FROM pg_stat_user_tables"
                                + " WHERE schemaname = 'spendweir' AND relname = 'reservation'")
                        .get(0));
    }
}
