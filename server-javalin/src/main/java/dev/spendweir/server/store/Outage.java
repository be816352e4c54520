package dev.spendweir.server.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the store is known to be away. While it is, nobody waits for a connection: callers are told at once, and one
 * probe a second looks whether it is back.
 *
 * <p>It knows two states and one cause, a store that takes no connections. The breaker of spec 9.2, which judges error
 * rates and latencies over a window, stands in front of it and asks nothing of it. Thread-safe.
 */
final class Outage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    /** Often enough that a store which is back serves within moments, seldom enough to disturb nobody. */
    private static final Duration PROBE_PAUSE = Duration.ofSeconds(1);

    private final Probe probe;
    private final ScheduledThreadPoolExecutor prober;
    private final Object change = new Object();

    /** This and the next two are written under {@link #change}. */
    private volatile boolean on;

    private volatile boolean closed;
    private long sinceNanos;

    /** One attempt to reach the store, in bounded time and beside the pool. */
    @FunctionalInterface
    interface Probe {
        /** Returns when the store answers. */
        void run() throws SQLException;
    }

    Outage(Probe probe) {
        this.probe = probe;
        prober = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "store-probe");
            thread.setDaemon(true);
            return thread;
        });
        prober.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Whether the store is known to be away. */
    boolean isOn() {
        return on;
    }

    /** Says that the store took no connection: it is away until a probe reaches it. */
    void begin(SQLException why) {
        synchronized (change) {
            if (on || closed) {
                return;
            }
            on = true;
            sinceNanos = System.nanoTime();
            LOG.warn("the store is away ({}); calls are answered without it until it is back", why.getMessage());
            lookAfter(Duration.ZERO);
        }
    }

    private void lookAfter(Duration delay) {
        // Nobody waits for it, and it throws nothing.
        ScheduledFuture<?> unused = prober.schedule(this::lookNow, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void lookNow() {
        boolean away = !answers();
        synchronized (change) {
            if (closed) {
                return;
            }
            if (away) {
                lookAfter(PROBE_PAUSE);
                return;
            }
            on = false;
            change.notifyAll();
            LOG.info("the store is back after {} ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNanos));
        }
    }

    /** A store that refuses for another reason is there; those who ask it are told what is wrong. */
    private boolean answers() {
        try {
            probe.run();
            return true;
        } catch (SQLException | RuntimeException e) {
            return !SqlFailure.isOutage(e);
        }
    }

    /**
     * Waits while the store is away: for who fills the pool, which nobody waits for.
     *
     * @return false when this was closed meanwhile, or the thread interrupted
     */
    boolean awaitEnd() {
        synchronized (change) {
            try {
                while (on && !closed) {
                    change.wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            return !closed;
        }
    }

    @Override
    public void close() {
        synchronized (change) {
            closed = true;
            change.notifyAll();
        }
        prober.shutdownNow();
    }
}
