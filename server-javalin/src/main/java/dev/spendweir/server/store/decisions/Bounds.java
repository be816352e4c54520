package dev.spendweir.server.store.decisions;

import dev.spendweir.server.store.SqlArrays;
import dev.spendweir.server.store.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * What a gate transaction is bound by, said to PostgreSQL as its first statement.
 *
 * @param tenants whose rows it may see: one is the one whose rows are there; several are a list that only what the gate
 *     touches honours
 * @param lockWait how long it may wait for a lock
 * @param remaining how long it may take
 */
record Bounds(List<String> tenants, Duration lockWait, Duration remaining) {
    /** The statement that says them; {@link #bind} binds it. */
    static final String ENTER = SqlText.read(Bounds.class, "enter.sql");

    /** As {@link #ENTER}, on a connection that has said what is always the same. */
    static final String ENTER_BATCH = SqlText.read(Bounds.class, "enter_batch.sql");

    /** PostgreSQL takes 0 for "no bound"; the least bound is one millisecond. */
    private static final long LEAST_MILLIS = 1;

    /** The end of a transaction closes the connection, the end of a statement does not: the latter is to come first. */
    private static final long TRANSACTION_GRACE_MILLIS = 100;

    Bounds {
        tenants = List.copyOf(tenants);
    }

    void enter(Connection connection) throws SQLException {
        try (PreparedStatement enter = connection.prepareStatement(ENTER)) {
            bind(new SqlArrays(enter));
            enter.execute();
        }
    }

    void bind(SqlArrays in) throws SQLException {
        in.text(tenants.size() == 1 ? tenants.get(0) : "")
                .text(tenants.size() == 1 ? "" : String.join(",", tenants))
                .text(millis(lockWait))
                .text(millis(remaining))
                .text(millis(remaining.plusMillis(TRANSACTION_GRACE_MILLIS)));
    }

    private static String millis(Duration time) {
        return Long.toString(Math.max(LEAST_MILLIS, time.toMillis()));
    }
}
