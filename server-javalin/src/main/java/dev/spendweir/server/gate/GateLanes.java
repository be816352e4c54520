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
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is (spec 3.1): one queue per tenant. The caller at its head takes those who wait behind it along and has
 * them decided together; as soon as they are decided the next one leads, while the first are still being stored. A single
 * caller goes at once and waits for nobody. First come, first served. Thread-safe.
 */
final class GateLanes {
    /** More callers than this cannot be served within any sensible wait; they are told at once. */
    static final int MAX_WAITING = 1024;

    /** A larger batch would keep those behind it waiting longer than what it shares is worth. */
    static final int MAX_BATCH = 32;

    private final Runner runner;
    private final Duration lockWait;
    private final Clock clock;
    private final LoadingCache<String, Lane> lanes =
            Caffeine.newBuilder().weakValues().build(tenant -> new Lane());

    /** Decides calls of one tenant together, durably. */
    @FunctionalInterface
    interface Runner {
        /**
         * Decides them.
         *
         * @param patience how long they may wait for their tenant
         * @param deadline when the answers must be out
         * @param decided to be run when the next calls of the tenant may be decided; at the latest the return does it
         */
        List<GateResult> run(
                String tenantId, List<Prepared> calls, Patience patience, Instant deadline, Runnable decided);
    }

    /** @param lockWait how long a call may wait for its tenant, here and in the database together */
    GateLanes(Runner runner, Duration lockWait, Clock clock) {
        this.runner = runner;
        this.lockWait = lockWait;
        this.clock = clock;
    }

    /** A call in the queue, with the thread that waits for its answer. */
    private static final class Waiting {
        final Prepared call;
        final Instant since;
        private final Thread thread = Thread.currentThread();

        /** Whether it is in a transaction with others; guarded by its lane's lock. */
        boolean taken;

        // Written by whoever serves it, before it is done.
        private @Nullable GateResult result;
        private @Nullable RuntimeException failure;
        private volatile boolean done;

        Waiting(Prepared call, Instant since) {
            this.call = call;
            this.since = since;
        }

        Instant deadline() {
            return call.call().deadline();
        }

        /** Nobody holds a lock meanwhile: whom this wakes can go. */
        void finish() {
            done = true;
            wake();
        }

        void wake() {
            LockSupport.unpark(thread);
        }
    }

    private static final class Lane {
        final ReentrantLock lock = new ReentrantLock();
        final Deque<Waiting> queue = new ArrayDeque<>();
        boolean busy;

        /** Lets the next caller lead, unless the turn that {@code batch} had has passed on already. */
        void pass(Batch batch) {
            lock.lock();
            try {
                if (!batch.passed) {
                    batch.passed = true;
                    busy = false;
                    wakeHead(this);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Calls that are served together. */
    private static final class Batch {
        final List<Waiting> calls;
        boolean passed;

        Batch(List<Waiting> calls) {
            this.calls = calls;
        }
    }

    /**
     * Has a call decided, alone or with others.
     *
     * @throws StoreUnavailableException {@code CONTENDED} when too many wait, {@code LOCK_TIMEOUT} when the tenant's turn did
     *     not come in time, {@code TIMEOUT} when the call's deadline was before that; and what the transaction throws
     */
    GateResult submit(Prepared call) {
        String tenantId = call.request().tenantId();
        Lane lane = lanes.get(tenantId);
        Waiting mine = new Waiting(call, clock.instant());
        enter(lane, mine);
        Batch batch = awaitTurn(lane, mine);
        if (batch != null) {
            lead(tenantId, lane, mine, batch);
        }
        return outcome(mine);
    }

    private static void enter(Lane lane, Waiting mine) {
        lane.lock.lock();
        try {
            if (lane.queue.size() >= MAX_WAITING) {
                throw new StoreUnavailableException(
                        Kind.CONTENDED, MAX_WAITING + " calls of the tenant are waiting", null);
            }
            lane.queue.addLast(mine);
        } finally {
            lane.lock.unlock();
        }
    }

    private static GateResult outcome(Waiting mine) {
        if (mine.failure != null) {
            throw mine.failure;
        }
        if (mine.result == null) {
            throw new IllegalStateException("a call left the queue without a result");
        }
        return mine.result;
    }

    /** Waits until the call is done, or is at the head of a queue that nobody serves: then gives whom it is to serve. */
    private @Nullable Batch awaitTurn(Lane lane, Waiting mine) {
        boolean interrupted = false;
        try {
            while (!mine.done) {
                long nanos;
                lane.lock.lock();
                try {
                    if (mine.done) {
                        // Its wake-up may have come while it waited for the lock, which leaves none to wait for.
                        return null;
                    }
                    if (!lane.busy && lane.queue.peekFirst() == mine) {
                        lane.busy = true;
                        break;
                    }
                    nanos = patienceNanos(lane, mine, interrupted);
                } finally {
                    lane.lock.unlock();
                }
                LockSupport.parkNanos(lane, nanos);
                interrupted |= Thread.interrupted();
            }
            return mine.done ? null : takeBatch(lane, mine);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** How long to wait for the next change; a call whose time is over leaves. The lane's lock is held. */
    private long patienceNanos(Lane lane, Waiting mine, boolean interrupted) {
        if (mine.taken) {
            // In a transaction with others, which has a bound of its own; what becomes of it must be known.
            return Long.MAX_VALUE;
        }
        long nanos = patience(mine).left(clock.instant()).toNanos();
        if (!interrupted && nanos > 0) {
            return nanos;
        }
        leave(lane, mine);
        throw interrupted
                ? new StoreUnavailableException(Kind.TIMEOUT, "interrupted", null)
                : patience(mine).over();
    }

    private static void leave(Lane lane, Waiting mine) {
        lane.queue.remove(mine);
        wakeHead(lane);
    }

    private Patience patience(Waiting mine) {
        return Patience.of(mine.since, lockWait, mine.deadline());
    }

    /** Serves the head of the queue, which is this caller's own, with those behind it. */
    private void lead(String tenantId, Lane lane, Waiting mine, Batch batch) {
        try {
            serve(tenantId, mine, batch, () -> lane.pass(batch));
        } finally {
            lane.pass(batch);
            batch.calls.forEach(Waiting::finish);
        }
    }

    /** The leader's call and those behind it that have at least as long; one with less must not end for all. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it but how many go together
    private static Batch takeBatch(Lane lane, Waiting leader) {
        // Who is ready to run and calls comes along. Where nobody is, this takes no time: it is no waiting for others.
        Thread.yield();
        List<Waiting> batch = new ArrayList<>();
        lane.lock.lock();
        try {
            Iterator<Waiting> waiting = lane.queue.iterator();
            while (waiting.hasNext() && batch.size() < MAX_BATCH) {
                Waiting next = waiting.next();
                if (!next.deadline().isBefore(leader.deadline())) {
                    next.taken = true;
                    batch.add(next);
                    waiting.remove();
                }
            }
        } finally {
            lane.lock.unlock();
        }
        return new Batch(batch);
    }

    private static void wakeHead(Lane lane) {
        Waiting head = lane.queue.peekFirst();
        if (head != null) {
            head.wake();
        }
    }

    private void serve(String tenantId, Waiting leader, Batch batch, Runnable decided) {
        try {
            serveTogether(tenantId, leader, batch.calls, decided);
        } catch (RuntimeException e) {
            boolean sameForAll = (e instanceof StoreUnavailableException store && !isOfOneCall(store.kind()))
                    || (e instanceof RejectedException refusal && refusal.code() == ErrorCode.AUDIT_QUARANTINE);
            if (batch.calls.size() == 1 || sameForAll) {
                batch.calls.forEach(waiting -> waiting.failure = e);
            } else {
                // One call among them broke the transaction; alone it breaks only its own.
                batch.calls.forEach(waiting -> serveAlone(tenantId, waiting, decided));
            }
        }
    }

    /** Whether a failure may come from one of the calls; the others are of the store, and would come again. */
    private static boolean isOfOneCall(Kind kind) {
        return switch (kind) {
            case FAILED, CONTENDED -> true;
            case UNREACHABLE, EXHAUSTED, LOCK_TIMEOUT, TIMEOUT -> false;
        };
    }

    private void serveTogether(String tenantId, Waiting leader, List<Waiting> batch, Runnable decided) {
        List<Prepared> calls = batch.stream().map(waiting -> waiting.call).toList();
        List<GateResult> results = runner.run(tenantId, calls, patience(leader), leader.deadline(), decided);
        for (int i = 0; i < results.size(); i++) {
            batch.get(i).result = results.get(i);
        }
    }

    private void serveAlone(String tenantId, Waiting waiting, Runnable decided) {
        try {
            serveTogether(tenantId, waiting, List.of(waiting), decided);
        } catch (RuntimeException e) {
            waiting.failure = e;
        }
    }
}
