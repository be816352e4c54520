package dev.spendweir.server.store.decisions;

import dev.spendweir.server.store.BrokenChainException;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions that commit before their deadline or not at all. What runs in one says its bounds to PostgreSQL itself, with its
 * first statement ({@link Bounds}). Thread-safe.
 */
final class BoundedTransaction implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BoundedTransaction.class);

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
        T run(Open open) throws SQLException;
    }

    /**
     * Runs one, durable when this returns.
     *
     * @throws StoreUnavailableException when nothing was stored; or when a COMMIT was sent and its fate is unknown
     */
    <T> T run(Instant deadline, Work<T> work) {
        try (Open open = begin(deadline)) {
            try {
                T result = work.run(open);
                open.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                open.rollBack(e);
                throw e;
            }
        } catch (BrokenChainException e) {
            throw database.broken(e);
        } catch (SQLException e) {
            throw Database.unavailable(e);
        }
    }

    private Open begin(Instant deadline) {
        Duration left = remaining(deadline);
        Connection connection = database.connection();
        Open open = watched(connection, left, deadline);
        try {
            connection.setAutoCommit(false);
            plans.transaction(connection);
            return open;
        } catch (SQLException e) {
            open.close();
            throw Database.unavailable(e);
        }
    }

    private Open watched(Connection connection, Duration left, Instant deadline) {
        try {
            return new Open(connection, watch(connection, left), deadline);
        } catch (RuntimeException e) {
            // The guard has been closed: nobody would cut what hangs.
            giveBack(connection);
            throw e;
        }
    }

    /** Has a connection cut when it is at work long after the time that is left. */
    DeadlineGuard.Watch watch(Connection connection, Duration left) {
        return guard.over(connection, left);
    }

    private static void giveBack(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("a connection was not given back in order", e);
        }
    }

    /** A transaction that has begun. Not thread-safe. */
    final class Open implements AutoCloseable {
        private final Connection connection;
        private final DeadlineGuard.Watch watch;
        private final Instant deadline;
        private boolean commitSent;

        private Open(Connection connection, DeadlineGuard.Watch watch, Instant deadline) {
            this.connection = connection;
            this.watch = watch;
            this.deadline = deadline;
        }

        Connection connection() {
            return connection;
        }

        /** What is left of its deadline; there is something. */
        Duration remaining() {
            return BoundedTransaction.this.remaining(deadline);
        }

        /** To be called before a statement that takes COMMIT along: the last moment to look at the clock. */
        void sendsCommit() {
            remaining();
            commitSent = true;
        }

        /** Commits: past its deadline nothing may be that the caller is told was not. */
        void commit() throws SQLException {
            if (!commitSent) {
                remaining();
            }
            // To a transaction that has ended already this is nothing.
            connection.commit();
        }

        void rollBack(Exception why) {
            try {
                connection.rollback();
            } catch (SQLException e) {
                // The connection is gone, and with it the transaction.
                why.addSuppressed(e);
            }
        }

        @Override
        public void close() {
            watch.close();
            giveBack(connection);
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

    @Override
    public void close() {
        guard.close();
    }
}
