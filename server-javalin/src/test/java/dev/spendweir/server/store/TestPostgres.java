package dev.spendweir.server.store;

import dev.spendweir.server.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** One real PostgreSQL per test JVM; each caller gets a fresh, migrated database of it. */
public final class TestPostgres {
    private static final Path PROGRAMS = Path.of("target", "postgres-programs").toAbsolutePath();
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestPostgres() {}

    private static final class Holder {
        static final EmbeddedPostgres INSTANCE = startShared();
    }

    /** Where tests keep the unpacked programs, so that they are unpacked once. */
    public static Path programs() {
        return PROGRAMS;
    }

    /** The shared server. */
    public static EmbeddedPostgres shared() {
        return Holder.INSTANCE;
    }

    /** Migrated once; PostgreSQL copies it faster than the migrations run. */
    private static final class Template {
        static final String NAME = made("test_template");

        private static String made(String name) {
            shared().createDatabase(name);
            DatabaseMigration.run(shared().target(name));
            return name;
        }
    }

    /** A new database with the whole schema in it. */
    public static DatabaseTarget freshDatabase() {
        String name = "test_" + DATABASES.incrementAndGet();
        execute("CREATE DATABASE " + name + " OWNER spendweir_migrator TEMPLATE " + Template.NAME);
        return shared().target(name);
    }

    /** Deletes a database that nobody needs any more; thousands of files at the end of all tests take their time. */
    public static void drop(DatabaseTarget target) {
        String url = FaultyDriver.plain(target.url());
        String name = url.substring(url.lastIndexOf('/') + 1);
        execute("DROP DATABASE " + name + " WITH (FORCE)");
    }

    private static void execute(String sql) {
        DatabaseLogin login = shared().superuser();
        String url = shared().target("postgres").url();
        try (Connection connection = DriverManager.getConnection(url, login.user(), login.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static EmbeddedPostgres startShared() {
        try {
            Path directory = Files.createTempDirectory("spendweir-test-");
            EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, PROGRAMS);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                // Nothing here is worth a checkpoint: the data go with the directory.
                ProcessHandle.of(postgres.postmasterPid()).ifPresent(postmaster -> {
                    postmaster.destroyForcibly();
                    postmaster.onExit().join();
                });
                delete(directory);
            }));
            return postgres;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Backends outlive their postmaster for a moment and may still be writing: what they leave is not an error. */
    private static void delete(Path directory) {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("left behind: " + directory + " (" + e.getMessage() + ")");
        }
    }
}
