package dev.spendweir.server.store.people;

import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.LedgerHash;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Governance;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.server.store.SystemTenant;
import dev.spendweir.vocabulary.Role;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes tenants with their first owner and key (spec 9.1). Thread-safe; two servers may start at once. */
public final class Bootstrap {
    /** The tenant of the {@code dev} profile. */
    public static final String DEFAULT_TENANT = "default";

    /** Its first owner. */
    public static final String FIRST_OWNER = "owner";

    /** Everything is open to whoever runs a server of their own. */
    private static final String DEFAULT_PLAN = "enterprise";

    /** The first owner of the tenant of the operators. */
    public static final String FIRST_OPERATOR = "operator";

    private static final Logger LOG = LoggerFactory.getLogger(Bootstrap.class);
    private static final String KEY_NAME = "bootstrap";

    private final Database database;
    private final Governance governance;
    private final ActorService actors;
    private final ApiKeyService apiKeys;
    private final Clock clock;

    /** The services through which the tenant's people and keys are made. */
    public Bootstrap(
            Database database, Governance governance, ActorService actors, ApiKeyService apiKeys, Clock clock) {
        this.database = database;
        this.governance = governance;
        this.actors = actors;
        this.apiKeys = apiKeys;
        this.clock = clock;
    }

    /**
     * Makes tenant {@code default} with actor {@code owner} unless it is there.
     *
     * @param givenKey becomes a key of that owner, unless it was revoked; null: one is made together with the tenant
     * @return the text of a key that was made now, to be shown once
     * @throws IllegalArgumentException when the given key does not have the form of one
     */
    public Optional<String> run(@Nullable String givenKey) {
        requireWellFormed(givenKey, "SPENDWEIR_BOOTSTRAP_KEY");
        createTenant(DEFAULT_TENANT, DEFAULT_PLAN);
        Caller system = new Caller(DEFAULT_TENANT, ReservedActors.SYSTEM, null, null);
        firstOwner(system, FIRST_OWNER);
        if (givenKey != null) {
            ensureKey(system, FIRST_OWNER, givenKey);
            return Optional.empty();
        }
        if (!apiKeys.list(DEFAULT_TENANT, PageRequest.first()).items().isEmpty()) {
            return Optional.empty();
        }
        NewApiKey first = new NewApiKey(FIRST_OWNER, KEY_NAME, null, Binding.NONE);
        return Optional.of(apiKeys.create(system, first, null).keyText());
    }

    /**
     * Makes the tenant of the operators unless it is there; with a key, also its actor {@code operator}, an owner.
     *
     * @param givenKey becomes a key of that operator, unless it was revoked; null: nobody is made
     * @throws IllegalArgumentException when the given key does not have the form of one
     */
    public void operators(@Nullable String givenKey) {
        requireWellFormed(givenKey, "SPENDWEIR_OPERATOR_KEY");
        createSystemTenant();
        if (givenKey != null) {
            Caller system = new Caller(SystemTenant.ID, ReservedActors.SYSTEM, null, null);
            firstOwner(system, FIRST_OPERATOR);
            ensureKey(system, FIRST_OPERATOR, givenKey);
        }
    }

    /** Makes the tenant of the operators unless it is there. */
    public void createSystemTenant() {
        createTenant(SystemTenant.ID, DEFAULT_PLAN);
    }

    private static void requireWellFormed(@Nullable String key, String variable) {
        if (key != null && !ApiKeyText.isWellFormed(key)) {
            throw new IllegalArgumentException(
                    variable + " is not a key: it must be sw_ and 43 characters of A-Z a-z 0-9 - _");
        }
    }

    /** Each step looks for its own result, so a start that died between two of them is completed by the next. */
    private void firstOwner(Caller caller, String actorId) {
        if (actors.list(caller.tenantId(), PageRequest.first()).items().isEmpty()) {
            actors.put(caller, new ActorSpec(actorId, null, Role.OWNER, List.of(), Binding.NONE, List.of()));
        }
    }

    private void ensureKey(Caller caller, String actorId, String key) {
        try {
            governance.change(caller, change -> {
                apiKeys.ensure(change, actorId, KEY_NAME, key);
                return true;
            });
        } catch (RejectedException e) {
            // A server must start all the same: nobody could close the quarantine, or give the tenant another owner.
            switch (e.code()) {
                case AUDIT_QUARANTINE ->
                    LOG.warn(
                            "the first key of tenant {} is not looked after: its ledger is in quarantine",
                            caller.tenantId());
                case NOT_FOUND ->
                    LOG.warn(
                            "the given key of tenant {} is not made: actor {} was removed; take it out of the configuration,"
                                    + " owners make keys with `spendweir keys create`",
                            caller.tenantId(),
                            actorId);
                default -> throw e;
            }
        }
    }

    /**
     * Makes a tenant with its two empty chains.
     *
     * @return false when it was there already
     */
    public boolean createTenant(String tenantId, String plan) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return database.inTenant(tenantId, handle -> {
            int made = handle.createUpdate("""
                            INSERT INTO tenant (tenant_id, plan, created_at) VALUES (:tenant, :plan, :at)
                            ON CONFLICT DO NOTHING
                            """)
                    .bind("tenant", tenantId)
                    .bind("plan", plan)
                    .bind("at", now)
                    .execute();
            if (made == 1) {
                createChains(handle, tenantId);
            }
            return made == 1;
        });
    }

    private static void createChains(Handle handle, String tenantId) {
        for (Chain chain : Chain.values()) {
            handle.createUpdate("""
                            INSERT INTO ledger_head (tenant_id, chain, sequence, chain_hash)
                            VALUES (:tenant, :chain, 0, :hash)
                            """)
                    .bind("tenant", tenantId)
                    .bind("chain", chain.wireName())
                    .bind("hash", LedgerHash.genesis())
                    .execute();
        }
        handle.createUpdate("INSERT INTO cost_state (tenant_id, version) VALUES (:tenant, 0)")
                .bind("tenant", tenantId)
                .execute();
    }
}
