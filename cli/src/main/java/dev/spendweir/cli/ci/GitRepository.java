package dev.spendweir.cli.ci;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The git repository around a directory, asked by the {@code git} command itself; without it, or outside a repository,
 * every answer is empty.
 */
final class GitRepository {

    /** Reading a ref takes milliseconds; a git that hangs (a lock, a network file system) must not hang the pipeline. */
    private static final int TIMEOUT_SECONDS = 5;

    private final Path directory;
    private final Map<String, String> env;

    GitRepository(Path directory, Map<String, String> env) {
        this.directory = directory;
        this.env = Map.copyOf(env);
    }

    /** The directory that holds the repository, links resolved. */
    Optional<Path> root() {
        return git("rev-parse", "--show-toplevel").map(Path::of);
    }

    /** The commit that is checked out. */
    Optional<String> commit() {
        return git("rev-parse", "--verify", "HEAD");
    }

    /** The branch that is checked out; empty when a commit is. */
    Optional<String> branch() {
        return git("symbolic-ref", "--quiet", "--short", "HEAD");
    }

    /** What {@code origin} calls its main branch, when the clone knows. */
    Optional<String> defaultBranch() {
        return git("symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD")
                .map(ref -> ref.substring(ref.indexOf('/') + 1));
    }

    /** A commit's whole message. */
    Optional<String> message(String commit) {
        // A commit id that is none would be read as an option or a ref.
        return commit.matches("[0-9a-fA-F]{7,64}") ? git("log", "-1", "--format=%B", commit) : Optional.empty();
    }

    private Optional<String> git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "--no-optional-locks"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(NULL_DEVICE.toFile()))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(env);
        try {
            return output(builder.start());
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static final Path NULL_DEVICE =
            Path.of(System.getProperty("os.name", "").startsWith("Windows") ? "NUL" : "/dev/null");

    private static Optional<String> output(Process process) throws IOException, InterruptedException {
        try (var stdout = process.getInputStream()) {
            // Answers are short; the pipe's buffer holds them while we wait.
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            String text = new String(stdout.readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.exitValue() == 0 && !text.isEmpty() ? Optional.of(text) : Optional.empty();
        }
    }
}
