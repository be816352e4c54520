package dev.spendweir.server.gate;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.StoreUnavailableException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is (spec 3.1): one queue per tenant. Who waits in it goes together in the tenant's next turn; as soon as
 * those are decided the next turn begins, while they are still being stored. A single call goes at once and waits for nobody.
 * First come, first served. Thread-safe.
 */
final class GateLanes {
    /** More calls than this cannot be served within any sensible wait; they are told at once. */
    static final int MAX_WAITING = 1024;

    /** A larger batch would keep those behind it waiting longer than what it shares is worth. */
    static final int MAX_BATCH = 32;

    /** Since when a tenant's last turn must be over for it to count as seldom asked. */
    static final Duration SELDOM = Duration.ofMillis(2);

    private final Runner runner;
    private final GateThreads threads;
    private final Duration lockWait;
    private final Clock clock;
    private final LoadingCache<String, Lane> lanes =
            Caffeine.newBuilder().weakValues().build(Lane::new);

    /** Decides calls of one tenant together, durably. */
    @FunctionalInterface
    interface Runner {
        /** As {@link GateTransaction#run}. */
        CompletableFuture<List<GateResult>> run(GateTransaction.Asked asked);
    }

    /** @param lockWait how long a call may wait for its tenant, here and in the database together */
    GateLanes(Runner runner, GateThreads threads, Duration lockWait, Clock clock) {
        this.runner = runner;
        this.threads = threads;
        this.lockWait = lockWait;
        this.clock = clock;
    }

    /** A call in the queue. */
    final class Waiting {
        private final Prepared call;
        private final Lane lane;
        private final Instant since = clock.instant();
        private final CompletableFuture<GateResult> result = new CompletableFuture<>();

        private Waiting(Prepared call, Lane lane) {
            this.call = call;
            this.lane = lane;
        }

        /**
         * What becomes of it, told by a thread of the gate, which must not be kept. Fails with {@link
         * StoreUnavailableException}: {@code LOCK_TIMEOUT} when the tenant's turn did not come in time, {@code TIMEOUT} when the
         * call's deadline was before that; and with what the transaction throws.
         */
        CompletableFuture<GateResult> result() {
            return result;
        }

        /** Leaves the queue, unless its turn has come: then what becomes of it must be known. */
        void leave(StoreUnavailableException why) {
            boolean left;
            lane.lock.lock();
            try {
                left = lane.queue.remove(this);
            } finally {
                lane.lock.unlock();
            }
            if (left) {
                result.completeExceptionally(why);
            }
        }

        private Instant deadline() {
            return call.call().deadline();
        }

        private Patience patience() {
            return Patience.of(since, lockWait, deadline());
        }
    }

    private static final class Lane {
        final String tenantId;
        final ReentrantLock lock = new ReentrantLock();

        // All guarded by the lock.
        final Deque<Waiting> queue = new ArrayDeque<>();
        boolean busy;

        /** How many calls the last turn had, and when it was over ({@link System#nanoTime}). */
        int lastCalls;

        long lastNanos;

        /** When somebody looks for those who have waited too long; null: nobody has to. */
        @Nullable
        Instant nextLook;

        Lane(String tenantId) {
            this.tenantId = tenantId;
        }

        /** Whether nobody is to be expected to come along with a call. */
        boolean isSeldomAsked() {
            return lastCalls == 1 && System.nanoTime() - lastNanos > SELDOM.toNanos();
        }
    }

    /** Calls that are served together. */
    private static final class Batch {
        final Lane lane;
        final List<Waiting> calls;
        boolean passed;

        Batch(Lane lane, List<Waiting> calls) {
            this.lane = lane;
            this.calls = calls;
        }

        Waiting leader() {
            return calls.get(0);
        }
    }

    /**
     * Has a call decided, alone or with others. Never keeps its thread waiting; but where nobody is to be expected to come along with
     * the call, that thread decides it, and no other one is woken for it.
     *
     * @throws StoreUnavailableException {@code CONTENDED} when too many wait; {@code UNREACHABLE} when the gate is closed
     */
    Waiting submit(Prepared call) {
        Lane lane = lanes.get(call.request().tenantId());
        Waiting mine = new Waiting(call, lane);
        boolean decidesHere = false;
        lane.lock.lock();
        try {
            if (lane.queue.size() >= MAX_WAITING) {
                throw new StoreUnavailableException(
                        Kind.CONTENDED, MAX_WAITING + " calls of the tenant are waiting", null);
            }
            // Both may find the gate closed; what is in the queue is decided, so the call comes in last.
            lookAfter(lane, mine);
            if (!lane.busy) {
                decidesHere = lane.isSeldomAsked() && threads.isGuestTaken();
                if (decidesHere) {
                    lane.busy = true;
                } else {
                    startNext(lane);
                }
            }
            lane.queue.addLast(mine);
        } finally {
            lane.lock.unlock();
        }
        if (decidesHere) {
            try {
                serve(lane);
            } finally {
                threads.guestLeaves();
            }
        }
        return mine;
    }

    /** Sees to it that the call does not wait too long. The lane's lock is held. */
    private void lookAfter(Lane lane, Waiting waiting) {
        Patience patience = waiting.patience();
        // As a rule the one who came before has the same patience: one look is for all.
        if (lane.nextLook == null || patience.end().isBefore(lane.nextLook)) {
            Instant time = patience.end();
            threads.after(patience.left(clock.instant()), () -> look(lane, time));
            lane.nextLook = time;
        }
    }

    /** Sends those away who have waited too long. */
    private void look(Lane lane, Instant time) {
        List<Waiting> over = new ArrayList<>();
        lane.lock.lock();
        try {
            if (!time.equals(lane.nextLook)) {
                return;
            }
            lane.nextLook = null;
            Instant now = clock.instant();
            lane.queue.removeIf(waiting -> waiting.patience().left(now).isZero() && over.add(waiting));
            lane.queue.forEach(waiting -> lookAfter(lane, waiting));
        } finally {
            lane.lock.unlock();
        }
        over.forEach(waiting ->
                waiting.result.completeExceptionally(waiting.patience().over()));
    }

    /** Begins the next turn in a thread of the gate. The lane's lock is held. */
    private void startNext(Lane lane) {
        threads.deciders().execute(() -> serveAll(lane));
        lane.busy = true;
    }

    /** Serves the head of the queue, with those who are about to come. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it but how many go together
    private void serveAll(Lane lane) {
        // Who is ready to run and calls comes along. Where nobody is, this takes no time: it is no waiting for others.
        Thread.yield();
        serve(lane);
    }

    /** Serves the head of the queue, with those behind it. */
    private void serve(Lane lane) {
        Batch batch = takeBatch(lane);
        if (batch == null) {
            return;
        }
        CompletableFuture<?> unused = run(batch, batch.leader(), batch.calls).whenComplete((results, thrown) -> {
            if (thrown == null) {
                pass(batch);
                tell(batch.calls, results);
            } else {
                failed(batch, GateThreads.cause(thrown));
            }
        });
    }

    private CompletableFuture<List<GateResult>> run(Batch batch, Waiting leader, List<Waiting> together) {
        List<Prepared> calls = together.stream().map(waiting -> waiting.call).toList();
        try {
            return runner.run(new GateTransaction.Asked(
                    batch.lane.tenantId, calls, leader.patience(), leader.deadline(), () -> pass(batch)));
        } catch (RuntimeException | Error e) {
            // Also when memory or stack have run out: nobody is to wait for ever.
            return CompletableFuture.failedFuture(e);
        }
    }

    private static void tell(List<Waiting> calls, List<GateResult> results) {
        for (int i = 0; i < calls.size(); i++) {
            calls.get(i).result.complete(results.get(i));
        }
    }

    private void failed(Batch batch, Throwable failure) {
        boolean sameForAll = (failure instanceof StoreUnavailableException store && !isOfOneCall(store.kind()))
                || (failure instanceof RejectedException refusal && refusal.code() == ErrorCode.AUDIT_QUARANTINE)
                || failure instanceof Error;
        if (sameForAll || batch.calls.size() == 1) {
            pass(batch);
            batch.calls.forEach(waiting -> waiting.result.completeExceptionally(failure));
        } else {
            // One call among them broke the transaction; alone it breaks only its own.
            serveAlone(batch, 0);
        }
    }

    /** Whether a failure may come from one of the calls; the others are of the store, and would come again. */
    private static boolean isOfOneCall(Kind kind) {
        return switch (kind) {
            case FAILED, CONTENDED -> true;
            case UNREACHABLE, EXHAUSTED, LOCK_TIMEOUT, TIMEOUT -> false;
        };
    }

    /** Serves the calls of a batch one by one, from that one on. */
    private void serveAlone(Batch batch, int index) {
        if (index == batch.calls.size()) {
            pass(batch);
            return;
        }
        Waiting waiting = batch.calls.get(index);
        CompletableFuture<?> unused = run(batch, waiting, List.of(waiting)).whenComplete((results, thrown) -> {
            if (thrown == null) {
                waiting.result.complete(results.get(0));
            } else {
                waiting.result.completeExceptionally(GateThreads.cause(thrown));
            }
            // At most as deep as a batch is long.
            serveAlone(batch, index + 1);
        });
    }

    /** The call that came first and those behind it that have at least as long; one with less must not end for all. */
    private static @Nullable Batch takeBatch(Lane lane) {
        List<Waiting> batch = new ArrayList<>();
        lane.lock.lock();
        try {
            Waiting leader = lane.queue.peekFirst();
            if (leader == null) {
                lane.busy = false;
                return null;
            }
            Iterator<Waiting> waiting = lane.queue.iterator();
            while (waiting.hasNext() && batch.size() < MAX_BATCH) {
                Waiting next = waiting.next();
                if (!next.deadline().isBefore(leader.deadline())) {
                    batch.add(next);
                    waiting.remove();
                }
            }
        } finally {
            lane.lock.unlock();
        }
        return new Batch(lane, batch);
    }

    /** Lets the next turn begin, unless it has begun already. */
    private void pass(Batch batch) {
        Lane lane = batch.lane;
        List<Waiting> turnedAway = List.of();
        StoreUnavailableException why = null;
        lane.lock.lock();
        try {
            if (batch.passed) {
                return;
            }
            batch.passed = true;
            lane.busy = false;
            lane.lastCalls = batch.calls.size();
            lane.lastNanos = System.nanoTime();
            if (!lane.queue.isEmpty()) {
                startNext(lane);
            }
        } catch (StoreUnavailableException e) {
            turnedAway = List.copyOf(lane.queue);
            lane.queue.clear();
            why = e;
        } finally {
            lane.lock.unlock();
        }
        for (Waiting waiting : turnedAway) {
            waiting.result.completeExceptionally(why);
        }
    }
}
