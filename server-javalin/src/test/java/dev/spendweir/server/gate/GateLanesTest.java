package dev.spendweir.server.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.canonical.JsonString;
import dev.spendweir.outcome.FailsafeCause;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.StoreUnavailableException.Kind;
import dev.spendweir.server.store.policies.PolicyVersion;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GateLanesTest {
    private static final GateResult DONE = new GateResult.Unable(FailsafeCause.ERROR);
    private static final PolicyVersion POLICY = new PolicyVersion(0, null, null, PolicyReader.defaults());
    private final Clock clock = Clock.systemUTC();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final GateThreads gateThreads = new GateThreads();

    /** Sizes of the transactions, in order. */
    private final LinkedBlockingQueue<Integer> batches = new LinkedBlockingQueue<>();

    private final CountDownLatch gateOpen = new CountDownLatch(1);

    @AfterEach
    void stop() {
        gateOpen.countDown();
        gateThreads.close();
        threads.shutdownNow();
    }

    @Test
    void singleCall_goesAtOnceAndAlone() {
        GateLanes lanes = lanes(Duration.ofSeconds(2), (tenant, calls) -> done(calls));
        assertThat(answer(lanes, call("acme", "k-1"))).isSameAs(DONE);
        assertThat(answer(lanes, call("acme", "k-2"))).isSameAs(DONE);
        assertThat(batches).containsExactly(1, 1);
    }

    /** Waking another thread for one call costs as much as a good part of deciding it. */
    @Test
    void tenantThatIsSeldomAsked_isDecidedByWhoeverAsks_oneThatIsOftenAskedIsNot() throws Exception {
        List<Thread> deciding = new CopyOnWriteArrayList<>();
        GateLanes lanes = new GateLanes(
                asked -> {
                    batches.add(asked.calls().size());
                    deciding.add(Thread.currentThread());
                    boolean waits = deciding.size() == 3;
                    return CompletableFuture.supplyAsync(
                            () -> {
                                if (waits) {
                                    awaitOpen();
                                }
                                return done(asked.calls());
                            },
                            threads);
                },
                gateThreads,
                Duration.ofSeconds(50),
                clock);
        answer(lanes, call("acme", "k-01"));
        awaitSeldom();
        answer(lanes, call("acme", "k-02"));
        assertThat(deciding).as("the second by who asked").hasSize(2).last().isSameAs(Thread.currentThread());
        assertThat(deciding).first().isNotSameAs(Thread.currentThread());

        awaitSeldom();
        Future<GateResult> third = threads.submit(() -> answer(lanes, call("acme", "k-03")));
        while (deciding.size() < 3) {
            Thread.onSpinWait();
        }
        GateLanes.Waiting fourth = lanes.submit(call("acme", "k-04"));
        GateLanes.Waiting fifth = lanes.submit(call("acme", "k-05"));
        gateOpen.countDown();
        assertThat(third.get()).isSameAs(DONE);
        assertThat(List.of(fourth.result().get(), fifth.result().get())).containsOnly(DONE);
        assertThat(batches).containsExactly(1, 1, 1, 2);
        awaitSeldom();
        answer(lanes, call("acme", "k-06"));
        assertThat(deciding).as("after a turn of two").hasSize(5).last().isNotSameAs(Thread.currentThread());
    }

    private static void awaitSeldom() {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin <= 2 * GateLanes.SELDOM.toNanos()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void crowd_sharesTransactionsInOrder() throws Exception {
        List<String> order = new ArrayList<>();
        GateLanes lanes = lanes(Duration.ofSeconds(50), (tenant, calls) -> {
            awaitOpen();
            calls.forEach(call -> order.add(call.request().idempotencyKey()));
            return done(calls);
        });
        List<Future<GateResult>> running = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            String key = "k-%02d".formatted(i);
            running.add(threads.submit(() -> answer(lanes, call("acme", key))));
            if (i == 0) {
                assertThat(batches.take()).isEqualTo(1);
            }
        }
        gateOpen.countDown();
        for (Future<GateResult> result : running) {
            assertThat(result.get()).isSameAs(DONE);
        }
        assertThat(order).hasSize(80).doesNotHaveDuplicates().startsWith("k-00");
        assertThat(batches.stream().mapToInt(size -> size).sum()).isEqualTo(79);
        assertThat(batches).allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(GateLanes.MAX_BATCH));
    }

    @Test
    void tenants_doNotWaitForEachOther() throws Exception {
        GateLanes lanes = lanes(Duration.ofSeconds(50), (tenant, calls) -> {
            if (tenant.equals("slow")) {
                awaitOpen();
            }
            return done(calls);
        });
        Future<GateResult> slow = threads.submit(() -> answer(lanes, call("slow", "k-1")));
        batches.take();
        assertThat(answer(lanes, call("fast", "k-1"))).isSameAs(DONE);
        gateOpen.countDown();
        assertThat(slow.get()).isSameAs(DONE);
    }

    @Test
    void waiter_whoseWaitIsOver_leavesTheQueue() throws Exception {
        GateLanes lanes = lanes(Duration.ofMillis(100), (tenant, calls) -> {
            awaitOpen();
            return done(calls);
        });
        Future<GateResult> first = threads.submit(() -> answer(lanes, call("acme", "k-1")));
        batches.take();
        assertKind(() -> answer(lanes, call("acme", "k-2")), Kind.LOCK_TIMEOUT);
        Prepared hurried = call("acme", "k-3", Duration.ofMillis(50));
        assertKind(() -> answer(lanes, hurried), Kind.TIMEOUT);
        gateOpen.countDown();
        assertThat(first.get()).isSameAs(DONE);
        assertThat(answer(lanes, call("acme", "k-4"))).isSameAs(DONE);
        assertThat(batches).containsExactly(1);
    }

    @Test
    void callThatBreaksItsTransaction_breaksOnlyItself() throws Exception {
        GateLanes lanes = lanes(Duration.ofSeconds(50), (tenant, calls) -> {
            awaitOpen();
            if (calls.stream().anyMatch(call -> call.request().idempotencyKey().equals("bad!"))) {
                throw new StoreUnavailableException(Kind.FAILED, "constraint", null);
            }
            return done(calls);
        });
        Map<String, Object> outcomes = new ConcurrentHashMap<>();
        List<Future<?>> running = new ArrayList<>();
        for (String key : List.of("k-01", "k-02", "bad!", "k-03")) {
            running.add(threads.submit(() -> {
                try {
                    outcomes.put(key, answer(lanes, call("acme", key)));
                } catch (StoreUnavailableException e) {
                    outcomes.put(key, e.kind());
                }
            }));
        }
        gateOpen.countDown();
        for (Future<?> future : running) {
            future.get();
        }
        assertThat(outcomes).containsEntry("bad!", Kind.FAILED).containsEntry("k-01", DONE);
        assertThat(outcomes).containsEntry("k-02", DONE).containsEntry("k-03", DONE);
    }

    @Test
    void storeThatIsAway_isToldToAllWithoutAnotherTry() {
        GateLanes lanes = lanes(Duration.ofSeconds(2), (tenant, calls) -> {
            throw new StoreUnavailableException(Kind.UNREACHABLE, "gone", null);
        });
        assertKind(() -> answer(lanes, call("acme", "k-1")), Kind.UNREACHABLE);
        assertThat(batches).containsExactly(1);
    }

    @Test
    void tooManyWaiters_areToldAtOnce() throws Exception {
        CountDownLatch serving = new CountDownLatch(1);
        GateLanes lanes = lanes(Duration.ofSeconds(50), (tenant, calls) -> {
            serving.countDown();
            awaitOpen();
            return done(calls);
        });
        List<Future<GateResult>> running = new ArrayList<>();
        running.add(threads.submit(() -> answer(lanes, call("acme", "k-first"))));
        serving.await();
        int crowd = GateLanes.MAX_WAITING + 8;
        for (int i = 0; i < crowd; i++) {
            String key = "k-%03d".formatted(i);
            running.add(threads.submit(() -> answer(lanes, call("acme", key))));
        }
        List<Kind> refused = new ArrayList<>();
        LinkedBlockingQueue<Integer> served = new LinkedBlockingQueue<>();
        for (Future<GateResult> future : running) {
            threads.submit(() -> {
                try {
                    future.get();
                    served.add(1);
                } catch (ExecutionException e) {
                    synchronized (refused) {
                        refused.add(((StoreUnavailableException) e.getCause()).kind());
                    }
                }
                return null;
            });
        }
        // One is being served, MAX_WAITING wait; the rest is refused while nothing moves.
        assertThat(awaitSize(refused, crowd - GateLanes.MAX_WAITING)).isTrue();
        gateOpen.countDown();
        for (int i = 0; i < GateLanes.MAX_WAITING + 1; i++) {
            served.take();
        }
        assertThat(refused).hasSize(8).containsOnly(Kind.CONTENDED);
    }

    @Test
    void everybody_isTold_howeverManyComeAtOnce() throws Exception {
        GateLanes lanes = new GateLanes(
                asked -> CompletableFuture.completedFuture(done(asked.calls())),
                gateThreads,
                Duration.ofSeconds(50),
                clock);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Prepared call = call("acme", "k-%02d".formatted(i));
            running.add(threads.submit(() -> {
                for (int n = 0; n < 20_000; n++) {
                    answer(lanes, call);
                }
            }));
        }
        for (Future<?> future : running) {
            future.get();
        }
    }

    @Test
    void turn_passesOnAsSoonAsCallsAreDecided() throws Exception {
        List<CompletableFuture<List<GateResult>>> stored = new CopyOnWriteArrayList<>();
        GateLanes lanes = new GateLanes(
                asked -> {
                    asked.decided().run();
                    CompletableFuture<List<GateResult>> written = new CompletableFuture<>();
                    stored.add(written);
                    return written;
                },
                gateThreads,
                Duration.ofSeconds(50),
                clock);
        GateLanes.Waiting first = lanes.submit(call("acme", "k-1"));
        awaitSize(stored, 1);
        GateLanes.Waiting second = lanes.submit(call("acme", "k-2"));
        awaitSize(stored, 2);
        assertThat(first.result()).isNotDone();
        stored.get(1).complete(List.of(DONE));
        assertThat(second.result().get()).isSameAs(DONE);
        stored.get(0).complete(List.of(DONE));
        assertThat(first.result().get()).isSameAs(DONE);
    }

    @Test
    void errorOfATransaction_isToldToItsCalls_andTheNextIsServed() throws Exception {
        AtomicInteger turns = new AtomicInteger();
        GateLanes lanes = new GateLanes(
                asked -> {
                    if (turns.incrementAndGet() == 1) {
                        throw new StackOverflowError("made by the test");
                    }
                    return CompletableFuture.completedFuture(done(asked.calls()));
                },
                gateThreads,
                Duration.ofSeconds(50),
                clock);
        assertThatThrownBy(lanes.submit(call("acme", "k-1")).result()::get)
                .hasCauseInstanceOf(StackOverflowError.class);
        assertThat(answer(lanes, call("acme", "k-2"))).isSameAs(DONE);
    }

    @Test
    void whoLeaves_isNotServed_unlessItsTurnHasCome() throws Exception {
        GateLanes lanes = lanes(Duration.ofSeconds(50), (tenant, calls) -> {
            awaitOpen();
            return done(calls);
        });
        StoreUnavailableException why = new StoreUnavailableException(Kind.TIMEOUT, "interrupted", null);
        GateLanes.Waiting served = lanes.submit(call("acme", "k-1"));
        batches.take();
        GateLanes.Waiting waiting = lanes.submit(call("acme", "k-2"));
        waiting.leave(why);
        served.leave(why);
        assertThatThrownBy(waiting.result()::get).hasCause(why);
        assertThat(served.result()).isNotDone();
        gateOpen.countDown();
        assertThat(served.result().get()).isSameAs(DONE);
        assertThat(answer(lanes, call("acme", "k-3"))).isSameAs(DONE);
        assertThat(batches).containsExactly(1);
    }

    @Test
    void closedGate_takesNoCall() {
        GateLanes lanes = lanes(Duration.ofSeconds(2), (tenant, calls) -> done(calls));
        gateThreads.close();
        assertKind(() -> lanes.submit(call("acme", "k-1")), Kind.UNREACHABLE);
    }

    @Test
    void closedGate_takesNoCallOfATenantThatIsSeldomAskedEither() {
        GateLanes lanes = lanes(Duration.ofSeconds(50), (tenant, calls) -> done(calls));
        answer(lanes, call("acme", "k-01"));
        awaitSeldom();
        gateThreads.close();
        assertKind(() -> lanes.submit(call("acme", "k-02")), Kind.UNREACHABLE);
        assertThat(batches).containsExactly(1);
    }

    @Test
    void closing_waitsForACallThatItsCallerDecides() throws Exception {
        CountDownLatch deciding = new CountDownLatch(1);
        GateLanes lanes = new GateLanes(
                asked -> {
                    batches.add(asked.calls().size());
                    if (batches.size() == 2) {
                        deciding.countDown();
                        awaitOpen();
                    }
                    return CompletableFuture.completedFuture(done(asked.calls()));
                },
                gateThreads,
                Duration.ofSeconds(50),
                clock);
        answer(lanes, call("acme", "k-01"));
        awaitSeldom();
        Future<GateResult> decided = threads.submit(() -> answer(lanes, call("acme", "k-02")));
        deciding.await();
        Thread closing = new Thread(gateThreads::close);
        closing.start();
        while (closing.getState() != Thread.State.TIMED_WAITING) {
            assertThat(closing.isAlive()).as("still closing").isTrue();
            Thread.onSpinWait();
        }
        gateOpen.countDown();
        closing.join();
        assertThat(decided.get()).isSameAs(DONE);
    }

    /** Waits for the answer, as a caller does. */
    private static GateResult answer(GateLanes lanes, Prepared call) {
        try {
            return lanes.submit(call).result().join();
        } catch (CompletionException e) {
            throw (StoreUnavailableException) e.getCause();
        }
    }

    private static boolean awaitSize(List<?> list, int size) {
        while (true) {
            synchronized (list) {
                if (list.size() >= size) {
                    return true;
                }
            }
            Thread.onSpinWait();
        }
    }

    private interface Transaction {
        List<GateResult> run(String tenant, List<Prepared> calls);
    }

    private GateLanes lanes(Duration lockWait, Transaction transaction) {
        return new GateLanes(
                asked -> {
                    batches.add(asked.calls().size());
                    return CompletableFuture.supplyAsync(
                            () -> transaction.run(asked.tenantId(), asked.calls()), threads);
                },
                gateThreads,
                lockWait,
                clock);
    }

    private void awaitOpen() {
        try {
            gateOpen.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<GateResult> done(List<Prepared> calls) {
        return calls.stream().map(call -> DONE).toList();
    }

    private Prepared call(String tenant, String key) {
        return call(tenant, key, TestStore.PATIENCE);
    }

    private Prepared call(String tenant, String key, Duration deadline) {
        GateCall call = GateCall.builder(
                        new Caller(tenant, "ann", null, null),
                        TestStore.request("1", key.length() < 4 ? key + "-x" : key)
                                .with("tenant_id", new JsonString(tenant)))
                .receivedAt(clock.instant())
                .deadline(deadline)
                .build();
        return Prepared.of(call, POLICY);
    }

    private static void assertKind(Runnable call, Kind kind) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
