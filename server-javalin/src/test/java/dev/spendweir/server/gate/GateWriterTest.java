package dev.spendweir.server.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.ledger.HashChain;
import dev.spendweir.outcome.FailsafeCause;
import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.StoreUnavailableException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GateWriterTest {
    private static final GateStore.Encoded ENCODED = new GateStore.Encoded() {};
    private static final TenantVersions ANY = new TenantVersions(HashChain.empty(), 0, 0, null);

    private final List<Thread> writing = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task);
        writing.add(thread);
        return thread;
    });

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void everybody_isTold_howeverManyPutInAtOnce() throws Exception {
        GateWriter writer = new GateWriter(new Willing(), threads);
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Draft draft = draft("tenant-" + i);
                running.add(callers.submit(() -> {
                    for (int n = 0; n < 20_000; n++) {
                        assertThat(writer.put(draft).get()).isEqualTo(Draft.Verdict.WRITTEN);
                    }
                    return null;
                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        } finally {
            callers.shutdownNow();
        }
    }

    /** When memory or stack run out, nobody may wait for ever for a batch that nobody stores any more. */
    @Test
    void errorInOneBatch_isToldToAllInIt_andTheNextIsStored() throws Exception {
        FirstHeld store = new FirstHeld() {
            @Override
            public Optional<Ready> ready(List<Draft> drafts, Instant deadline) {
                Optional<Ready> ready = super.ready(drafts, deadline);
                if (batches.get() == 2) {
                    throw new StackOverflowError("made by the test");
                }
                return ready;
            }
        };
        GateWriter writer = writer(store);
        CompletableFuture<Draft.Verdict> leading = writer.put(draft("a"));
        awaitWaiting(store.batches);
        CompletableFuture<Draft.Verdict> second = writer.put(draft("b"));
        CompletableFuture<Draft.Verdict> third = writer.put(draft("c"));
        store.first.countDown();
        assertThat(leading.get()).isEqualTo(Draft.Verdict.WRITTEN);
        for (CompletableFuture<Draft.Verdict> broken : List.of(second, third)) {
            assertThatThrownBy(broken::get)
                    .cause()
                    .isInstanceOfSatisfying(
                            StoreUnavailableException.class,
                            e -> assertThat(e.kind()).isEqualTo(Kind.FAILED));
        }
        assertThat(writer.put(draft("d")).get()).isEqualTo(Draft.Verdict.WRITTEN);
    }

    @Test
    void withoutThreads_draftsFailAndNobodyWaits() {
        GateWriter writer = new GateWriter(new Willing(), task -> {
            throw new StoreUnavailableException(Kind.UNREACHABLE, "the gate is closed", null);
        });
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(writer.put(draft("a"))::get)
                    .cause()
                    .isInstanceOfSatisfying(
                            StoreUnavailableException.class,
                            e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE));
        }
    }

    /** The end of the one in front is waited for in the database, not here. */
    @Test
    void batch_isSentBehindTheOneInFront_beforeThatHasEnded() throws Exception {
        List<GateStore.Ready> ready = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch sent = new CountDownLatch(1);
        AtomicReference<GateStore.Ready> waitsFor = new AtomicReference<>();
        GateWriter writer = writer(new Willing() {
            @Override
            public Optional<Ready> ready(List<Draft> drafts, Instant deadline) {
                ready.add(new Ready() {
                    @Override
                    public boolean store(@Nullable Ready behind) {
                        if (behind == null) {
                            GateWriterTest.await(sent);
                        } else {
                            waitsFor.set(behind);
                            sent.countDown();
                        }
                        return true;
                    }

                    @Override
                    public void close() {}
                });
                return Optional.of(ready.get(ready.size() - 1));
            }
        });
        CompletableFuture<Draft.Verdict> front = writer.put(draft("a"));
        while (ready.isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(writer.put(draft("a", GateWriter.MAX_CALLS)).get()).isEqualTo(Draft.Verdict.WRITTEN);
        assertThat(front.get()).isEqualTo(Draft.Verdict.WRITTEN);
        assertThat(waitsFor.get()).isSameAs(ready.get(0));
    }

    @Test
    void whileOneBatchIsUnderWay_anotherBeginsOnceAFullOneWaits_andIsSentBehindIt() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch sent = new CountDownLatch(1);
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        List<GateStore.Ready> ready = new CopyOnWriteArrayList<>();
        List<GateStore.Ready> stored = new CopyOnWriteArrayList<>();
        AtomicReference<GateStore.Ready> waitsFor = new AtomicReference<>();
        GateWriter writer = writer(new Willing() {
            @Override
            public Optional<Ready> ready(List<Draft> drafts, Instant deadline) {
                boolean isFirst = sizes.isEmpty();
                sizes.add(drafts.size());
                if (isFirst) {
                    GateWriterTest.await(first);
                }
                Ready batch = new Ready() {
                    @Override
                    public boolean store(@Nullable Ready behind) {
                        stored.add(this);
                        if (isFirst) {
                            GateWriterTest.await(sent);
                        } else {
                            waitsFor.set(behind);
                            sent.countDown();
                        }
                        return true;
                    }

                    @Override
                    public void close() {}
                };
                ready.add(batch);
                return Optional.of(batch);
            }
        });
        List<CompletableFuture<Draft.Verdict>> told = new ArrayList<>(List.of(writer.put(draft("a"))));
        while (sizes.isEmpty()) {
            Thread.onSpinWait();
        }
        for (int i = 1; i < GateWriter.MAX_CALLS; i++) {
            told.add(writer.put(draft("a")));
        }
        // Who puts a draft in decides whether another batch begins.
        assertThat(writing).hasSize(1);
        told.add(writer.put(draft("a")));
        while (ready.isEmpty()) {
            Thread.onSpinWait();
        }
        awaitThreadsParked(2);
        assertThat(stored).as("nothing to wait for in the database yet").isEmpty();
        first.countDown();
        for (CompletableFuture<Draft.Verdict> verdict : told) {
            assertThat(verdict.get()).isEqualTo(Draft.Verdict.WRITTEN);
        }
        assertThat(sizes).containsExactly(1, GateWriter.MAX_CALLS);
        assertThat(waitsFor.get()).isSameAs(ready.get(1));
    }

    @Test
    void fewCalls_goWhenThoseInFrontAreStored() throws Exception {
        FirstHeld store = new FirstHeld();
        GateWriter writer = writer(store);
        CompletableFuture<Draft.Verdict> leading = writer.put(draft("a"));
        awaitWaiting(store.batches);
        CompletableFuture<Draft.Verdict> few = writer.put(draft("b"));
        assertThat(writing).hasSize(1);
        store.first.countDown();
        assertThat(leading.get()).isEqualTo(Draft.Verdict.WRITTEN);
        assertThat(few.get()).isEqualTo(Draft.Verdict.WRITTEN);
        assertThat(store.batches).hasValue(2);
    }

    @Test
    void batches_areNeverMoreThanMayBeUnderWay_howeverManyCallsWait() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        GateWriter writer = writer(new Willing() {
            @Override
            public Optional<Ready> ready(List<Draft> drafts, Instant deadline) {
                most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                return Optional.of(new Ready() {
                    @Override
                    public boolean store(@Nullable Ready behind) {
                        GateWriterTest.await(end);
                        underWay.decrementAndGet();
                        return true;
                    }

                    @Override
                    public void close() {}
                });
            }
        });
        List<CompletableFuture<Draft.Verdict>> told = new ArrayList<>();
        for (int i = 0; i < 10 * GateWriter.MAX_CALLS; i++) {
            told.add(writer.put(draft("a")));
        }
        // Not by the threads that wait: one may only be waiting for the writer's lock.
        while (underWay.get() < GateWriter.MAX_UNDER_WAY) {
            Thread.onSpinWait();
        }
        end.countDown();
        for (CompletableFuture<Draft.Verdict> verdict : told) {
            assertThat(verdict.get()).isEqualTo(Draft.Verdict.WRITTEN);
        }
        assertThat(most).hasValue(GateWriter.MAX_UNDER_WAY);
    }

    /** What is judged draft by draft holds nothing that could be waited for in the database. */
    @Test
    void batchBehindOneThatIsNotStoredAsItIs_waitsForItsEnd() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        List<String> begun = Collections.synchronizedList(new ArrayList<>());
        GateWriter writer = writer(new Willing() {
            @Override
            public Optional<Ready> ready(List<Draft> drafts, Instant deadline) {
                return Optional.empty();
            }

            @Override
            public List<Draft.Verdict> commit(List<Draft> drafts, Instant deadline) {
                begun.add(drafts.get(0).tenantId());
                GateWriterTest.await(first);
                return super.commit(drafts, deadline);
            }
        });
        CompletableFuture<Draft.Verdict> front = writer.put(draft("a"));
        while (begun.isEmpty()) {
            Thread.onSpinWait();
        }
        CompletableFuture<Draft.Verdict> second = writer.put(draft("b", GateWriter.MAX_CALLS));
        awaitThreadsParked(2);
        assertThat(begun).containsExactly("a");
        first.countDown();
        assertThat(front.get()).isEqualTo(Draft.Verdict.WRITTEN);
        assertThat(second.get()).isEqualTo(Draft.Verdict.WRITTEN);
        assertThat(begun).containsExactly("a", "b");
    }

    private GateWriter writer(GateStore store) {
        return new GateWriter(store, threads);
    }

    private static void awaitWaiting(AtomicInteger batches) {
        while (batches.get() == 0) {
            Thread.onSpinWait();
        }
    }

    /** Both of the writer's threads wait: the one in front for the test, the other for that one. */
    private void awaitThreadsParked(int number) {
        while (writing.stream()
                        .filter(thread -> thread.getState() == Thread.State.WAITING)
                        .count()
                < number) {
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Draft draft(String tenant) {
        return draft(tenant, 1);
    }

    private static Draft draft(String tenant, int calls) {
        List<GateResult> results = Collections.nCopies(calls, new GateResult.Unable(FailsafeCause.ERROR));
        return new Draft(ANY, ANY, new GateWrites(tenant), ENCODED, results, Instant.MAX);
    }

    /** Keeps the first batch until the test lets it go. */
    private static class FirstHeld extends Willing {
        final CountDownLatch first = new CountDownLatch(1);
        final AtomicInteger batches = new AtomicInteger();

        @Override
        public Optional<Ready> ready(List<Draft> drafts, Instant deadline) {
            if (batches.incrementAndGet() == 1) {
                await(first);
            }
            return super.ready(drafts, deadline);
        }
    }

    /** Stores everything at once. */
    private static class Willing implements GateStore {
        @Override
        public <T> T inTransaction(
                String tenantId, Duration lockWait, Instant deadline, Function<GateSession, T> work) {
            throw new UnsupportedOperationException("the writer begins no such transaction");
        }

        @Override
        public List<Draft.Verdict> commit(List<Draft> drafts, Instant deadline) {
            return Collections.nCopies(drafts.size(), Draft.Verdict.WRITTEN);
        }

        @Override
        public Encoded encoded(GateWrites writes) {
            return ENCODED;
        }

        @Override
        public Optional<Ready> ready(List<Draft> drafts, Instant deadline) {
            return Optional.of(new Ready() {
                @Override
                public boolean store(@Nullable Ready behind) {
                    return true;
                }

                @Override
                public void close() {}
            });
        }
    }
}
