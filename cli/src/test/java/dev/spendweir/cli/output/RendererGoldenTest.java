package dev.spendweir.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.cli.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every renderer prints exactly what its golden file holds. {@code -Dgolden.update=true} writes the files anew; read the
 * difference before committing it.
 */
final class RendererGoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/dev/spendweir/cli/output/golden");
    private static final Terminal UNICODE = new Terminal(false, false, true, 100);
    private static final Terminal COLOUR = new Terminal(true, true, true, 80);
    private static final String TOKEN = "4b1d6a52";

    static Stream<Arguments> renderings() {
        return Stream.of(
                Arguments.of("deny.txt", TextRenderer.render(SampleReports.deny(), Terminal.plain())),
                Arguments.of("deny-unicode.txt", TextRenderer.render(SampleReports.deny(), UNICODE)),
                Arguments.of("deny-colour.txt", TextRenderer.render(SampleReports.deny(), COLOUR)),
                Arguments.of(
                        "deny-narrow.txt",
                        TextRenderer.render(SampleReports.deny(), new Terminal(false, false, false, 60))),
                Arguments.of("allow.txt", TextRenderer.render(SampleReports.allow(), Terminal.plain())),
                Arguments.of("approval.txt", TextRenderer.render(SampleReports.approval(), Terminal.plain())),
                Arguments.of("failsafe.txt", TextRenderer.render(SampleReports.failsafe(), Terminal.plain())),
                Arguments.of("noted.txt", TextRenderer.render(SampleReports.noted(), Terminal.plain())),
                Arguments.of("noted.md", MarkdownRenderer.render(SampleReports.noted())),
                Arguments.of("noted.github", GithubRenderer.render(SampleReports.noted(), Terminal.plain(), TOKEN)),
                Arguments.of("deny.md", MarkdownRenderer.render(SampleReports.deny())),
                Arguments.of("allow.md", MarkdownRenderer.render(SampleReports.allow())),
                Arguments.of("deny.github", GithubRenderer.render(SampleReports.deny(), Terminal.plain(), TOKEN)),
                Arguments.of("allow.github", GithubRenderer.render(SampleReports.allow(), Terminal.plain(), TOKEN)),
                Arguments.of("deny.junit.xml", JunitRenderer.render(SampleReports.deny())),
                Arguments.of("allow.junit.xml", JunitRenderer.render(SampleReports.allow())),
                Arguments.of("failsafe.junit.xml", JunitRenderer.render(SampleReports.failsafe())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("renderings")
    void rendering_ofASample_isTheGoldenFile(String name, String rendered) throws IOException {
        Path file = GOLDEN.resolve(name);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, rendered, StandardCharsets.UTF_8);
        }
        assertThat(rendered).isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("renderings")
    void rendering_withoutColour_hasNoEscapeSequence(String name, String rendered) {
        assertThat(rendered.contains("\u001b")).isEqualTo(name.equals("deny-colour.txt"));
    }
}
