package dev.spendweir.server.store.decisions;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;

/**
 * Cuts a connection whose statement outlived its deadline. PostgreSQL's own timeouts come first; this one is for a server
 * that does not answer any more. Thread-safe.
 */
final class DeadlineGuard implements AutoCloseable {
    /** How much later than the deadline, so that PostgreSQL's orderly cancel wins whenever it can. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private final ScheduledThreadPoolExecutor timer;

    DeadlineGuard() {
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "gate-deadline");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /** A running watch; closing it ends it. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /** Watches a connection until the watch is closed or {@code remaining} and the grace are over. */
    Watch over(Connection connection, Duration remaining) {
        ScheduledFuture<?> cut =
                timer.schedule(() -> cut(connection), remaining.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        return () -> cut.cancel(false);
    }

    private static void cut(Connection connection) {
        try {
            ((Connection) connection.unwrap(PGConnection.class)).abort(Runnable::run);
        } catch (SQLException e) {
            // Already closed: its caller has had its answer.
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
