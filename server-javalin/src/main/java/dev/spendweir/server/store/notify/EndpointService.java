package dev.spendweir.server.store.notify;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.keys.Secrets;
import dev.spendweir.server.notify.EndpointSecret;
import dev.spendweir.server.notify.EndpointSpec;
import dev.spendweir.server.notify.EndpointView;
import dev.spendweir.server.notify.NotificationEvent;
import dev.spendweir.server.notify.NotificationFormat;
import dev.spendweir.server.notify.StoredEndpoint;
import dev.spendweir.server.notify.WebhookKey;
import dev.spendweir.server.outgoing.HostRules;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.Cursor;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Governance;
import dev.spendweir.server.store.Page;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.server.store.Rows;
import dev.spendweir.server.store.UuidV7;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Where a tenant's notifications go. Every change is in the ledger; address and key are sealed. Thread-safe. */
public final class EndpointService {
    /** A tenant tells a few systems; each of them costs a row for each event. */
    private static final int MOST_ENDPOINTS = 20;

    private static final String SELECT = """
            SELECT * FROM notification_endpoint
            WHERE tenant_id = :tenant AND (:id::text IS NULL OR endpoint_id = :id)
              AND (:after::text IS NULL OR endpoint_id > :after)
            ORDER BY endpoint_id LIMIT :limit
            """;

    private static final String UPSERT = """
            INSERT INTO notification_endpoint (tenant_id, endpoint_id, format, events, enabled, origin, sealed, created_at,
                                               updated_at)
            VALUES (:tenant, :id, :format, :events, :enabled, :origin, :sealed, :at, :at)
            ON CONFLICT (tenant_id, endpoint_id) DO UPDATE
            SET format = excluded.format, events = excluded.events, enabled = excluded.enabled, gone_at = NULL,
                origin = excluded.origin, sealed = excluded.sealed, updated_at = excluded.updated_at
            """;

    private final Database database;
    private final Governance governance;
    private final Secrets secrets;
    private final HostRules rules;
    private final UuidV7 ids;

    /** @param rules for the addresses */
    public EndpointService(Database database, Governance governance, Secrets secrets, HostRules rules, UuidV7 ids) {
        this.database = database;
        this.governance = governance;
        this.secrets = secrets;
        this.rules = rules;
        this.ids = ids;
    }

    /** Endpoints by id. */
    public Page<EndpointView> list(String tenantId, PageRequest page) {
        String after = Cursor.text(page.cursor()).orElse(null);
        List<EndpointView> rows =
                database.inTenant(tenantId, handle -> select(handle, tenantId, null, after, page.limit() + 1));
        return Page.of(rows, page.limit(), endpoint -> Cursor.after(endpoint.endpointId()));
    }

    /** The endpoint, if there is one. */
    public Optional<EndpointView> get(String tenantId, String endpointId) {
        return database.inTenant(tenantId, handle -> find(handle, tenantId, endpointId));
    }

    /**
     * Makes or changes an endpoint. A new one, and one that asks for it, gets a key, which cannot be shown twice. One that
     * is switched off forgets what it was still to be sent.
     *
     * @throws RejectedException {@code URL_NOT_ALLOWED}, {@code SECRETS_KEY_MISSING}, {@code CONFLICT} when there are too many
     */
    public StoredEndpoint put(Caller caller, EndpointSpec spec) {
        URI url = rules.check(spec.url(), "/url");
        return governance.change(caller, change -> {
            Optional<EndpointView> before = find(change.handle(), caller.tenantId(), spec.endpointId());
            if (before.isEmpty()) {
                requireRoom(change.handle(), caller.tenantId());
            }
            boolean newKey = before.isEmpty() || spec.rotateSecret();
            String key = newKey
                    ? WebhookKey.of(ids.randomBytes(WebhookKey.RANDOM_BYTES)).text()
                    : secret(change.handle(), caller.tenantId(), spec.endpointId())
                            .key();
            write(change, spec, url, new EndpointSecret(url.toString(), key));
            if (!spec.enabled()) {
                forgetQueued(change.handle(), caller.tenantId(), spec.endpointId());
            }
            EndpointView after =
                    find(change.handle(), caller.tenantId(), spec.endpointId()).orElseThrow();
            record(change, before.isEmpty() ? "created" : newKey ? "rotated" : "changed", after);
            return new StoredEndpoint(after, before.isEmpty(), newKey ? key : null);
        });
    }

    private void write(Governance.Change change, EndpointSpec spec, URI url, EndpointSecret secret) {
        String tenantId = change.caller().tenantId();
        change.handle()
                .createUpdate(UPSERT)
                .bind("tenant", tenantId)
                .bind("id", spec.endpointId())
                .bind("format", spec.format().wireName())
                .bind(
                        "events",
                        spec.events().stream().map(NotificationEvent::wireName).toArray(String[]::new))
                .bind("enabled", spec.enabled())
                .bind("origin", url.getScheme() + "://" + url.getRawAuthority())
                .bind("sealed", secrets.seal(EndpointSecret.nameOf(tenantId, spec.endpointId()), secret.bytes()))
                .bind("at", change.time())
                .execute();
    }

    private EndpointSecret secret(Handle handle, String tenantId, String endpointId) {
        byte[] sealed = handle.createQuery("""
                        SELECT sealed FROM notification_endpoint WHERE tenant_id = :tenant AND endpoint_id = :id
                        """)
                .bind("tenant", tenantId)
                .bind("id", endpointId)
                .map((row, context) -> row.getBytes("sealed"))
                .one();
        return EndpointSecret.of(secrets.open(EndpointSecret.nameOf(tenantId, endpointId), sealed));
    }

    private static void requireRoom(Handle handle, String tenantId) {
        int there = handle.createQuery("SELECT count(*) FROM notification_endpoint WHERE tenant_id = :tenant")
                .bind("tenant", tenantId)
                .mapTo(Integer.class)
                .one();
        if (there >= MOST_ENDPOINTS) {
            throw new RejectedException(
                    ErrorCode.CONFLICT, "the tenant has " + there + " endpoints, the limit is " + MOST_ENDPOINTS);
        }
    }

    private static void forgetQueued(Handle handle, String tenantId, String endpointId) {
        handle.createUpdate("""
                        DELETE FROM notification
                        WHERE tenant_id = :tenant AND endpoint_id = :id AND status = 'queued'
                        """).bind("tenant", tenantId).bind("id", endpointId).execute();
    }

    /**
     * Removes an endpoint with all that it was still to be sent.
     *
     * @throws RejectedException {@code NOT_FOUND}
     */
    public void delete(Caller caller, String endpointId) {
        governance.change(caller, change -> {
            EndpointView before = find(change.handle(), caller.tenantId(), endpointId)
                    .orElseThrow(() ->
                            new RejectedException(ErrorCode.NOT_FOUND, "there is no such notification endpoint here"));
            change.handle()
                    .createUpdate("DELETE FROM notification_endpoint WHERE tenant_id = :tenant AND endpoint_id = :id")
                    .bind("tenant", caller.tenantId())
                    .bind("id", endpointId)
                    .execute();
            record(change, "removed", before);
            return true;
        });
    }

    static void record(Governance.Change change, String action, EndpointView endpoint) {
        change.record(
                EntryType.KEY_CHANGED,
                endpoint.endpointId(),
                JsonObject.builder()
                        .put("action", action)
                        .put("notification_endpoint", endpoint.toJson())
                        .build());
    }

    static Optional<EndpointView> find(Handle handle, String tenantId, String endpointId) {
        return select(handle, tenantId, endpointId, null, 1).stream().findFirst();
    }

    private static List<EndpointView> select(
            Handle handle, String tenantId, @Nullable String id, @Nullable String after, int limit) {
        return handle.createQuery(SELECT)
                .bind("tenant", tenantId)
                .bind("id", id)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> view(row))
                .list();
    }

    private static EndpointView view(ResultSet row) throws SQLException {
        List<String> events = Rows.texts(row, "events");
        return new EndpointView(
                row.getString("endpoint_id"),
                row.getString("origin"),
                NotificationFormat.ofWireName(row.getString("format")).orElseThrow(),
                Arrays.stream(NotificationEvent.values())
                        .filter(event -> events.contains(event.wireName()))
                        .toList(),
                row.getBoolean("enabled"),
                Rows.instantOrNull(row, "gone_at"),
                Rows.instant(row, "created_at"),
                Rows.instant(row, "updated_at"));
    }
}
