package dev.spendweir.server.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One cluster on disk and its server process: initialise, start, stop, and deal with what a crash left behind. */
final class PostgresCluster {
    /** Crash recovery replays at most a few WAL segments here; a slow disk gets the benefit of the doubt. */
    private static final Duration START_BOUND = Duration.ofSeconds(60);

    /** A fast stop writes one checkpoint. */
    private static final Duration STOP_BOUND = Duration.ofSeconds(20);

    /** After SIGQUIT no page is written any more; recovery at the next start does the rest. */
    private static final Duration IMMEDIATE_STOP_BOUND = Duration.ofSeconds(5);

    /** Another process may take the port between our look and PostgreSQL's bind. */
    private static final int START_ATTEMPTS = 5;

    /** Backends of a killed postmaster notice its death within moments, and hold its shared memory until then. */
    private static final Duration ORPHAN_PAUSE = Duration.ofMillis(200);

    /** Name of the superuser and of the database that initdb makes for it. */
    static final String SUPERUSER = "postgres";

    private static final String DATA = "data";
    private static final String LOG = "postgres.log";

    private final Path home;
    private final Path data;
    private final PostgresPrograms programs;

    PostgresCluster(Path home, PostgresPrograms programs) {
        this.home = home;
        this.data = data(home);
        this.programs = programs;
    }

    static Path data(Path home) {
        return home.resolve(DATA);
    }

    /** Stops the server of an earlier run that died without stopping it; removes a pid file that names nobody. */
    void stopLeftover() throws IOException {
        Optional<PostmasterFile> file = PostmasterFile.read(data);
        if (file.isEmpty()) {
            Files.deleteIfExists(data.resolve(PostmasterFile.NAME));
            return;
        }
        Optional<ProcessHandle> leftover = file.get().livePostgresOf(data);
        if (leftover.isEmpty()) {
            // The id now belongs to nobody or to a stranger; PostgreSQL itself would refuse the latter for ever.
            // Shared memory still held by orphaned backends is found by PostgreSQL without this file.
            Files.deleteIfExists(data.resolve(PostmasterFile.NAME));
            return;
        }
        stop();
        if (!awaitExit(leftover.get(), IMMEDIATE_STOP_BOUND)) {
            throw new PostgresStartException(
                    PostgresStartError.LEFTOVER_NOT_STOPPED,
                    "PostgreSQL process " + leftover.get().pid()
                            + " of an earlier run does not stop; end it and try again");
        }
    }

    /** Runs initdb beside the final place and renames it when it is whole and on disk. */
    void initialiseIfAbsent(String superuserPassword) throws IOException {
        if (Files.exists(data.resolve("PG_VERSION"))) {
            return;
        }
        if (Files.exists(data)) {
            throw new PostgresStartException(
                    PostgresStartError.DATA_DIR_UNUSABLE,
                    data + " exists but holds no PostgreSQL cluster; move it away and start again");
        }
        Path staging = home.resolve("data.new");
        FileTree.deleteIfExists(staging);
        Path passwordFile = Files.createTempFile(
                home,
                "password-",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(passwordFile, superuserPassword + "\n");
            PostgresPrograms.Result made = programs.run(
                    START_BOUND,
                    "initdb",
                    "--pgdata=data.new",
                    "--username=" + SUPERUSER,
                    "--pwfile=" + passwordFile.getFileName(),
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--data-checksums");
            if (made.failed()) {
                throw new PostgresStartException(
                        PostgresStartError.START_FAILED, "initdb failed in " + home + ": " + made.output());
            }
        } finally {
            Files.deleteIfExists(passwordFile);
        }
        Files.move(staging, data, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Refuses a cluster that another major version made; its files would not be understood. */
    void refuseOtherVersion() throws IOException {
        String made = Files.readString(data.resolve("PG_VERSION")).strip();
        PostgresPrograms.Result version = programs.run(START_BOUND, "postgres", "--version");
        String running = version.output()
                .replaceFirst("^.*\\) ", "")
                .replaceFirst("\\..*$", "")
                .strip();
        if (!made.equals(running)) {
            throw new PostgresStartException(
                    PostgresStartError.DATA_DIR_VERSION_MISMATCH,
                    data + " was made by PostgreSQL " + made + ", this build brings " + running
                            + "; dump it with the old version and load it here, or use another --data-dir");
        }
    }

    /** Starts the server on a free port of 127.0.0.1 and gives that port. */
    int start() throws IOException {
        return start(OptionalInt.empty());
    }

    /** Starts the server on the port where its clients look for it. */
    void startOn(int port) throws IOException {
        start(OptionalInt.of(port));
    }

    private int start(OptionalInt wanted) throws IOException {
        String output = "";
        for (int attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
            int port = wanted.isPresent() ? wanted.getAsInt() : freePort();
            writeConfiguration(port);
            Files.deleteIfExists(log());
            PostgresPrograms.Result started = programs.run(
                    START_BOUND,
                    "pg_ctl",
                    "start",
                    "--pgdata=" + DATA,
                    "--log=" + LOG,
                    "--wait",
                    "--timeout=" + START_BOUND.toSeconds(),
                    "--silent");
            if (!started.failed()) {
                return port;
            }
            output = PostgresPrograms.tail(log()) + " " + started.output();
            if (!passesWithTime(output)) {
                break;
            }
            pause(ORPHAN_PAUSE.multipliedBy(attempt));
        }
        throw new PostgresStartException(
                PostgresStartError.START_FAILED, "PostgreSQL did not start in " + home + ": " + output.strip());
    }

    private static boolean passesWithTime(String output) {
        return output.contains("could not bind")
                || output.contains("could not create any TCP/IP sockets")
                || output.contains("pre-existing shared memory block");
    }

    /** Fast stop, then immediate when that takes too long. Does nothing when no server runs. */
    void stop() {
        try {
            if (stop("fast", STOP_BOUND).failed()) {
                stop("immediate", IMMEDIATE_STOP_BOUND);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PostgresPrograms.Result stop(String mode, Duration bound) throws IOException {
        return programs.run(
                bound.plusSeconds(1),
                "pg_ctl",
                "stop",
                "--pgdata=" + DATA,
                "--mode=" + mode,
                "--wait",
                "--timeout=" + bound.toSeconds(),
                "--silent");
    }

    /** Where PostgreSQL writes what it has to say about its start and its end. */
    Path log() {
        return home.resolve(LOG);
    }

    long postmasterPid() {
        try {
            return PostmasterFile.read(data).map(PostmasterFile::pid).orElse(-1L);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeConfiguration(int port) throws IOException {
        try (var template = PostgresCluster.class.getResourceAsStream("postgresql.conf")) {
            if (template == null) {
                throw new IllegalStateException("postgresql.conf is missing from the class path");
            }
            String settings = new String(template.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(data.resolve("postgresql.conf"), settings + "port = " + port + "\n");
        }
        // Whoever has an account on this machine still needs a password; nobody else can reach the port.
        Files.writeString(data.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }

    private static boolean awaitExit(ProcessHandle process, Duration bound) {
        try {
            process.onExit().get(bound.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
