package dev.spendweir.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.engine.Decision;
import dev.spendweir.vocabulary.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EmbeddingExampleTest {

    private static final Path SOURCE = Path.of("src/test/java/dev/spendweir/example/EmbeddingExample.java");
    private static final Path PAGE = Path.of("../docs/embedding.md");

    @Test
    void example_run_isDeniedForItsBudget() {
        Decision decision = EmbeddingExample.run();

        assertThat(decision.outcome()).isEqualTo(Outcome.DENY);
        assertThat(decision.reasonCodes()).containsExactly("budget_exceeded");
        assertThat(decision.decisionSha256()).matches("[0-9a-f]{64}");
    }

    /** The page shows what is compiled and run here, letter for letter. */
    @Test
    void page_snippet_isTheProgram() throws IOException {
        String program = Files.readString(SOURCE)
                .split("// snippet\n", -1)[1]
                .stripTrailing()
                .stripIndent();
        String page = Files.readString(PAGE);

        String snippet = page.split("```java\n", -1)[1].split("```", -1)[0];
        assertThat(snippet.strip()).isEqualTo(program.strip());
    }
}
