package dev.spendweir.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.spendweir.server.store.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PostgresKeeperTest {
    private static final Duration SHORT = Duration.ofMillis(1);

    /** One cluster for all tests: each starts it anew. */
    @TempDir
    private static Path temp;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger().detachAppender(log);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(PostgresKeeper.class);
    }

    @Test
    void killed_isStartedAgainWhereItsClientsLookForIt() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(temp, TestPostgres.programs());
                PostgresKeeper keeper = PostgresKeeper.of(postgres, SHORT)) {
            for (int round = 1; round <= 2; round++) {
                long killed = kill(postgres);
                await(() -> !log.list.isEmpty(), "it is noticed and started again");
                assertThat(postgres.isRunning()).isTrue();
                assertThat(postgres.postmasterPid()).isNotEqualTo(killed);
                assertThat(answers(postgres)).isTrue();
                assertThat(log.list).singleElement().satisfies(line -> {
                    assertThat(line.getLevel()).isEqualTo(Level.WARN);
                    assertThat(line.getFormattedMessage()).contains("started again on port " + postgres.port());
                });
                log.list.clear();
            }
            assertThat(keeper.gaveUp()).isFalse();
        }
    }

    @Test
    void whatCannotStart_isGivenUpWithAWordOfWhatToDo() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(temp, TestPostgres.programs());
                PostgresKeeper keeper = PostgresKeeper.of(postgres, SHORT)) {
            Path version = temp.resolve("postgres/data/PG_VERSION");
            String right = Files.readString(version);
            try {
                Files.writeString(version, "15\n");
                kill(postgres);
                // It gives up first and says so then.
                await(() -> keeper.gaveUp() && log.list.size() >= 7, "it is given up");
                assertThat(postgres.isRunning()).isFalse();
                assertThat(log.list)
                        .hasSize(7)
                        .allSatisfy(
                                line -> assertThat(line.getFormattedMessage()).doesNotContain("\n"));
                ILoggingEvent last = log.list.get(6);
                assertThat(last.getLevel()).isEqualTo(Level.ERROR);
                assertThat(last.getFormattedMessage())
                        .contains("given up after 6 attempts")
                        .contains("postgres.log")
                        .contains("start spendweir again");
            } finally {
                Files.writeString(version, right);
            }
        }
    }

    @Test
    void closedWhileItIsStartedAgain_leavesNoProcess() throws Exception {
        closedOnce((now, killed) -> true);
        closedOnce((now, killed) -> !now.equals(killed));
        closedOnce((now, killed) -> now != -1 && !now.equals(killed));
    }

    /** At the moment when the process that the pid file names (-1: none) and the killed one are thus. */
    private static void closedOnce(BiPredicate<Long, Long> moment) throws Exception {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(temp, TestPostgres.programs());
        PostgresKeeper keeper = PostgresKeeper.of(postgres, SHORT);
        long killed = postgres.postmasterPid();
        ProcessHandle.of(killed).orElseThrow().destroyForcibly();
        await(() -> moment.test(postgres.postmasterPid(), killed), "the moment to close");
        keeper.close();
        postgres.close();
        assertThat(postgres.isRunning()).isFalse();
        Path data = temp.resolve("postgres/data");
        Optional<PostmasterFile> file = PostmasterFile.read(data);
        // A live PostgreSQL that misses this file ends itself, so none can be hidden by its absence.
        assertThat(file.isPresent() && file.get().livePostgresOf(data).isPresent())
                .isFalse();
        assertThat(answers(postgres)).isFalse();
    }

    private static long kill(EmbeddedPostgres postgres) throws Exception {
        ProcessHandle postmaster = ProcessHandle.of(postgres.postmasterPid()).orElseThrow();
        postmaster.destroyForcibly();
        postmaster.onExit().get(20, TimeUnit.SECONDS);
        return postmaster.pid();
    }

    private static boolean answers(EmbeddedPostgres postgres) {
        var login = postgres.superuser();
        try (Connection connection =
                DriverManager.getConnection(postgres.target().url(), login.user(), login.password())) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    private static void await(BooleanSupplier condition, String what) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as(what).isLessThan(Duration.ofSeconds(60));
        }
    }
}
