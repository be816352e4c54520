package dev.spendweir.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.rejection.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/codes.md} says what the enums say: every code, in their order, in their words, and nothing else. */
class CodesPageTest {

    private static final Path PAGE = Path.of(System.getProperty("basedir", "."), "..", "docs", "codes.md");

    private static List<String> rows(String section) throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        int start = lines.indexOf("## " + section);
        assertThat(start).as("section '%s' of %s", section, PAGE).isNotNegative();
        return lines.subList(start + 1, lines.size()).stream()
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .toList();
    }

    @Test
    void errors_areThoseOfTheEnum() throws IOException {
        assertThat(rows("Errors"))
                .containsExactlyElementsOf(Arrays.stream(ErrorCode.values())
                        .map(code ->
                                "| `" + code.wireName() + "` | " + code.httpStatus() + " | " + code.meaning() + " |")
                        .toList());
    }

    @Test
    void reasons_areThoseOfTheEnum() throws IOException {
        assertThat(rows("Reasons"))
                .containsExactlyElementsOf(Arrays.stream(ReasonCode.values())
                        .map(reason -> "| `" + reason.wireName() + "` | " + reason.meaning() + " |")
                        .toList());
    }
}
