package dev.spendweir.server.jobs;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one job again and again on a thread of its own until it is closed. A run that fails is logged and does not end the
 * loop. Thread-safe.
 */
public final class JobLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobLoop.class);

    /** A server stops within 10 s (spec 9.2); a job's step takes far less. */
    private static final Duration STOP_WAIT = Duration.ofSeconds(10);

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    private JobLoop(String name, Duration interval, Runnable job) {
        thread = new Thread(() -> loop(name, interval, job), "job-" + name);
        thread.setDaemon(true);
    }

    /**
     * Starts a loop with its first run at once.
     *
     * @param name for thread and log
     * @param interval pause between the end of a run and the next
     * @param job one run; it should look at {@link Thread#isInterrupted} when it does much
     */
    public static JobLoop start(String name, Duration interval, Runnable job) {
        JobLoop loop = new JobLoop(name, interval, job);
        loop.thread.start();
        return loop;
    }

    private void loop(String name, Duration interval, Runnable job) {
        try {
            do {
                try {
                    job.run();
                } catch (RuntimeException e) {
                    if (stopped.getCount() > 0) {
                        LOG.warn("job {} failed and will be run again", name, e);
                    }
                }
            } while (!stopped.await(interval.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the run that is under way come to its end, at most 10 s, then interrupts it. */
    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join(STOP_WAIT.toMillis());
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
