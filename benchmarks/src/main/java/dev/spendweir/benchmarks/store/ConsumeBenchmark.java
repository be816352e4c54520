package dev.spendweir.benchmarks.store;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.ledger.Chain;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.server.Server;
import dev.spendweir.server.Store;
import dev.spendweir.server.approval.ApprovalRecord;
import dev.spendweir.server.config.ServerConfig;
import dev.spendweir.server.gate.GateAnswer;
import dev.spendweir.server.gate.GateCall;
import dev.spendweir.server.keys.KeySealer;
import dev.spendweir.server.logging.LogSetup;
import dev.spendweir.server.postgres.EmbeddedPostgres;
import dev.spendweir.server.review.ConsumeCall;
import dev.spendweir.server.review.Party;
import dev.spendweir.server.review.TokenService;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.DatabaseTarget;
import dev.spendweir.server.store.StoreSettings;
import dev.spendweir.token.TokenAlgorithm;
import dev.spendweir.vocabulary.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Uses of approval tokens a second, end to end with fsync on: verified, compared, used and written to the ledger, each for an
 * approval of its own that was asked for, approved and minted before (spec 2.2; must hold: 500/s on 2 cores). TPC-B beside it
 * says what the machine could do meanwhile. See {@code docs/performance.md}.
 *
 * <p>{@code --rounds N} (3), {@code --tokens N} of each stretch (2000).
 */
public final class ConsumeBenchmark {
    private static final int TENANTS = 16;
    private static final int IN_FLIGHT = 16;
    private static final int CONNECTIONS = 20;
    private static final int TOKEN_SECONDS = 3600;
    private static final int TPCB_SECONDS = 4;
    private static final Duration LOCK_WAIT = Duration.ofSeconds(10);
    private static final String ISSUER = "https://gate.example";
    private static final String RING_KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private static final Party REVIEWER = new Party("olive", Set.of(), Role.OWNER, Set.of());
    private static final String POLICY = """
            {"modes": {"default": "hard"}, "approvals": {"required_for": {"nonprod": true}}}
            """;

    private final Store store;
    private final URI server;
    private final long postmaster;
    private final TokenService tokens;
    private final List<String> tenants = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private int number;

    /** One token that is ready to be used. */
    private record Ready(String tenant, int tenantNumber, GateAnswer asked, String token) {
        ConsumeCall call() {
            return new ConsumeCall(
                    caller(tenant),
                    token,
                    asked.fingerprint(),
                    asked.scopeFingerprint(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    "run",
                    null,
                    null);
        }

        String body() {
            return "{\"token\":\"" + token + "\",\"fingerprint\":\"" + asked.fingerprint()
                    + "\",\"scope_fingerprint\":\"" + asked.scopeFingerprint() + "\",\"run_id\":\"run\"}";
        }
    }

    /** Uses one token; it must work. */
    @FunctionalInterface
    private interface Use {
        void of(Ready ready) throws IOException;
    }

    private ConsumeBenchmark(Store store, URI server, long postmaster) {
        this.store = store;
        this.postmaster = postmaster;
        this.server = server;
        this.tokens = store.tokens(
                store.tokenKeys(KeySealer.of(RING_KEY, "tokens.encryption_key"), TokenAlgorithm.EDDSA), ISSUER);
    }

    /** Runs it; ends with an exception when something does not hold. */
    public static void main(String[] arguments) throws Exception {
        int rounds = 3;
        int count = 2000;
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--rounds" -> rounds = Integer.parseInt(arguments[i + 1]);
                case "--tokens" -> count = Integer.parseInt(arguments[i + 1]);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        LogSetup.install(ServerConfig.load(null, Map.of(), Map.of("log.level", "error")));
        Path directory = Files.createTempDirectory("spendweir-benchmark-");
        try {
            Path data = directory.resolve("data");
            Path programs = directory.resolve("programs");
            try (EmbeddedPostgres first = EmbeddedPostgres.start(data, programs)) {
                new Superuser(first).tune();
            }
            StoreSettings settings = new StoreSettings(CONNECTIONS, LOCK_WAIT, "ab".repeat(32), Clock.systemUTC());
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data, programs);
                    Store store = Store.open(postgres.target(), settings);
                    Server server = Server.start(config(postgres.target()))) {
                new Superuser(postgres).recycleWal();
                PgBench pgbench = PgBench.prepare(postgres, directory.resolve("pgbench"));
                new ConsumeBenchmark(store, server.url(), postgres.postmasterPid()).run(pgbench, rounds, count);
            }
        } finally {
            delete(directory);
        }
    }

    private static ServerConfig config(DatabaseTarget target) {
        return ServerConfig.load(
                null,
                Map.of(),
                Map.of(
                        "http.port", "0",
                        "log.level", "error",
                        "db.url", target.url(),
                        "db.user", target.app().user(),
                        "db.password", target.app().password(),
                        "db.migrator_user", target.migrator().user(),
                        "db.migrator_password", target.migrator().password(),
                        "tokens.encryption_key", RING_KEY,
                        "tokens.issuer", ISSUER));
    }

    private void run(PgBench pgbench, int rounds, int count) throws Exception {
        Tenants people = new Tenants(store);
        for (int i = 0; i < TENANTS; i++) {
            String tenant = "tenant-" + i;
            store.createTenant(tenant, "enterprise");
            store.policies().put(caller(tenant), PolicyReader.read(JsonReader.read(POLICY)), OptionalLong.empty());
            tenants.add(tenant);
            keys.add(people.apiKey(tenant));
        }
        stretch("warm-up", 1, count, this::byHttp);
        for (int round = 1; round <= rounds; round++) {
            System.out.printf(
                    Locale.ROOT,
                    "TPC-B, 8 clients: %.0f/s%n",
                    pgbench.measure(8, TPCB_SECONDS).perSecond());
            stretch("library, one tenant", 1, count, this::byLibrary);
            stretch("HTTP, one tenant", 1, count, this::byHttp);
            stretch("HTTP, " + TENANTS + " tenants", TENANTS, count, this::byHttp);
        }
        for (String tenant : tenants) {
            if (!store.ledger().verify(tenant, List.of(Chain.values())).isValid()) {
                throw new IllegalStateException("the ledger of " + tenant + " does not verify");
            }
        }
    }

    /** Makes the ways of one thread to use tokens. */
    @FunctionalInterface
    private interface Uses {
        Use open();
    }

    private void stretch(String name, int tenantCount, int count, Uses uses) throws Exception {
        Queue<Ready> ready = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < count; i++) {
            ready.add(prepared(i % tenantCount));
        }
        ExecutorService threads = Executors.newFixedThreadPool(IN_FLIGHT);
        try {
            Duration cpuBefore = cpu();
            long begin = System.nanoTime();
            List<Future<Latencies>> running = new ArrayList<>();
            for (int i = 0; i < IN_FLIGHT; i++) {
                running.add(threads.submit(() -> useAll(ready, uses.open())));
            }
            List<Latencies> parts = new ArrayList<>();
            for (Future<Latencies> part : running) {
                parts.add(part.get());
            }
            long elapsed = System.nanoTime() - begin;
            long[] nanos = Latencies.sorted(parts);
            System.out.printf(
                    Locale.ROOT,
                    "%s, %d in flight: %.0f/s, p50 %d us, p99 %d us, %d us of CPU each (must hold: 500/s)%n",
                    name,
                    IN_FLIGHT,
                    nanos.length * 1e9 / elapsed,
                    Latencies.micros(nanos, 50),
                    Latencies.micros(nanos, 99),
                    cpu().minus(cpuBefore).dividedBy(Math.max(1, nanos.length)).toNanos() / 1000);
        } finally {
            threads.shutdownNow();
        }
    }

    /** CPU time of this process, load and server, and of PostgreSQL: what a busy machine cannot distort. */
    private Duration cpu() {
        Duration ours = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        return ProcessHandle.of(postmaster).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.children()))
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(ours, Duration::plus);
    }

    private static Latencies useAll(Queue<Ready> ready, Use use) throws IOException {
        Latencies latencies = new Latencies();
        for (Ready next = ready.poll(); next != null; next = ready.poll()) {
            long begin = System.nanoTime();
            use.of(next);
            latencies.add(System.nanoTime() - begin);
        }
        return latencies;
    }

    private Use byLibrary() {
        return ready -> tokens.consume(ready.call(), tokens.verify(ready.call()));
    }

    /** A connection for each tenant, kept open; a token that is refused ends the run. */
    private Use byHttp() {
        HttpCaller[] connections = new HttpCaller[TENANTS];
        String[] body = new String[1];
        return ready -> {
            int tenant = ready.tenantNumber();
            if (connections[tenant] == null) {
                connections[tenant] = new HttpCaller(server, "/v1/approvals/consume", keys.get(tenant), () -> body[0]);
            }
            body[0] = ready.body();
            if (!connections[tenant].call()) {
                throw new IOException("the server had no room");
            }
        };
    }

    private Ready prepared(int tenantNumber) {
        String tenant = tenants.get(tenantNumber);
        Caller caller = caller(tenant);
        GateAnswer asked = store.gate()
                .decide(GateCall.builder(caller, request(tenant, number++))
                        .receivedAt(Instant.now())
                        .deadline(LOCK_WAIT)
                        .build());
        String approvalId = asked.approvalId();
        if (approvalId == null) {
            throw new IllegalStateException("nobody was asked: " + asked.outcome());
        }
        Caller reviewer = new Caller(tenant, REVIEWER.actorId(), null, null);
        ApprovalRecord approved = store.approvals().approve(reviewer, REVIEWER, approvalId, null);
        Party asker = new Party(caller.actorId(), Set.of(), Role.MEMBER, Set.of());
        return new Ready(
                tenant,
                tenantNumber,
                asked,
                tokens.mint(approved, asker, TOKEN_SECONDS, tenant).token());
    }

    private static Caller caller(String tenant) {
        return new Caller(tenant, "bench", null, null);
    }

    private static JsonObject request(String tenant, int number) {
        return JsonObject.builder()
                .put("tenant_id", tenant)
                .put("source", "custom")
                .put("project_id", "project")
                .put("environment", "staging")
                .put("action", "vm.create")
                .put("resource_reference", "vm/" + number)
                .put("estimated_monthly_delta", "12.34")
                .put("requester_id", "bench")
                .put("idempotency_key", "use-" + number)
                .build();
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
