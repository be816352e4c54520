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
import org.junit.jupiter.params.provider.CsvSource;
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
    void advance_waitsForTheTransactionInFront() throws Exception {
        try (Connection front = app("a");
                Connection behind = app("a")) {
            run(front, "SELECT pg_advisory_xact_lock(4711)");
            run(behind, "SET LOCAL lock_timeout = '1ms'");
            String pid = texts(behind, "SELECT pg_backend_pid()::text").get(0);
            FutureTask<Boolean> advance = new FutureTask<>(() -> {
                run(behind, "SELECT advance_heads(4711, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}')");
                return true;
            });
            new Thread(advance).start();
            String waiting = "SELECT mode FROM pg_locks WHERE NOT granted AND locktype = 'advisory' AND pid = " + pid
                    + " AND waitstart < clock_timestamp() - interval '50 milliseconds'";
            while (texts(front, waiting).isEmpty()) {
                assertThat(advance.isDone()).isFalse();
            }
            assertThat(advance.isDone()).isFalse();
            front.commit();
            assertThat(advance.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Also for drafts that store nothing, because all their calls were refused. */
    @Test
    void advance_movesHeadsThatStandWhereTheyWere() throws SQLException {
        String zeros = "decode(repeat('00', 32), 'hex')";
        String ones = "decode(repeat('11', 32), 'hex')";
        try (Connection connection = app("a")) {
            for (String chain : List.of("decisions", "governance")) {
                run(
                        connection,
                        "INSERT INTO ledger_head (tenant_id, chain, sequence, chain_hash) VALUES ('a', '" + chain
                                + "', 0, " + zeros + ")");
            }
            run(connection, "INSERT INTO cost_state (tenant_id, version) VALUES ('a', 3)");
            run(
                    connection,
                    "INSERT INTO ledger_link VALUES ('a', 'decisions', 1, " + zeros + ", " + ones
                            + ", gen_random_uuid())");
            run(connection, advance(0, zeros, 0, 3, 0, zeros));
            run(connection, advance(0, zeros, 0, 3, 1, ones));
            assertThat(texts(connection, "SELECT sequence::text FROM ledger_head WHERE chain = 'decisions'"))
                    .containsExactly("1");
            run(connection, "SAVEPOINT moved");
            List<String> late = List.of(
                    advance(0, zeros, 0, 3, 1, ones),
                    advance(0, zeros, 0, 3, 0, zeros),
                    advance(1, zeros, 0, 3, 1, zeros),
                    advance(1, ones, 1, 3, 1, ones),
                    advance(1, ones, 0, 4, 1, ones),
                    advance(1, ones, 0, 3, 2, ones),
                    advance(1, ones, 0, 3, 2, zeros));
            for (String sql : late) {
                assertThatThrownBy(() -> run(connection, sql))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("40001"));
                run(connection, "ROLLBACK TO SAVEPOINT moved");
            }
            run(connection, advance(1, ones, 0, 3, 1, ones));
        }
    }

    private static String advance(
            long sequence, String hash, long governance, long cost, long nextSequence, String nextHash) {
        return String.format(
                "SELECT advance_heads(NULL, '{a}', '{%d}', ARRAY[%s], '{%d}', '{%d}', '{NULL}', '{%d}', ARRAY[%s])",
                sequence, hash, governance, cost, nextSequence, nextHash);
    }

    @Test
    void storeAhead_ofTheTransactionsTenant_storesDecisionsWithEntriesAndHolds() throws SQLException {
        try (Connection connection = app("a")) {
            run(connection, storeAhead("a", "tentative"));
            run(connection, storeAhead("a", "NULL").replace("'{1}', ARRAY['0", "'{2}', ARRAY['1"));
            List<String> stored = texts(
                    connection,
                    "SELECT concat_ws(' ', d.ledger_sequence, e.subject_id = d.decision_id::text, e.event_time = d.decided_at,"
                            + " l.entry_id = e.entry_id, p.payload, r.decision_id = d.decision_id, r.status)"
                            + " FROM decision d JOIN ledger_entry e ON e.sequence = d.ledger_sequence AND e.chain = 'decisions'"
                            + " JOIN ledger_link l ON l.sequence = d.ledger_sequence AND l.chain = 'decisions'"
                            + " JOIN ledger_payload p ON p.entry_id = e.entry_id"
                            + " LEFT JOIN reservation r ON r.ledger_sequence = d.ledger_sequence ORDER BY 1");
            assertThat(stored).containsExactly("1 t t t \\x70 t tentative", "2 t t t \\x70");
        }
    }

    /** Its functions run as the owner, and row security is the owner's, too. */
    @Test
    void storeAhead_ofAnotherTenantOrByTheAuditor_isRefused() throws SQLException {
        try (Connection connection = app("a")) {
            assertThatThrownBy(() -> run(connection, storeAhead("b", "tentative")))
                    .hasMessageContaining("row-level security");
        }
        try (Connection auditor = connect(TestPostgres.shared().auditor(), "spendweir_auditor", "a")) {
            assertThatThrownBy(() -> run(auditor, storeAhead("a", "tentative")))
                    .hasMessageContaining("permission denied for function");
        }
    }

    @Test
    void advance_ofAnotherTenant_findsNoHead() throws SQLException {
        String zeros = "decode(repeat('00', 32), 'hex')";
        String sql = advance(0, zeros, 0, 3, 0, zeros).replace("{a}", "{b}");
        try (Connection owner = app("b")) {
            for (String chain : List.of("decisions", "governance")) {
                run(owner, "INSERT INTO ledger_head VALUES ('b', '" + chain + "', 0, " + zeros + ")");
            }
            run(owner, "INSERT INTO cost_state (tenant_id, version) VALUES ('b', 3)");
            run(owner, sql);
            owner.commit();
        }
        try (Connection other = app("a")) {
            assertThatThrownBy(() -> run(other, sql)).hasMessageContaining("a head is locked or has moved");
        }
    }

    @Test
    void decisionAndHold_withoutTheirEntry_areRefused() throws SQLException {
        String columns =
                "(tenant_id, decision_id, decided_at, source, project_id, environment, environment_class, action,"
                        + " resource_reference, monthly_delta_micros, requester_id, submitter_id, idempotency_key, fingerprint,"
                        + " outcome, base_outcome, reason_codes, mode, policy_version, decision_sha256, ledger_sequence,"
                        + " response_rest)";
        String hash = "decode(repeat('00', 32), 'hex')";
        try (Connection connection = app("a")) {
            assertThatThrownBy(() -> run(
                            connection,
                            "INSERT INTO decision " + columns + " VALUES ('a', gen_random_uuid(), now(), 'custom', 'p',"
                                    + " 'prod', 'prod', 'x', 'r', 1, 'q', 's', 'k', " + hash
                                    + ", 'ALLOW', 'ALLOW', '{ok}', 'hard', 0, " + hash + ", 1, 'z')"))
                    .hasMessageContaining("without a ledger entry before it");
        }
        try (Connection connection = app("a")) {
            assertThatThrownBy(() -> run(
                            connection,
                            "INSERT INTO reservation (tenant_id, reservation_id, ledger_sequence, decision_id, status, source,"
                                    + " project_id, environment, resource_reference, requester_id, submitter_id,"
                                    + " booked_month, amount_micros, allocation_micros, draws_micros, uncovered_micros,"
                                    + " created_at) VALUES ('a', gen_random_uuid(), 1, gen_random_uuid(), 'tentative',"
                                    + " 'custom', 'p', 'prod', 'r', 'q', 's', '2026-11-01', 1, 1, 0, 0, now())"))
                    .hasMessageContaining("a hold names a decision that is not there");
        }
    }

    /** One decision in place 1, with a hold if it has a status. */
    private static String storeAhead(String tenant, String status) {
        String id = "00000000-0000-7000-8000-000000000000";
        String place = "'{1}', ARRAY['" + id + "'::uuid]";
        String ids = "ARRAY[gen_random_uuid()]";
        String hashes = "ARRAY[sha256(gen_random_uuid()::text::bytea)]";
        return "SELECT store_ahead('{" + tenant + "}', " + place + ", ARRAY['e'::bytea], " + hashes
                + ", ARRAY['p'::bytea], ARRAY[decode(repeat('00', 16), 'hex')], " + hashes + ", " + hashes + ", " + ids
                + ", ARRAY[clock_timestamp()], '{custom}', '{p}', '{prod}', '{prod}', '{x}', '{r}', '{NULL}', '{NULL}',"
                + " '{1}', '{q}', '{s}', ARRAY[gen_random_uuid()::text], " + hashes
                + ", '{ALLOW}', '{ALLOW}', '{ok}', '{hard}', '{0}', '{NULL}', " + ids + ", " + hashes
                + ", ARRAY['z'::bytea], '{" + status + "}', '{2026-11-01}', '{3}', '{3}', '{0}', '{0}', '{NULL}')";
    }

    /** A plan that is made while a table is empty lives on when it is full. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    d.tenant_id = 'a' AND d.decision_id = $1 AND d.xmin = pg_current_xact_id()::xid | decision_pkey
                    d.tenant_id = 'a' AND d.source = 's' AND d.idempotency_key >= $1::text AND d.idempotency_key <= $1::text ORDER BY d.idempotency_key LIMIT 1 | decision_first_under_key
                    """)
    void plan_onEmptyDecisions_takesTheIndexOfTheWholeKey(String condition, String index) throws SQLException {
        try (Connection connection = app("a")) {
            for (String kind : List.of("seqscan", "hashjoin", "mergejoin")) {
                run(connection, "SET LOCAL enable_" + kind + " = off");
            }
            run(connection, "SET LOCAL plan_cache_mode = force_generic_plan");
            run(connection, "PREPARE look(uuid) AS SELECT FROM decision d WHERE " + condition);
            assertThat(texts(connection, "SELECT count(*)::text FROM decision")).containsExactly("0");
            assertThat(String.join("\n", texts(connection, "EXPLAIN EXECUTE look(gen_random_uuid())")))
                    .contains(" using " + index);
        }
    }

    /** Columns: status, confirmed, closed, reason, actual, consumed allocation, draws and uncovered, overrun, adjusted. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // Open.
                "'tentative', now(), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL",
                "'confirmed', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL",
                "'settled', now(), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL",
                "'released', now(), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL",
                "'confirmed', now(), NULL, 'released', NULL, NULL, NULL, NULL, NULL, NULL",
                "'confirmed', now(), NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL",
                "'confirmed', now(), NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL",
                "'confirmed', now(), NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL",
                "'confirmed', now(), NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL",
                "'confirmed', now(), NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL",
                "'confirmed', now(), NULL, NULL, NULL, NULL, NULL, NULL, NULL, now()",
                // Closed.
                "'confirmed', now(), now(), 'released', NULL, NULL, NULL, NULL, NULL, NULL",
                "'released', now(), now(), NULL, NULL, NULL, NULL, NULL, NULL, NULL",
                "'released', now(), now(), 'released', 0, 0, 0, 0, 0, NULL",
                "'released', now(), now(), 'superseded', NULL, NULL, NULL, NULL, NULL, now()",
                // Settled.
                "'settled', now(), now(), 'reconciled', NULL, NULL, NULL, NULL, NULL, NULL",
                "'settled', now(), now(), 'reconciled', 7, 6, 0, 0, NULL, NULL",
                "'settled', NULL, now(), 'reconciled', 6, 6, 0, 0, 0, NULL",
                "'settled', now(), now(), 'reconciled', 7, 6, 0, 0, 0, NULL",
                "'settled', now(), now(), 'reconciled', 10, 6, 4, 0, 0, NULL",
                "'settled', now(), now(), 'reconciled', 11, 6, 3, 2, 0, NULL",
                "'settled', now(), now(), 'reconciled', 4, 3, 1, 0, 0, NULL",
                "'settled', now(), now(), 'reconciled', 8, 6, 1, 1, 0, NULL",
                "'settled', now(), now(), 'reconciled', 10, 6, 3, 0, 1, NULL",
                "'settled', now(), now(), 'overdue', 6, 6, 0, 0, 0, NULL",
                // Adjusted.
                "'settled', now(), now(), 'reconciled', 6, 6, 0, 0, 0, now()",
                "'settled', now(), now(), 'overdue', 6, 6, 0, 0, 0, now() - interval '1 day'"
            })
    void hold_thatIsNotSound_isRefused(String state) throws SQLException {
        try (Connection connection = app("a")) {
            assertThatThrownBy(() -> run(connection, hold(state, 10))).hasMessageContaining("reservation_sound");
        }
    }

    @Test
    void hold_whosePartsDoNotAddUp_isRefused() throws SQLException {
        try (Connection connection = app("a")) {
            assertThatThrownBy(() -> run(
                            connection, hold("'tentative', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL", 11)))
                    .hasMessageContaining("reservation_sound");
        }
    }

    /** Sound ones come as far as the look for their decision. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'tentative', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL",
                "'confirmed', now(), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL",
                "'released', NULL, now(), 'overdue', NULL, NULL, NULL, NULL, NULL, NULL",
                "'released', now(), now(), 'superseded', NULL, NULL, NULL, NULL, NULL, NULL",
                "'settled', now(), now(), 'reconciled', 4, 4, 0, 0, 0, NULL",
                "'settled', now(), now(), 'reconciled', 8, 6, 2, 0, 0, NULL",
                "'settled', now(), now(), 'reconciled', 12, 8, 3, 1, 0, NULL",
                "'settled', now(), now(), 'reconciled', 13, 7, 3, 1, 2, NULL",
                "'settled', now(), now(), 'overdue', 10, 6, 3, 1, 0, NULL",
                "'settled', NULL, now(), 'overdue', 5, 4, 0, 0, 1, now()",
                "'settled', now(), now(), 'superseded', 5, 0, 0, 0, 5, now()"
            })
    void hold_thatIsSound_isLookedForByItsDecision(String state) throws SQLException {
        try (Connection connection = app("a")) {
            assertThatThrownBy(() -> run(connection, hold(state, 10)))
                    .hasMessageContaining("a decision that is not there");
        }
    }

    /** Of 6 from the budget, 3 from credits and 1 uncovered. */
    private static String hold(String state, long amount) {
        return "INSERT INTO reservation (tenant_id, reservation_id, ledger_sequence, decision_id, source, project_id, environment,"
                + " resource_reference, requester_id, submitter_id, booked_month, amount_micros, allocation_micros,"
                + " draws_micros, uncovered_micros, created_at, status, confirmed_at, closed_at, close_reason, actual_micros,"
                + " consumed_allocation_micros, consumed_draws_micros, consumed_uncovered_micros, overrun_micros, adjusted_at)"
                + " VALUES ('a', gen_random_uuid(), 1, gen_random_uuid(), 'custom', 'p', 'e', 'r', 'me', 'me', '2026-11-01', "
                + amount + ", 6, 3, 1, now(), " + state + ")";
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

    /** Who says himself that a move is his gets nothing by it that the function would have refused. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    sequence = 2, advanced_by = pg_current_xact_id() | has no link 2
                    sequence = 1, advanced_by = pg_current_xact_id() | has no link 1
                    sequence = 1, chain_hash = decode(repeat('22', 32), 'hex'), advanced_by = pg_current_xact_id() | has no link 1
                    sequence = 1, chain_hash = decode(repeat('22', 32), 'hex'), advanced_by = '1' | has no link 1
                    advanced_by = pg_current_xact_id() | may not move from 0 to 0
                    chain_hash = decode(repeat('11', 32), 'hex'), advanced_by = pg_current_xact_id() | may not move from 0 to 0
                    quarantined = true | permission denied
                    anchors = 1 | permission denied
                    """)
    void head_movedBySayingSo_isJudgedAllTheSame(String change, String refusal) throws SQLException {
        try (Connection connection = app("a")) {
            headWithALink(connection);
            assertThatThrownBy(() -> run(connection, "UPDATE ledger_head SET " + change))
                    .hasMessageContaining(refusal);
        }
    }

    @Test
    void heads_ofWhichOneHasNoLink_areAllRefused() throws SQLException {
        try (Connection connection = app("a")) {
            headWithALink(connection);
            run(
                    connection,
                    "INSERT INTO ledger_head (tenant_id, chain, sequence, chain_hash)"
                            + " VALUES ('a', 'governance', 0, decode(repeat('00', 32), 'hex'))");
            String move = "UPDATE ledger_head SET sequence = 1, chain_hash = decode(repeat('11', 32), 'hex'),"
                    + " advanced_by = pg_current_xact_id()";
            run(connection, "SAVEPOINT two_heads");
            assertThatThrownBy(() -> run(connection, move)).hasMessageContaining("chain governance has no link 1");
            run(connection, "ROLLBACK TO SAVEPOINT two_heads");
            run(connection, move + " WHERE chain = 'decisions'");
        }
    }

    @Test
    void head_inQuarantine_isNotMovedBySayingSo() throws SQLException {
        try (Connection owner = migrator()) {
            run(
                    owner,
                    "INSERT INTO ledger_head (tenant_id, chain, sequence, chain_hash)"
                            + " VALUES ('a', 'decisions', 0, decode(repeat('00', 32), 'hex'))");
            run(owner, "UPDATE ledger_head SET quarantined = true WHERE tenant_id = 'a'");
            assertThatThrownBy(() -> run(
                            owner,
                            "UPDATE ledger_head SET sequence = 1, advanced_by = pg_current_xact_id()"
                                    + " WHERE tenant_id = 'a'"))
                    .hasMessageContaining("is in quarantine");
        }
    }

    /** Chain {@code decisions} of tenant a, empty, with a link that its head may go to: sequence 1, hash 11.. */
    private static void headWithALink(Connection connection) throws SQLException {
        String zeros = "decode(repeat('00', 32), 'hex')";
        run(
                connection,
                "INSERT INTO ledger_head (tenant_id, chain, sequence, chain_hash) VALUES ('a', 'decisions', 0, " + zeros
                        + ")");
        run(
                connection,
                "INSERT INTO ledger_link VALUES ('a', 'decisions', 1, " + zeros
                        + ", decode(repeat('11', 32), 'hex'), gen_random_uuid())");
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
