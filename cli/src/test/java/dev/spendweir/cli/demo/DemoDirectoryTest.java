package dev.spendweir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.cli.CliException;
import dev.spendweir.server.postgres.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoDirectoryTest {

    @TempDir
    private Path directory;

    @Test
    void take_whatADemoLeft_emptiesIt() throws IOException {
        Path demo = directory.resolve("a/b");
        DemoDirectory.take(demo).close();
        Files.createDirectories(demo.resolve("data/postgres"));
        Files.writeString(demo.resolve("data/postgres/file"), "x");
        try (DemoDirectory again = DemoDirectory.take(demo)) {
            assertThat(again.path().resolve("data")).doesNotExist();
        }
    }

    @Test
    void take_whatAKilledDemoLeftRunning_stopsItFirst() throws Exception {
        Path demo = directory.resolve("demo");
        DemoDirectory.take(demo).close();
        Process killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        KilledDemo.class.getName(),
                        demo.resolve("data").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said;
        try (BufferedReader out = killed.inputReader(StandardCharsets.UTF_8)) {
            said = String.valueOf(out.readLine());
        }
        assertThat(killed.waitFor(60, TimeUnit.SECONDS)).isTrue();
        ProcessHandle orphan = ProcessHandle.of(Long.parseLong(said)).orElseThrow();
        assertThat(orphan.isAlive()).isTrue();
        try (DemoDirectory again = DemoDirectory.take(demo)) {
            assertThat(orphan.info().command()).isEmpty();
            assertThat(again.data()).doesNotExist();
        }
    }

    /** A process that starts PostgreSQL, says its id, and dies without a word to it. */
    static final class KilledDemo {
        private KilledDemo() {}

        public static void main(String[] arguments) {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]));
            System.out.println(postgres.postmasterPid());
            System.out.flush();
            Runtime.getRuntime().halt(1);
        }
    }

    @Test
    void take_somebodysFiles_leavesThemAlone() throws IOException {
        Files.writeString(directory.resolve("thesis.txt"), "x");
        assertThatThrownBy(() -> DemoDirectory.take(directory))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("no demo made");
        assertThat(directory.resolve("thesis.txt")).exists();
    }

    @Test
    void take_whileADemoRunsThere_isRefused() throws IOException {
        Path demo = directory.resolve("demo");
        try (DemoDirectory running = DemoDirectory.take(demo)) {
            Files.writeString(running.path().resolve("live"), "x");
            assertThatThrownBy(() -> DemoDirectory.take(demo))
                    .isInstanceOf(CliException.class)
                    .hasMessageContaining("a demo is running");
            assertThat(demo.resolve("live")).exists();
        }
    }
}
