package dev.spendweir.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/terraform.md} lists every warning in the words of the code. */
class PlanWarningTest {

    private static final Path PAGE = Path.of(System.getProperty("basedir", "."), "..", "docs", "terraform.md");

    @Test
    void warnings_documented_areAllThereInTheirWords() throws IOException {
        List<String> rows = Files.readAllLines(PAGE);
        for (PlanWarning warning : PlanWarning.values()) {
            assertThat(rows).contains("| `" + warning.wireName() + "` | " + warning.meaning() + " |");
        }
        assertThat(Arrays.stream(PlanWarning.values()).map(PlanWarning::wireName))
                .doesNotHaveDuplicates();
    }
}
