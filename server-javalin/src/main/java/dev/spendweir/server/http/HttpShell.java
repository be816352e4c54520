package dev.spendweir.server.http;

import dev.spendweir.price.PriceSheet;
import dev.spendweir.server.Store;
import dev.spendweir.server.auth.ApiKeyAuthenticator;
import dev.spendweir.server.config.Profile;
import dev.spendweir.server.config.ServerConfig;
import dev.spendweir.server.keys.TokenKeys;
import dev.spendweir.server.limits.BodyBudget;
import dev.spendweir.server.limits.InFlight;
import dev.spendweir.server.metrics.ServerMetrics;
import io.javalin.Javalin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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
        BodyBudget budget = budget(config);
        InFlight inFlight = new InFlight(config.gate().maxInFlight());
        StoreGauges.register(metrics, store, budget, inFlight);
        List<Endpoint> endpoints = endpoints(config, store, keys, metrics, inFlight, readiness(store, postureHolds));
        CallRunner runner = new CallRunner(new ApiKeyAuthenticator(store.credentials()), budget);
        Javalin javalin = new HttpApp(endpoints, runner, metrics).create(config.http());
        javalin.start();
        return new HttpShell(javalin);
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
        PriceSheet sheet = PriceSheets.load(config.priceSheet());
        GateRunner gate = new GateRunner(store.gate(), config.gate(), inFlight, metrics);
        List<Endpoint> endpoints = new ArrayList<>();
        endpoints.addAll(new GateRoutes(gate, rules).endpoints());
        endpoints.addAll(new TerraformRoutes(
                        gate,
                        new TerraformSettlement(store.gate()),
                        tenant -> store.policies()
                                .recent(tenant)
                                .policy()
                                .document()
                                .currency(),
                        sheet,
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
        endpoints.addAll(new PeopleRoutes(store.actors(), store.apiKeys(), rules).endpoints());
        endpoints.addAll(new LedgerRoutes(
                        store.ledger(),
                        store.checkpoints(),
                        store.breaker(),
                        store.sealing().keys(),
                        rules,
                        metrics)
                .endpoints());
        endpoints.addAll(new QuarantineRoutes(store.quarantine(), rules).endpoints());
        endpoints.addAll(new ExportRoutes(store.exports()).endpoints());
        endpoints.addAll(new IngestRoutes(store.ingest(), rules).endpoints());
        endpoints.addAll(new OpsRoutes(readiness, metrics, document()).endpoints());
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
