package dev.spendweir.server.gate;

import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.StoreUnavailableException.Kind;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Group commit (spec 3.1): drafts of any tenants that wait while others are being stored go together into the next
 * transaction. Who comes first stores for those behind it, and nobody waits for others to come. While one batch is being
 * committed the next is stored ahead as far as it can be, and takes its turn to be committed after it; so a tenant's drafts
 * become durable in the order in which they were put in. Thread-safe.
 */
final class GateWriter {
    /** A transaction of more calls would keep its heads locked longer than the flush that it saves is worth. */
    static final int MAX_CALLS = 128;

    /** One that is being committed, one that is being stored ahead. */
    private static final int MAX_UNDER_WAY = 2;

    /** After a batch that did not stand, so many are judged draft by draft under their locks before anything is stored. */
    private static final int CAREFUL = 8;

    private final GateStore store;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition turn = lock.newCondition();
    private final Deque<Ticket> queue = new ArrayDeque<>();
    private boolean staging;
    private long begun;
    private long ended;
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
        List<Ticket> batch = List.of();
        lock.lock();
        try {
            if (!mayLead(ticket)) {
                return false;
            }
            batch = take();
            lead(batch);
            return true;
        } finally {
            lock.unlock();
            batch.forEach(Ticket::finish);
        }
    }

    private boolean mayLead(Ticket ticket) {
        return !staging && begun - ended < MAX_UNDER_WAY && queue.peekFirst() == ticket;
    }

    /** Stores drafts. The lock is held at the beginning and at the end, and let go of meanwhile. */
    private void lead(List<Ticket> batch) {
        long place = begun++;
        boolean ahead = careful == 0;
        careful -= ahead ? 0 : 1;
        List<Draft.Verdict> verdicts = List.of();
        StoreUnavailableException failure = null;
        try {
            verdicts = stored(batch, place, ahead);
        } catch (StoreUnavailableException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = new StoreUnavailableException(Kind.FAILED, "the writer failed", e);
        } finally {
            waitForTurn(place);
            ended++;
            tell(batch, verdicts, failure);
            turn.signalAll();
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

    private List<Draft.Verdict> stored(List<Ticket> batch, long place, boolean ahead) {
        List<Draft> drafts = batch.stream().map(ticket -> ticket.draft).toList();
        Instant deadline =
                drafts.stream().map(Draft::deadline).min(Instant::compareTo).orElseThrow();
        if (ahead) {
            try (GateStore.Staged staged = staged(drafts, deadline)) {
                waitForTurn(place);
                if (unlocked(staged::finish)) {
                    return Collections.nCopies(drafts.size(), Draft.Verdict.WRITTEN);
                }
            }
            careful = CAREFUL;
        }
        waitForTurn(place);
        return unlocked(() -> store.commit(drafts, deadline));
    }

    private GateStore.Staged staged(List<Draft> drafts, Instant deadline) {
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

    private void waitForTurn(long place) {
        while (ended < place) {
            turn.awaitUninterruptibly();
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
