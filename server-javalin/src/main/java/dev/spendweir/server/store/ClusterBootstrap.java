package dev.spendweir.server.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What the superuser of a cluster of our own does after each start: prove durability, make roles and databases. */
public final class ClusterBootstrap {
    private static final String CONNECT_TIMEOUT_SECONDS = "10";
    private static final String[] DURABILITY = {"fsync", "synchronous_commit", "full_page_writes"};

    private final String url;
    private final DatabaseLogin superuser;

    /** @param url address of the cluster's own database, see {@link #url} */
    public ClusterBootstrap(String url, DatabaseLogin superuser) {
        this.url = url;
        this.superuser = superuser;
    }

    /** The address of a database on this machine. */
    public static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /**
     * The first setting that would make an acknowledged commit less than durable, as the server itself shows it; empty when
     * all is well.
     */
    public Optional<String> durabilityProblem() {
        return run(connection -> {
            for (String setting : DURABILITY) {
                try (PreparedStatement show = connection.prepareStatement("SELECT current_setting(?)")) {
                    show.setString(1, setting);
                    String value = singleText(show);
                    if (!"on".equals(value)) {
                        return Optional.of(setting + " is " + value);
                    }
                }
            }
            return Optional.empty();
        });
    }

    /** Makes the three roles and gives each of these its password. */
    public void ensureRoles(Map<String, String> passwords) {
        run(connection -> {
            DatabaseRoles.ensure(connection, DatabaseRoles.APP);
            for (Map.Entry<String, String> role : passwords.entrySet()) {
                DatabaseRoles.setPassword(connection, role.getKey(), role.getValue());
            }
            return true;
        });
    }

    /** Makes a database that the migrator owns, unless it exists. */
    public void ensureDatabase(String name) {
        run(connection -> {
            String statement = createStatement(connection, name);
            if (statement != null) {
                try (PreparedStatement create = connection.prepareStatement(statement)) {
                    create.execute();
                }
            }
            return true;
        });
    }

    private static @Nullable String createStatement(Connection connection, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT CASE WHEN NOT EXISTS (SELECT FROM pg_database WHERE datname = ?)
                       THEN format('CREATE DATABASE %I OWNER spendweir_migrator TEMPLATE template0', ?::text) END
                """)) {
            query.setString(1, name);
            query.setString(2, name);
            return singleText(query);
        }
    }

    private interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    private <T> T run(Work<T> work) {
        Properties properties = new Properties();
        properties.setProperty("user", superuser.user());
        properties.setProperty("password", superuser.password());
        properties.setProperty("connectTimeout", CONNECT_TIMEOUT_SECONDS);
        properties.setProperty("ApplicationName", "spendweir-start");
        try (Connection connection = DriverManager.getConnection(url, properties)) {
            return work.run(connection);
        } catch (SQLException e) {
            throw SqlFailure.unavailable(e);
        }
    }

    private static @Nullable String singleText(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }
}
