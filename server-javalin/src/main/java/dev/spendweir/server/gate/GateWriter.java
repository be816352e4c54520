package dev.spendweir.server.gate;

import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.StoreUnavailableException.Kind;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Group commit (spec 3.1): drafts of any tenants that wait while others are being stored go together into the next
 * transaction, and a single one goes at once where nothing is being stored. When a full batch waits it does not wait any longer: it
 * is stored beside the one in front, and the database commits it behind that one. So a tenant's drafts become durable in the order
 * in which they were put in. Thread-safe.
 */
final class GateWriter {
    /** A transaction of more calls would keep its heads locked longer than the flush that it saves is worth. */
    static final int MAX_CALLS = 128;

    /** The database works on each with one processor, and commits one after the other. */
    static final int MAX_UNDER_WAY = 3;

    /** After a batch that did not stand, so many are judged draft by draft under their locks before anything is stored. */
    private static final int CAREFUL = 8;

    private final GateStore store;
    private final Executor threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Ticket> queue = new ArrayDeque<>();

    /** By their place in the order in which they are to be committed. */
    private final NavigableMap<Long, Batch> underWay = new TreeMap<>();

    private long places;

    /** Of the calls in the queue. */
    private int waiting;

    /** Whether somebody is on his way to take what waits. */
    private boolean taking;

    private int careful;

    /** @param threads store batches, {@link #MAX_UNDER_WAY} at once */
    GateWriter(GateStore store, Executor threads) {
        this.store = store;
        this.threads = threads;
    }

    /**
     * A draft on its way.
     *
     * @param verdict what became of it, once that is known
     */
    private record Ticket(Draft draft, CompletableFuture<Draft.Verdict> verdict) {}

    /** Drafts that are stored together. */
    private static final class Batch {
        private final long place;
        private final List<Ticket> tickets;

        /** Itself, from when on those behind it can wait for it in the database until it is over. */
        private GateStore.@Nullable Ready ready;

        private Batch(long place, List<Ticket> tickets) {
            this.place = place;
            this.tickets = tickets;
        }

        private List<Draft> drafts() {
            return tickets.stream().map(Ticket::draft).toList();
        }

        /** @param verdicts none: it failed */
        private void tell(List<Draft.Verdict> verdicts, StoreUnavailableException failure) {
            for (int i = 0; i < tickets.size(); i++) {
                CompletableFuture<Draft.Verdict> verdict = tickets.get(i).verdict();
                if (verdicts.isEmpty()) {
                    verdict.completeExceptionally(failure);
                } else {
                    verdict.complete(verdicts.get(i));
                }
            }
        }
    }

    /**
     * Puts a draft in.
     *
     * @return what becomes of it, told by one of the writer's threads, which must not be kept; fails with {@link
     *     StoreUnavailableException} when nothing was stored, or when a COMMIT was sent and its fate is unknown
     */
    CompletableFuture<Draft.Verdict> put(Draft draft) {
        Ticket ticket = new Ticket(draft, new CompletableFuture<>());
        lock.lock();
        try {
            queue.addLast(ticket);
            waiting += size(ticket);
            startNext();
        } finally {
            lock.unlock();
        }
        return ticket.verdict();
    }

    /** Has what waits stored, if it is time for that. The lock is held. */
    private void startNext() {
        if (taking || queue.isEmpty() || underWay.size() == MAX_UNDER_WAY) {
            return;
        }
        // Each costs the database as much as a dozen calls, however few it has.
        if (!underWay.isEmpty() && waiting < MAX_CALLS) {
            return;
        }
        taking = true;
        try {
            threads.execute(this::storeNext);
        } catch (StoreUnavailableException e) {
            taking = false;
            queue.forEach(ticket -> ticket.verdict().completeExceptionally(e));
            queue.clear();
            waiting = 0;
        }
    }

    /** Stores what waits, and tells those whose drafts these are once the next batch is on its way. */
    private void storeNext() {
        lock.lock();
        taking = false;
        Batch batch = new Batch(places++, take());
        List<Draft.Verdict> verdicts = List.of();
        StoreUnavailableException failure = new StoreUnavailableException(Kind.FAILED, "the writer broke off", null);
        try {
            underWay.put(batch.place, batch);
            startNext();
            verdicts = stored(batch);
        } catch (StoreUnavailableException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = new StoreUnavailableException(Kind.FAILED, "the writer failed", e);
        } finally {
            // Also when memory or stack have run out: nobody is to wait for ever.
            underWay.remove(batch.place);
            changed.signalAll();
            startNext();
            lock.unlock();
            batch.tell(verdicts, failure);
        }
    }

    /** Stores a batch, whose place is known. The lock is held at the beginning and at the end, and let go of meanwhile. */
    private List<Draft.Verdict> stored(Batch batch) {
        List<Draft> drafts = batch.drafts();
        Instant deadline =
                drafts.stream().map(Draft::deadline).min(Instant::compareTo).orElseThrow();
        if (careful == 0) {
            if (isStoredAsItIs(batch, drafts, deadline)) {
                return Collections.nCopies(drafts.size(), Draft.Verdict.WRITTEN);
            }
            careful = CAREFUL;
        } else {
            careful--;
        }
        while (before(batch) != null) {
            changed.awaitUninterruptibly();
        }
        return unlocked(() -> store.commit(drafts, deadline));
    }

    private boolean isStoredAsItIs(Batch batch, List<Draft> drafts, Instant deadline) {
        Optional<GateStore.Ready> ready = unlocked(() -> store.ready(drafts, deadline));
        if (ready.isEmpty()) {
            return false;
        }
        try (GateStore.Ready mine = ready.get()) {
            batch.ready = mine;
            changed.signalAll();
            Batch before = before(batch);
            while (before != null && before.ready == null) {
                changed.awaitUninterruptibly();
                before = before(batch);
            }
            GateStore.Ready behind = before == null ? null : before.ready;
            return unlocked(() -> mine.store(behind));
        } finally {
            batch.ready = null;
        }
    }

    /** The last of the batches in front; null: all are over. */
    private @Nullable Batch before(Batch batch) {
        Map.Entry<Long, Batch> before = underWay.lowerEntry(batch.place);
        return before == null ? null : before.getValue();
    }

    private interface Step<T> {
        T run();
    }

    /** Runs without the lock. */
    private <T> T unlocked(Step<T> step) {
        lock.unlock();
        try {
            return step.run();
        } finally {
            lock.lock();
        }
    }

    private List<Ticket> take() {
        List<Ticket> batch = new ArrayList<>();
        int calls = 0;
        Ticket next = queue.peekFirst();
        while (next != null && (batch.isEmpty() || calls + size(next) <= MAX_CALLS)) {
            calls += size(next);
            batch.add(queue.removeFirst());
            next = queue.peekFirst();
        }
        waiting -= calls;
        return batch;
    }

    private static int size(Ticket ticket) {
        return ticket.draft().results().size();
    }
}
