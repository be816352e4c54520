package dev.spendweir.server.http;

import dev.spendweir.server.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A server in a JVM of its own, as operators run it. */
final class ServerProcess implements AutoCloseable {

    private static final Pattern URL_LINE = Pattern.compile("Spendweir listens on (http://\\S+)");
    private static final Pattern KEY_LINE = Pattern.compile("Owner key .*: (sw_\\S+)");

    private final Process process;
    private final URI url;
    private final @Nullable String key;

    private ServerProcess(Process process, URI url, @Nullable String key) {
        this.process = process;
        this.url = url;
        this.key = key;
    }

    /**
     * Starts one and waits for its last line.
     *
     * @param settings environment variables
     * @param log gets what it writes to standard error
     */
    static ServerProcess start(Map<String, String> settings, Path log, String heap, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName(),
                "serve",
                "--port",
                "0"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // A developer's own settings are not the test's, and the server refuses those it does not know.
        builder.environment().keySet().removeIf(name -> name.startsWith("SPENDWEIR_"));
        builder.environment().putAll(settings);
        try {
            Process process = builder.start();
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String key = null;
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                Matcher keyLine = KEY_LINE.matcher(line);
                key = keyLine.matches() ? keyLine.group(1) : key;
                Matcher urlLine = URL_LINE.matcher(line);
                if (urlLine.matches()) {
                    return new ServerProcess(process, URI.create(urlLine.group(1)), key);
                }
            }
            process.destroyForcibly();
            throw new IllegalStateException("the server did not start; it said: " + Files.readString(log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI url() {
        return url;
    }

    /** The owner key that this start made. */
    String key() {
        if (key == null) {
            throw new IllegalStateException("this start made no key");
        }
        return key;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    /** As {@code kill}; gives the exit code. */
    int stop() {
        process.destroy();
        await();
        return process.exitValue();
    }

    private void await() {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the server did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
    }
}
