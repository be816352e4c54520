package dev.spendweir.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** The three roles of spec 3.3. They belong to the cluster, not to a database, so no migration can make them. */
public final class DatabaseRoles {
    /** Runs the server: reads and writes rows by grant, never changes the schema or the ledger. */
    public static final String APP = "spendweir_app";
    /** Owns the schema. */
    public static final String MIGRATOR = "spendweir_migrator";
    /** Reads everything of the tenant it sets. */
    public static final String AUDITOR = "spendweir_auditor";

    private DatabaseRoles() {}

    /**
     * Makes the roles that are missing, lets the connected user act as the migrator and {@code appLogin} as the app. Needs
     * CREATEROLE only where one of these is not yet so.
     */
    public static void ensure(Connection connection, String appLogin) throws SQLException {
        try (PreparedStatement hand =
                connection.prepareStatement("SELECT set_config('spendweir.app_login', ?, false)")) {
            hand.setString(1, appLogin);
            hand.execute();
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(SqlText.read(DatabaseRoles.class, "roles.sql"));
        }
    }

    /** Lets a role log in with a password. The password travels as a parameter, never in a statement's text. */
    public static void setPassword(Connection connection, String role, String password) throws SQLException {
        try (PreparedStatement hand = connection.prepareStatement(
                "SELECT set_config('spendweir.role', ?, false), set_config('spendweir.password', ?, false)")) {
            hand.setString(1, role);
            hand.setString(2, password);
            hand.execute();
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(SqlText.read(DatabaseRoles.class, "role_password.sql"));
        }
    }
}
