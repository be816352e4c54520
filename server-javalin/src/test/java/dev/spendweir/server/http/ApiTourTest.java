package dev.spendweir.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/api.md, in order, against a fresh server. */
class ApiTourTest {

    private static final Pattern COMMANDS = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path directory;

    @Test
    void tour_everyCommand_succeeds() throws Exception {
        assumeTrue(isThere("bash") && isThere("curl"), "this machine has no bash or no curl");
        List<String> blocks = COMMANDS.matcher(Files.readString(Path.of("..", "docs", "api.md")))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        assertThat(blocks).hasSizeGreaterThan(6);
        try (TestServer server = TestServer.start()) {
            for (String block : blocks) {
                Path output = directory.resolve("output.txt");
                ProcessBuilder bash = new ProcessBuilder("bash", "-euc", block)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
                bash.environment().put("URL", server.server().url().toString());
                bash.environment().put("KEY", server.owner().key());
                assertThat(bash.start().waitFor())
                        .as("%s%n%s", block, output(output))
                        .isZero();
            }
            assertThat(server.owner().get("/v1/decisions?project_id=shop").text())
                    .contains("terraform.apply")
                    .contains("vm.create");
        }
    }

    private static Object output(Path file) {
        return new Object() {
            @Override
            public String toString() {
                try {
                    return Files.readString(file);
                } catch (IOException e) {
                    return e.toString();
                }
            }
        };
    }

    private static boolean isThere(String program) {
        return List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).stream()
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }
}
