package dev.spendweir.server.store.decisions;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Has PostgreSQL forget a connection's plans from time to time. A plan that was made while a table was empty may take the
 * wrong index, and lives until somebody analyses the table: minutes in which each row written would cost a walk through all
 * that are there. Thread-safe.
 */
final class PlanRefresh {
    /** Planning anew costs some ten milliseconds. */
    private static final long EVERY = 8192;

    /** Of each connection for itself: plans are its own, and a pool gives some of them out rarely. */
    private final Map<Connection, AtomicLong> transactions = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * To be called at the beginning of each transaction. While a connection is young, its tables may be: its plans are made
     * anew with its second transaction, its fourth and so on.
     */
    void transaction(Connection connection) throws SQLException {
        long number = transactions
                .computeIfAbsent(connection.unwrap(Connection.class), fresh -> new AtomicLong())
                .incrementAndGet();
        boolean powerOfTwo = (number & (number - 1)) == 0;
        if (powerOfTwo || number % EVERY == 0) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("DISCARD PLANS");
            }
        }
    }
}
