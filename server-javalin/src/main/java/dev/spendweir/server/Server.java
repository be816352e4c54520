package dev.spendweir.server;

import dev.spendweir.engine.GateEngine;
import dev.spendweir.server.config.DatabaseSettings;
import dev.spendweir.server.config.Profile;
import dev.spendweir.server.config.Secret;
import dev.spendweir.server.config.ServerConfig;
import dev.spendweir.server.http.HttpShell;
import dev.spendweir.server.jobs.ExpiryJob;
import dev.spendweir.server.jobs.JobLoop;
import dev.spendweir.server.jobs.PartitionJob;
import dev.spendweir.server.jobs.SealerJob;
import dev.spendweir.server.jobs.SweepJob;
import dev.spendweir.server.keys.KeyFileException;
import dev.spendweir.server.keys.Secrets;
import dev.spendweir.server.keys.TokenKeys;
import dev.spendweir.server.metrics.ServerMetrics;
import dev.spendweir.server.postgres.EmbeddedPostgres;
import dev.spendweir.server.postgres.PostgresKeeper;
import dev.spendweir.server.postgres.PostgresStartException;
import dev.spendweir.server.sealing.Sealing;
import dev.spendweir.server.sealing.SealingSetup;
import dev.spendweir.server.store.DatabasePosture.Weakness;
import dev.spendweir.server.store.DatabaseTarget;
import dev.spendweir.server.store.DatabaseUrl;
import dev.spendweir.server.store.StoreSettings;
import dev.spendweir.server.store.StoreSettings.ApprovalLimits;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server: PostgreSQL (its own in profile {@code dev}), the store, jobs, HTTP. Started and stopped in that order and
 * its reverse. Writes nothing to standard output. Thread-safe.
 */
public final class Server implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    /** How old the metric of quarantines may be; alerts look every minute. */
    private static final Duration QUARANTINE_LOOK = Duration.ofSeconds(10);

    /** What was started, the last first: the order in which it stops. */
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private final ServerConfig config;
    private @Nullable HttpShell http;
    private @Nullable String bootstrapKey;

    private Server(ServerConfig config) {
        this.config = config;
    }

    /**
     * Starts a server and returns when it takes calls.
     *
     * @throws StartupException when a part does not start; those that did are stopped again
     */
    public static Server start(ServerConfig config) {
        Server server = new Server(config);
        try {
            server.startParts();
            LOG.info("started at {}", server.url());
            return server;
        } catch (StartupException e) {
            server.close();
            throw e;
        } catch (KeyFileException e) {
            server.close();
            throw new StartupException(String.valueOf(e.getMessage()), e);
        } catch (PostgresStartException e) {
            server.close();
            throw new StartupException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            server.close();
            throw new StartupException("the server cannot start: " + firstLine(e), e);
        }
    }

    private void startParts() {
        DatabaseTarget target = target();
        Sealing sealing = SealingSetup.of(config);
        Store store = started(Store.open(
                target,
                new StoreSettings(
                        config.database().poolSize(),
                        config.gate().lockTimeout(),
                        config.sha256(),
                        Clock.systemUTC(),
                        new ApprovalLimits(
                                config.approvals().maxPendingPerSubmitter(),
                                config.approvals().maxPending()),
                        config.ingestIntegrity()),
                GateEngine.create(),
                sealing));
        List<Weakness> weaknesses = store.posture();
        judge(weaknesses);
        Secret given = config.bootstrapKey();
        bootstrapKey = bootstrap(store, given);
        store.bootstrapOperators(reveal(config.operatorKey()));
        ServerMetrics metrics = new ServerMetrics();
        TokenKeys keys = TokenKeySetup.keys(config, store);
        Secrets secrets = SecretsSetup.of(config);
        startJobs(store, sealing, metrics);
        started(RunTaskSetup.start(config, store, secrets, metrics));
        started(NotificationSetup.start(config, store, secrets, metrics));
        http = started(HttpShell.start(config, store, keys, secrets, metrics, weaknesses.isEmpty()));
    }

    private void startJobs(Store store, Sealing sealing, ServerMetrics metrics) {
        started(SweepJob.start(store.sweeper(), config.jobs().sweepInterval(), metrics));
        started(ExpiryJob.start(
                store.approvals(), store.approvalQueries(), config.approvals().expiryInterval(), Clock.systemUTC()));
        started(JobLoop.start("partitions", PartitionJob.INTERVAL, new PartitionJob(store.partitions(), metrics)));
        store.sealer()
                .ifPresent(sealer -> started(JobLoop.start(
                        "sealer",
                        config.ledger().sealInterval(),
                        new SealerJob(sealer, sealing.outside(), store.breaker(), metrics, Clock.systemUTC()))));
        started(JobLoop.start(
                "quarantine",
                QUARANTINE_LOOK,
                () -> metrics.quarantinedChains(store.quarantine().open())));
    }

    private @Nullable String bootstrap(Store store, @Nullable Secret given) {
        if (given == null && config.profile() == Profile.PROD) {
            return null;
        }
        return store.bootstrap(given == null ? null : given.reveal()).orElse(null);
    }

    private DatabaseTarget target() {
        DatabaseSettings database = config.database();
        Secret url = database.url();
        if (url == null) {
            EmbeddedPostgres postgres = started(EmbeddedPostgres.start(config.dataDir()));
            started(PostgresKeeper.of(postgres));
            return postgres.target();
        }
        return DatabaseUrl.target(
                url.reveal(),
                database.user(),
                reveal(database.password()),
                database.migratorUser(),
                reveal(database.migratorPassword()));
    }

    private static @Nullable String reveal(@Nullable Secret secret) {
        return secret == null ? null : secret.reveal();
    }

    private <T extends AutoCloseable> T started(T part) {
        parts.push(part);
        return part;
    }

    /** In production a weak posture stops the start; a developer is told (spec 3.3, 9.1). */
    private void judge(List<Weakness> weaknesses) {
        if (weaknesses.isEmpty()) {
            return;
        }
        String all = weaknesses.stream()
                .map(weakness -> weakness.control() + " (" + weakness.detail() + ")")
                .collect(Collectors.joining("; "));
        switch (config.profile()) {
            case PROD ->
                throw new StartupException(
                        "the database does not hold the posture that profile prod needs: " + all
                                + "; let the migrator role restore it and start again",
                        null);
            case DEV -> LOG.warn("the database's posture is weak: {}", all);
        }
    }

    /** Where it listens. */
    public URI url() {
        String host = config.http().host();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port());
    }

    /** The port it listens on. */
    public int port() {
        HttpShell shell = http;
        if (shell == null) {
            throw new IllegalStateException("the server is not started");
        }
        return shell.port();
    }

    /** The port it listens on with TLS; 0: none. */
    public int tlsPort() {
        HttpShell shell = http;
        return shell == null ? 0 : shell.tlsPort();
    }

    /** The owner key of tenant {@code default} when this start made it; to be shown once, never logged. */
    public Optional<String> bootstrapKey() {
        return Optional.ofNullable(bootstrapKey);
    }

    /** Stops: takes no new calls, finishes those in flight within 10 s, then the store, then PostgreSQL (spec 9.2). */
    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                // The other parts must stop all the same.
                LOG.error("{} did not stop cleanly", part.getClass().getSimpleName(), e);
            }
        }
    }

    private static String firstLine(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.lines().findFirst().orElse(failure.getClass().getSimpleName());
    }
}
