package dev.spendweir.server.store.notify;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.Cursor;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Page;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.server.store.Rows;
import dev.spendweir.server.store.UuidV7;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What failed for good, and its replay: one person asks, another one grants it (spec 9.2). Granting it again changes
 * nothing. Thread-safe.
 */
public final class DeadLetterService {
    private static final String NOTIFICATION = "notification";

    private static final String SELECT = """
            SELECT * FROM dead_letter
            WHERE tenant_id = :tenant AND (:id::uuid IS NULL OR dead_letter_id = :id)
              AND (:kind::text IS NULL OR kind = :kind) AND (:before::uuid IS NULL OR dead_letter_id < :before)
            ORDER BY dead_letter_id DESC LIMIT :limit
            """;

    private static final String REQUEST = """
            UPDATE dead_letter SET replay_requested_by = :actor, replay_requested_at = :at
            WHERE tenant_id = :tenant AND dead_letter_id = :id
            """;

    private static final String GRANT = """
            UPDATE dead_letter SET replayed_by = :actor, replayed_at = :at
            WHERE tenant_id = :tenant AND dead_letter_id = :id
            """;

    private static final String REQUEUE = """
            UPDATE notification n
            SET status = 'queued', due_at = :at, attempts = 0, first_tried_at = NULL, finished_at = NULL
            FROM notification_endpoint e
            WHERE n.tenant_id = :tenant AND n.notification_id = :id AND n.status = 'dead'
              AND e.tenant_id = n.tenant_id AND e.endpoint_id = n.endpoint_id AND e.enabled
            """;

    private final Database database;
    private final Clock clock;

    /** @param clock dates requests and replays */
    public DeadLetterService(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Dead letters, newest first.
     *
     * @param kind null: all
     */
    public Page<DeadLetterView> list(String tenantId, @Nullable String kind, PageRequest page) {
        UUID before = Cursor.id(page.cursor()).orElse(null);
        List<DeadLetterView> rows =
                database.inTenant(tenantId, handle -> select(handle, tenantId, null, kind, before, page.limit() + 1));
        return Page.of(rows, page.limit(), letter -> Cursor.after(letter.deadLetterId()));
    }

    /**
     * Asks for a replay, or grants one that somebody else asked for.
     *
     * @throws RejectedException {@code NOT_FOUND}; {@code SEPARATION_OF_DUTIES} when the caller asked for it; {@code CONFLICT}
     *     when it cannot be replayed: it is no notification, or its endpoint is gone or switched off
     */
    public DeadLetterView replay(Caller caller, String deadLetterId) {
        UUID id = UuidV7.parse(deadLetterId).orElseThrow(DeadLetterService::unknown);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return database.inTenant(caller.tenantId(), handle -> {
            DeadLetterView letter = locked(handle, caller.tenantId(), id);
            if (letter.replayedBy() != null) {
                return letter;
            }
            if (!letter.kind().equals(NOTIFICATION)) {
                throw new RejectedException(
                        ErrorCode.CONFLICT,
                        "this is an event that was refused (" + letter.reason()
                                + "): the same bytes would be refused again; correct it and send it anew");
            }
            if (letter.replayRequestedBy() == null) {
                mark(handle, caller, id, now, REQUEST);
            } else if (letter.replayRequestedBy().equals(caller.actorId())) {
                throw new RejectedException(
                        ErrorCode.SEPARATION_OF_DUTIES,
                        caller.actorId() + " asked for this replay; another admin or owner has to grant it");
            } else {
                requeue(handle, caller.tenantId(), letter, now);
                mark(handle, caller, id, now, GRANT);
            }
            return locked(handle, caller.tenantId(), id);
        });
    }

    private static DeadLetterView locked(Handle handle, String tenantId, UUID id) {
        boolean found = handle.createQuery(
                        "SELECT 1 FROM dead_letter WHERE tenant_id = :tenant AND dead_letter_id = :id FOR UPDATE")
                .bind("tenant", tenantId)
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
        if (!found) {
            throw unknown();
        }
        return select(handle, tenantId, id, null, null, 1).get(0);
    }

    private static void mark(Handle handle, Caller caller, UUID id, Instant at, String sql) {
        handle.createUpdate(sql)
                .bind("actor", caller.actorId())
                .bind("at", at)
                .bind("tenant", caller.tenantId())
                .bind("id", id)
                .execute();
    }

    private static void requeue(Handle handle, String tenantId, DeadLetterView letter, Instant at) {
        UUID notification = UuidV7.parse(String.valueOf(letter.eventId())).orElseThrow(DeadLetterService::unknown);
        int queued = handle.createUpdate(REQUEUE)
                .bind("tenant", tenantId)
                .bind("id", notification)
                .bind("at", at)
                .execute();
        if (queued == 0) {
            throw new RejectedException(
                    ErrorCode.CONFLICT, "the endpoint is gone or switched off; enable it before the replay is granted");
        }
    }

    private static RejectedException unknown() {
        return new RejectedException(ErrorCode.NOT_FOUND, "there is no such dead letter here");
    }

    private static List<DeadLetterView> select(
            Handle handle,
            String tenantId,
            @Nullable UUID id,
            @Nullable String kind,
            @Nullable UUID before,
            int limit) {
        return handle.createQuery(SELECT)
                .bind("tenant", tenantId)
                .bind("id", id)
                .bind("kind", kind)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> view(row))
                .list();
    }

    private static DeadLetterView view(ResultSet row) throws SQLException {
        return new DeadLetterView(
                row.getString("dead_letter_id"),
                row.getString("kind"),
                row.getString("event_id"),
                row.getString("reason"),
                row.getString("pointer"),
                row.getString("detail"),
                row.getString("payload"),
                row.getString("trace_id"),
                Rows.instant(row, "first_seen"),
                Rows.instant(row, "last_seen"),
                row.getLong("seen_count"),
                row.getString("replay_requested_by"),
                Rows.instantOrNull(row, "replay_requested_at"),
                row.getString("replayed_by"),
                Rows.instantOrNull(row, "replayed_at"));
    }
}
