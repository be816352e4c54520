package dev.spendweir.server.store.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.ingest.FocusOptions;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real FOCUS files, in the directory {@code -Dspendweir.corpus=DIR}. */
@Tag("corpus")
class FocusCorpusTest {
    private static final Path FOCUS = Path.of(System.getProperty("spendweir.corpus", "."), "focus");
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final FocusUpload BY_ACCOUNT =
            new FocusUpload("corpus", "trace", new FocusOptions("SubAccountId", null));

    @Test
    void realSample_isReadToTheLastRow() throws IOException {
        FocusFile file =
                FocusFile.read(Files.readAllBytes(FOCUS.resolve("focus_sample_1000.csv")), BY_ACCOUNT, "USD", NOW);
        assertThat(file.refusals()).isEmpty();
        assertThat(file.asFirst().accepted()).isEqualTo(1000);
        assertThat(file.events(Map.of()).stream().map(event -> event.date()).distinct())
                .hasSize(30);
    }

    @Test
    void everyScenario_isReadOrRefusedRowByRow() throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(FOCUS.resolve("spec_scenarios"))) {
            files = list.filter(path -> path.toString().endsWith(".csv")).toList();
        }
        assertThat(files).isNotEmpty();
        int read = 0;
        for (Path path : files) {
            try {
                FocusFile file = FocusFile.read(Files.readAllBytes(path), BY_ACCOUNT, "USD", NOW);
                assertThat(file.asFirst().accepted() + file.refusals().size())
                        .as(path.toString())
                        .isPositive();
                assertThat(file.events(Map.of()).size())
                        .isLessThanOrEqualTo(file.asFirst().accepted());
                read++;
            } catch (RejectedException e) {
                // Some scenarios leave out columns that every real export has.
                assertThat(e.code()).as(path.toString()).isEqualTo(ErrorCode.MALFORMED_CSV);
            }
        }
        assertThat(read).isPositive();
    }
}
