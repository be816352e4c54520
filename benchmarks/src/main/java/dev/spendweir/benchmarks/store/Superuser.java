package dev.spendweir.benchmarks.store;

import dev.spendweir.server.postgres.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What only the superuser may do or see: settings of the whole cluster, its WAL, every tenant's rows. */
final class Superuser {
    /** For both, pgbench and us: room for a run's WAL between two checkpoints, and the tables in memory. */
    private static final String[] SETTINGS = {
        "ALTER SYSTEM SET shared_buffers = '512MB'",
        "ALTER SYSTEM SET max_wal_size = '16GB'",
        "ALTER SYSTEM SET min_wal_size = '10GB'",
        "ALTER SYSTEM SET checkpoint_timeout = '30min'"
    };

    /** Of 16 MB: five minutes of the fastest load. */
    private static final int RECYCLED_SEGMENTS = 560;

    private static final String UNSOUND_HOLDS = """
            SELECT count(*) FROM spendweir.reservation
            WHERE allocation_micros + draws_micros + uncovered_micros <> amount_micros
            """;
    private static final String HOLDS_WITHOUT_DECISION = """
            SELECT count(*) FROM spendweir.reservation r
            WHERE NOT EXISTS (SELECT FROM spendweir.decision d
                              WHERE d.tenant_id = r.tenant_id AND d.decision_id = r.decision_id
                                AND d.reservation_id = r.reservation_id)
            """;
    private static final String OVERCOMMITTED_BUDGETS = """
            SELECT count(*) FROM spendweir.budget b
            WHERE b.monthly_limit_micros < (
                SELECT coalesce(sum(r.allocation_micros), 0) FROM spendweir.reservation r
                WHERE r.tenant_id = b.tenant_id AND r.project_id = b.project_id AND r.status <> 'released')
            """;
    private static final String UNTOLD_DECISIONS = """
            SELECT count(*) FROM spendweir.decision d
            WHERE NOT EXISTS (SELECT FROM spendweir.ledger_entry e
                              WHERE e.tenant_id = d.tenant_id AND e.chain = 'decisions'
                                AND e.sequence = d.ledger_sequence AND e.subject_id = d.decision_id::text)
            """;

    private final EmbeddedPostgres postgres;

    Superuser(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /** Settings that a start makes effective. */
    void tune() throws SQLException {
        for (String setting : SETTINGS) {
            execute(setting);
        }
    }

    /**
     * Fills segments of WAL with nothing, for what follows to use again, as in a database that has been up for a while: a
     * fresh one makes each segment when it is needed, and whoever commits at that moment waits some 50 ms for it.
     */
    void recycleWal() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < RECYCLED_SEGMENTS; i++) {
                statement.execute("SELECT pg_logical_emit_message(false, '', ''), pg_switch_wal()");
            }
            statement.execute("CHECKPOINT");
        }
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** How far the WAL is written. */
    String walPosition() throws SQLException {
        execute("CREATE EXTENSION IF NOT EXISTS pg_walinspect");
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_current_wal_flush_lsn()")) {
            row.next();
            return row.getString(1);
        }
    }

    /** Bytes of the WAL records between two positions, without the page images in them. */
    long walBytes(String from, String to) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT sum(record_size)::bigint FROM pg_get_wal_stats(?::pg_lsn, ?::pg_lsn, true)")) {
            statement.setString(1, from);
            statement.setString(2, to);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    long decisions() throws SQLException {
        return number("SELECT count(*) FROM spendweir.decision");
    }

    /** Throws when a law of the money or of the tie between decisions, holds and ledger does not hold. */
    void checkConservation() throws SQLException {
        for (String violations :
                new String[] {UNSOUND_HOLDS, HOLDS_WITHOUT_DECISION, OVERCOMMITTED_BUDGETS, UNTOLD_DECISIONS}) {
            long count = number(violations);
            if (count != 0) {
                throw new IllegalStateException(count + " violations of: " + violations);
            }
        }
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                postgres.target().url(),
                postgres.superuser().user(),
                postgres.superuser().password());
    }
}
