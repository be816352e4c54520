package dev.spendweir.server.postgres;

import dev.spendweir.server.store.ClusterBootstrap;
import dev.spendweir.server.store.DatabaseLogin;
import dev.spendweir.server.store.DatabaseRoles;
import dev.spendweir.server.store.DatabaseTarget;
import dev.spendweir.server.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A real PostgreSQL 18 in a data directory that survives restarts (profile {@code dev}, spec 9.1).
 *
 * <p>It is started with {@code fsync} and {@code synchronous_commit} on and says so itself before anybody may use it,
 * listens on 127.0.0.1 only, and lets nobody in without a generated password (scram-sha-256). One spendweir process owns
 * a data directory at a time. A server that a killed process left behind is stopped cleanly before the new start; what
 * it had committed is there again.
 *
 * <p>Not thread-safe, but {@link #close} may come from any thread.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    /** The database that {@link #target()} names. */
    public static final String DATABASE = "spendweir";

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final DataDirectoryLock lock;
    private final PostgresCluster cluster;
    private final PostgresSecrets secrets;
    private final int port;
    private volatile Postmaster postmaster;
    private boolean closed;

    private EmbeddedPostgres(DataDirectoryLock lock, PostgresCluster cluster, PostgresSecrets secrets, int port) {
        this.lock = lock;
        this.cluster = cluster;
        this.secrets = secrets;
        this.port = port;
        this.postmaster = Postmaster.of(cluster.postmasterPid());
    }

    /**
     * Starts the cluster in {@code dataDirectory}, making it first when there is none, with the programs unpacked there
     * too.
     *
     * @throws PostgresStartException with the reason, see {@link PostgresStartError}
     */
    public static EmbeddedPostgres start(Path dataDirectory) {
        return start(dataDirectory, ownPrograms(dataDirectory));
    }

    /**
     * As {@link #start(Path)}, with the unpacked programs in {@code programs}, which several data directories may share.
     */
    public static EmbeddedPostgres start(Path dataDirectory, Path programs) {
        refuseShellCharacters(programs);
        return start(dataDirectory, () -> PostgresBinaries.unpack(programs.toAbsolutePath()));
    }

    /**
     * As {@link #start(Path)}, with the programs of a PostgreSQL that is installed, which may be compiled otherwise than the
     * bundled one. A data directory stays with one major version.
     *
     * @param installation the directory that holds {@code bin}, {@code lib} and {@code share}
     */
    public static EmbeddedPostgres startInstalled(Path dataDirectory, Path installation) {
        refuseShellCharacters(installation);
        return start(dataDirectory, () -> PostgresBinaries.installed(installation.toAbsolutePath()));
    }

    private static EmbeddedPostgres start(Path dataDirectory, Supplier<PostgresBinaries> programs) {
        refuseShellCharacters(dataDirectory);
        try {
            Path directory = privateDirectory(dataDirectory).toRealPath();
            DataDirectoryLock lock = DataDirectoryLock.take(directory);
            boolean started = false;
            try {
                EmbeddedPostgres postgres = startLocked(directory, programs, lock);
                started = true;
                return postgres;
            } finally {
                if (!started) {
                    lock.close();
                }
            }
        } catch (IOException e) {
            throw new PostgresStartException(PostgresStartError.DATA_DIR_UNUSABLE, unusable(dataDirectory, e), e);
        }
    }

    private static Path ownPrograms(Path dataDirectory) {
        return home(dataDirectory).resolve("programs");
    }

    private static Path home(Path dataDirectory) {
        return dataDirectory.resolve("postgres");
    }

    /**
     * Stops the PostgreSQL that a killed process left behind in {@code dataDirectory}, for who is about to delete that
     * directory. Does nothing when none runs there.
     *
     * @throws PostgresStartException when it does not stop, or the directory is another process's
     */
    public static void stopLeftover(Path dataDirectory) {
        try {
            Path home = home(dataDirectory);
            if (PostmasterFile.read(PostgresCluster.data(home)).isEmpty()) {
                return;
            }
            Path directory = dataDirectory.toRealPath();
            DataDirectoryLock lock = DataDirectoryLock.take(directory);
            try {
                clusterIn(home(directory), PostgresBinaries.unpack(ownPrograms(directory)))
                        .stopLeftover();
            } finally {
                lock.close();
            }
        } catch (IOException e) {
            throw new PostgresStartException(PostgresStartError.DATA_DIR_UNUSABLE, unusable(dataDirectory, e), e);
        }
    }

    private static PostgresCluster clusterIn(Path home, PostgresBinaries programs) throws IOException {
        return new PostgresCluster(home, PostgresPrograms.in(home, programs));
    }

    private static EmbeddedPostgres startLocked(
            Path directory, Supplier<PostgresBinaries> programs, DataDirectoryLock lock) throws IOException {
        Path home = privateDirectory(home(directory));
        PostgresSecrets secrets = PostgresSecrets.readOrCreate(home.resolve("passwords.properties"));
        PostgresCluster cluster = clusterIn(home, programs.get());
        cluster.stopLeftover();
        cluster.initialiseIfAbsent(secrets.superuser());
        cluster.refuseOtherVersion();
        int port = cluster.start();
        boolean ready = false;
        try {
            EmbeddedPostgres postgres = new EmbeddedPostgres(lock, cluster, secrets, port);
            postgres.prepare();
            ready = true;
            return postgres;
        } finally {
            if (!ready) {
                cluster.stop();
            }
        }
    }

    private void prepare() {
        try {
            ClusterBootstrap bootstrap = bootstrap();
            Optional<String> problem = bootstrap.durabilityProblem();
            if (problem.isPresent()) {
                throw new PostgresStartException(
                        PostgresStartError.NOT_DURABLE,
                        problem.get() + ", must be on; remove it from postgresql.auto.conf and role settings");
            }
            bootstrap.ensureRoles(Map.of(
                    DatabaseRoles.MIGRATOR, secrets.migrator(),
                    DatabaseRoles.APP, secrets.app(),
                    DatabaseRoles.AUDITOR, secrets.auditor()));
            bootstrap.ensureDatabase(DATABASE);
        } catch (StoreUnavailableException e) {
            throw new PostgresStartException(
                    PostgresStartError.START_FAILED, "PostgreSQL runs but cannot be prepared: " + e.getMessage(), e);
        }
    }

    private ClusterBootstrap bootstrap() {
        return new ClusterBootstrap(ClusterBootstrap.url(port, PostgresCluster.SUPERUSER), superuser());
    }

    /** Where the database is and who may enter: the runtime's and the migrator's login. */
    public DatabaseTarget target() {
        return target(DATABASE);
    }

    /** As {@link #target()} for another database of this cluster, see {@link #createDatabase}. */
    public DatabaseTarget target(String database) {
        return new DatabaseTarget(
                ClusterBootstrap.url(port, database),
                new DatabaseLogin(DatabaseRoles.APP, secrets.app()),
                new DatabaseLogin(DatabaseRoles.MIGRATOR, secrets.migrator()));
    }

    /** The read-only login of {@code spendweir_auditor}. */
    public DatabaseLogin auditor() {
        return new DatabaseLogin(DatabaseRoles.AUDITOR, secrets.auditor());
    }

    /** The login of the cluster's superuser; the server itself never uses it after the start. */
    public DatabaseLogin superuser() {
        return new DatabaseLogin(PostgresCluster.SUPERUSER, secrets.superuser());
    }

    /** Makes a further database of this cluster, owned by the migrator, unless it exists. */
    public void createDatabase(String name) {
        bootstrap().ensureDatabase(name);
    }

    /** The TCP port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The process id of the postmaster, for operators and crash tests. */
    public long postmasterPid() {
        return cluster.postmasterPid();
    }

    /** Whether its process lives. */
    boolean isRunning() {
        return postmaster.isAlive();
    }

    /**
     * Starts PostgreSQL again on its port, for those who hold {@link #target()}, after its process ended. What was
     * committed is there again.
     *
     * @throws PostgresStartException with the reason, see {@link PostgresStartError}; nothing runs then
     */
    public synchronized void startAgain() {
        if (closed) {
            throw new IllegalStateException("PostgreSQL was closed");
        }
        boolean ready = false;
        try {
            cluster.stopLeftover();
            cluster.startOn(port);
            prepare();
            postmaster = Postmaster.of(cluster.postmasterPid());
            ready = true;
        } catch (IOException e) {
            throw new PostgresStartException(PostgresStartError.DATA_DIR_UNUSABLE, String.valueOf(e.getMessage()), e);
        } finally {
            if (!ready) {
                cluster.stop();
            }
        }
    }

    /** Ends the process, and with it a start that is under way in another thread. */
    void stopProcess() {
        cluster.stop();
    }

    /** PostgreSQL's own log. */
    Path log() {
        return cluster.log();
    }

    /** Stops PostgreSQL (fast: open transactions are rolled back, nothing committed is lost) and frees the directory. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            cluster.stop();
        } finally {
            lock.close();
        }
    }

    /** Lets go of the directory as a killed process does: the lock ends, the postmaster lives on. For tests. */
    synchronized void abandon() {
        closed = true;
        lock.close();
    }

    private static Path privateDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory.toAbsolutePath().getParent());
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        }
        return directory;
    }

    /** pg_ctl hands its own path to a shell inside double quotes; these characters would change there. */
    private static String unusable(Path directory, IOException e) {
        // A file system's own message is often the path alone.
        String why = e instanceof FileSystemException ? e.getClass().getSimpleName() : String.valueOf(e.getMessage());
        return directory + " cannot be used (" + why
                + "); is it yours to write? data_dir or --data-dir names another directory";
    }

    private static void refuseShellCharacters(Path path) {
        String text = path.toAbsolutePath().toString();
        if (text.chars().anyMatch(c -> c == '"' || c == '$' || c == '`' || c == '\\' || c < ' ')) {
            throw new PostgresStartException(
                    PostgresStartError.DATA_DIR_PATH_UNSUPPORTED,
                    "the path " + text + " holds one of \" $ ` \\ or a control character; choose another --data-dir");
        }
    }
}
