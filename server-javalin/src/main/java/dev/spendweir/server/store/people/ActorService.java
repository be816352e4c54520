package dev.spendweir.server.store.people;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.Cursor;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Governance;
import dev.spendweir.server.store.Page;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.server.store.Rows;
import dev.spendweir.server.store.Stored;
import dev.spendweir.vocabulary.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** People and services of a tenant (spec 4.1, 11). Thread-safe. */
public final class ActorService {
    private static final String SELECT = """
            SELECT a.*, ARRAY(SELECT s.alias FROM actor_alias s
                              WHERE s.tenant_id = a.tenant_id AND s.actor_id = a.actor_id ORDER BY s.alias) AS aliases
            FROM actor a
            WHERE a.tenant_id = :tenant AND a.deleted_at IS NULL
              AND (:actor::text IS NULL OR a.actor_id = :actor) AND (:after::text IS NULL OR a.actor_id > :after)
            ORDER BY a.actor_id LIMIT :limit
            """;

    private static final String UPSERT = """
            INSERT INTO actor (tenant_id, actor_id, display_name, role, permissions, projects, environment_classes, sources,
                               created_at, updated_at, disabled_at)
            VALUES (:tenant, :actor, :displayName, :role, :permissions, :projects, :classes, :sources, :at, :at, :disabledAt)
            ON CONFLICT (tenant_id, actor_id) DO UPDATE
            SET display_name = excluded.display_name, role = excluded.role, permissions = excluded.permissions,
                projects = excluded.projects, environment_classes = excluded.environment_classes,
                sources = excluded.sources, updated_at = excluded.updated_at, deleted_at = NULL,
                disabled_at = CASE WHEN excluded.disabled_at IS NULL THEN NULL
                                   ELSE coalesce(actor.disabled_at, excluded.disabled_at) END,
                version = actor.version + 1
            """;

    /** A name that is another actor's id or alias; those of removed actors keep their id, and their aliases until they are taken. */
    private static final String TAKEN = """
            SELECT actor_id FROM actor
            WHERE tenant_id = :tenant AND actor_id <> :actor AND actor_id = ANY (:aliases) AND deleted_at IS NULL
            UNION ALL
            SELECT s.alias FROM actor_alias s JOIN actor a ON a.tenant_id = s.tenant_id AND a.actor_id = s.actor_id
            WHERE s.tenant_id = :tenant AND s.actor_id <> :actor AND a.deleted_at IS NULL
              AND (s.alias = ANY (:aliases) OR s.alias = :actor)
            LIMIT 1
            """;

    /** What a removed actor was called passes to whoever is given the name. */
    private static final String RELEASE = """
            DELETE FROM actor_alias s USING actor a
            WHERE a.tenant_id = s.tenant_id AND a.actor_id = s.actor_id AND a.deleted_at IS NOT NULL
              AND s.tenant_id = :tenant AND (s.alias = ANY (:aliases) OR s.alias = :actor)
            """;

    /** Whether somebody else can change people. */
    private static final String OTHER_OWNER = """
            SELECT EXISTS (SELECT FROM actor
                           WHERE tenant_id = :tenant AND actor_id <> :actor AND role = 'owner' AND deleted_at IS NULL
                             AND disabled_at IS NULL AND projects IS NULL AND environment_classes IS NULL
                             AND sources IS NULL)
            """;

    private final Database database;
    private final Governance governance;

    /** @param governance every change goes through it */
    public ActorService(Database database, Governance governance) {
        this.database = database;
        this.governance = governance;
    }

    /** Actors by id. */
    public Page<ActorView> list(String tenantId, PageRequest page) {
        String after = Cursor.text(page.cursor()).orElse(null);
        List<ActorView> rows =
                database.inTenant(tenantId, handle -> select(handle, tenantId, null, after, page.limit() + 1));
        return Page.of(rows, page.limit(), actor -> Cursor.after(actor.actorId()));
    }

    /** The actor, if there is one. */
    public Optional<ActorView> get(String tenantId, String actorId) {
        return database.inTenant(tenantId, handle -> find(handle, tenantId, actorId));
    }

    /** As {@link #put(Caller, ActorSpec, Precondition)}, whatever is there. */
    public Stored<ActorView> put(Caller caller, ActorSpec spec) {
        return put(caller, spec, Precondition.NONE);
    }

    /**
     * Adds or changes an actor.
     *
     * @throws RejectedException {@code STALE_VERSION} when the precondition does not hold, {@code LAST_OWNER} when the tenant
     *     would be left without an owner who can change people, {@code CONFLICT} when a name is another actor's
     */
    public Stored<ActorView> put(Caller caller, ActorSpec spec, Precondition precondition) {
        return governance.change(caller, change -> {
            Handle handle = change.handle();
            String tenantId = caller.tenantId();
            Optional<ActorView> before = find(handle, tenantId, spec.actorId());
            precondition.check(before.map(ActorView::version));
            if (!spec.isFreeOwner()) {
                refuseLastOwner(handle, tenantId, before);
            }
            write(change, spec);
            ActorView after = find(handle, tenantId, spec.actorId()).orElseThrow();
            change.record(
                    EntryType.ACTOR_CHANGED,
                    spec.actorId(),
                    payload(before.isPresent() ? "changed" : "added", before.orElse(null), after));
            return new Stored<>(after, before.isEmpty());
        });
    }

    /** As {@link #delete(Caller, String, Precondition)}, whatever is there. */
    public void delete(Caller caller, String actorId) {
        delete(caller, actorId, Precondition.NONE);
    }

    /**
     * Removes an actor and revokes its keys. Its names stay with it until another actor is given them, so that a token of an
     * identity provider does not bring it back with the role that the provider's groups give.
     *
     * @throws RejectedException {@code NOT_FOUND}, {@code STALE_VERSION}, or {@code LAST_OWNER}
     */
    public void delete(Caller caller, String actorId, Precondition precondition) {
        governance.change(caller, change -> {
            Handle handle = change.handle();
            String tenantId = caller.tenantId();
            Optional<ActorView> before = find(handle, tenantId, actorId);
            if (before.isEmpty()) {
                throw new RejectedException(ErrorCode.NOT_FOUND, "there is no actor " + actorId);
            }
            precondition.check(before.map(ActorView::version));
            refuseLastOwner(handle, tenantId, before);
            handle.createUpdate("""
                            UPDATE api_key SET revoked_at = :at
                            WHERE tenant_id = :tenant AND actor_id = :actor AND revoked_at IS NULL
                            """)
                    .bind("at", change.time())
                    .bind("tenant", tenantId)
                    .bind("actor", actorId)
                    .execute();
            handle.createUpdate("""
                            UPDATE actor SET deleted_at = :at, version = version + 1
                            WHERE tenant_id = :tenant AND actor_id = :actor
                            """)
                    .bind("at", change.time())
                    .bind("tenant", tenantId)
                    .bind("actor", actorId)
                    .execute();
            change.record(EntryType.ACTOR_CHANGED, actorId, payload("removed", before.get(), null));
            return true;
        });
    }

    /** One who may still change people must stay; an owner who is disabled or has bounds may not (spec 4.1). */
    private static void refuseLastOwner(Handle handle, String tenantId, Optional<ActorView> before) {
        if (before.isEmpty() || !before.get().isFreeOwner()) {
            return;
        }
        String actorId = before.get().actorId();
        boolean hasOthers = handle.createQuery(OTHER_OWNER)
                .bind("tenant", tenantId)
                .bind("actor", actorId)
                .mapTo(Boolean.class)
                .one();
        if (!hasOthers) {
            throw new RejectedException(
                    ErrorCode.LAST_OWNER,
                    actorId + " is the tenant's last owner who can act for the whole of it; make another owner, without"
                            + " bounds, first");
        }
    }

    private static void write(Governance.Change change, ActorSpec spec) {
        Handle handle = change.handle();
        String tenantId = change.caller().tenantId();
        claimNames(handle, tenantId, spec);
        handle.createUpdate(UPSERT)
                .bind("tenant", tenantId)
                .bind("actor", spec.actorId())
                .bind("displayName", spec.displayName())
                .bind("role", spec.role().wireName())
                .bindArray("permissions", String.class, spec.permissions())
                .bind("projects", array(spec.binding().projects()))
                .bind("classes", array(spec.binding().environmentClasses()))
                .bind("sources", array(spec.binding().sources()))
                .bind("at", change.time())
                .bind("disabledAt", spec.disabled() ? change.time() : null)
                .execute();
        clearAliases(handle, tenantId, spec.actorId());
        for (String alias : spec.aliases()) {
            int added = handle.createUpdate("""
                            INSERT INTO actor_alias (tenant_id, alias, actor_id) VALUES (:tenant, :alias, :actor)
                            ON CONFLICT DO NOTHING
                            """)
                    .bind("tenant", tenantId)
                    .bind("alias", alias)
                    .bind("actor", spec.actorId())
                    .execute();
            if (added == 0) {
                throw new RejectedException(ErrorCode.CONFLICT, "/aliases", "the alias " + alias + " is listed twice");
            }
        }
    }

    /** No name may lead to two actors: separation of duties is judged by what names lead to. */
    private static void claimNames(Handle handle, String tenantId, ActorSpec spec) {
        handle.createUpdate(RELEASE)
                .bind("tenant", tenantId)
                .bind("actor", spec.actorId())
                .bindArray("aliases", String.class, spec.aliases())
                .execute();
        Optional<String> taken = handle.createQuery(TAKEN)
                .bind("tenant", tenantId)
                .bind("actor", spec.actorId())
                .bindArray("aliases", String.class, spec.aliases())
                .mapTo(String.class)
                .findOne();
        if (taken.isPresent()) {
            throw new RejectedException(
                    ErrorCode.CONFLICT,
                    taken.get().equals(spec.actorId()) ? "" : "/aliases",
                    "the name " + taken.get() + " is another actor's id or alias; one name leads to one actor");
        }
    }

    /** A text array for a column that may be null. */
    static String @Nullable [] array(@Nullable List<String> texts) {
        return texts == null ? null : texts.toArray(new String[0]);
    }

    private static void clearAliases(Handle handle, String tenantId, String actorId) {
        handle.createUpdate("DELETE FROM actor_alias WHERE tenant_id = :tenant AND actor_id = :actor")
                .bind("tenant", tenantId)
                .bind("actor", actorId)
                .execute();
    }

    private static JsonObject payload(String action, @Nullable ActorView before, @Nullable ActorView after) {
        return JsonObject.builder()
                .put("action", action)
                .put("before", before == null ? null : before.toJson())
                .put("after", after == null ? null : after.toJson())
                .build();
    }

    private static Optional<ActorView> find(Handle handle, String tenantId, String actorId) {
        return select(handle, tenantId, actorId, null, 1).stream().findFirst();
    }

    private static List<ActorView> select(
            Handle handle, String tenantId, @Nullable String actorId, @Nullable String after, int limit) {
        return handle.createQuery(SELECT)
                .bind("tenant", tenantId)
                .bind("actor", actorId)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> view(row))
                .list();
    }

    private static ActorView view(ResultSet row) throws SQLException {
        return new ActorView(
                row.getString("actor_id"),
                row.getString("display_name"),
                Role.ofWireName(row.getString("role")).orElseThrow(),
                Rows.texts(row, "permissions"),
                new Binding(
                        Rows.textsOrNull(row, "projects"),
                        Rows.textsOrNull(row, "environment_classes"),
                        Rows.textsOrNull(row, "sources")),
                Rows.texts(row, "aliases"),
                row.getObject("disabled_at") != null,
                Rows.instant(row, "created_at"),
                Rows.instant(row, "updated_at"),
                row.getLong("version"));
    }
}
