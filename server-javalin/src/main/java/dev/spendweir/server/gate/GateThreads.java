package dev.spendweir.server.gate;

import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.StoreUnavailableException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of the gate, apart by what they wait for, so that no call that only needs the processor stands behind one that
 * waits for somebody. They are few, however many calls are in flight: a caller waits for its answer, or is told it; what needs the
 * processor alone it may do itself, as a guest, where waking one of these would cost more. Without calls they end. Thread-safe.
 */
final class GateThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GateThreads.class);
    private static final int IDLE_SECONDS = 30;
    private static final int CLOSE_SECONDS = 10;

    /** Deciding takes a processor and nothing else. */
    private final ThreadPoolExecutor deciders =
            fixed("gate-decider", Math.max(2, Runtime.getRuntime().availableProcessors()));

    /** One more than batches are under way: the next one need not wait until those of the last have been told. */
    private final ThreadPoolExecutor writers = fixed("gate-writer", GateWriter.MAX_UNDER_WAY + 1);

    /** As many as wait for a tenant's lock or for the database at once, which is never more than calls are in flight. */
    private final ThreadPoolExecutor waiters = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), named("gate-waiter"));

    /** All of them are taken by whoever waits for the guests to leave. */
    private final Semaphore guests = new Semaphore(Integer.MAX_VALUE);

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, named("gate-timer"));

    GateThreads() {
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static ThreadPoolExecutor fixed(String name, int threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** For what needs the processor alone; refuses with {@code UNREACHABLE} once closed, like the others. */
    Executor deciders() {
        return task -> execute(deciders, task);
    }

    /** Whether the caller may do what needs the processor alone itself; then it says {@link #guestLeaves} in the end. */
    boolean isGuestTaken() {
        return !deciders.isShutdown() && guests.tryAcquire();
    }

    void guestLeaves() {
        guests.release();
    }

    /** For batches on their way to the store. */
    Executor writers() {
        return task -> execute(writers, task);
    }

    /** For what may wait for a tenant's lock or the database. */
    Executor waiters() {
        return task -> execute(waiters, task);
    }

    /** Runs a short task after a while; not at all when this is closed before. */
    void after(Duration delay, Runnable task) {
        execute(
                ready -> {
                    Future<?> unused = timer.schedule(ready, delay.toNanos(), TimeUnit.NANOSECONDS);
                },
                task);
    }

    private static void execute(Executor executor, Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            throw new StoreUnavailableException(Kind.UNREACHABLE, "the gate is closed", e);
        }
    }

    /** What a future failed with, taken out of what futures that hang on it wrap around it. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Lets what has begun come to its end. */
    @Override
    public void close() {
        timer.shutdown();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
        try {
            boolean isFirst = !deciders.isShutdown();
            deciders.shutdown();
            // Never given back, so that no guest comes any more.
            if (isFirst && !guests.tryAcquire(Integer.MAX_VALUE, end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                LOG.warn("the gate is closed while calls are still being decided");
            }
            // In the order in which calls go through them.
            for (ThreadPoolExecutor pool : new ThreadPoolExecutor[] {deciders, waiters, writers}) {
                pool.shutdown();
                pool.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiters.shutdown();
            writers.shutdown();
        }
    }
}
