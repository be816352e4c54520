package dev.spendweir.server.review;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.StoreUnavailableException.Kind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One step of a tenant at a time in this server, first come, first served: those behind would wait for the tenant's head in
 * the database anyway, and each of them would hold a connection meanwhile. Thread-safe.
 */
final class Turns {
    private final LoadingCache<String, ReentrantLock> locks =
            Caffeine.newBuilder().weakValues().build(tenant -> new ReentrantLock(true));

    /**
     * Runs a step when it is the tenant's turn.
     *
     * @param wait how long the turn may be waited for
     * @throws StoreUnavailableException {@link Kind#LOCK_TIMEOUT} when it did not come
     */
    <T> T take(String tenantId, Duration wait, Supplier<T> step) {
        ReentrantLock turn = locks.get(tenantId);
        try {
            if (!turn.tryLock(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoreUnavailableException(Kind.LOCK_TIMEOUT, "other steps of the tenant are under way", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(Kind.LOCK_TIMEOUT, "the server stops", e);
        }
        try {
            return step.get();
        } finally {
            turn.unlock();
        }
    }
}
