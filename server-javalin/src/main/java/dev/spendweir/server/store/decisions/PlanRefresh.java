package dev.spendweir.server.store.decisions;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Has PostgreSQL forget a connection's plans from time to time. A plan that was made while a table was empty may take the
 * wrong index, and lives until somebody analyses the table: minutes in which each row written would cost a walk through all
 * that are there. Thread-safe.
 */
final class PlanRefresh {
    /** Planning anew costs some ten milliseconds; while tables may be small it is worth that once in so many transactions. */
    private static final long EARLY = 256;

    private static final long EARLY_TRANSACTIONS = 16_384;

    /** Later, PostgreSQL's own statistics having come, once in so many. */
    private static final long LATE = 8192;

    private final AtomicLong transactions = new AtomicLong();

    /** To be called at the beginning of each transaction. */
    void transaction(Connection connection) throws SQLException {
        long number = transactions.incrementAndGet();
        boolean powerOfTwo = (number & (number - 1)) == 0;
        long every = number <= EARLY_TRANSACTIONS ? EARLY : LATE;
        if (powerOfTwo || number % every == 0) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("DISCARD PLANS");
            }
        }
    }
}
