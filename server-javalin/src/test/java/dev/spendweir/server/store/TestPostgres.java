package dev.spendweir.server.store;

import dev.spendweir.server.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** A new database with the whole schema in it. */
    public static DatabaseTarget freshDatabase() {
        String name = "test_" + DATABASES.incrementAndGet();
        shared().createDatabase(name);
        DatabaseTarget target = shared().target(name);
        DatabaseMigration.run(target);
        return target;
    }

    private static EmbeddedPostgres startShared() {
        try {
            Path directory = Files.createTempDirectory("spendweir-test-");
            EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, PROGRAMS);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                postgres.close();
                delete(directory);
            }));
            return postgres;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
