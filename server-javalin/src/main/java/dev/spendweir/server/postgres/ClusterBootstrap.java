package dev.spendweir.server.postgres;

import dev.spendweir.server.store.DatabaseRoles;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What the superuser does once after each start: prove durability, give the three roles their passwords. */
final class ClusterBootstrap {
    static final String SUPERUSER = "postgres";

    private static final String CONNECT_TIMEOUT_SECONDS = "10";

    private ClusterBootstrap() {}

    static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    static void prepare(int port, PostgresSecrets secrets) {
        try (Connection connection = connect(port, secrets)) {
            proveDurable(connection);
            DatabaseRoles.ensure(connection, DatabaseRoles.APP);
            DatabaseRoles.setPassword(connection, "spendweir_migrator", secrets.migrator());
            DatabaseRoles.setPassword(connection, "spendweir_app", secrets.app());
            DatabaseRoles.setPassword(connection, "spendweir_auditor", secrets.auditor());
            createDatabase(connection, EmbeddedPostgres.DATABASE);
        } catch (SQLException e) {
            throw new PostgresStartException(
                    PostgresStartError.START_FAILED, "cannot prepare PostgreSQL: " + e.getMessage(), e);
        }
    }

    static void createDatabase(int port, PostgresSecrets secrets, String name) {
        try (Connection connection = connect(port, secrets)) {
            createDatabase(connection, name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create database " + name, e);
        }
    }

    private static void createDatabase(Connection connection, String name) throws SQLException {
        @Nullable String statement;
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT CASE WHEN NOT EXISTS (SELECT FROM pg_database WHERE datname = ?)
                       THEN format('CREATE DATABASE %I OWNER spendweir_migrator TEMPLATE template0', ?::text) END
                """)) {
            query.setString(1, name);
            query.setString(2, name);
            statement = singleText(query);
        }
        if (statement != null) {
            try (PreparedStatement create = connection.prepareStatement(statement)) {
                create.execute();
            }
        }
    }

    private static Connection connect(int port, PostgresSecrets secrets) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", SUPERUSER);
        properties.setProperty("password", secrets.superuser());
        properties.setProperty("connectTimeout", CONNECT_TIMEOUT_SECONDS);
        properties.setProperty("ApplicationName", "spendweir-start");
        return DriverManager.getConnection(url(port, "postgres"), properties);
    }

    private static void proveDurable(Connection connection) throws SQLException {
        for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
            try (PreparedStatement show = connection.prepareStatement("SELECT current_setting(?)")) {
                show.setString(1, setting);
                String value = singleText(show);
                if (!"on".equals(value)) {
                    throw new PostgresStartException(
                            PostgresStartError.NOT_DURABLE,
                            setting + " is " + value
                                    + ", must be on; remove it from postgresql.auto.conf and role settings");
                }
            }
        }
    }

    private static @Nullable String singleText(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }
}
