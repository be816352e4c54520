package dev.spendweir.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema's own defences, tried with plain SQL as somebody inside the server could. */
class SchemaTest {
    private static DatabaseTarget target;
    private static Database database;

    @BeforeAll
    static void open() throws SQLException {
        target = TestPostgres.freshDatabase();
        database = Database.open(target, 4);
        for (String tenant : List.of("a", "b")) {
            try (Connection connection = app(tenant)) {
                run(connection, "INSERT INTO tenant VALUES ('" + tenant + "', 'free', now())");
                run(
                        connection,
                        "INSERT INTO cost_day VALUES ('" + tenant
                                + "', NULL, '2026-01-01', 1, true, now(), 'e', now())");
                run(
                        connection,
                        "INSERT INTO ledger_payload VALUES ('" + tenant
                                + "', gen_random_uuid(), 'p', decode(repeat('00', 16), 'hex'))");
                connection.commit();
            }
        }
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void posture_ofMigratedDatabase_hasNoWeakness() {
        assertThat(DatabasePosture.weaknesses(database)).isEmpty();
    }

    @Test
    void posture_ofWeakenedTable_namesIt() throws SQLException {
        try (Connection owner = migrator()) {
            run(owner, "ALTER TABLE spendweir.budget NO FORCE ROW LEVEL SECURITY");
            run(owner, "ALTER TABLE spendweir.ledger_link DISABLE TRIGGER append_only_row");
            run(owner, "GRANT UPDATE ON spendweir.ledger_payload TO spendweir_app");
            owner.commit();
            try {
                assertThat(DatabasePosture.weaknesses(database))
                        .extracting(DatabasePosture.Weakness::control)
                        .containsExactlyInAnyOrder("row_security", "append_only", "append_only_privilege");
            } finally {
                run(owner, "ALTER TABLE spendweir.budget FORCE ROW LEVEL SECURITY");
                run(owner, "ALTER TABLE spendweir.ledger_link ENABLE TRIGGER append_only_row");
                run(owner, "REVOKE UPDATE ON spendweir.ledger_payload FROM spendweir_app");
                owner.commit();
            }
        }
    }

    @Test
    void rowSecurity_ofTenantA_hidesTenantB() throws SQLException {
        try (Connection connection = app("a")) {
            assertThat(texts(connection, "SELECT tenant_id FROM cost_day")).containsExactly("a");
            assertThat(texts(connection, "SELECT tenant_id FROM tenant")).containsExactly("a");
            assertThat(texts(connection, "SELECT tenant_id FROM cost_day WHERE tenant_id = 'b'"))
                    .isEmpty();
        }
    }

    @Test
    void rowSecurity_withoutTenant_showsNothing() throws SQLException {
        try (Connection connection = app("")) {
            assertThat(texts(connection, "SELECT tenant_id FROM cost_day")).isEmpty();
        }
    }

    @Test
    void rowSecurity_ofOwnerAndAuditor_holdsToo() throws SQLException {
        try (Connection owner = migrator()) {
            assertThat(texts(owner, "SELECT tenant_id FROM spendweir.cost_day")).isEmpty();
        }
        try (Connection auditor = connect(TestPostgres.shared().auditor(), "spendweir_auditor", "b")) {
            assertThat(texts(auditor, "SELECT tenant_id FROM cost_day")).containsExactly("b");
            assertThatThrownBy(() -> run(auditor, "DELETE FROM cost_day")).hasMessageContaining("permission denied");
        }
    }

    @Test
    void rowSecurity_ofWriteForAnotherTenant_refuses() throws SQLException {
        try (Connection connection = app("a")) {
            assertThatThrownBy(() -> run(
                            connection,
                            "INSERT INTO cost_day VALUES" + " ('b', NULL, '2026-01-02', 1, true, now(), 'e', now())"))
                    .hasMessageContaining("row-level security");
        }
    }

    @Test
    void everyTableOfATenant_hasForcedRowSecurity() throws SQLException {
        try (Connection owner = migrator()) {
            assertThat(texts(owner, """
                            SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                            WHERE a.attname = 'tenant_id' AND c.relkind IN ('r', 'p')
                              AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
                            """)).isEmpty();
            assertThat(texts(owner, "SELECT tablename FROM pg_tables WHERE schemaname = 'spendweir'"))
                    .contains("ledger_entry", "decision", "reservation", "api_key")
                    .hasSizeGreaterThan(18);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE ledger_payload SET payload = 'x'",
                "DELETE FROM ledger_payload",
                "TRUNCATE ledger_payload",
                "UPDATE ledger_entry SET entry = 'x'",
                "DELETE FROM ledger_entry",
                "DELETE FROM ledger_link",
                "DELETE FROM ledger_head",
                "DELETE FROM decision",
                "UPDATE decision SET outcome = 'ALLOW'",
                "UPDATE credit_grant SET original_micros = 1",
                "UPDATE reservation SET booked_month = booked_month",
                "CREATE TABLE spendweir.mine (x int)",
                "ALTER TABLE ledger_payload DISABLE TRIGGER ALL",
                "SET ROLE spendweir_migrator"
            })
    void app_whereItHasNoRight_isRefused(String sql) throws SQLException {
        try (Connection connection = app("a")) {
            assertThatThrownBy(() -> run(connection, sql))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE spendweir.ledger_payload SET payload = 'x'",
                "DELETE FROM spendweir.ledger_payload",
                "TRUNCATE spendweir.ledger_payload",
                "TRUNCATE spendweir.ledger_entry",
                "TRUNCATE spendweir.ledger_link",
                "TRUNCATE spendweir.ledger_head CASCADE",
                "TRUNCATE spendweir.ledger_entry_default"
            })
    void owner_ofAppendOnlyTable_isStoppedByTrigger(String sql) throws SQLException {
        try (Connection owner = migrator()) {
            run(owner, "SELECT set_config('spendweir.tenant_id', 'a', true)");
            assertThatThrownBy(() -> run(owner, sql)).hasMessageContaining("append-only");
        }
    }

    @Test
    void governedChange_withoutLedgerEntry_isRefusedAtCommit() throws SQLException {
        try (Connection connection = app("a")) {
            run(connection, "INSERT INTO budget VALUES ('a', 'p', 1, now(), 'me')");
            assertThatThrownBy(connection::commit).hasMessageContaining("without a ledger entry");
        }
        try (Connection connection = app("a")) {
            assertThat(texts(connection, "SELECT project_id FROM budget")).isEmpty();
        }
    }

    /** However short its own patience: the one in front may be at work longer than a rival would be waited for. */
    @Test
    void claim_waitsForTheTransactionInFront() throws Exception {
        try (Connection front = app("a");
                Connection behind = app("a")) {
            run(front, "SELECT pg_advisory_xact_lock(4711)");
            run(behind, "SET LOCAL lock_timeout = '1ms'");
            String pid = texts(behind, "SELECT pg_backend_pid()::text").get(0);
            FutureTask<Boolean> claim = new FutureTask<>(() -> {
                run(behind, "SELECT claim_heads(4711, '{}', '{}', '{}', '{}', '{}', '{}')");
                return true;
            });
            new Thread(claim).start();
            String waiting = "SELECT mode FROM pg_locks WHERE NOT granted AND locktype = 'advisory' AND pid = " + pid;
            while (texts(front, waiting).isEmpty()) {
                assertThat(claim.isDone()).isFalse();
                Thread.sleep(5);
            }
            Thread.sleep(50);
            assertThat(claim.isDone()).isFalse();
            front.commit();
            assertThat(claim.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void head_movedWithoutLink_isRefused() throws SQLException {
        try (Connection connection = app("a")) {
            run(
                    connection,
                    "INSERT INTO ledger_head (tenant_id, chain, sequence, chain_hash)"
                            + " VALUES ('a', 'governance', 0, decode(repeat('00', 32), 'hex'))");
            assertThatThrownBy(() -> run(connection, "UPDATE ledger_head SET sequence = 1"))
                    .hasMessageContaining("has no link");
        }
        try (Connection connection = app("a")) {
            assertThatThrownBy(() -> run(
                            connection,
                            "INSERT INTO ledger_head (tenant_id, chain, sequence, chain_hash)"
                                    + " VALUES ('a', 'governance', 7, decode(repeat('00', 32), 'hex'))"))
                    .hasMessageContaining("begins at 0");
        }
    }

    @Test
    void grant_thatDoesNotAddUp_isRefused() throws SQLException {
        try (Connection connection = app("a")) {
            assertThatThrownBy(
                            () -> run(
                                    connection,
                                    "INSERT INTO credit_grant VALUES"
                                            + " ('a', gen_random_uuid(), 'reserved', NULL, 10, 5, 4, 0, 0, 1, NULL, now(), 'me', NULL)"))
                    .hasMessageContaining("credit_grant_conserved");
        }
    }

    @Test
    void migration_ranTwice_changesNothing() throws SQLException {
        DatabaseMigration.run(target);
        try (Connection owner = migrator()) {
            assertThat(
                            texts(
                                    owner,
                                    "SELECT count(*)::text FROM pg_inherits WHERE inhparent = 'spendweir.ledger_entry'::regclass"))
                    .containsExactly("4");
        }
    }

    private static Connection app(String tenant) throws SQLException {
        return connect(target.app(), "spendweir_app", tenant);
    }

    private static Connection migrator() throws SQLException {
        return connect(target.migrator(), "spendweir_migrator", "");
    }

    private static Connection connect(DatabaseLogin login, String role, String tenant) throws SQLException {
        Connection connection =
                DriverManager.getConnection(target.url() + "?currentSchema=spendweir", login.user(), login.password());
        run(connection, "SET ROLE " + role);
        connection.setAutoCommit(false);
        run(connection, "SELECT set_config('spendweir.tenant_id', '" + tenant + "', true)");
        return connection;
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }
}
