package dev.spendweir.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Everything a command takes from the process it runs in, so that a test can give it another one.
 *
 * @param in standard input
 * @param out standard output, UTF-8
 * @param err standard error, UTF-8
 * @param env environment variables; copied
 * @param directory the working directory, absolute
 * @param clock the time of day
 * @param terminal what standard output can show
 * @param requestId names this call in our output, in the server's log and in its ledger
 */
public record CliContext(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> env,
        Path directory,
        Clock clock,
        Terminal terminal,
        String requestId) {

    public CliContext {
        Objects.requireNonNull(in, "in");
        Objects.requireNonNull(out, "out");
        Objects.requireNonNull(err, "err");
        env = Map.copyOf(env);
        directory = directory.toAbsolutePath().normalize();
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(terminal, "terminal");
        Objects.requireNonNull(requestId, "requestId");
    }

    /** The context of this process. */
    public static CliContext ofProcess() {
        boolean isTerminal = Boolean.getBoolean(Terminal.TTY_PROPERTY);
        return new CliContext(
                System.in,
                utf8(System.out),
                utf8(System.err),
                System.getenv(),
                Path.of(""),
                Clock.systemUTC(),
                Terminal.of(isTerminal, System.getenv()),
                UUID.randomUUID().toString());
    }

    private static PrintStream utf8(PrintStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    /** A path as the user wrote it, seen from the working directory. */
    public Path resolve(String path) {
        return directory.resolve(path).normalize();
    }

    /** An environment variable; blank counts as not set and is returned as the empty string. */
    public String env(String name) {
        return env.getOrDefault(name, "").strip();
    }
}
