package dev.spendweir.server.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * PostgreSQL's own driver with a test in between: addresses with {@code ?faults=} give connections that fail as their
 * {@link Faults} say. Everything else about them is real.
 */
public final class FaultyDriver implements Driver {
    private static final String MARK = "?faults=";
    private static final Map<String, Faults> PLANS = new ConcurrentHashMap<>();
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final Driver REAL = new org.postgresql.Driver();

    static {
        try {
            // The first driver that takes an address gets it, and PostgreSQL's takes ours too.
            for (Driver driver : Collections.list(DriverManager.getDrivers())) {
                DriverManager.deregisterDriver(driver);
            }
            DriverManager.registerDriver(new FaultyDriver());
            DriverManager.registerDriver(REAL);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private FaultyDriver() {}

    /** The database through faulty connections. */
    public static DatabaseTarget target(DatabaseTarget target, Faults faults) {
        String number = Integer.toString(NUMBERS.incrementAndGet());
        PLANS.put(number, faults);
        return new DatabaseTarget(target.url() + MARK + number, target.app(), target.migrator());
    }

    /** The address without faults. */
    public static String plain(String url) {
        return url.contains(MARK) ? url.substring(0, url.indexOf(MARK)) : url;
    }

    @Override
    public Connection connect(String url, Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        Faults faults = PLANS.get(url.substring(url.indexOf(MARK) + MARK.length()));
        Connection real = REAL.connect(plain(url), info);
        return proxy(Connection.class, new OnConnection(real, faults));
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.contains(MARK);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(FaultyDriver.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object invoke(Object real, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private record OnConnection(Connection real, Faults faults) implements InvocationHandler {
        @Override
        public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
            if (method.getName().equals("commit")) {
                boundary(real, faults);
                FaultyDriver.invoke(real, method, arguments);
                if (faults.losesAnswer()) {
                    breakOff(real, "after COMMIT");
                }
                return null;
            }
            Object result = FaultyDriver.invoke(real, method, arguments);
            if (result instanceof PreparedStatement statement) {
                String sql = String.valueOf(arguments[0]);
                return FaultyDriver.proxy(PreparedStatement.class, new OnStatement(statement, sql, real, faults));
            }
            if (result instanceof Statement statement) {
                return FaultyDriver.proxy(Statement.class, new OnStatement(statement, "", real, faults));
            }
            return result;
        }
    }

    /** @param sql empty: not known before it is run */
    private record OnStatement(Statement statement, String sql, Connection real, Faults faults)
            implements InvocationHandler {
        @Override
        public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
            boolean executes = method.getName().startsWith("execute");
            if (executes && isWithinTransaction()) {
                boundary(real, faults);
            }
            Object result = FaultyDriver.invoke(statement, method, arguments);
            if (executes && sql.endsWith("COMMIT") && faults.losesAnswer()) {
                breakOff(real, "after COMMIT");
            }
            return result;
        }

        /** Begun by the driver, or by the statement itself. */
        private boolean isWithinTransaction() throws SQLException {
            return !real.getAutoCommit()
                    || sql.startsWith("BEGIN;")
                    || real.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE;
        }
    }

    private static void boundary(Connection real, Faults faults) throws SQLException {
        switch (faults.before()) {
            case NONE -> {}
            case FAIL -> throw new SQLException("the statement is lost", "58030");
            case BREAK -> breakOff(real, "before a statement");
        }
    }

    private static void breakOff(Connection real, String where) throws SQLException {
        real.abort(Runnable::run);
        throw new SQLException("the connection broke " + where, "08006");
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return REAL.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return REAL.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("faults");
    }
}
