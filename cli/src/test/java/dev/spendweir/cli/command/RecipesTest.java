package dev.spendweir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.cli.CliContext;
import dev.spendweir.server.yaml.LocatedDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recipes can be copied: they are YAML, and every command line of ours in them is one (spec 5.1). */
final class RecipesTest {

    private static final Path DOCS = Path.of("..", "docs");

    /** From our name to where the shell ends a command. */
    private static final Pattern OURS =
            Pattern.compile("(?:^|[\\s;&|])spendweir ((?:\"[^\"]*\"|'[^']*'|[^;&|\\n\"'])+)");

    private static final Pattern WORD = Pattern.compile("(?:\"[^\"]*\"|'[^']*'|[^\\s\"'])+");

    static Stream<Path> recipes() throws IOException {
        try (Stream<Path> files = Files.list(DOCS.resolve("recipes"))) {
            return files.sorted().toList().stream();
        }
    }

    @Test
    void recipes_areThere_andTheHowToNamesThem() throws IOException {
        String howTo = Files.readString(DOCS.resolve("pipeline.md"));
        assertThat(recipes())
                .hasSize(3)
                .allSatisfy(file -> assertThat(howTo).contains("](recipes/" + file.getFileName() + ")"));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void recipe_commandLines_areOurs(Path file) throws IOException {
        JsonValue yaml = LocatedDocument.readYaml(Files.readAllBytes(file)).value();
        List<String> lines = new ArrayList<>();
        texts(yaml).forEach(text -> lines.addAll(commands(text)));
        assertThat(lines).anyMatch(line -> line.contains("--stage post_plan"));
        assertThat(lines)
                .anyMatch(line -> line.contains("--plan-file") && !line.contains("--stage"))
                .anyMatch(line -> line.contains("--stage post_apply"));
        assertThat(lines).allSatisfy(RecipesTest::isAccepted);
    }

    @Test
    void howTo_commandLines_areOurs() throws IOException {
        String text = Files.readString(DOCS.resolve("pipeline.md"))
                .replace("--plan-file tfplan ...", "--plan-file tfplan --project p --env e");
        assertThat(commands(text.replaceAll("`", "\n"))).hasSizeGreaterThan(6).allSatisfy(RecipesTest::isAccepted);
    }

    @Test
    void recipe_withAnOptionThatDoesNotExist_isReported() {
        assertThat(commands("a && spendweir gate terraform --nonsense \\\n  'b c' || x"))
                .containsExactly("gate terraform --nonsense 'b c'");
        assertThatCode(() -> isAccepted("gate terraform --nonsense")).isInstanceOf(RuntimeException.class);
    }

    private static void isAccepted(String line) {
        List<String> words = WORD.matcher(line)
                .results()
                .map(word -> word.group().replaceAll("[\"']", ""))
                .toList();
        CommandTree.build(new SpendweirCommand(), CliContext.ofProcess()).parseArgs(words.toArray(String[]::new));
    }

    private static List<String> commands(String script) {
        List<String> found = new ArrayList<>();
        Matcher ours = OURS.matcher(script.replaceAll("\\\\\\n\\s*", " "));
        while (ours.find()) {
            found.add(ours.group(1).strip().replaceAll("\\s+", " "));
        }
        return found;
    }

    private static Stream<String> texts(JsonValue value) {
        if (value instanceof JsonString text) {
            return Stream.of(text.value());
        } else if (value instanceof JsonArray array) {
            return array.elements().stream().flatMap(RecipesTest::texts);
        } else if (value instanceof JsonObject object) {
            return object.names().stream().flatMap(name -> texts(object.getNonNull(name)));
        }
        return Stream.of();
    }
}
