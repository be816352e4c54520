package dev.spendweir.server.gate;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.StoreUnavailableException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the two ways of one tenant apart within this process: drafts on the running state, of which many may be on their way,
 * and a transaction that holds the tenant's head. Each would make the other's work worthless: under the lock the head moves,
 * so no draft stands any more, and their callers would come under the lock in their turn. First come, first served.
 * Thread-safe.
 */
final class TenantTurns {
    /** More drafts of a tenant than can ever be on their way. */
    private static final int ALL = Integer.MAX_VALUE;

    private final Clock clock;

    /** One permit is for a draft, all of them for the lock. */
    private final LoadingCache<String, Semaphore> turns =
            Caffeine.newBuilder().executor(Runnable::run).weakValues().build(tenant -> new Semaphore(ALL, true));

    /** @param clock judges what is left of a call's patience */
    TenantTurns(Clock clock) {
        this.clock = clock;
    }

    /** A turn, which any thread may give back, once. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /** A turn for a draft, together with others' drafts; null when somebody else's must be waited for. */
    @Nullable
    Turn togetherNow(String tenantId) {
        return taken(turns.get(tenantId), 1, Duration.ZERO);
    }

    /**
     * A turn for a draft, together with others' drafts.
     *
     * @throws StoreUnavailableException {@code LOCK_TIMEOUT} or {@code TIMEOUT} when it did not come in time
     */
    Turn together(String tenantId, Patience patience) {
        return taken(turns.get(tenantId), 1, patience);
    }

    /**
     * A turn for a transaction under the lock, while there are no drafts.
     *
     * @throws StoreUnavailableException {@code LOCK_TIMEOUT} or {@code TIMEOUT} when it did not come in time
     */
    Turn alone(String tenantId, Patience patience) {
        return taken(turns.get(tenantId), ALL, patience);
    }

    private Turn taken(Semaphore turn, int permits, Patience patience) {
        Turn taken = taken(turn, permits, patience.left(clock.instant()));
        if (taken == null) {
            throw patience.over();
        }
        return taken;
    }

    /** Whoever holds a turn keeps what it is a part of in the cache. */
    private static @Nullable Turn taken(Semaphore turn, int permits, Duration wait) {
        try {
            // With a time, even none: without one it would overtake those who wait.
            return turn.tryAcquire(permits, wait.toNanos(), TimeUnit.NANOSECONDS) ? () -> turn.release(permits) : null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(Kind.TIMEOUT, "interrupted", e);
        }
    }
}
