package dev.spendweir.server;

import com.zaxxer.hikari.HikariDataSource;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.server.gate.GateService;
import dev.spendweir.server.keys.KeySealer;
import dev.spendweir.server.keys.Secrets;
import dev.spendweir.server.keys.TokenKeys;
import dev.spendweir.server.notify.NotificationQueue;
import dev.spendweir.server.outgoing.HostRules;
import dev.spendweir.server.review.ApprovalService;
import dev.spendweir.server.review.TokenService;
import dev.spendweir.server.runtask.RunTaskQueue;
import dev.spendweir.server.sealing.LedgerKeys;
import dev.spendweir.server.sealing.Sealing;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.DatabaseMigration;
import dev.spendweir.server.store.DatabasePosture;
import dev.spendweir.server.store.DatabaseTarget;
import dev.spendweir.server.store.Governance;
import dev.spendweir.server.store.StoreSettings;
import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.server.store.approvals.ApprovalQueries;
import dev.spendweir.server.store.audit.DecisionService;
import dev.spendweir.server.store.audit.LedgerService;
import dev.spendweir.server.store.bundle.ConfigService;
import dev.spendweir.server.store.cost.CostHistories;
import dev.spendweir.server.store.decisions.PostgresGateStore;
import dev.spendweir.server.store.decisions.PostgresUseStore;
import dev.spendweir.server.store.exports.ExportService;
import dev.spendweir.server.store.holds.HoldService;
import dev.spendweir.server.store.holds.HoldSweeper;
import dev.spendweir.server.store.ingest.IngestService;
import dev.spendweir.server.store.money.BudgetService;
import dev.spendweir.server.store.money.CreditService;
import dev.spendweir.server.store.money.ReservationService;
import dev.spendweir.server.store.notify.DeadLetterService;
import dev.spendweir.server.store.notify.EndpointService;
import dev.spendweir.server.store.notify.PostgresNotificationQueue;
import dev.spendweir.server.store.people.ActorDirectory;
import dev.spendweir.server.store.people.ActorService;
import dev.spendweir.server.store.people.ApiKeyService;
import dev.spendweir.server.store.people.Bootstrap;
import dev.spendweir.server.store.people.CredentialService;
import dev.spendweir.server.store.policies.PolicyService;
import dev.spendweir.server.store.quarantine.QuarantineBreaker;
import dev.spendweir.server.store.quarantine.QuarantineService;
import dev.spendweir.server.store.runtask.PostgresRunTaskQueue;
import dev.spendweir.server.store.runtask.RunTaskService;
import dev.spendweir.server.store.sealing.CheckpointSealer;
import dev.spendweir.server.store.sealing.CheckpointService;
import dev.spendweir.server.store.sealing.LedgerPartitions;
import dev.spendweir.server.store.tokens.StoredKeys;
import dev.spendweir.server.terraform.PolicyCurrency;
import dev.spendweir.token.TokenAlgorithm;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything below HTTP, put together: one database and the services on it. Thread-safe. */
public final class Store implements AutoCloseable {
    private final Database database;
    private final CredentialService credentials;
    private final ActorDirectory directory;
    private final ActorService actors;
    private final ApiKeyService apiKeys;
    private final Bootstrap bootstrap;
    private final PolicyService policies;
    private final BudgetService budgets;
    private final CreditService credits;
    private final ReservationService reservations;
    private final HoldService holds;
    private final HoldSweeper sweeper;
    private final DecisionService decisions;
    private final LedgerService ledger;
    private final CheckpointService checkpoints;
    private final ExportService exports;
    private final LedgerPartitions partitions;
    private final Sealing sealing;
    private final @Nullable CheckpointSealer sealer;
    private final IngestService ingest;
    private final PostgresGateStore gateStore;
    private final PostgresUseStore useStore;
    private final GateService gate;
    private final ApprovalService approvals;
    private final ApprovalQueries approvalQueries;
    private final ConfigService config;
    private final QuarantineBreaker breaker;
    private final QuarantineService quarantine;
    private final StoreSettings settings;
    private final Governance governance;
    private final UuidV7 ids;

    private Store(Database database, StoreSettings settings, GateEngine engine, Sealing sealing) {
        this.database = database;
        UuidV7 ids = new UuidV7(settings.clock());
        Governance governance = new Governance(database, settings, ids);
        CostHistories histories = new CostHistories();
        credentials = new CredentialService(database, settings.clock());
        directory = new ActorDirectory(database, settings.clock());
        actors = new ActorService(database, governance);
        apiKeys = new ApiKeyService(database, governance, ids);
        bootstrap = new Bootstrap(database, governance, actors, apiKeys, settings.clock());
        policies = new PolicyService(database, governance, settings.clock());
        budgets = new BudgetService(database, governance, policies, histories, settings.clock());
        credits = new CreditService(database, governance, ids);
        reservations = new ReservationService(database, settings.clock(), policies);
        holds = new HoldService(database, governance, ids);
        sweeper = new HoldSweeper(database, governance, ids, settings.clock());
        decisions = new DecisionService(database);
        ledger = new LedgerService(database, sealing, engine);
        checkpoints = new CheckpointService(database);
        this.sealing = sealing;
        LedgerKeys keys = sealing.keys();
        partitions = new LedgerPartitions(database);
        exports = new ExportService(database, governance, keys);
        sealer = keys == null ? null : new CheckpointSealer(database, settings.clock(), keys.signing());
        config = new ConfigService(database, governance, policies, budgets, credits, settings.clock());
        breaker = new QuarantineBreaker(database, governance, bootstrap, settings.clock());
        quarantine = new QuarantineService(database, governance, ledger, sealer);
        database.onBrokenChain(breaker::broken);
        ingest = new IngestService(database, governance, policies, holds, ids, settings);
        this.settings = settings;
        this.governance = governance;
        this.ids = ids;
        approvalQueries = new ApprovalQueries(database, settings.clock());
        gateStore = new PostgresGateStore(database, policies, histories, settings.clock());
        useStore = new PostgresUseStore(database, settings.clock());
        gate = new GateService(policies, engine, gateStore, holds, settings, ids);
        approvals = new ApprovalService(gateStore, engine, settings, ids);
    }

    /**
     * Brings the schema up to date, opens the pool and offers the services.
     *
     * @throws StoreUnavailableException when the database cannot be reached or does not fit
     */
    public static Store open(DatabaseTarget target, StoreSettings settings) {
        return open(target, settings, GateEngine.create());
    }

    /** As {@link #open(DatabaseTarget, StoreSettings)} with an engine of the caller's, such as one with rules. */
    public static Store open(DatabaseTarget target, StoreSettings settings, GateEngine engine) {
        return open(target, settings, engine, Sealing.NONE);
    }

    /** As {@link #open(DatabaseTarget, StoreSettings, GateEngine)}, sealing the ledger with these. */
    public static Store open(DatabaseTarget target, StoreSettings settings, GateEngine engine, Sealing sealing) {
        DatabaseMigration.run(target);
        return new Store(Database.open(target, settings.connections()), settings, engine, sealing);
    }

    /** Controls that do not hold; empty when all is well (spec 3.3). */
    public List<DatabasePosture.Weakness> posture() {
        return DatabasePosture.weaknesses(database);
    }

    /** Whether the database answers. */
    public boolean isReachable() {
        return database.isReachable();
    }

    /** The pool, for metrics. */
    public HikariDataSource dataSource() {
        return database.dataSource();
    }

    /** See {@link Bootstrap#run}. */
    public Optional<String> bootstrap(@Nullable String bootstrapKey) {
        return bootstrap.run(bootstrapKey);
    }

    /** See {@link Bootstrap#operators}. */
    public void bootstrapOperators(@Nullable String operatorKey) {
        bootstrap.operators(operatorKey);
    }

    /** The configuration as a bundle. */
    public ConfigService config() {
        return config;
    }

    /** Opens quarantines. */
    public QuarantineBreaker breaker() {
        return breaker;
    }

    /** Shows and closes quarantines. */
    public QuarantineService quarantine() {
        return quarantine;
    }

    /** Makes a further tenant with its chains; false when it is there. */
    public boolean createTenant(String tenantId, String plan) {
        return bootstrap.createTenant(tenantId, plan);
    }

    public CredentialService credentials() {
        return credentials;
    }

    /** Whom the names of identity providers lead to. */
    public ActorDirectory actorDirectory() {
        return directory;
    }

    public ActorService actors() {
        return actors;
    }

    public ApiKeyService apiKeys() {
        return apiKeys;
    }

    public PolicyService policies() {
        return policies;
    }

    public BudgetService budgets() {
        return budgets;
    }

    public CreditService credits() {
        return credits;
    }

    public ReservationService reservations() {
        return reservations;
    }

    public HoldService holds() {
        return holds;
    }

    public HoldSweeper sweeper() {
        return sweeper;
    }

    public DecisionService decisions() {
        return decisions;
    }

    public LedgerService ledger() {
        return ledger;
    }

    public CheckpointService checkpoints() {
        return checkpoints;
    }

    public LedgerPartitions partitions() {
        return partitions;
    }

    public ExportService exports() {
        return exports;
    }

    /** With what the ledger is sealed. */
    public Sealing sealing() {
        return sealing;
    }

    /** Makes checkpoints; empty without a key. */
    public Optional<CheckpointSealer> sealer() {
        return Optional.ofNullable(sealer);
    }

    public IngestService ingest() {
        return ingest;
    }

    public GateService gate() {
        return gate;
    }

    public ApprovalService approvals() {
        return approvals;
    }

    public ApprovalQueries approvalQueries() {
        return approvalQueries;
    }

    /** The ring of token keys in this store; makes its first key when there is none. */
    public TokenKeys tokenKeys(KeySealer sealer, TokenAlgorithm algorithm) {
        return new StoredKeys(database, governance, sealer, algorithm, settings.clock()).ready();
    }

    /** Mints and consumes tokens with these keys. */
    public TokenService tokens(TokenKeys keys, String issuer) {
        return new TokenService(useStore, keys, issuer, settings, ids);
    }

    /** The currency of a tenant's policy as it was lately. */
    public PolicyCurrency currency() {
        return tenant -> policies.recent(tenant).policy().document().currency();
    }

    /** Run tasks, their keys kept by these. */
    public RunTaskService runTasks(Secrets secrets) {
        return new RunTaskService(database, governance, secrets, ids);
    }

    /** The queue of run tasks, its tokens kept by these. */
    public RunTaskQueue runTaskQueue(Secrets secrets) {
        return new PostgresRunTaskQueue(database, secrets, ids);
    }

    /** Where notifications go, their keys kept by these. */
    public EndpointService notificationEndpoints(Secrets secrets, HostRules rules) {
        return new EndpointService(database, governance, secrets, rules, ids);
    }

    /** The queue of notifications, their keys kept by these. */
    public NotificationQueue notificationQueue(Secrets secrets) {
        return new PostgresNotificationQueue(database, governance, secrets, ids);
    }

    /** What failed for good. */
    public DeadLetterService deadLetters() {
        return new DeadLetterService(database, settings.clock());
    }

    @Override
    public void close() {
        gate.close();
        useStore.close();
        gateStore.close();
        database.close();
    }
}
