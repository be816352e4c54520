package dev.spendweir.server.store.decisions;

import dev.spendweir.server.store.BrokenChainException;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Transactions that commit before their deadline or not at all. What runs in one says its bounds to PostgreSQL itself, with its
 * first statement ({@link Bounds}). Thread-safe.
 */
final class BoundedTransaction implements AutoCloseable {
    private final Database database;
    private final Clock clock;
    private final DeadlineGuard guard = new DeadlineGuard();
    private final PlanRefresh plans = new PlanRefresh();

    /** @param clock judges what is left of a deadline */
    BoundedTransaction(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What runs in a transaction; whatever it throws rolls everything back. */
    @FunctionalInterface
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /**
     * Runs one, durable when this returns.
     *
     * @throws StoreUnavailableException when nothing was stored; or when a COMMIT was sent and its fate is unknown
     */
    @SuppressWarnings("try") // the watch is only held
    <T> T run(Instant deadline, Work<T> work) {
        try (Connection connection = database.connection();
                DeadlineGuard.Watch watch = guard.over(connection, remaining(deadline))) {
            connection.setAutoCommit(false);
            try {
                plans.transaction(connection);
                T result = work.run(connection);
                // Past its deadline nothing may be committed that the caller is told was not.
                remaining(deadline);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        } catch (BrokenChainException e) {
            throw database.broken(e);
        } catch (SQLException e) {
            throw Database.unavailable(e);
        }
    }

    /**
     * What is left of a deadline.
     *
     * @throws StoreUnavailableException when nothing is
     */
    Duration remaining(Instant deadline) {
        Duration left = Duration.between(clock.instant(), deadline);
        if (left.isNegative() || left.isZero()) {
            throw new StoreUnavailableException(
                    StoreUnavailableException.Kind.TIMEOUT, "the deadline has passed", null);
        }
        return left;
    }

    private static void rollBack(Connection connection, Exception why) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The connection is gone, and with it the transaction.
            why.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        guard.close();
    }
}
