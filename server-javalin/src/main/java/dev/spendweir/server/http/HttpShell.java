package dev.spendweir.server.http;

import dev.spendweir.server.Store;
import dev.spendweir.server.auth.ApiKeyAuthenticator;
import dev.spendweir.server.auth.Authenticator;
import dev.spendweir.server.auth.FirstAuthenticator;
import dev.spendweir.server.config.Profile;
import dev.spendweir.server.config.ServerConfig;
import dev.spendweir.server.config.TlsSettings;
import dev.spendweir.server.keys.Secrets;
import dev.spendweir.server.keys.TokenKeys;
import dev.spendweir.server.limits.BodyBudget;
import dev.spendweir.server.limits.InFlight;
import dev.spendweir.server.metrics.ServerMetrics;
import dev.spendweir.server.oidc.OidcSetup;
import dev.spendweir.server.runtask.RunTaskReceiver;
import dev.spendweir.server.store.runtask.RunTaskService;
import dev.spendweir.server.terraform.PlanQuestion;
import dev.spendweir.server.terraform.PriceSheets;
import dev.spendweir.server.tls.TlsSetup;
import io.javalin.Javalin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.ServerConnector;

/** The HTTP surface over an open store. Thread-safe. */
public final class HttpShell implements AutoCloseable {

    private final Javalin javalin;

    private HttpShell(Javalin javalin) {
        this.javalin = javalin;
    }

    /**
     * Puts the routes together and listens.
     *
     * @param keys sign approval tokens
     * @param metrics where the calls are counted, beside what the jobs count
     * @param postureHolds whether the database proved its posture at the start
     */
    public static HttpShell start(
            ServerConfig config, Store store, TokenKeys keys, ServerMetrics metrics, boolean postureHolds) {
        return start(config, store, keys, Secrets.none(), metrics, postureHolds);
    }

    /**
     * As {@link #start(ServerConfig, Store, TokenKeys, ServerMetrics, boolean)}.
     *
     * @param secrets keep what tenants share with other systems
     */
    public static HttpShell start(
            ServerConfig config,
            Store store,
            TokenKeys keys,
            Secrets secrets,
            ServerMetrics metrics,
            boolean postureHolds) {
        BodyBudget budget = budget(config);
        InFlight inFlight = new InFlight(config.gate().maxInFlight());
        StoreGauges.register(metrics, store, budget, inFlight);
        List<Endpoint> endpoints =
                new ArrayList<>(endpoints(config, store, keys, metrics, inFlight, readiness(store, postureHolds)));
        endpoints.addAll(integrations(config, store, secrets, metrics));
        TlsSettings settings = config.tls();
        TlsSetup tls = settings == null ? null : TlsSetup.of(settings);
        HttpThreads threads = HttpThreads.of(config.http());
        CallRunner runner = new CallRunner(
                authenticator(config, store),
                tls == null ? null : tls.clientCertificates(store.actorDirectory()),
                budget,
                threads);
        Javalin javalin = new HttpApp(endpoints, runner, metrics, threads).create(config.http(), tls);
        javalin.start();
        return new HttpShell(javalin);
    }

    private static Authenticator authenticator(ServerConfig config, Store store) {
        List<Authenticator> all = new ArrayList<>();
        all.add(new ApiKeyAuthenticator(store.credentials()));
        OidcSetup.authenticator(config, store.actorDirectory()).ifPresent(all::add);
        return new FirstAuthenticator(all);
    }

    private static BodyBudget budget(ServerConfig config) {
        long configured = config.body().budgetBytes();
        return new BodyBudget(configured > 0 ? configured : BodyBudget.shareOfHeap());
    }

    private static Readiness readiness(Store store, boolean postureHolds) {
        return () -> List.of(
                new Readiness.Check("store_reachable", store.isReachable()),
                new Readiness.Check("posture_holds", postureHolds));
    }

    private static List<Endpoint> endpoints(
            ServerConfig config,
            Store store,
            TokenKeys keys,
            ServerMetrics metrics,
            InFlight inFlight,
            Readiness readiness) {
        BodyRules rules = BodyRules.of(config.body());
        GateRunner gate = new GateRunner(store.gate(), store.actorDirectory(), config.gate(), inFlight, metrics);
        List<Endpoint> endpoints = new ArrayList<>();
        endpoints.addAll(new GateRoutes(gate, rules).endpoints());
        endpoints.addAll(new TerraformRoutes(
                        gate,
                        new TerraformSettlement(store.gate()),
                        new PlanQuestion(PriceSheets.load(config.priceSheet()), store.currency()),
                        rules,
                        metrics)
                .endpoints());
        endpoints.addAll(new DecisionRoutes(store.decisions()).endpoints());
        endpoints.addAll(new ApprovalRoutes(
                        store.approvals(),
                        store.tokens(keys, config.tokens().issuer()),
                        store.approvalQueries(),
                        store.actors(),
                        rules)
                .endpoints());
        endpoints.addAll(
                KeyRoutes.of(keys, config.profile() == Profile.DEV, rules).endpoints());
        endpoints.addAll(new PolicyRoutes(store.policies(), rules).endpoints());
        endpoints.addAll(new MoneyRoutes(store.budgets(), store.credits(), rules).endpoints());
        endpoints.addAll(new ReservationRoutes(store.reservations(), store.holds(), store.sweeper(), rules, metrics)
                .endpoints());
        endpoints.addAll(new PeopleRoutes(store.actors(), store.apiKeys(), store.policies(), rules).endpoints());
        endpoints.addAll(new LedgerRoutes(
                        store.ledger(),
                        store.checkpoints(),
                        store.breaker(),
                        store.sealing().keys(),
                        rules,
                        metrics)
                .endpoints());
        endpoints.addAll(new ConfigRoutes(store.config(), rules).endpoints());
        endpoints.addAll(new QuarantineRoutes(store.quarantine(), rules).endpoints());
        endpoints.addAll(new ExportRoutes(store.exports()).endpoints());
        endpoints.addAll(new IngestRoutes(store.ingest(), rules).endpoints());
        endpoints.addAll(new OpsRoutes(readiness, metrics, document()).endpoints());
        return endpoints;
    }

    /** What other systems call, and what is sent to them. */
    private static List<Endpoint> integrations(
            ServerConfig config, Store store, Secrets secrets, ServerMetrics metrics) {
        BodyRules rules = BodyRules.of(config.body());
        RunTaskService tasks = store.runTasks(secrets);
        RunTaskReceiver receiver = new RunTaskReceiver(
                tasks, store.runTaskQueue(secrets), config.runTasks().hosts(), Clock.systemUTC());
        List<Endpoint> endpoints = new ArrayList<>(
                new RunTaskRoutes(tasks, receiver, config.runTasks().consumeAt(), config.links(), rules, metrics)
                        .endpoints());
        endpoints.addAll(new NotificationRoutes(
                        store.notificationEndpoints(
                                secrets, config.notifications().hosts()),
                        store.deadLetters(),
                        rules)
                .endpoints());
        return endpoints;
    }

    /** The contract, as it is checked in. */
    static byte[] document() {
        try (InputStream in = HttpShell.class.getResourceAsStream("openapi.json")) {
            return Objects.requireNonNull(in, "openapi.json is part of the server")
                    .readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("a resource of our own cannot be read", e);
        }
    }

    /** The application, for the inventory of its routes. */
    Javalin javalin() {
        return javalin;
    }

    /** The port it listens on with TLS; 0: none. */
    public int tlsPort() {
        for (Connector connector : javalin.jettyServer().server().getConnectors()) {
            if (JettySetup.TLS.equals(connector.getName()) && connector instanceof ServerConnector listener) {
                return listener.getLocalPort();
            }
        }
        return 0;
    }

    /** The port it listens on. */
    public int port() {
        return javalin.port();
    }

    /** Takes no new calls and waits up to 10 s for those in flight. */
    @Override
    public void close() {
        javalin.stop();
    }
}
