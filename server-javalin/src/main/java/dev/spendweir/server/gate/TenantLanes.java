package dev.spendweir.server.gate;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.spendweir.server.store.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One queue per tenant in front of the database: writers of a tenant would only wait for each other there, each with a
 * connection in hand that another tenant could use. First come, first served. Thread-safe.
 */
final class TenantLanes {
    /** More callers than this cannot be served within any sensible wait; they are told at once. */
    static final int MAX_WAITING = 512;

    private final LoadingCache<String, ReentrantLock> lanes =
            Caffeine.newBuilder().weakValues().build(tenant -> new ReentrantLock(true));

    /** A place at the head of a tenant's queue; held until closed, by the thread that took it. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits for the tenant's turn.
     *
     * @param lockWait how long a writer may wait for its tenant
     * @param left how long the caller has altogether
     * @throws StoreUnavailableException {@code CONTENDED} when too many wait, {@code LOCK_TIMEOUT} when the lock wait was in
     *     vain, {@code TIMEOUT} when the caller's time was over before
     */
    Turn await(String tenantId, Duration lockWait, Duration left) {
        ReentrantLock lane = lanes.get(tenantId);
        if (lane.getQueueLength() >= MAX_WAITING) {
            throw new StoreUnavailableException(
                    StoreUnavailableException.Kind.CONTENDED, MAX_WAITING + " calls of the tenant are waiting", null);
        }
        boolean patient = lockWait.compareTo(left) <= 0;
        Duration wait = patient ? lockWait : left;
        try {
            if (lane.tryLock(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                return lane::unlock;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(StoreUnavailableException.Kind.TIMEOUT, "interrupted", e);
        }
        throw new StoreUnavailableException(
                patient ? StoreUnavailableException.Kind.LOCK_TIMEOUT : StoreUnavailableException.Kind.TIMEOUT,
                "the tenant's turn did not come within " + wait.toMillis() + " ms",
                null);
    }
}
