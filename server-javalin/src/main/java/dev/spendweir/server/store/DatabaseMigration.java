package dev.spendweir.server.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings roles and schema up to date, as {@code spendweir_migrator}; run at every start before the pool opens. */
public final class DatabaseMigration {
    /** The schema that everything lives in. */
    public static final String SCHEMA = "spendweir";

    /** transaction_timeout, which bounds the gate transaction, came with 17. */
    private static final int OLDEST_SERVER = 17;

    private DatabaseMigration() {}

    /**
     * Makes the roles that are missing, then migrates.
     *
     * @throws StoreUnavailableException when the database cannot be reached or refuses
     */
    public static void run(DatabaseTarget target) {
        Properties login = new Properties();
        login.setProperty("user", target.migrator().user());
        login.setProperty("password", target.migrator().password());
        try (Connection connection = DriverManager.getConnection(target.url(), login)) {
            refuseOldServer(connection);
            DatabaseRoles.ensure(connection, target.app().user());
        } catch (SQLException e) {
            throw SqlFailure.unavailable(e);
        }
        try {
            Flyway.configure()
                    .dataSource(
                            target.url(),
                            target.migrator().user(),
                            target.migrator().password())
                    .schemas(SCHEMA)
                    .defaultSchema(SCHEMA)
                    .createSchemas(true)
                    .locations("classpath:db/migration")
                    .validateMigrationNaming(true)
                    .cleanDisabled(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StoreUnavailableException(
                    StoreUnavailableException.Kind.FAILED, "the schema could not be migrated", e);
        }
    }

    private static void refuseOldServer(Connection connection) throws SQLException {
        int version = connection.getMetaData().getDatabaseMajorVersion();
        if (version < OLDEST_SERVER) {
            throw new StoreUnavailableException(
                    StoreUnavailableException.Kind.FAILED,
                    "the database is PostgreSQL " + version + ", needed is " + OLDEST_SERVER + " or newer",
                    null);
        }
    }
}
