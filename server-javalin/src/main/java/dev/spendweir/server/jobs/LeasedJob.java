package dev.spendweir.server.jobs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works through a queue that several servers share, with a bounded number of workers: what is slow takes one of them and
 * leaves the others to the rest. Tenants take turns, each with one piece of work at a time of a round. Thread-safe.
 */
public final class LeasedJob implements AutoCloseable {
    /** A server stops within 10 s (spec 9.2); what is not done then is leased again when its lease ends. */
    private static final Duration STOP_WAIT = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(LeasedJob.class);

    private final String name;
    private final Source source;
    private final Semaphore free;
    private final ExecutorService workers;
    private final JobLoop loop;
    private volatile boolean stopping;

    /** Where work comes from. */
    public interface Source {
        /** The tenants that have work. */
        List<String> tenants();

        /** Leases at most one piece of a tenant's work to the caller; empty when there is none after all. */
        List<Runnable> lease(String tenantId);
    }

    private LeasedJob(String name, Duration interval, int most, Source source) {
        this.name = name;
        this.source = source;
        this.free = new Semaphore(most);
        AtomicInteger number = new AtomicInteger();
        this.workers = Executors.newFixedThreadPool(most, task -> {
            Thread thread = new Thread(task, "job-" + name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        this.loop = JobLoop.start(name, interval, this::run);
    }

    /**
     * Begins to look for work.
     *
     * @param interval between the end of a round that found nothing and the next
     * @param most pieces of work at once
     */
    public static LeasedJob start(String name, Duration interval, int most, Source source) {
        return new LeasedJob(name, interval, most, source);
    }

    private void run() {
        boolean found = true;
        while (found && !stopping) {
            found = round();
        }
    }

    private boolean round() {
        boolean found = false;
        List<String> tenants = new ArrayList<>(source.tenants());
        Collections.shuffle(tenants);
        for (String tenant : tenants) {
            if (!take()) {
                return false;
            }
            found |= begin(tenant);
        }
        return found;
    }

    /** Waits for a free worker. */
    private boolean take() {
        try {
            free.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        if (stopping) {
            free.release();
        }
        return !stopping;
    }

    private boolean begin(String tenant) {
        boolean begun = false;
        try {
            for (Runnable work : source.lease(tenant)) {
                workers.execute(() -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        LOG.error("a piece of work of job {} failed; its lease ends by itself", name, e);
                    } finally {
                        free.release();
                    }
                });
                begun = true;
            }
        } finally {
            if (!begun) {
                free.release();
            }
        }
        return begun;
    }

    /** Begins nothing new and gives what is under way a few seconds. */
    @Override
    public void close() {
        stopping = true;
        free.release();
        loop.close();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                workers.shutdownNow();
                workers.awaitTermination(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
