package dev.spendweir.benchmarks.store;

import dev.spendweir.server.postgres.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What only the superuser may do or see: settings of the whole cluster, its WAL, every tenant's rows. */
final class Superuser {
    /** For both, pgbench and us: room for a run's WAL between two checkpoints, and the tables in memory. */
    private static final String[] SETTINGS = {
        "ALTER SYSTEM SET shared_buffers = '512MB'",
        "ALTER SYSTEM SET max_wal_size = '8GB'",
        "ALTER SYSTEM SET checkpoint_timeout = '30min'"
    };

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

    /** Switches full-page images, so that what is counted without them is a plain difference of WAL positions. */
    void fullPageImages(boolean on) throws SQLException {
        execute("ALTER SYSTEM SET full_page_writes = " + (on ? "on" : "off"));
        execute("SELECT pg_reload_conf()");
        execute("CHECKPOINT");
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Bytes of WAL written so far. */
    long walPosition() throws SQLException {
        return number("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint");
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
