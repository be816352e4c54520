package dev.spendweir.cli;

import dev.spendweir.cli.command.CommandTree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** Runs the command in this process, with an environment of its own. */
public final class CliRun {

    private final Path directory;
    private final Map<String, String> env = new HashMap<>(Map.of("PATH", System.getenv("PATH")));
    private Clock clock = Clock.systemUTC();
    private byte[] in = new byte[0];
    private String requestId = "11111111-2222-4333-8444-555555555555";

    private CliRun(Path directory) {
        this.directory = directory;
        env.put("HOME", directory.toString());
        env.put("GIT_CEILING_DIRECTORIES", directory.toString());
    }

    /** Runs in that directory. */
    public static CliRun in(Path directory) {
        return new CliRun(directory);
    }

    /** With that environment variable. */
    public CliRun env(String name, String value) {
        env.put(name, value);
        return this;
    }

    /** At that moment. */
    public CliRun at(String instant) {
        clock = Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
        return this;
    }

    /** With that request id; the real program takes a new one at each run. */
    public CliRun requestId(String id) {
        requestId = id;
        return this;
    }

    /** With that standard input. */
    public CliRun stdin(String text) {
        in = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    /** Runs the command line to its end. */
    public Ended run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CliContext context = new CliContext(
                new ByteArrayInputStream(in),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                env,
                directory,
                clock,
                Terminal.plain(),
                requestId);
        int code = CommandTree.run(context, arguments);
        return new Ended(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /**
     * How it ended.
     *
     * @param code exit code
     * @param out standard output
     * @param err standard error
     */
    public record Ended(int code, String out, String err) {}
}
