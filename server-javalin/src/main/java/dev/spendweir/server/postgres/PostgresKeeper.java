package dev.spendweir.server.postgres;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after a running embedded PostgreSQL: when its process ends without being told to, it is started again in the same
 * place, at once and then with growing pauses, and given up after {@value #MAX_ATTEMPTS} starts that did not last. Close it
 * before PostgreSQL itself. Thread-safe.
 */
public final class PostgresKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresKeeper.class);

    /** With pauses of 1, 2, 4, 8 and 16 s between them: what half a minute does not mend wants a person. */
    private static final int MAX_ATTEMPTS = 6;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    /** Looking costs a few microseconds; the store's callers are told in the meantime. */
    private static final Duration LOOK_PAUSE = Duration.ofMillis(250);

    /** A start that lasted this long was a good one; the next trouble gets all attempts again. */
    private static final Duration LASTING = Duration.ofMinutes(1);

    /** An ordinary start takes about a second; one that is stuck is ended. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final EmbeddedPostgres postgres;
    private final Duration firstPause;
    private final Thread thread = new Thread(this::keep, "postgres-keeper");
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closing = lock.newCondition();
    private boolean closed;
    private volatile boolean gaveUp;

    private PostgresKeeper(EmbeddedPostgres postgres, Duration firstPause) {
        this.postgres = postgres;
        this.firstPause = firstPause;
    }

    /** Looks after {@code postgres} until closed. */
    public static PostgresKeeper of(EmbeddedPostgres postgres) {
        return of(postgres, FIRST_PAUSE);
    }

    /** As {@link #of(EmbeddedPostgres)} with another pause between the first two attempts. */
    static PostgresKeeper of(EmbeddedPostgres postgres, Duration firstPause) {
        PostgresKeeper keeper = new PostgresKeeper(postgres, firstPause);
        keeper.thread.setDaemon(true);
        keeper.thread.start();
        return keeper;
    }

    /** Whether it has stopped trying. */
    boolean gaveUp() {
        return gaveUp;
    }

    private void keep() {
        int attempts = 0;
        long started = System.nanoTime();
        while (pause(LOOK_PAUSE)) {
            if (postgres.isRunning()) {
                attempts = System.nanoTime() - started > LASTING.toNanos() ? 0 : attempts;
                continue;
            }
            if (attempts == MAX_ATTEMPTS) {
                gaveUp = true;
                LOG.error(
                        "PostgreSQL does not stay up: given up after {} attempts; see {}, mend what it tells, and start"
                                + " spendweir again",
                        MAX_ATTEMPTS,
                        postgres.log());
                return;
            }
            if (attempts > 0 && !pause(firstPause.multipliedBy(1L << (attempts - 1)))) {
                return;
            }
            attempts++;
            startAgain(attempts);
            started = System.nanoTime();
        }
    }

    private void startAgain(int attempt) {
        long begin = System.nanoTime();
        try {
            postgres.startAgain();
            LOG.warn(
                    "PostgreSQL had ended by itself and was started again on port {} in {} ms (attempt {} of {})",
                    postgres.port(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin),
                    attempt,
                    MAX_ATTEMPTS);
        } catch (RuntimeException e) {
            LOG.warn(
                    "PostgreSQL has ended by itself and cannot be started again (attempt {} of {}): {}",
                    attempt,
                    MAX_ATTEMPTS,
                    e.getMessage());
        }
    }

    /** False: closed meanwhile. */
    private boolean pause(Duration time) {
        lock.lock();
        try {
            long nanos = time.toNanos();
            while (!closed && nanos > 0) {
                nanos = closing.awaitNanos(nanos);
            }
            return !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Returns when no start is under way any more; PostgreSQL runs then or not, which its own close sees to. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            closing.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(CLOSE_PATIENCE.toMillis());
            while (thread.isAlive()) {
                postgres.stopProcess();
                thread.join(CLOSE_PATIENCE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
