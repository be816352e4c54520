package dev.spendweir.server.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the unpacked PostgreSQL programs, each with a bound on its time.
 *
 * <p>PostgreSQL refuses to run as root. There, every program is started through {@code unshare -U}, which gives it a
 * user namespace in which it is nobody in particular; files keep their owner.
 */
final class PostgresPrograms {
    /** Enough to see why a program failed without flooding a terminal. */
    private static final int TAIL_LINES = 6;

    private static final Duration PROBE_TIME = Duration.ofSeconds(10);

    private final PostgresBinaries binaries;
    private final Path home;
    private final List<String> prefix;

    private PostgresPrograms(PostgresBinaries binaries, Path home, List<String> prefix) {
        this.binaries = binaries;
        this.home = home;
        this.prefix = prefix;
    }

    /**
     * @param home working directory of every program; paths given to them are relative to it, so that no character of
     *     the user's path reaches a shell
     */
    static PostgresPrograms in(Path home, PostgresBinaries binaries) throws IOException {
        boolean root = Integer.valueOf(0).equals(Files.getAttribute(home, "unix:uid")) && ownerIsThisProcess(home);
        PostgresPrograms direct = new PostgresPrograms(binaries, home, List.of());
        if (!root) {
            return direct;
        }
        if (!direct.canUnshare()) {
            throw new PostgresStartException(
                    PostgresStartError.ROOT_NOT_ALLOWED,
                    "PostgreSQL does not run as root and user namespaces are not allowed here;"
                            + " run spendweir as a normal user, or set SPENDWEIR_DB_URL to a PostgreSQL of your own");
        }
        return new PostgresPrograms(binaries, home, List.of("unshare", "-U"));
    }

    /** Runs {@code program} with {@code arguments}; output is collected, never inherited. */
    Result run(Duration bound, String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(binaries.program(program).toString());
        command.addAll(List.of(arguments));
        return execute(command, bound);
    }

    private static boolean ownerIsThisProcess(Path directory) throws IOException {
        Path probe = Files.createTempFile(directory, "owner-", ".probe");
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(probe, "unix:uid"));
        } finally {
            Files.delete(probe);
        }
    }

    private boolean canUnshare() {
        try {
            return execute(List.of("unshare", "-U", "true"), PROBE_TIME).exit() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Result execute(List<String> command, Duration bound) throws IOException {
        // A file, not a pipe: a daemon that keeps the descriptor open must not keep us waiting for its end.
        Path output = Files.createTempFile(home, "command-", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            builder.environment().put("LC_ALL", "C");
            builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
            Process process = builder.start();
            boolean ended = waitFor(process, bound);
            if (!ended) {
                process.destroyForcibly();
            }
            return new Result(ended ? process.exitValue() : -1, tail(output));
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static boolean waitFor(Process process, Duration bound) {
        try {
            return process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The last lines of a log, on one line. */
    static String tail(Path log) throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }

    /**
     * @param exit the exit code, or -1 when the program did not end in time
     * @param output the last lines of what it printed
     */
    record Result(int exit, String output) {
        boolean failed() {
            return exit != 0;
        }
    }
}
