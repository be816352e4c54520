package dev.spendweir.server.gate;

import static dev.spendweir.server.TestStore.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.server.TestStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two servers that work for one tenant. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class GateReplicasTest {
    private static final int ROUNDS = 120;
    private static final int AT_ONCE = 8;

    /** Each moves the tenant beneath the other's drafts: whoever has seen that makes none for a while. */
    @Test
    void serversOfOneTenant_hardlyEverStoreInVain() {
        try (TestStore base = TestStore.open()) {
            base.policy("{}");
            base.gate(request("1", "first"));
            long connections = base.connectionsOfAFullPool();
            long before = rolledBack(base);
            long begun = System.nanoTime();

            try (TestStore one = TestStore.open(base.target, base.clock, TestStore.PATIENCE);
                    TestStore other = TestStore.open(base.target, base.clock, TestStore.PATIENCE)) {
                for (int round = 0; round < ROUNDS; round++) {
                    callBoth(one, other, round);
                }
            }

            base.awaitNoMoreThan(connections);
            // Now and then each tries again.
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
            assertThat(rolledBack(base) - before)
                    .as("transactions in vain of two servers in %d rounds", ROUNDS)
                    .isLessThan(6 + 3 * seconds);
            assertThat(base.sql("SELECT count(*) FROM decision")).containsExactly(String.valueOf(ROUNDS * AT_ONCE + 1));
            assertThat(base.ledgerIsValid()).isTrue();
        }
    }

    private static void callBoth(TestStore one, TestStore other, int round) {
        List<CompletableFuture<GateAnswer>> open = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            TestStore server = i % 2 == 0 ? one : other;
            GateCall call = server.call(request("1", "call-" + round + "-" + i)).build();
            open.add(server.store.gate().decideAsync(call));
        }
        open.forEach(answer -> assertThat(answer.join().failsafeCause()).isEmpty());
    }

    private static long rolledBack(TestStore test) {
        return test.number("SELECT xact_rollback FROM pg_stat_database WHERE datname = current_database()");
    }
}
