package dev.spendweir.benchmarks.store;

import dev.spendweir.server.store.DatabaseTarget;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The server as a process of its own, as a user runs it. */
final class ServerUnderLoad implements AutoCloseable {
    private static final String ADDRESS = "Spendweir listens on ";
    private static final int STOP_SECONDS = 20;

    private final Process process;
    private final URI url;

    private ServerUnderLoad(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /** Starts it on the database and waits until it listens. */
    static ServerUnderLoad start(DatabaseTarget target) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.spendweir.server.Main",
                "serve",
                "--port",
                "0"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        Map<String, String> environment = builder.environment();
        environment.put("SPENDWEIR_LOG_LEVEL", "error");
        environment.put("SPENDWEIR_DB_URL", target.url());
        environment.put("SPENDWEIR_DB_USER", target.app().user());
        environment.put("SPENDWEIR_DB_PASSWORD", target.app().password());
        environment.put("SPENDWEIR_DB_MIGRATOR_USER", target.migrator().user());
        environment.put("SPENDWEIR_DB_MIGRATOR_PASSWORD", target.migrator().password());
        Process process = builder.start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(ADDRESS)) {
                return new ServerUnderLoad(
                        process, URI.create(line.substring(ADDRESS.length()).strip()));
            }
        }
        throw new IllegalStateException("the server did not start; its reason stands above");
    }

    URI url() {
        return url;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            process.destroyForcibly();
        }
    }
}
