package dev.spendweir.server.store.policies;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.policy.Policy;
import dev.spendweir.policy.PolicyDocument;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.Cursor;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Governance;
import dev.spendweir.server.store.Page;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.server.store.Rows;
import dev.spendweir.server.store.StoreUnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Versions of a tenant's policy: every change makes a new one, stored canonical with its hash and never canonicalised again
 * (spec 1.3, 3.2). Thread-safe.
 */
public final class PolicyService {
    /** Spec 3.1: a tenant without a stored policy is judged by the document of all defaults. */
    private static final PolicyVersion DEFAULTS = new PolicyVersion(0, null, null, PolicyReader.defaults());

    /** How long the newest version is believed without a look (spec 4.3). The gate looks in every transaction. */
    private static final Duration FRESH = Duration.ofSeconds(60);

    /** Spec 4.3. */
    private static final Duration KEPT_WHILE_STORE_IS_AWAY = Duration.ofMinutes(10);

    /** Tenants whose policy is kept ready; a policy is a few KB. */
    private static final int CACHED = 10_000;

    private static final String CURRENT =
            "SELECT * FROM policy_version WHERE tenant_id = :tenant ORDER BY version DESC LIMIT 1";
    private static final String ONE = "SELECT * FROM policy_version WHERE tenant_id = :tenant AND version = :version";
    private static final String LIST = """
            SELECT * FROM policy_version
            WHERE tenant_id = :tenant AND version < :before ORDER BY version DESC LIMIT :limit
            """;
    private static final String INSERT = """
            INSERT INTO policy_version (tenant_id, version, schema_id, canonical, sha256, document, created_at, created_by)
            VALUES (:tenant, :version, :schema, :canonical, :sha256, :document::jsonb, :at, :by)
            """;

    private final Database database;
    private final Governance governance;
    private final Clock clock;
    private final Cache<String, Known> newest = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(CACHED)
            .expireAfterWrite(KEPT_WHILE_STORE_IS_AWAY)
            .build();

    /** @param governance every change goes through it */
    public PolicyService(Database database, Governance governance, Clock clock) {
        this.database = database;
        this.governance = governance;
        this.clock = clock;
    }

    private record Known(PolicyVersion version, Instant at) {}

    /** The version in force, read now. */
    public PolicyVersion current(String tenantId) {
        PolicyVersion current = database.inTenant(tenantId, handle -> readCurrent(handle, tenantId));
        remember(tenantId, current);
        return current;
    }

    /**
     * A version that was in force a short while ago: at most 60 s, or 10 minutes while the store is away.
     *
     * @throws StoreUnavailableException when the store is away and no version is known
     */
    public PolicyVersion recent(String tenantId) {
        Known known = newest.getIfPresent(tenantId);
        if (known != null && known.at().plus(FRESH).isAfter(clock.instant())) {
            return known.version();
        }
        try {
            return current(tenantId);
        } catch (StoreUnavailableException e) {
            if (known == null) {
                throw e;
            }
            return known.version();
        }
    }

    /** The version with this number within an open transaction of its tenant; from memory when it is the newest known. */
    public PolicyVersion inTransaction(Connection connection, String tenantId, long version) {
        Known known = newest.getIfPresent(tenantId);
        if (known != null && known.version().version() == version) {
            return known.version();
        }
        PolicyVersion read = version == 0
                ? DEFAULTS
                : find(Jdbi.open(connection), tenantId, version)
                        .orElseThrow(() -> new IllegalStateException("policy version " + version + " is gone"));
        remember(tenantId, read);
        return read;
    }

    /** A version; empty when there is no such one. Version 0 is always there. */
    public Optional<PolicyVersion> version(String tenantId, long version) {
        return version == 0
                ? Optional.of(DEFAULTS)
                : database.inTenant(tenantId, handle -> find(handle, tenantId, version));
    }

    /** The stored versions, newest first. */
    public Page<PolicyVersion> versions(String tenantId, PageRequest page) {
        long before = Cursor.read(page.cursor(), 1)
                .map(key -> Cursor.number(key.get(0)))
                .orElse(Long.MAX_VALUE);
        List<PolicyVersion> rows = database.inTenant(
                tenantId,
                handle -> handle.createQuery(LIST)
                        .bind("tenant", tenantId)
                        .bind("before", before)
                        .bind("limit", page.limit() + 1)
                        .map((row, context) -> view(row))
                        .list());
        return Page.of(rows, page.limit(), version -> Cursor.after(Long.toString(version.version())));
    }

    /**
     * Stores a new version.
     *
     * @param ifMatch the version that the caller saw; empty: whatever is there
     * @throws RejectedException {@code STALE_VERSION} when another version is in force
     */
    public PolicyVersion put(Caller caller, Policy policy, OptionalLong ifMatch) {
        PolicyVersion stored = governance.change(caller, change -> put(change, policy, ifMatch));
        remember(caller.tenantId(), stored);
        return stored;
    }

    /** As {@link #put(Caller, Policy, OptionalLong)}, as a part of a larger change. */
    public static PolicyVersion put(Governance.Change change, Policy policy, OptionalLong ifMatch) {
        Caller caller = change.caller();
        PolicyVersion before = readCurrent(change.handle(), caller.tenantId());
        if (ifMatch.isPresent() && ifMatch.getAsLong() != before.version()) {
            throw new RejectedException(
                    ErrorCode.STALE_VERSION,
                    "If-Match names version " + ifMatch.getAsLong() + ", in force is " + before.version()
                            + "; read it and decide again");
        }
        PolicyVersion next = new PolicyVersion(before.version() + 1, change.time(), caller.actorId(), policy);
        insert(change, next);
        change.record(
                EntryType.POLICY_CHANGED,
                Long.toString(next.version()),
                next.version(),
                policy.sha256(),
                payload(before, next));
        return next;
    }

    /** The version in force within an open transaction of its tenant. */
    public static PolicyVersion inForce(Handle handle, String tenantId) {
        return readCurrent(handle, tenantId);
    }

    private void remember(String tenantId, PolicyVersion version) {
        newest.put(tenantId, new Known(version, clock.instant()));
    }

    private static void insert(Governance.Change change, PolicyVersion next) {
        Policy policy = next.policy();
        change.handle()
                .createUpdate(INSERT)
                .bind("tenant", change.caller().tenantId())
                .bind("version", next.version())
                .bind("schema", PolicyDocument.SCHEMA)
                .bind("canonical", policy.canonicalBytes())
                .bind("sha256", HexFormat.of().parseHex(policy.sha256()))
                .bind("document", CanonicalJson.text(policy.canonicalJson()))
                .bind("at", change.time())
                .bind("by", change.caller().actorId())
                .execute();
    }

    private static JsonObject payload(PolicyVersion before, PolicyVersion after) {
        return JsonObject.builder()
                .put("version", after.version())
                .put("policy_sha256", after.policy().sha256())
                .put("previous_version", before.version())
                .put("previous_policy_sha256", before.policy().sha256())
                .put("document", after.policy().canonicalJson())
                .build();
    }

    private static PolicyVersion readCurrent(Handle handle, String tenantId) {
        return handle.createQuery(CURRENT)
                .bind("tenant", tenantId)
                .map((row, context) -> view(row))
                .findOne()
                .orElse(DEFAULTS);
    }

    private static Optional<PolicyVersion> find(Handle handle, String tenantId, long version) {
        return handle.createQuery(ONE)
                .bind("tenant", tenantId)
                .bind("version", version)
                .map((row, context) -> view(row))
                .findOne();
    }

    private static PolicyVersion view(ResultSet row) throws SQLException {
        return new PolicyVersion(
                row.getLong("version"),
                Rows.instant(row, "created_at"),
                row.getString("created_by"),
                PolicyReader.readStored(row.getBytes("canonical")));
    }
}
