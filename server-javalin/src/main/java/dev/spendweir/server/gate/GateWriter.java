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
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Group commit (spec 3.1): drafts of any tenants that wait while others are being stored go together into the next
 * transaction. Who comes first stores for those behind it, and nobody waits for others to come. While one batch is being
 * committed the next is stored ahead as far as it can be, and the database commits it behind the one before it; so a
 * tenant's drafts become durable in the order in which they were put in. Thread-safe.
 */
final class GateWriter {
    /** A transaction of more calls would keep its heads locked longer than the flush that it saves is worth. */
    static final int MAX_CALLS = 128;

    /** One that is being committed, one that is being stored ahead: more would be smaller, and each decision dearer. */
    private static final int MAX_UNDER_WAY = 2;

    /** After a batch that did not stand, so many are judged draft by draft under their locks before anything is stored. */
    private static final int CAREFUL = 8;

    private final GateStore store;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Ticket> queue = new ArrayDeque<>();

    /** By their place in the order in which they are to be committed. */
    private final NavigableMap<Long, Batch> underWay = new TreeMap<>();

    private long places;
    private boolean staging;
    private int careful;

    GateWriter(GateStore store) {
        this.store = store;
    }

    /** A draft on its way, and the thread that waits for it. */
    static final class Ticket {
        private final Draft draft;
        private final Thread thread = Thread.currentThread();

        // Written by whoever stores it, before it is done.
        private Draft.@Nullable Verdict verdict;
        private @Nullable StoreUnavailableException failure;
        private volatile boolean done;

        private Ticket(Draft draft) {
            this.draft = draft;
        }

        Draft draft() {
            return draft;
        }

        /** Nobody needs a lock to see that it is done. */
        private void finish() {
            done = true;
            LockSupport.unpark(thread);
        }
    }

    /** Drafts that are stored together. */
    private static final class Batch {
        private final long place;
        private final List<Ticket> tickets;

        /** Its transaction, while it is stored but for the heads: those behind it may wait for it in the database. */
        private GateStore.@Nullable Staged staged;

        private Batch(long place, List<Ticket> tickets) {
            this.place = place;
            this.tickets = tickets;
        }
    }

    /** Puts a draft in; {@link #await} must follow, by the same thread. */
    Ticket put(Draft draft) {
        lock.lock();
        try {
            Ticket ticket = new Ticket(draft);
            queue.addLast(ticket);
            return ticket;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until it is known what became of the draft, and stores it, with others, when nobody else does.
     *
     * @throws StoreUnavailableException when nothing was stored; or when a COMMIT was sent and its fate is unknown
     */
    Draft.Verdict await(Ticket ticket) {
        boolean interrupted = false;
        while (!ticket.done && !hasLed(ticket)) {
            // Its wake-up may have come while it waited for the lock, which leaves none to wait for.
            if (!ticket.done) {
                // The transaction that it is in, or waits for, has a bound of its own.
                LockSupport.park(this);
            }
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (ticket.failure != null) {
            throw ticket.failure;
        }
        if (ticket.verdict == null) {
            throw new IllegalStateException("a draft left the queue without a verdict");
        }
        return ticket.verdict;
    }

    /** Stores what waits, this draft first, when it is its turn. */
    private boolean hasLed(Ticket ticket) {
        List<Ticket> tickets = List.of();
        lock.lock();
        try {
            if (!mayLead(ticket)) {
                return false;
            }
            letOthersRun();
            tickets = take();
            lead(new Batch(places++, tickets));
            return true;
        } finally {
            lock.unlock();
            tickets.forEach(Ticket::finish);
        }
    }

    /** Who is ready to run and has a draft puts it in first. Where nobody is, this takes no time: it is no waiting. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it but how many go together
    private void letOthersRun() {
        staging = true;
        try {
            unlocked(() -> {
                Thread.yield();
                return true;
            });
        } finally {
            staging = false;
        }
    }

    private boolean mayLead(Ticket ticket) {
        return !staging && underWay.size() < MAX_UNDER_WAY && queue.peekFirst() == ticket;
    }

    /** Stores drafts. The lock is held at the beginning and at the end, and let go of meanwhile. */
    private void lead(Batch batch) {
        boolean ahead = careful == 0;
        careful -= ahead ? 0 : 1;
        List<Draft.Verdict> verdicts = List.of();
        StoreUnavailableException failure = null;
        underWay.put(batch.place, batch);
        try {
            verdicts = stored(batch, ahead);
        } catch (StoreUnavailableException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = new StoreUnavailableException(Kind.FAILED, "the writer failed", e);
        } finally {
            underWay.remove(batch.place);
            tell(batch.tickets, verdicts, failure);
            changed.signalAll();
            wakeNext();
        }
    }

    private static void tell(
            List<Ticket> batch, List<Draft.Verdict> verdicts, @Nullable StoreUnavailableException failure) {
        // What is neither the one nor the other goes up to the caller who led: the others must not wait for it.
        StoreUnavailableException broken = failure == null && verdicts.isEmpty()
                ? new StoreUnavailableException(Kind.FAILED, "the writer broke off", null)
                : failure;
        for (int i = 0; i < batch.size(); i++) {
            Ticket ticket = batch.get(i);
            ticket.verdict = broken == null ? verdicts.get(i) : null;
            ticket.failure = broken;
        }
    }

    private List<Draft.Verdict> stored(Batch batch, boolean ahead) {
        List<Draft> drafts = batch.tickets.stream().map(ticket -> ticket.draft).toList();
        Instant deadline =
                drafts.stream().map(Draft::deadline).min(Instant::compareTo).orElseThrow();
        if (ahead) {
            if (isStoredAhead(batch, drafts, deadline)) {
                return Collections.nCopies(drafts.size(), Draft.Verdict.WRITTEN);
            }
            careful = CAREFUL;
        }
        while (before(batch) != null) {
            changed.awaitUninterruptibly();
        }
        return unlocked(() -> store.commit(drafts, deadline));
    }

    private boolean isStoredAhead(Batch batch, List<Draft> drafts, Instant deadline) {
        Optional<GateStore.Staged> staged = staged(drafts, deadline);
        if (staged.isEmpty()) {
            return false;
        }
        try (GateStore.Staged transaction = staged.get()) {
            batch.staged = transaction;
            changed.signalAll();
            Batch before = before(batch);
            while (before != null && before.staged == null) {
                changed.awaitUninterruptibly();
                before = before(batch);
            }
            GateStore.Staged behind = before == null ? null : before.staged;
            return unlocked(() -> transaction.finish(behind));
        } finally {
            batch.staged = null;
        }
    }

    /** The last of the batches in front; null: all are over. */
    private @Nullable Batch before(Batch batch) {
        Map.Entry<Long, Batch> before = underWay.lowerEntry(batch.place);
        return before == null ? null : before.getValue();
    }

    private Optional<GateStore.Staged> staged(List<Draft> drafts, Instant deadline) {
        staging = true;
        try {
            return unlocked(() -> store.stage(drafts, deadline));
        } finally {
            staging = false;
            wakeNext();
        }
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

    private void wakeNext() {
        Ticket head = queue.peekFirst();
        if (head != null && mayLead(head)) {
            LockSupport.unpark(head.thread);
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
        return batch;
    }

    private static int size(Ticket ticket) {
        return ticket.draft.results().size();
    }
}
