package dev.spendweir.server.store.notify;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonText;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.keys.Secrets;
import dev.spendweir.server.notify.EndpointSecret;
import dev.spendweir.server.notify.Notification;
import dev.spendweir.server.notify.NotificationFormat;
import dev.spendweir.server.notify.NotificationQueue;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Governance;
import dev.spendweir.server.store.Rows;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.server.store.people.ReservedActors;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queue of notifications: rows that are leased with SKIP LOCKED, so that several servers share the work. Thread-safe. */
public final class PostgresNotificationQueue implements NotificationQueue {
    /** Messages of one tenant under way at once. */
    private static final int MOST_OF_TENANT = 4;

    private static final Logger LOG = LoggerFactory.getLogger(PostgresNotificationQueue.class);

    /** One lease of a tenant at a time: two servers that look at once would both find an endpoint idle. */
    private static final String TURN = "SELECT pg_advisory_xact_lock(hashtext('spendweir.notification/' || :tenant))";

    private static final String LEASE = """
            WITH under_way AS (
                SELECT endpoint_id FROM notification
                WHERE tenant_id = :tenant AND status = 'queued' AND leased_until > :at),
            due AS (
                SELECT n.notification_id FROM notification n
                JOIN notification_endpoint e ON e.tenant_id = n.tenant_id AND e.endpoint_id = n.endpoint_id AND e.enabled
                WHERE n.tenant_id = :tenant AND n.status = 'queued' AND n.due_at <= :at
                  AND (n.leased_until IS NULL OR n.leased_until <= :at)
                  AND n.endpoint_id NOT IN (SELECT endpoint_id FROM under_way)
                  AND (SELECT count(*) FROM under_way) < :most
                ORDER BY n.due_at, n.notification_id LIMIT 1 FOR UPDATE OF n SKIP LOCKED)
            UPDATE notification n
            SET lease_id = :lease, leased_until = :until, first_tried_at = COALESCE(n.first_tried_at, :at)
            FROM due, notification_endpoint e
            WHERE n.tenant_id = :tenant AND n.notification_id = due.notification_id
              AND e.tenant_id = n.tenant_id AND e.endpoint_id = n.endpoint_id
            RETURNING n.*, e.format, e.sealed
            """;

    private static final String FINISH = """
            UPDATE notification
            SET status = :status, finished_at = :at, lease_id = NULL, leased_until = NULL, last_error = :why::text
            WHERE tenant_id = :tenant AND notification_id = :id AND lease_id = :lease
            """;

    private static final String AGAIN = """
            UPDATE notification
            SET due_at = :due, attempts = attempts + 1, lease_id = NULL, leased_until = NULL, last_error = :why
            WHERE tenant_id = :tenant AND notification_id = :id AND lease_id = :lease
            """;

    private static final String BURY = """
            INSERT INTO dead_letter (tenant_id, dead_letter_id, kind, event_id, reason, pointer, detail, payload,
                                     first_seen, last_seen, seen_count)
            VALUES (:tenant, :letter, 'notification', :event, :reason, '', :why, :payload, :first, :at, 1)
            ON CONFLICT (tenant_id, event_id, reason) DO UPDATE
            SET detail = excluded.detail, last_seen = excluded.last_seen, seen_count = dead_letter.seen_count + 1,
                replay_requested_by = NULL, replay_requested_at = NULL, replayed_by = NULL, replayed_at = NULL
            """;

    private final Database database;
    private final Governance governance;
    private final Secrets secrets;
    private final UuidV7 ids;

    /** @param secrets open addresses and keys */
    public PostgresNotificationQueue(Database database, Governance governance, Secrets secrets, UuidV7 ids) {
        this.database = database;
        this.governance = governance;
        this.secrets = secrets;
        this.ids = ids;
    }

    @Override
    public List<String> tenantsWithDue(Instant at) {
        return database.withoutTenant(
                handle -> handle.createQuery("SELECT tenant FROM tenants_with_due_notifications(:at) AS tenant")
                        .bind("at", at)
                        .mapTo(String.class)
                        .list());
    }

    @SuppressWarnings("ArrayRecordComponent") // lives until the secret is open
    private record Row(
            String id,
            String endpointId,
            NotificationFormat format,
            JsonObject body,
            byte[] sealed,
            int attempts,
            @Nullable Instant firstTriedAt) {}

    @Override
    public Optional<Notification> lease(String tenantId, Instant at, Duration time) {
        UUID lease = ids.next();
        Optional<Row> row = database.inTenant(tenantId, handle -> {
            handle.createQuery(TURN)
                    .bind("tenant", tenantId)
                    .map((none, context) -> true)
                    .one();
            return handle.createQuery(LEASE)
                    .bind("tenant", tenantId)
                    .bind("lease", lease)
                    .bind("at", at)
                    .bind("until", at.plus(time))
                    .bind("most", MOST_OF_TENANT)
                    .map((found, context) -> row(found))
                    .findOne();
        });
        return row.map(found -> opened(tenantId, lease, found));
    }

    private Notification opened(String tenantId, UUID lease, Row row) {
        return new Notification(
                tenantId,
                row.id(),
                row.endpointId(),
                row.format(),
                row.body(),
                secretOrNull(tenantId, row),
                lease,
                row.attempts(),
                row.firstTriedAt());
    }

    private @Nullable EndpointSecret secretOrNull(String tenantId, Row row) {
        try {
            return secret(tenantId, row.endpointId(), row.sealed());
        } catch (RejectedException e) {
            LOG.error("notification {}: {}", row.id(), e.getMessage());
            return null;
        }
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getString("notification_id"),
                row.getString("endpoint_id"),
                NotificationFormat.ofWireName(row.getString("format")).orElseThrow(),
                (JsonObject) JsonReader.read(row.getString("body")),
                row.getBytes("sealed"),
                row.getInt("attempts"),
                Rows.instantOrNull(row, "first_tried_at"));
    }

    @Override
    public void sent(Notification notification, Instant at) {
        database.inTenant(notification.tenantId(), handle -> finish(handle, notification, "sent", at, null));
    }

    @Override
    public void again(Notification notification, Instant at, Instant due, String why) {
        database.inTenant(
                notification.tenantId(),
                handle -> handle.createUpdate(AGAIN)
                        .bind("tenant", notification.tenantId())
                        .bind("id", UUID.fromString(notification.notificationId()))
                        .bind("lease", notification.lease())
                        .bind("due", due)
                        .bind("why", why)
                        .execute());
    }

    @Override
    public void dead(Notification notification, Instant at, String reason, String why) {
        database.inTenant(notification.tenantId(), handle -> bury(handle, notification, at, reason, why));
    }

    private int bury(Handle handle, Notification notification, Instant at, String reason, String why) {
        int finished = finish(handle, notification, "dead", at, why);
        if (finished == 0) {
            return 0;
        }
        JsonObject payload = JsonObject.builder()
                .put("endpoint_id", notification.endpointId())
                .put("body", notification.body())
                .build();
        return handle.createUpdate(BURY)
                .bind("tenant", notification.tenantId())
                .bind("letter", ids.next())
                .bind("event", notification.notificationId())
                .bind("reason", reason)
                .bind("why", why)
                .bind("payload", new String(JsonText.bytes(payload), StandardCharsets.UTF_8))
                .bind("first", notification.firstTriedAt() == null ? at : notification.firstTriedAt())
                .bind("at", at)
                .execute();
    }

    private static int finish(
            Handle handle, Notification notification, String status, Instant at, @Nullable String why) {
        return handle.createUpdate(FINISH)
                .bind("tenant", notification.tenantId())
                .bind("id", UUID.fromString(notification.notificationId()))
                .bind("lease", notification.lease())
                .bind("status", status)
                .bind("at", at)
                .bind("why", why)
                .execute();
    }

    @Override
    public boolean gone(Notification notification, Instant at) {
        String tenantId = notification.tenantId();
        return governance.change(new Caller(tenantId, ReservedActors.NOTIFIER, null, null), change -> {
            Handle handle = change.handle();
            if (!isStillAt(handle, notification)) {
                return false;
            }
            bury(handle, notification, at, "endpoint_gone", "the receiver answered 410");
            handle.createUpdate("""
                            UPDATE notification_endpoint SET enabled = false, gone_at = :at, updated_at = :at
                            WHERE tenant_id = :tenant AND endpoint_id = :id
                            """)
                    .bind("at", change.time())
                    .bind("tenant", tenantId)
                    .bind("id", notification.endpointId())
                    .execute();
            handle.createUpdate("""
                            DELETE FROM notification
                            WHERE tenant_id = :tenant AND endpoint_id = :id AND status = 'queued'
                            """)
                    .bind("tenant", tenantId)
                    .bind("id", notification.endpointId())
                    .execute();
            EndpointService.find(handle, tenantId, notification.endpointId())
                    .ifPresent(endpoint -> EndpointService.record(change, "disabled", endpoint));
            return true;
        });
    }

    private boolean isStillAt(Handle handle, Notification notification) {
        return handle.createQuery("""
                        SELECT sealed FROM notification_endpoint WHERE tenant_id = :tenant AND endpoint_id = :id
                        """)
                .bind("tenant", notification.tenantId())
                .bind("id", notification.endpointId())
                .map((row, context) -> secret(notification.tenantId(), notification.endpointId(), row.getBytes(1)))
                .findOne()
                .filter(secret -> secret.url().equals(addressOf(notification)))
                .isPresent();
    }

    /** What was sent has an address. */
    private static String addressOf(Notification notification) {
        return Objects.requireNonNull(notification.endpoint()).url();
    }

    private EndpointSecret secret(String tenantId, String endpointId, byte[] sealed) {
        return EndpointSecret.of(secrets.open(EndpointSecret.nameOf(tenantId, endpointId), sealed));
    }

    @Override
    public int forget(String tenantId, Instant before) {
        return database.inTenant(
                tenantId,
                handle -> handle.createUpdate("""
                        DELETE FROM notification WHERE tenant_id = :tenant AND status = 'sent' AND finished_at < :before
                        """)
                        .bind("tenant", tenantId)
                        .bind("before", before)
                        .execute());
    }
}
