package dev.spendweir.benchmarks.store;

import dev.spendweir.engine.GateEngine;
import dev.spendweir.ledger.Chain;
import dev.spendweir.server.Store;
import dev.spendweir.server.config.ServerConfig;
import dev.spendweir.server.jobs.JobLoop;
import dev.spendweir.server.logging.LogSetup;
import dev.spendweir.server.postgres.EmbeddedPostgres;
import dev.spendweir.server.store.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Durable decisions a second beside TPC-B, both on one embedded PostgreSQL with fsync on, in one run, round by round, so
 * that what the machine does meanwhile meets both. See {@code docs/performance.md}.
 *
 * <p>{@code --rounds N} (3), {@code --seconds N} of each stretch (5), {@code --warm-up N} seconds of each load before
 * anything is measured (15: a server that has been up for a minute has compiled its code), {@code --only name,name} of
 * {@link Scenario}, else all but those with two servers; {@code --postgres DIR} takes an installed PostgreSQL instead of the
 * bundled one; {@code --ledger} measures verification afterwards, {@code --soak N} runs one tenant with 64 in flight for N
 * minutes after that.
 */
public final class StoreBenchmark {
    private static final int TENANTS = 64;
    private static final int CONNECTIONS = 10;
    private static final int WAL_SECONDS = 3;

    private static final Duration SOAK_STRETCH = Duration.ofSeconds(30);

    /** As the server's default. */
    private static final Duration LOCK_WAIT = Duration.ofSeconds(2);

    /** What stands for the server when nothing asks it. */
    private static final URI NO_SERVER = URI.create("http://127.0.0.1:0");

    private final Options options;
    private final Report report = new Report();
    private final EmbeddedPostgres postgres;
    private final Superuser superuser;
    private final PgBench pgbench;
    private final Store store;
    private final Tenants tenants;
    private final List<String> names = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();

    private record Options(
            int rounds,
            int seconds,
            Duration warmUp,
            Set<Scenario> scenarios,
            @Nullable Path installation,
            boolean ledger,
            int soakMinutes) {
        static Options parse(String[] arguments) {
            int rounds = 3;
            int seconds = 5;
            int warmUp = 15;
            Set<Scenario> scenarios = EnumSet.allOf(Scenario.class);
            // What two servers leave behind slows down whatever follows.
            scenarios.removeIf(Scenario::isReplicas);
            Path installation = null;
            boolean ledger = false;
            int soakMinutes = 0;
            Iterator<String> given = List.of(arguments).iterator();
            while (given.hasNext()) {
                String option = given.next();
                switch (option) {
                    case "--rounds" -> rounds = Integer.parseInt(given.next());
                    case "--seconds" -> seconds = Integer.parseInt(given.next());
                    case "--warm-up" -> warmUp = Integer.parseInt(given.next());
                    case "--only" -> scenarios = named(given.next());
                    case "--postgres" -> installation = Path.of(given.next());
                    case "--ledger" -> ledger = true;
                    case "--soak" -> soakMinutes = Integer.parseInt(given.next());
                    default -> throw new IllegalArgumentException("unknown option " + option);
                }
            }
            return new Options(
                    rounds, seconds, Duration.ofSeconds(warmUp), scenarios, installation, ledger, soakMinutes);
        }

        private static Set<Scenario> named(String names) {
            List<String> wanted = List.of(names.split(","));
            Set<Scenario> scenarios = EnumSet.noneOf(Scenario.class);
            Arrays.stream(Scenario.values())
                    .filter(scenario -> wanted.contains(scenario.wireName()))
                    .forEach(scenarios::add);
            if (scenarios.size() != wanted.size()) {
                throw new IllegalArgumentException("unknown scenario in " + names);
            }
            return scenarios;
        }
    }

    private StoreBenchmark(Options options, EmbeddedPostgres postgres, PgBench pgbench, Store store) {
        this.options = options;
        this.postgres = postgres;
        this.superuser = new Superuser(postgres);
        this.pgbench = pgbench;
        this.store = store;
        this.tenants = new Tenants(store);
    }

    /** Runs it; exit code 1 with a message when something does not hold. */
    public static void main(String[] arguments) throws Exception {
        Options options = Options.parse(arguments);
        LogSetup.install(ServerConfig.load(null, Map.of(), Map.of("log.level", "error")));
        Path directory = Files.createTempDirectory("spendweir-benchmark-");
        try {
            Path data = directory.resolve("data");
            try (EmbeddedPostgres first = start(options, directory, data)) {
                new Superuser(first).tune();
            }
            try (EmbeddedPostgres postgres = start(options, directory, data);
                    Store store = open(postgres)) {
                PgBench pgbench = PgBench.prepare(postgres, directory.resolve("pgbench"));
                new StoreBenchmark(options, postgres, pgbench, store).run();
            }
        } finally {
            delete(directory);
        }
    }

    private static EmbeddedPostgres start(Options options, Path directory, Path data) {
        Path installation = options.installation();
        return installation == null
                ? EmbeddedPostgres.start(data, directory.resolve("programs"))
                : EmbeddedPostgres.startInstalled(data, installation);
    }

    private static Store open(EmbeddedPostgres postgres) {
        return Store.open(
                postgres.target(),
                new StoreSettings(CONNECTIONS, LOCK_WAIT, "ab".repeat(32), Clock.systemUTC()),
                GateEngine.create(),
                Seals.keys());
    }

    private void run() throws Exception {
        superuser.recycleWal();
        for (int i = 0; i < TENANTS; i++) {
            names.add(tenants.make("tenant-" + i));
        }
        if (options.scenarios().stream().anyMatch(Scenario::isHttp)) {
            names.forEach(name -> keys.add(tenants.apiKey(name)));
            try (ServerUnderLoad server = ServerUnderLoad.start(postgres.target())) {
                http(server.url(), 64, options.warmUp(), TENANTS);
                rounds(server.url());
            }
        } else {
            rounds(NO_SERVER);
        }
        report.walBytesPerDecision(walBytesPerDecision());
        check();
        System.out.println(report.table());
        System.out.println(report.json());
        if (options.ledger()) {
            System.out.println(new LedgerFigures(store, names.get(0)).measure());
        }
        soak();
    }

    private void rounds(URI server) throws IOException, InterruptedException {
        if (options.scenarios().stream().anyMatch(scenario -> scenario.isLibrary() || scenario.isReplicas())) {
            library(64, options.warmUp(), 1);
            library(256, options.warmUp(), TENANTS);
        }
        for (int round = 1; round <= options.rounds(); round++) {
            for (Scenario scenario : options.scenarios()) {
                measured(round, scenario, costed(server, scenario));
            }
        }
    }

    private Sample costed(URI server, Scenario scenario) throws IOException, InterruptedException {
        CpuTime all = new CpuTime(ProcessHandle.current().pid());
        CpuTime database = new CpuTime(postgres.postmasterPid());
        long allBefore = all.micros();
        long databaseBefore = database.micros();
        long begin = System.nanoTime();
        Sample sample = stretch(server, scenario);
        double answers = Math.max(1, sample.perSecond() * (System.nanoTime() - begin) / 1e9);
        return sample.withCpu(
                (long) ((all.micros() - allBefore) / answers), (long) ((database.micros() - databaseBefore) / answers));
    }

    private void measured(int round, Scenario scenario, Sample sample) {
        System.err.printf(
                "round %d: %s: %.0f/s, p50 %d us, p99 %d us, CPU %d + %d us, turned away %d, heap %d MB%n",
                round,
                scenario.title(),
                sample.perSecond(),
                sample.p50Micros(),
                sample.p99Micros(),
                sample.cpuMicros(),
                sample.postgresCpuMicros(),
                sample.turnedAway(),
                sample.heapMegabytes());
        report.add(scenario, sample);
    }

    private Sample stretch(URI server, Scenario scenario) throws IOException, InterruptedException {
        Duration time = Duration.ofSeconds(options.seconds());
        return switch (scenario) {
            case TPCB_8 -> pgbench.measure(8, options.seconds());
            case TPCB_32 -> pgbench.measure(32, options.seconds());
            case HOT_64 -> library(64, time, 1);
            case HOT_16 -> library(16, time, 1);
            case MANY_256 -> library(256, time, TENANTS);
            case OVERLOAD_1000 -> library(1000, time, 1);
            case REPLICAS_64 -> replicas(64, time, 1);
            case REPLICAS_MANY_64 -> replicas(64, time, 16);
            case HTTP_HOT_64 -> http(server, 64, time, 1);
            case HTTP_MANY_64 -> http(server, 64, time, TENANTS);
            case HTTP_SINGLE -> http(server, 1, time, 1);
        };
    }

    private Sample library(int inFlight, Duration time, int tenantCount) throws InterruptedException {
        return OpenCalls.run(inFlight, time, number -> tenants.gate(names.get(number % tenantCount)));
    }

    /** Each call goes to one of two servers by chance, as behind a load balancer. */
    private Sample replicas(int inFlight, Duration time, int tenantCount) throws InterruptedException {
        try (Store other = open(postgres)) {
            return OpenCalls.run(
                    inFlight,
                    time,
                    number -> tenants.gate(
                            ThreadLocalRandom.current().nextBoolean() ? store : other,
                            names.get(number % tenantCount)));
        }
    }

    private Sample http(URI server, int connections, Duration time, int tenantCount) throws IOException {
        return HttpLoad.run(
                server,
                connections,
                time,
                number -> new HttpQuestions(server, "/v1/gate", keys.get(number % tenantCount), tenants::body));
    }

    private long walBytesPerDecision() throws SQLException, InterruptedException {
        long decisions = superuser.decisions();
        String from = superuser.walPosition();
        library(64, Duration.ofSeconds(WAL_SECONDS), 1);
        long bytes = superuser.walBytes(from, superuser.walPosition());
        return bytes / Math.max(1, superuser.decisions() - decisions);
    }

    /** Load for minutes with the sealer at work, and what is left on the heap after each half of one. */
    @SuppressWarnings("try") // the loop only runs
    private void soak() throws InterruptedException {
        if (options.soakMinutes() == 0) {
            return;
        }
        Seals seals = new Seals(store.sealer().orElseThrow());
        seals.catchUp();
        try (JobLoop sealer = JobLoop.start("sealer", Seals.INTERVAL, seals)) {
            soakStretches();
        }
        System.out.println(seals.lag());
    }

    private void soakStretches() throws InterruptedException {
        for (int half = 1; half <= 2 * options.soakMinutes(); half++) {
            Sample sample = library(64, SOAK_STRETCH, 1);
            System.gc();
            Runtime heap = Runtime.getRuntime();
            System.out.printf(
                    "soak, %d s: %.0f/s, p99 %d us, heap after collection %d MB%n",
                    half * SOAK_STRETCH.toSeconds(),
                    sample.perSecond(),
                    sample.p99Micros(),
                    (heap.totalMemory() - heap.freeMemory()) >> 20);
        }
    }

    private void check() throws SQLException {
        superuser.checkConservation();
        for (String name : names) {
            if (!store.ledger().verify(name, List.of(Chain.values())).isValid()) {
                throw new IllegalStateException("the ledger of " + name + " does not verify");
            }
        }
        report.checkedDecisions(superuser.decisions());
    }

    private static void delete(Path directory) {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("left behind: " + directory, e);
        }
    }
}
