package dev.spendweir.benchmarks.store;

import dev.spendweir.server.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** TPC-B by the pgbench found on PATH: scale 10, prepared statements, every transaction's latency logged. */
final class PgBench {
    /** What the scale of the table is. */
    private static final int SCALE = 10;

    private static final String DATABASE = "tpcb";
    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+) \\(without initial connection time\\)");
    private static final int LATENCY_COLUMN = 2;

    private final EmbeddedPostgres postgres;
    private final Path directory;

    private PgBench(EmbeddedPostgres postgres, Path directory) {
        this.postgres = postgres;
        this.directory = directory;
    }

    /** Makes and fills its database. */
    static PgBench prepare(EmbeddedPostgres postgres, Path directory) throws IOException, InterruptedException {
        postgres.createDatabase(DATABASE);
        PgBench pgbench = new PgBench(postgres, Files.createDirectories(directory));
        pgbench.run("--initialize", "--scale=" + SCALE, "--quiet");
        return pgbench;
    }

    /** Runs TPC-B for some seconds. */
    Sample measure(int clients, int seconds) throws IOException, InterruptedException {
        deleteLogs();
        String output = run(
                "--protocol=prepared",
                "--no-vacuum",
                "--client=" + clients,
                "--jobs=2",
                "--time=" + seconds,
                "--log",
                "--log-prefix=latency");
        Matcher tps = TPS.matcher(output);
        if (!tps.find()) {
            throw new IllegalStateException("pgbench says no tps: " + output);
        }
        long[] nanos = latencies();
        return new Sample(
                Double.parseDouble(tps.group(1)), Latencies.micros(nanos, 50), Latencies.micros(nanos, 99), 0, 0, 0, 0);
    }

    private long[] latencies() throws IOException {
        List<Latencies> parts = new ArrayList<>();
        for (Path log : logs()) {
            Latencies part = new Latencies();
            try (Stream<String> lines = Files.lines(log)) {
                lines.forEach(line -> part.add(Long.parseLong(line.split(" ", -1)[LATENCY_COLUMN]) * 1000));
            }
            parts.add(part);
        }
        return Latencies.sorted(parts);
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("latency."))
                    .toList();
        }
    }

    private void deleteLogs() throws IOException {
        for (Path log : logs()) {
            Files.delete(log);
        }
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "pgbench",
                "--host=127.0.0.1",
                "--port=" + postgres.port(),
                "--username=" + postgres.superuser().user()));
        command.addAll(Arrays.asList(arguments));
        command.add(DATABASE);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", postgres.superuser().password());
        Process process = start(builder);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("pgbench failed: " + output);
        }
        return output;
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "there is no pgbench on PATH; install it (Debian: apt-get install postgresql-contrib or"
                            + " postgresql-15; add /usr/lib/postgresql/<version>/bin to PATH)",
                    e);
        }
    }
}
