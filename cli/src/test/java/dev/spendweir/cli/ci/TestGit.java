package dev.spendweir.cli.ci;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A git repository for a test, independent of the user's configuration. */
public final class TestGit {

    private final Path directory;
    private final Map<String, String> env;

    private TestGit(Path directory) {
        this.directory = directory;
        this.env = new HashMap<>(Map.of(
                "PATH", System.getenv("PATH"),
                "HOME", directory.toString(),
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_CEILING_DIRECTORIES", String.valueOf(directory.getParent()),
                "GIT_AUTHOR_NAME", "a",
                "GIT_AUTHOR_EMAIL", "a@example.com",
                "GIT_COMMITTER_NAME", "a",
                "GIT_COMMITTER_EMAIL", "a@example.com"));
    }

    /** A new repository on branch main. */
    public static TestGit init(Path directory) throws Exception {
        TestGit git = new TestGit(directory);
        git.run("init", "--quiet", "--initial-branch=main");
        return git;
    }

    /** The environment in which this repository is found. */
    public Map<String, String> env() {
        return Map.copyOf(env);
    }

    void commit(String message) throws Exception {
        run("commit", "--quiet", "--allow-empty", "-m", message);
    }

    void checkoutNew(String branch) throws Exception {
        run("checkout", "--quiet", "-b", branch);
    }

    String head() throws Exception {
        return run("rev-parse", "HEAD");
    }

    private String run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(env);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new AssertionError("git " + command + ": " + output);
        }
        return output;
    }
}
