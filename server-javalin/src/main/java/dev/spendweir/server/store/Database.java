package dev.spendweir.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import dev.spendweir.rejection.RejectedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.core.transaction.TransactionException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * The runtime's connections, all as {@code spendweir_app}, and the two ways to use one: in a transaction that sees one
 * tenant, or (for credentials alone) without a tenant.
 *
 * <p>Transactions run at READ COMMITTED; what must be serialised locks the tenant's ledger head first (spec 3.1).
 * Thread-safe.
 */
public final class Database implements AutoCloseable {
    /** Tries of one transaction: the first and three more (spec 3.3, governed mutation). */
    private static final int ATTEMPTS = 4;

    /** Base of the pause between tries; doubled each time, and jittered so that two rivals do not meet again. */
    private static final Duration RETRY_PAUSE = Duration.ofMillis(10);

    /** A caller that gets no connection in this time is told so while its own patience lasts. */
    private static final Duration CONNECTION_WAIT = Duration.ofSeconds(2);

    /** Waits of everything but the gate, which has a bound of its own; each of the tries below waits as long. */
    private static final String LOCK_WAIT_MILLIS = "2000";

    /** A partner that says nothing for this long is gone; no statement of ours is allowed to take as long. */
    private static final int SOCKET_TIMEOUT_SECONDS = 60;

    /** Role and schema first. synchronous_commit is set again in every transaction that writes. */
    private static final String SESSION =
            "SET ROLE spendweir_app; SET search_path = spendweir, pg_temp; SET TIME ZONE 'UTC'";

    private static final String ENTER = """
            SELECT set_config('spendweir.tenant_id', :tenant, true) AS tenant,
                   set_config('synchronous_commit', 'on', true) AS durability,
                   set_config('lock_timeout', :lockWait, true) AS wait
            """;

    private final HikariDataSource pool;
    private final PatientDataSource store;
    private final Outage outage;
    private final Jdbi jdbi;
    private volatile Consumer<BrokenChainException> brokenChains = found -> {};

    private Database(HikariDataSource pool, PatientDataSource store, Outage outage) {
        this.pool = pool;
        this.store = store;
        this.outage = outage;
        this.jdbi = Jdbi.create(this::borrow).installPlugin(new PostgresPlugin());
    }

    /**
     * Opens the pool. The schema must be there, see {@link DatabaseMigration}.
     *
     * @param connections 2..1000; PostgreSQL must allow as many
     * @throws StoreUnavailableException when the first connection fails
     */
    public static Database open(DatabaseTarget target, int connections) {
        DataSource store = store(target);
        Outage outage = new Outage(() -> store.getConnection().close());
        HikariConfig config = new HikariConfig();
        config.setPoolName("spendweir");
        PatientDataSource patient = new PatientDataSource(store, outage);
        config.setDataSource(patient);
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(CONNECTION_WAIT.toMillis());
        config.setAutoCommit(true);
        config.setConnectionInitSql(SESSION);
        try {
            return new Database(new HikariDataSource(config), patient, outage);
        } catch (RuntimeException e) {
            outage.close();
            throw SqlFailure.unavailable(e);
        }
    }

    private static DataSource store(DatabaseTarget target) {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "spendweir");
        properties.setProperty("reWriteBatchedInserts", "true");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", Long.toString(CONNECTION_WAIT.toSeconds()));
        properties.setProperty("socketTimeout", Integer.toString(SOCKET_TIMEOUT_SECONDS));
        properties.setProperty("assumeMinServerVersion", "17");
        return new DriverDataSource(
                target.url(),
                null,
                properties,
                target.app().user(),
                target.app().password());
    }

    /** What a unit of work does with its open transaction. */
    @FunctionalInterface
    public interface Work<T> {
        /** Runs inside the transaction; whatever it throws rolls everything back. */
        T run(Handle handle);
    }

    /**
     * Runs one transaction in which only {@code tenantId}'s rows exist, durable when this returns. Tried again when
     * PostgreSQL says that trying again helps.
     *
     * @throws StoreUnavailableException when the store cannot do it
     * @throws RejectedException {@code AUDIT_QUARANTINE} when the tenant's ledger is in quarantine, or is found broken now
     */
    public <T> T inTenant(String tenantId, Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(TransactionIsolationLevel.READ_COMMITTED, tenantId, work);
            } catch (JdbiException e) {
                if (!SqlFailure.isRetryable(e) || attempt == ATTEMPTS) {
                    throw translate(e);
                }
                pause(attempt);
            } catch (BrokenChainException e) {
                throw broken(e);
            }
        }
    }

    /** As {@link #inTenant}, reading only, and everything as it was at one moment. */
    public <T> T inTenantAtOneMoment(String tenantId, Work<T> work) {
        try {
            return once(TransactionIsolationLevel.REPEATABLE_READ, tenantId, work);
        } catch (JdbiException e) {
            throw translate(e);
        }
    }

    private <T> T once(TransactionIsolationLevel level, String tenantId, Work<T> work) {
        return jdbi.inTransaction(level, handle -> {
            enter(handle, tenantId);
            return work.run(handle);
        });
    }

    /**
     * Runs a part of an open transaction as another tenant.
     *
     * @param back whose rows there are afterwards
     */
    public static <T> T asTenant(Handle handle, String tenantId, String back, Supplier<T> work) {
        become(handle, tenantId);
        T result = work.get();
        become(handle, back);
        return result;
    }

    private static void become(Handle handle, String tenantId) {
        handle.createQuery("SELECT set_config('spendweir.tenant_id', :tenant, true)")
                .bind("tenant", tenantId)
                .mapTo(String.class)
                .one();
    }

    /** Has somebody told of every chain that a writer finds broken, once the writer's transaction is rolled back. */
    public void onBrokenChain(Consumer<BrokenChainException> listener) {
        brokenChains = listener;
    }

    /** The refusal of whatever writes for a tenant in quarantine. */
    public static RejectedException quarantined() {
        return SqlFailure.quarantined();
    }

    /** Tells of a broken chain; the refusal that the writer is to pass on. */
    public RejectedException broken(BrokenChainException found) {
        brokenChains.accept(found);
        return SqlFailure.quarantined();
    }

    /** Runs statements that belong to no tenant; row-level security then shows no tenant's rows. */
    public <T> T withoutTenant(Work<T> work) {
        try {
            return jdbi.withHandle(work::run);
        } catch (JdbiException e) {
            throw translate(e);
        }
    }

    /** A connection for the gate transaction, which minds its own deadline. */
    public Connection connection() {
        try {
            return borrow();
        } catch (SQLException e) {
            throw noConnection(e);
        }
    }

    /**
     * A connection beside the pool, for who keeps it; to be closed.
     *
     * @throws StoreUnavailableException when there is none to be had, at once where the store is known to be away
     */
    public Connection ownConnection() {
        try {
            refuseWhileAway();
            Connection connection = store.attempt();
            try (Statement statement = connection.createStatement()) {
                statement.execute(SESSION);
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw SqlFailure.unavailable(e);
        }
    }

    /** A connection of the pool, or at once none when the store is known to be away. */
    private Connection borrow() throws SQLException {
        refuseWhileAway();
        return pool.getConnection();
    }

    private void refuseWhileAway() throws SQLTransientConnectionException {
        if (outage.isOn()) {
            throw new SQLTransientConnectionException("the store is known to be away");
        }
    }

    Jdbi jdbi() {
        return jdbi;
    }

    /** The pool, for metrics. */
    public HikariDataSource dataSource() {
        return pool;
    }

    /** Whether a connection can be had and answers. */
    public boolean isReachable() {
        try (Connection connection = borrow()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        // First, or the pool would wait for those who wait for the store.
        outage.close();
        pool.close();
    }

    private static void enter(Handle handle, String tenantId) {
        handle.createQuery(ENTER)
                .bind("tenant", tenantId)
                .bind("lockWait", LOCK_WAIT_MILLIS)
                .map((row, context) -> row.getString(1))
                .one();
    }

    /** A failed statement, as the exception that {@link #inTenant} knows how to judge. */
    public static JdbiException failed(SQLException e) {
        return new UnableToExecuteStatementException(e, null);
    }

    /** Whether a statement failed because somebody else was first: with a lock, or with a row. */
    public static boolean isRivalry(SQLException e) {
        return SqlFailure.isRivalry(e);
    }

    /** The failure of a statement outside {@link #inTenant}, told apart. */
    public static StoreUnavailableException unavailable(SQLException e) {
        return SqlFailure.unavailable(e);
    }

    private StoreUnavailableException translate(JdbiException e) {
        if (e instanceof ConnectionException && e.getCause() instanceof SQLException sql) {
            return noConnection(sql);
        }
        if (e instanceof TransactionException && SqlFailure.state(e).isEmpty()) {
            return new StoreUnavailableException(
                    StoreUnavailableException.Kind.UNREACHABLE, "the transaction's end failed", e);
        }
        return SqlFailure.unavailable(e);
    }

    private StoreUnavailableException noConnection(SQLException e) {
        boolean allInUse =
                !outage.isOn() && pool.getHikariPoolMXBean().getActiveConnections() >= pool.getMaximumPoolSize();
        return new StoreUnavailableException(
                allInUse ? StoreUnavailableException.Kind.EXHAUSTED : StoreUnavailableException.Kind.UNREACHABLE,
                "no connection",
                e);
    }

    private static void pause(int attempt) {
        long bound = RETRY_PAUSE.toMillis() << attempt;
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(bound / 2, bound));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
