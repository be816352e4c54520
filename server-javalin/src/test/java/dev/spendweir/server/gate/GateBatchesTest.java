package dev.spendweir.server.gate;

import static dev.spendweir.server.TestStore.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.outcome.FailsafeCause;
import dev.spendweir.server.SetClock;
import dev.spendweir.server.TestStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Batches of the writer in PostgreSQL: one behind the other, whatever becomes of the one in front. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class GateBatchesTest {
    private static final String WRITERS = "SELECT count(*) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND application_name = 'spendweir writer'";
    private static final String PROCESSES = WRITERS.replace("count(*)", "pid::text");
    private static final String TURNS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    private final SetClock clock = new SetClock();
    private final TestStore test = TestStore.open(clock);
    private final BareGateStore bare = new BareGateStore(test);

    @BeforeEach
    void policy() {
        test.policy("{}");
    }

    @AfterEach
    void close() {
        bare.close();
        test.close();
    }

    @Test
    void batchThatIsThereFirst_waitsForTheOneInFront_whichHasNotEvenBegun() {
        Delayed store = new Delayed(bare);
        try (GateService gate = bare.gate(store)) {
            firstIsStored(gate);
            store.holdsNext.set(true);
            CompletableFuture<GateAnswer> front = gate.decideAsync(call("front"));
            store.awaitFront();
            List<CompletableFuture<GateAnswer>> behind = fullBatch(gate);
            awaitWaitingTurns();
            assertThat(behind).noneMatch(CompletableFuture::isDone);
            store.let.countDown();
            assertThat(front.join().failsafeCause()).isEmpty();
            behind.forEach(answer -> assertThat(answer.join().failsafeCause()).isEmpty());
        }
        assertThat(store.careful).as("none had to be judged draft by draft").hasValue(0);
        assertThat(test.sql("SELECT idempotency_key FROM decision ORDER BY ledger_sequence"))
                .hasSize(2 + GateWriter.MAX_CALLS)
                .startsWith("first", "front");
        assertThat(test.ledgerIsValid()).isTrue();
    }

    @Test
    void batchBehindOneThatIsNeverSent_isStoredWithoutIt() {
        Delayed store = new Delayed(bare);
        store.failsInFront = true;
        try (GateService gate = bare.gate(store)) {
            firstIsStored(gate);
            store.holdsNext.set(true);
            CompletableFuture<GateAnswer> front = gate.decideAsync(call("front"));
            store.awaitFront();
            List<CompletableFuture<GateAnswer>> all = new ArrayList<>(fullBatch(gate));
            all.add(front);
            awaitWaitingTurns();
            store.let.countDown();
            for (CompletableFuture<GateAnswer> answer : all) {
                assertThat(answer)
                        .succeedsWithin(TestStore.PATIENCE.dividedBy(3))
                        .matches(given -> given.failsafeCause().isEmpty());
            }
        }
        assertThat(store.careful.get()).isPositive();
        assertThat(test.sql("SELECT DISTINCT idempotency_key FROM decision"))
                .hasSize(2 + GateWriter.MAX_CALLS)
                .contains("first", "front");
        assertThat(test.ledgerIsValid()).isTrue();
    }

    /** Also after batches that did not stand, because a key was repeated. */
    @Test
    void connections_areFew_andEachHoldsOneTurn() {
        int keys = 40;
        try (GateService gate = bare.gate(bare.store)) {
            List<CompletableFuture<GateAnswer>> open = new ArrayList<>();
            for (int i = 0; i < 10 * keys; i++) {
                open.add(gate.decideAsync(call("key-" + i % keys)));
            }
            open.forEach(answer -> assertThat(answer.join().failsafeCause()).isEmpty());
        }
        assertThat(test.number(WRITERS)).isBetween(1L, (long) GateWriter.MAX_UNDER_WAY);
        assertThat(test.number(TURNS)).isEqualTo(test.number(WRITERS));
        bare.store.close();
        awaitNumber(WRITERS, 0);
    }

    @Test
    void connectionThatDiedMeanwhile_isReplacedBeforeABatchIsLost() {
        Delayed store = new Delayed(bare);
        try (GateService gate = bare.gate(store)) {
            firstIsStored(gate);
            gate.decide(call("drafted"));
            test.sql(WRITERS.replace("count(*)", "pg_terminate_backend(pid)"));
            awaitNumber(WRITERS, 0);
            clock.advance(Duration.ofSeconds(1));
            assertThat(gate.decide(call("after")).failsafeCause()).isEmpty();
        }
        assertThat(store.underTheLock).as("only the first call").hasValue(1);
        assertThat(test.number("SELECT count(*) FROM decision")).isEqualTo(3);
    }

    @Test
    void batchWhoseDeadlinePassesBeforeItIsSent_isNotStored_andGivesItsTurnUp() {
        Delayed store = new Delayed(bare);
        try (GateService gate = bare.gate(store)) {
            firstIsStored(gate);
            store.holdsNext.set(true);
            CompletableFuture<GateAnswer> late = gate.decideAsync(call("late"));
            store.awaitFront();
            List<String> connections = test.sql(PROCESSES);
            clock.advance(TestStore.PATIENCE.plusSeconds(1));
            store.let.countDown();
            assertThat(late.join().failsafeCause()).contains(FailsafeCause.TIMEOUT);
            assertThat(gate.decide(call("in time")).failsafeCause()).isEmpty();
            assertThat(test.sql(PROCESSES)).as("nothing is wrong with it").isEqualTo(connections);
        }
        assertThat(test.sql("SELECT idempotency_key FROM decision ORDER BY ledger_sequence"))
                .containsExactly("first", "in time");
        assertThat(test.number(TURNS)).isEqualTo(test.number(WRITERS));
    }

    /** The tenant's state is known from then on, so the next call is drafted. */
    private void firstIsStored(GateService gate) {
        assertThat(gate.decide(call("first")).failsafeCause()).isEmpty();
    }

    /** As many as do not wait for what is under way. */
    private List<CompletableFuture<GateAnswer>> fullBatch(GateService gate) {
        return IntStream.range(0, GateWriter.MAX_CALLS)
                .mapToObj(i -> gate.decideAsync(call("behind-" + i)))
                .toList();
    }

    private GateCall call(String key) {
        return test.call(request("1", key)).build();
    }

    private void awaitWaitingTurns() {
        awaitNumber(TURNS + " AND NOT granted", 1);
    }

    private void awaitNumber(String query, long wanted) {
        while (test.number(query) != wanted) {
            Thread.onSpinWait();
        }
    }

    /** The store, one of whose batches is sent when the test lets it. */
    private static final class Delayed implements GateStore {
        private final GateStore store;
        private final AtomicBoolean holdsNext = new AtomicBoolean();
        private final CountDownLatch inFront = new CountDownLatch(1);
        private final CountDownLatch let = new CountDownLatch(1);
        private final AtomicInteger careful = new AtomicInteger();
        private final AtomicInteger underTheLock = new AtomicInteger();
        private volatile boolean failsInFront;

        Delayed(BareGateStore bare) {
            this.store = bare.store;
        }

        void awaitFront() {
            await(inFront);
        }

        private static void await(CountDownLatch latch) {
            try {
                assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public Encoded encoded(GateWrites writes) {
            return store.encoded(writes);
        }

        @Override
        public <T> T inTransaction(String tenantId, Duration wait, Instant until, Function<GateSession, T> work) {
            underTheLock.incrementAndGet();
            return store.inTransaction(tenantId, wait, until, work);
        }

        @Override
        public List<Draft.Verdict> commit(List<Draft> drafts, Instant until) {
            careful.incrementAndGet();
            return store.commit(drafts, until);
        }

        @Override
        public Optional<Ready> ready(List<Draft> drafts, Instant until) {
            Optional<Ready> ready = store.ready(drafts, until);
            boolean held = holdsNext.compareAndSet(true, false);
            return ready.map(real -> new Watched(real, held ? this::hold : () -> {}));
        }

        private void hold() {
            inFront.countDown();
            await(let);
            if (failsInFront) {
                throw new IllegalStateException("on purpose");
            }
        }
    }

    /** @param before run before it is sent */
    private record Watched(GateStore.Ready real, Runnable before) implements GateStore.Ready {
        @Override
        public boolean store(GateStore.@Nullable Ready behind) {
            before.run();
            return real.store(behind instanceof Watched watched ? watched.real : null);
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
