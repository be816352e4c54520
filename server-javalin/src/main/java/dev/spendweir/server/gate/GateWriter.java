package dev.spendweir.server.gate;

import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.StoreUnavailableException.Kind;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Group commit (spec 3.1): drafts of any tenants that wait while a commit is under way go together into the next one. Who
 * comes first commits for those behind it, and nobody waits for others to come. A tenant's drafts are written in the order
 * in which they were put in. Thread-safe.
 */
final class GateWriter {
    /** A transaction of more calls would keep its heads locked longer than the flush that it saves is worth. */
    static final int MAX_CALLS = 128;

    /** Two, so that one batch is being inserted while another is being flushed; a tenant always takes the same. */
    private static final int SLOTS = 2;

    private final GateStore store;
    private final Slot[] slots = new Slot[SLOTS];

    GateWriter(GateStore store) {
        this.store = store;
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Slot();
        }
    }

    /** A draft on its way; its fields are guarded by its slot's lock. */
    static final class Ticket {
        private final Draft draft;
        private final Slot slot;
        private final Condition turn;

        private Draft.@Nullable Verdict verdict;
        private @Nullable StoreUnavailableException failure;

        private Ticket(Draft draft, Slot slot) {
            this.draft = draft;
            this.slot = slot;
            this.turn = slot.lock.newCondition();
        }

        Draft draft() {
            return draft;
        }

        private boolean isDone() {
            return verdict != null || failure != null;
        }
    }

    private static final class Slot {
        final ReentrantLock lock = new ReentrantLock();
        final Deque<Ticket> queue = new ArrayDeque<>();
        boolean busy;
    }

    /** Puts a draft in; {@link #await} must follow. */
    Ticket put(Draft draft) {
        Slot slot = slots[Math.floorMod(draft.tenantId().hashCode(), SLOTS)];
        slot.lock.lock();
        try {
            Ticket ticket = new Ticket(draft, slot);
            slot.queue.addLast(ticket);
            return ticket;
        } finally {
            slot.lock.unlock();
        }
    }

    /**
     * Waits until it is known what became of the draft, and commits it, with others, when nobody else does.
     *
     * @throws StoreUnavailableException when nothing was stored; or when a COMMIT was sent and its fate is unknown
     */
    Draft.Verdict await(Ticket ticket) {
        Slot slot = ticket.slot;
        slot.lock.lock();
        try {
            while (!ticket.isDone() && (slot.busy || slot.queue.peekFirst() != ticket)) {
                // The transaction that it is in, or waits for, has a bound of its own.
                ticket.turn.awaitUninterruptibly();
            }
            if (!ticket.isDone()) {
                lead(slot);
            }
            if (ticket.failure != null) {
                throw ticket.failure;
            }
            if (ticket.verdict == null) {
                throw new IllegalStateException("a draft left the queue without a verdict");
            }
            return ticket.verdict;
        } finally {
            slot.lock.unlock();
        }
    }

    private void lead(Slot slot) {
        List<Ticket> batch = take(slot);
        slot.busy = true;
        slot.lock.unlock();
        List<Draft.Verdict> verdicts = List.of();
        StoreUnavailableException failure = null;
        try {
            verdicts = commit(batch);
        } catch (StoreUnavailableException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = new StoreUnavailableException(Kind.FAILED, "the writer failed", e);
        } finally {
            slot.lock.lock();
            slot.busy = false;
            for (int i = 0; i < batch.size(); i++) {
                Ticket ticket = batch.get(i);
                ticket.verdict = failure == null ? verdicts.get(i) : null;
                ticket.failure = failure;
                ticket.turn.signal();
            }
            Ticket head = slot.queue.peekFirst();
            if (head != null) {
                head.turn.signal();
            }
        }
    }

    private List<Draft.Verdict> commit(List<Ticket> batch) {
        List<Draft> drafts = batch.stream().map(ticket -> ticket.draft).toList();
        Instant first =
                drafts.stream().map(Draft::deadline).min(Instant::compareTo).orElseThrow();
        return store.commit(drafts, first);
    }

    private static List<Ticket> take(Slot slot) {
        List<Ticket> batch = new ArrayList<>();
        int calls = 0;
        Ticket next = slot.queue.peekFirst();
        while (next != null && (batch.isEmpty() || calls + size(next) <= MAX_CALLS)) {
            calls += size(next);
            batch.add(slot.queue.removeFirst());
            next = slot.queue.peekFirst();
        }
        return batch;
    }

    private static int size(Ticket ticket) {
        return ticket.draft.results().size();
    }
}
