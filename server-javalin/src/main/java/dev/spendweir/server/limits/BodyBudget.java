package dev.spendweir.server.limits;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory that bodies being read and parsed may take together: a semaphore weighed in bytes (spec 9.2, issue "a large body
 * passes a semaphore weighed in bytes"). Never waits: a caller that finds it full is told to come again. Thread-safe.
 */
public final class BodyBudget {

    /** 45 % of the heap: the rest is for the server itself, for answers, and for the collector to move in. */
    private static final long HEAP_PERCENT = 45;

    private final long capacity;
    private final AtomicLong taken = new AtomicLong();

    /**
     * A budget of so many bytes.
     *
     * @param capacity at least 1
     */
    public BodyBudget(long capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a budget needs at least one byte");
        }
        this.capacity = capacity;
    }

    /** The share of this JVM's largest heap that bodies may take. */
    public static long shareOfHeap() {
        return Runtime.getRuntime().maxMemory() / 100 * HEAP_PERCENT;
    }

    /** A claim that holds nothing yet; its owner closes it. */
    public Claim claim() {
        return new Claim();
    }

    /** Bytes that may be taken together. */
    public long capacity() {
        return capacity;
    }

    /** Bytes taken now. */
    public long taken() {
        return taken.get();
    }

    private boolean tryTake(long bytes) {
        long before = taken.get();
        while (bytes <= capacity - before) {
            if (taken.compareAndSet(before, before + bytes)) {
                return true;
            }
            before = taken.get();
        }
        return false;
    }

    /** The part of the budget that one call holds; grows while its body arrives. Used by one thread at a time. */
    public final class Claim implements AutoCloseable {

        private long held;

        private Claim() {}

        /** Takes so many bytes more; false, and nothing taken, when they are not there. */
        public boolean tryGrow(long bytes) {
            if (!tryTake(bytes)) {
                return false;
            }
            held += bytes;
            return true;
        }

        /** Bytes that all claims together may hold. */
        public long capacity() {
            return capacity;
        }

        /** Gives everything back; again: nothing. */
        @Override
        public void close() {
            taken.addAndGet(-held);
            held = 0;
        }
    }
}
