package dev.spendweir.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.server.store.DatabaseLogin;
import dev.spendweir.server.store.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EmbeddedPostgresTest {
    /** A stopped cluster: copying it costs a fraction of making one. */
    @TempDir
    private static Path made;

    @TempDir
    private Path temp;

    @BeforeAll
    static void makeOne() {
        EmbeddedPostgres.start(made, TestPostgres.programs()).close();
    }

    private static EmbeddedPostgres start(Path directory) {
        return EmbeddedPostgres.start(directory, TestPostgres.programs());
    }

    /** A copy of the stopped cluster, in the test's directory. */
    private void givenStopped() throws IOException {
        try (Stream<Path> files = Files.walk(made)) {
            for (Path file : files.toList()) {
                Path copy = temp.resolve(made.relativize(file).toString());
                if (!Files.isDirectory(copy)) {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    @Test
    void startInstalled_usesTheProgramsOfTheInstallation() throws Exception {
        givenStopped();
        Path installation = PostgresBinaries.unpack(TestPostgres.programs()).home();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.startInstalled(temp, installation);
                Connection connection = superuser(postgres)) {
            assertThat(show(connection, "fsync")).isEqualTo("on");
            assertThat(ProcessHandle.of(postgres.postmasterPid())
                            .flatMap(process -> process.info().command()))
                    .hasValue(installation.resolve("bin/postgres").toRealPath().toString());
        }
    }

    @Test
    void startInstalled_whereAProgramIsMissing_saysWhichAndWhatToName() {
        assertThatThrownBy(() -> EmbeddedPostgres.startInstalled(temp, temp.resolve("elsewhere")))
                .isInstanceOf(PostgresStartException.class)
                .hasMessageContaining(temp.resolve("elsewhere/bin/initdb").toString())
                .hasMessageContaining("bin, lib and share");
    }

    @Test
    void start_inPathWithSpaces_isDurableLocalAndAsksForAPassword() throws Exception {
        Path directory = temp.resolve("a path with 'spaces'");
        try (EmbeddedPostgres postgres = start(directory)) {
            try (Connection connection = superuser(postgres)) {
                assertThat(show(connection, "fsync")).isEqualTo("on");
                assertThat(show(connection, "synchronous_commit")).isEqualTo("on");
                assertThat(show(connection, "full_page_writes")).isEqualTo("on");
                assertThat(show(connection, "listen_addresses")).isEqualTo("127.0.0.1");
                assertThat(show(connection, "unix_socket_directories")).isEmpty();
                assertThat(show(connection, "password_encryption")).isEqualTo("scram-sha-256");
                assertThat(show(connection, "server_version")).startsWith("18.");
            }
            assertThatThrownBy(() -> connect(postgres, new DatabaseLogin("postgres", "guess")))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
            Path passwords = directory.resolve("postgres/passwords.properties");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(passwords)))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                    .isEqualTo("rwx------");
            assertThat(postgres.target().toString())
                    .doesNotContain(postgres.superuser().password());
        }
    }

    @Test
    void restart_afterCleanStop_keepsTheData() throws Exception {
        givenStopped();
        try (EmbeddedPostgres first = start(temp)) {
            write(first);
        }
        try (EmbeddedPostgres second = start(temp)) {
            assertThat(read(second)).isEqualTo("kept");
        }
    }

    @Test
    void restart_whilePostmasterOfADeadRunLives_stopsItAndKeepsTheData() throws Exception {
        givenStopped();
        long leftover;
        // A killed JVM frees the lock and leaves the postmaster: the same state, made without killing this JVM.
        try (EmbeddedPostgres first = start(temp)) {
            write(first);
            leftover = first.postmasterPid();
            first.abandon();
        }
        assertThat(ProcessHandle.of(leftover))
                .hasValueSatisfying(p -> assertThat(p.isAlive()).isTrue());
        try (EmbeddedPostgres second = start(temp)) {
            assertThat(second.postmasterPid()).isNotEqualTo(leftover);
            assertThat(ProcessHandle.of(leftover).filter(ProcessHandle::isAlive))
                    .isEmpty();
            assertThat(read(second)).isEqualTo("kept");
        }
    }

    @Test
    void restart_afterPostmasterWasKilled_recovers() throws Exception {
        givenStopped();
        try (EmbeddedPostgres first = start(temp)) {
            write(first);
            ProcessHandle postmaster = ProcessHandle.of(first.postmasterPid()).orElseThrow();
            postmaster.destroyForcibly();
            postmaster.onExit().get(20, TimeUnit.SECONDS);
        }
        try (EmbeddedPostgres second = start(temp)) {
            assertThat(read(second)).isEqualTo("kept");
        }
    }

    @Test
    void start_withPidFileOfAStranger_ignoresIt() throws Exception {
        givenStopped();
        Path data = temp.resolve("postgres/data");
        Files.writeString(
                data.resolve("postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + data.toRealPath() + "\n0\n1\n\n127.0.0.1\n1 1\nready\n");
        try (EmbeddedPostgres second = start(temp)) {
            assertThat(read(second, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void start_withTruncatedPidFile_ignoresIt() throws Exception {
        givenStopped();
        Files.writeString(temp.resolve("postgres/data/postmaster.pid"), "12");
        try (EmbeddedPostgres second = start(temp)) {
            assertThat(read(second, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void start_twiceOnOneDirectory_isRefused() throws Exception {
        givenStopped();
        try (EmbeddedPostgres first = start(temp)) {
            assertThatThrownBy(() -> start(temp))
                    .isInstanceOfSatisfying(
                            PostgresStartException.class,
                            e -> assertThat(e.error()).isEqualTo(PostgresStartError.DATA_DIR_IN_USE));
            assertThat(first.port()).isPositive();
        }
    }

    @Test
    void start_onClusterOfAnotherVersion_isRefused() throws Exception {
        givenStopped();
        Files.writeString(temp.resolve("postgres/data/PG_VERSION"), "15\n");
        assertThatThrownBy(() -> start(temp)).isInstanceOfSatisfying(PostgresStartException.class, e -> {
            assertThat(e.error()).isEqualTo(PostgresStartError.DATA_DIR_VERSION_MISMATCH);
            assertThat(e).hasMessageContaining("PostgreSQL 15").hasMessageContaining("18");
        });
    }

    @Test
    void start_afterInitdbWasCutShort_startsOver() throws Exception {
        Files.createDirectories(temp.resolve("postgres/data.new/base"));
        try (EmbeddedPostgres postgres = start(temp)) {
            assertThat(read(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void start_whereFsyncWasSwitchedOff_isRefused() throws Exception {
        givenStopped();
        Files.writeString(temp.resolve("postgres/data/postgresql.auto.conf"), "fsync = off\n");
        assertThatThrownBy(() -> start(temp))
                .isInstanceOfSatisfying(
                        PostgresStartException.class,
                        e -> assertThat(e.error()).isEqualTo(PostgresStartError.NOT_DURABLE));
        assertThat(temp.resolve("postgres/data/postmaster.pid")).doesNotExist();
    }

    @Test
    void start_inPathThatAShellWouldChange_isRefused() {
        assertThatThrownBy(() -> start(temp.resolve("$HOME")))
                .isInstanceOfSatisfying(
                        PostgresStartException.class,
                        e -> assertThat(e.error()).isEqualTo(PostgresStartError.DATA_DIR_PATH_UNSUPPORTED));
    }

    @Test
    void start_inAFile_isRefused() throws Exception {
        Path file = Files.createFile(temp.resolve("file"));
        assertThatThrownBy(() -> start(file))
                .isInstanceOfSatisfying(
                        PostgresStartException.class,
                        e -> assertThat(e.error()).isEqualTo(PostgresStartError.DATA_DIR_UNUSABLE));
    }

    private static void write(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = superuser(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE note (text text)");
            statement.execute("INSERT INTO note VALUES ('kept')");
        }
    }

    private static String read(EmbeddedPostgres postgres) throws SQLException {
        return read(postgres, "SELECT text FROM note");
    }

    private static String read(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = superuser(postgres);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static String show(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + setting)) {
            row.next();
            return row.getString(1);
        }
    }

    private static Connection superuser(EmbeddedPostgres postgres) throws SQLException {
        return connect(postgres, postgres.superuser());
    }

    private static Connection connect(EmbeddedPostgres postgres, DatabaseLogin login) throws SQLException {
        return DriverManager.getConnection(postgres.target().url(), login.user(), login.password());
    }
}
