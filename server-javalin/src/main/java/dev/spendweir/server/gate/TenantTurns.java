package dev.spendweir.server.gate;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.StoreUnavailableException.Kind;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps the two ways of one tenant apart within this process: drafts on the running state, of which many may be on their way,
 * and a transaction that holds the tenant's head. Each would make the other's work worthless: under the lock the head moves,
 * so no draft stands any more, and their callers would come under the lock in their turn. First come, first served.
 * Thread-safe.
 */
final class TenantTurns {
    private final Clock clock;
    private final LoadingCache<String, ReentrantReadWriteLock> turns = Caffeine.newBuilder()
            .executor(Runnable::run)
            .weakValues()
            .build(tenant -> new ReentrantReadWriteLock(true));

    /** @param clock judges what is left of a call's patience */
    TenantTurns(Clock clock) {
        this.clock = clock;
    }

    /** A turn; the thread that took it closes it. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * A turn for a draft, together with others' drafts.
     *
     * @throws StoreUnavailableException {@code LOCK_TIMEOUT} or {@code TIMEOUT} when it did not come in time
     */
    Turn together(String tenantId, Patience patience) {
        ReentrantReadWriteLock turn = turns.get(tenantId);
        return taken(turn, turn.readLock(), patience);
    }

    /**
     * A turn for a transaction under the lock, while there are no drafts.
     *
     * @throws StoreUnavailableException {@code LOCK_TIMEOUT} or {@code TIMEOUT} when it did not come in time
     */
    Turn alone(String tenantId, Patience patience) {
        ReentrantReadWriteLock turn = turns.get(tenantId);
        return taken(turn, turn.writeLock(), patience);
    }

    /** @param turn is kept in the cache by whoever holds a part of it, which by itself does not lead back to the whole */
    private record Taken(ReentrantReadWriteLock turn, Lock part) implements Turn {
        @Override
        public void close() {
            part.unlock();
        }
    }

    private Turn taken(ReentrantReadWriteLock turn, Lock part, Patience patience) {
        try {
            if (!part.tryLock(patience.left(clock.instant()).toNanos(), TimeUnit.NANOSECONDS)) {
                throw patience.over();
            }
            return new Taken(turn, part);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(Kind.TIMEOUT, "interrupted", e);
        }
    }
}
