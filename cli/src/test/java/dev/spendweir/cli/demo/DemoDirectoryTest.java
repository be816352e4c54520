package dev.spendweir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
