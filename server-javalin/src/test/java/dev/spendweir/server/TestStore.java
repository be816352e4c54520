package dev.spendweir.server;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.ledger.Chain;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.server.gate.GateAnswer;
import dev.spendweir.server.gate.GateCall;
import dev.spendweir.server.gate.Stage;
import dev.spendweir.server.sealing.Sealing;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.DatabaseTarget;
import dev.spendweir.server.store.Faults;
import dev.spendweir.server.store.FaultyDriver;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.server.store.StoreSettings;
import dev.spendweir.server.store.TestPostgres;
import dev.spendweir.server.store.audit.LedgerFilter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;

/** A store on a fresh database of the shared PostgreSQL, with one tenant, and short ways to use it. */
public final class TestStore implements AutoCloseable {
    public static final String TENANT = "acme";
    /** The size of each store's pool. */
    public static final int CONNECTIONS = 10;

    public static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger KEYS = new AtomicInteger();

    public final DatabaseTarget target;
    public final Store store;
    public final Clock clock;

    private final boolean ownsDatabase;

    private TestStore(DatabaseTarget target, Store store, Clock clock, boolean ownsDatabase) {
        this.ownsDatabase = ownsDatabase;
        this.target = target;
        this.store = store;
        this.clock = clock;
    }

    public static TestStore open() {
        return open(Clock.systemUTC());
    }

    public static TestStore open(Clock clock) {
        return open(clock, PATIENCE);
    }

    /** On a fresh database, which goes when this is closed. */
    public static TestStore open(Clock clock, Duration lockWait) {
        return open(TestPostgres.freshDatabase(), clock, lockWait, true);
    }

    /** On a fresh database whose runtime connections fail as the faults say. */
    public static TestStore open(Clock clock, Faults faults) {
        return open(FaultyDriver.target(TestPostgres.freshDatabase(), faults), clock, PATIENCE, true);
    }

    /** A further server on a database; makes the tenant when it is not there. */
    public static TestStore open(DatabaseTarget target, Clock clock, Duration lockWait) {
        return open(target, clock, lockWait, false);
    }

    /** On a fresh database, with what seals the ledger. */
    public static TestStore open(Sealing sealing) {
        return open(TestPostgres.freshDatabase(), Clock.systemUTC(), PATIENCE, true, sealing);
    }

    /** A further server on the database of this one, with what seals the ledger. */
    public TestStore another(Sealing sealing) {
        return open(target, clock, PATIENCE, false, sealing);
    }

    private static TestStore open(DatabaseTarget target, Clock clock, Duration lockWait, boolean ownsDatabase) {
        return open(target, clock, lockWait, ownsDatabase, Sealing.NONE);
    }

    private static TestStore open(
            DatabaseTarget target, Clock clock, Duration lockWait, boolean ownsDatabase, Sealing sealing) {
        StoreSettings settings = new StoreSettings(CONNECTIONS, lockWait, "ab".repeat(32), clock);
        Store store = Store.open(target, settings, GateEngine.create(), sealing);
        store.createTenant(TENANT, "enterprise");
        return new TestStore(target, store, clock, ownsDatabase);
    }

    public static Caller caller() {
        return new Caller(TENANT, "ann", "req-1", "4bf92f3577b34da6a3ce929d0e0e4736");
    }

    /** A connection of somebody who holds the heads of the tenant until he rolls back. */
    public Connection holdingTheHead() throws SQLException {
        var login = TestPostgres.shared().superuser();
        Connection connection =
                DriverManager.getConnection(target.url() + "?currentSchema=spendweir", login.user(), login.password());
        connection.setAutoCommit(false);
        try (Statement lock = connection.createStatement()) {
            lock.execute("SELECT FROM ledger_head WHERE tenant_id = '" + TENANT + "' FOR UPDATE");
        }
        return connection;
    }

    /** How many connections the server's role has once this store's pool, which fills beside its first calls, is full. */
    public long connectionsOfAFullPool() {
        awaitConnections(number -> number >= CONNECTIONS);
        return connections();
    }

    /** Waits until others' connections have ended: what one did is counted at the latest then. */
    public void awaitNoMoreThan(long connections) {
        awaitConnections(number -> number <= connections);
    }

    private void awaitConnections(LongPredicate enough) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!enough.test(connections())) {
            if (System.nanoTime() > end) {
                throw new AssertionError(connections() + " connections after 20 s");
            }
        }
    }

    /** How many connections the server's role has to this database. */
    public long connections() {
        return number("SELECT count(*) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND usename = 'spendweir_app'");
    }

    /** How many rows of a table have been read, by anybody, as far as PostgreSQL has counted them. */
    public long rowsRead(String table) {
        return number("SELECT coalesce(idx_tup_fetch, 0) + coalesce(seq_tup_read, 0) FROM pg_stat_user_tables"
                + " WHERE schemaname = 'spendweir' AND relname = '" + table + "'");
    }

    /** Adds so many rows like the table's first, unchecked, with these members of their own; {@code n} counts them. */
    public void copy(String table, int times, String members) {
        sql("""
                WITH made AS (
                    INSERT INTO %1$s
                    SELECT (jsonb_populate_record(NULL::%1$s, to_jsonb(r) || jsonb_build_object(%2$s))).*
                    FROM (SELECT * FROM %1$s LIMIT 1) r, generate_series(1, %3$d) n
                    RETURNING 1)
                SELECT count(*) FROM made
                """.formatted(table, members, times), "SET LOCAL session_replication_role = replica");
    }

    /** Gives these tables the statistics of a moment at which every row had a tenant of its own. */
    public void believeInManyTenants(String... tables) {
        for (String table : tables) {
            sql("SELECT 1", "ALTER TABLE " + table + " ALTER tenant_id SET (n_distinct = -1)", "ANALYZE " + table);
        }
    }

    /** The number that a query gives. */
    public long number(String query) {
        return Long.parseLong(sql(query).get(0));
    }

    public void policy(String json) {
        store.policies().put(caller(), PolicyReader.read(JsonReader.read(json)), OptionalLong.empty());
    }

    public void budget(String projectId, String limit) {
        store.budgets().put(caller(), projectId, Amount.parse(limit));
    }

    /** A request about project {@code payments} with a key of its own. */
    public static JsonObject request(String delta) {
        return request(delta, "key-" + KEYS.incrementAndGet());
    }

    public static JsonObject request(String delta, String key) {
        return JsonObject.builder()
                .put("tenant_id", TENANT)
                .put("source", "custom")
                .put("project_id", "payments")
                .put("environment", "dev")
                .put("action", "vm.create")
                .put("resource_reference", "eu/web")
                .put("estimated_monthly_delta", delta)
                .put("requester_id", "ann")
                .put("idempotency_key", key)
                .build();
    }

    public static JsonObject terraform(String delta) {
        return request(delta).with("source", new JsonString("terraform"));
    }

    public GateCall.Builder call(JsonObject request) {
        // Patient, because a loaded machine is no finding; the tests of deadlines set their own.
        return GateCall.builder(caller(), request).receivedAt(clock.instant()).deadline(PATIENCE);
    }

    public GateAnswer gate(JsonObject request) {
        return store.gate().decide(call(request).build());
    }

    public GateAnswer gate(JsonObject request, String changeId, Stage stage) {
        return store.gate().decide(call(request).changeId(changeId).stage(stage).build());
    }

    public static JsonObject body(GateAnswer answer) {
        return (JsonObject) JsonReader.read(answer.body());
    }

    public static String text(JsonObject object, String... path) {
        JsonValue at = object;
        for (String name : path) {
            at = ((JsonObject) at).get(name);
        }
        return at instanceof JsonString string ? string.value() : String.valueOf(at);
    }

    /** The types of the entries of chain decisions, in order. */
    public List<String> decisionEntries() {
        return store
                .ledger()
                .list(TENANT, new LedgerFilter(Chain.DECISIONS, 1, null, null), new PageRequest(500, null))
                .items()
                .stream()
                .map(item -> text(item.line().entry(), "entry_type"))
                .toList();
    }

    public boolean ledgerIsValid() {
        return store.ledger().verify(TENANT, Arrays.asList(Chain.values())).isValid();
    }

    /** The payloads of the first 500 entries of both chains as texts: what lies in the table may be packed. */
    public List<String> payloads() {
        return Arrays.stream(Chain.values())
                .flatMap(chain -> store
                        .ledger()
                        .list(
                                TENANT,
                                new LedgerFilter(chain, 1, null, null),
                                new PageRequest(PageRequest.MAX_LIMIT, null))
                        .items()
                        .stream())
                .map(item -> item.line().payload() == null
                        ? ""
                        : CanonicalJson.text(item.line().payload()))
                .toList();
    }

    /** A connection of the superuser, beside all protections. */
    public Connection superuser() throws SQLException {
        var login = TestPostgres.shared().superuser();
        return DriverManager.getConnection(
                FaultyDriver.plain(target.url()) + "?currentSchema=spendweir", login.user(), login.password());
    }

    /** Runs SQL as the superuser, beside all protections; {@code before} goes first, in the same transaction. */
    public List<String> sql(String sql, String... before) {
        try (Connection connection = superuser();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String first : before) {
                statement.execute(first);
            }
            List<String> rows = new ArrayList<>();
            if (statement.execute(sql)) {
                try (ResultSet row = statement.getResultSet()) {
                    while (row.next()) {
                        rows.add(row.getString(1));
                    }
                }
            }
            connection.commit();
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        store.close();
        if (ownsDatabase) {
            TestPostgres.drop(target);
        }
    }
}
