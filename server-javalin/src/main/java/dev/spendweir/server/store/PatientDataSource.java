package dev.spendweir.server.store;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections for the pool, and reports when the store takes none. While it is away the pool waits here until the
 * moment that it is back; left to itself it would try again after pauses of up to ten seconds.
 */
final class PatientDataSource implements DataSource {
    private static final String NOT_CONNECTED = "08001";

    private final DataSource store;
    private final Outage outage;

    PatientDataSource(DataSource store, Outage outage) {
        this.store = store;
        this.outage = outage;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (!outage.awaitEnd()) {
            throw new SQLTransientConnectionException("the store is closed", NOT_CONNECTED);
        }
        return attempt();
    }

    /** Opens a connection, or says at once that there is none. */
    Connection attempt() throws SQLException {
        try {
            return store.getConnection();
        } catch (SQLException e) {
            if (SqlFailure.isOutage(e)) {
                outage.begin(e);
            }
            throw e;
        }
    }

    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the login is part of the configuration");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return store.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        store.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        store.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return store.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return store.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return store.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return store.isWrapperFor(type);
    }
}
