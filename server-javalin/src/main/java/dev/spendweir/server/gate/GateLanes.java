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
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Group commit (spec 3.1): one queue per tenant in front of the database. The caller at its head takes everybody who waits
 * behind it along into one transaction, so a crowd costs one lock, one round of statements and one flush; a single caller
 * goes at once and waits for nobody. First come, first served. Thread-safe.
 */
final class GateLanes {
    /** More callers than this cannot be served within any sensible wait; they are told at once. */
    static final int MAX_WAITING = 512;

    /** A transaction of more calls would hold the tenant's lock longer than a round trip is worth. */
    static final int MAX_BATCH = 32;

    private final Runner runner;
    private final Duration lockWait;
    private final Clock clock;
    private final LoadingCache<String, Lane> lanes =
            Caffeine.newBuilder().weakValues().build(tenant -> new Lane());

    /** Decides calls of one tenant in one transaction. */
    @FunctionalInterface
    interface Runner {
        List<GateResult> run(String tenantId, List<Prepared> calls, Duration lockWait, Instant deadline);
    }

    /** @param lockWait how long a call may wait for its tenant, here and in the database together */
    GateLanes(Runner runner, Duration lockWait, Clock clock) {
        this.runner = runner;
        this.lockWait = lockWait;
        this.clock = clock;
    }

    /** A call in the queue; its fields are guarded by its lane's lock. */
    private static final class Waiting {
        final Prepared call;
        final Instant since;
        final Condition turn;
        boolean taken;

        @Nullable
        GateResult result;

        @Nullable
        RuntimeException failure;

        Waiting(Prepared call, Instant since, Condition turn) {
            this.call = call;
            this.since = since;
            this.turn = turn;
        }

        Instant deadline() {
            return call.call().deadline();
        }

        boolean isDone() {
            return result != null || failure != null;
        }
    }

    private static final class Lane {
        final ReentrantLock lock = new ReentrantLock();
        final Deque<Waiting> queue = new ArrayDeque<>();
        boolean busy;
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
        lane.lock.lock();
        try {
            if (lane.queue.size() >= MAX_WAITING) {
                throw new StoreUnavailableException(
                        Kind.CONTENDED, MAX_WAITING + " calls of the tenant are waiting", null);
            }
            Waiting mine = new Waiting(call, clock.instant(), lane.lock.newCondition());
            lane.queue.addLast(mine);
            awaitTurn(lane, mine);
            if (!mine.isDone()) {
                lead(tenantId, lane, mine);
            }
            return outcome(mine);
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

    /** Waits until the call is done, or is at the head of a queue that nobody serves. */
    private void awaitTurn(Lane lane, Waiting mine) {
        while (!mine.isDone() && (lane.busy || lane.queue.peekFirst() != mine)) {
            if (mine.taken) {
                // In a transaction with others, which has a bound of its own; what becomes of it must be known.
                mine.turn.awaitUninterruptibly();
                continue;
            }
            long nanos = patience(mine).toNanos();
            if (nanos <= 0) {
                leave(lane, mine);
                throw lateness(mine);
            }
            try {
                mine.turn.awaitNanos(nanos);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                if (!mine.taken) {
                    leave(lane, mine);
                    throw new StoreUnavailableException(Kind.TIMEOUT, "interrupted", e);
                }
            }
        }
    }

    private static void leave(Lane lane, Waiting mine) {
        lane.queue.remove(mine);
        wakeHead(lane);
    }

    /** How much longer the call may wait for its turn. */
    private Duration patience(Waiting mine) {
        Instant end = mine.since.plus(lockWait);
        return Duration.between(clock.instant(), end.isBefore(mine.deadline()) ? end : mine.deadline());
    }

    private StoreUnavailableException lateness(Waiting mine) {
        boolean deadlineFirst = mine.deadline().isBefore(mine.since.plus(lockWait));
        return new StoreUnavailableException(
                deadlineFirst ? Kind.TIMEOUT : Kind.LOCK_TIMEOUT, "the tenant's turn did not come in time", null);
    }

    /** Serves the head of the queue, which is this caller's own, with those behind it. */
    private void lead(String tenantId, Lane lane, Waiting mine) {
        List<Waiting> batch = takeBatch(lane, mine);
        lane.busy = true;
        lane.lock.unlock();
        try {
            serve(tenantId, mine, batch);
        } finally {
            lane.lock.lock();
            lane.busy = false;
            batch.forEach(waiting -> waiting.turn.signal());
            wakeHead(lane);
        }
    }

    /** The leader's call and those behind it that have at least as long; one with less must not end for all. */
    private static List<Waiting> takeBatch(Lane lane, Waiting leader) {
        List<Waiting> batch = new ArrayList<>();
        Iterator<Waiting> waiting = lane.queue.iterator();
        while (waiting.hasNext() && batch.size() < MAX_BATCH) {
            Waiting next = waiting.next();
            if (!next.deadline().isBefore(leader.deadline())) {
                next.taken = true;
                batch.add(next);
                waiting.remove();
            }
        }
        return batch;
    }

    private static void wakeHead(Lane lane) {
        Waiting head = lane.queue.peekFirst();
        if (head != null) {
            head.turn.signal();
        }
    }

    private void serve(String tenantId, Waiting leader, List<Waiting> batch) {
        try {
            serveTogether(tenantId, leader, batch);
        } catch (RuntimeException e) {
            boolean sameForAll = (e instanceof StoreUnavailableException store && !isOfOneCall(store.kind()))
                    || (e instanceof RejectedException refusal && refusal.code() == ErrorCode.AUDIT_QUARANTINE);
            if (batch.size() == 1 || sameForAll) {
                batch.forEach(waiting -> waiting.failure = e);
            } else {
                // One call among them broke the transaction; alone it breaks only its own.
                batch.forEach(waiting -> serveAlone(tenantId, waiting));
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

    private void serveTogether(String tenantId, Waiting leader, List<Waiting> batch) {
        List<Prepared> calls = batch.stream().map(waiting -> waiting.call).toList();
        Duration left = lockWait.minus(Duration.between(leader.since, clock.instant()));
        List<GateResult> results =
                runner.run(tenantId, calls, left.isNegative() ? Duration.ZERO : left, leader.deadline());
        for (int i = 0; i < results.size(); i++) {
            batch.get(i).result = results.get(i);
        }
    }

    private void serveAlone(String tenantId, Waiting waiting) {
        try {
            serveTogether(tenantId, waiting, List.of(waiting));
        } catch (RuntimeException e) {
            waiting.failure = e;
        }
    }
}
