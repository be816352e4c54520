package dev.spendweir.server.store.people;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.Cursor;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Governance;
import dev.spendweir.server.store.IdempotencyTable;
import dev.spendweir.server.store.Page;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.server.store.Rows;
import dev.spendweir.server.store.Stored;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.time.ClockTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** API keys of a tenant (spec 4.1, 11). Thread-safe. */
public final class ApiKeyService {
    private static final String SELECT = """
            SELECT * FROM api_key
            WHERE tenant_id = :tenant AND (:key::uuid IS NULL OR key_id = :key) AND (:after::uuid IS NULL OR key_id > :after)
            ORDER BY key_id LIMIT :limit
            """;

    private static final String INSERT = """
            INSERT INTO api_key (tenant_id, key_id, key_sha256, actor_id, name, projects, environment_classes, sources,
                                 created_at, expires_at)
            VALUES (:tenant, :key, :sha256, :actor, :name, :projects, :classes, :sources, :at, :expires)
            """;

    private final Database database;
    private final Governance governance;
    private final UuidV7 ids;

    /** @param governance every change goes through it */
    public ApiKeyService(Database database, Governance governance, UuidV7 ids) {
        this.database = database;
        this.governance = governance;
        this.ids = ids;
    }

    /** Keys, oldest first, revoked ones too. */
    public Page<ApiKeyView> list(String tenantId, PageRequest page) {
        UUID after = Cursor.id(page.cursor()).orElse(null);
        List<ApiKeyView> rows =
                database.inTenant(tenantId, handle -> select(handle, tenantId, null, after, page.limit() + 1));
        return Page.of(rows, page.limit(), key -> Cursor.after(key.keyId()));
    }

    /**
     * Makes a key. Its text cannot be shown twice, so a repeat with the same idempotency key is refused: revoke and make
     * another when the first answer was lost.
     *
     * @throws RejectedException {@code NOT_FOUND} when there is no such actor, {@code IDEMPOTENCY_KEY_REUSED}
     */
    public CreatedApiKey create(Caller caller, NewApiKey wanted, @Nullable String idempotencyKey) {
        String text = ApiKeyText.of(ids.randomBytes(ApiKeyText.RANDOM_BYTES));
        return governance.change(caller, change -> {
            Stored<JsonObject> first = IdempotencyTable.once(
                    change,
                    "api-keys",
                    idempotencyKey,
                    payload(wanted),
                    () -> insert(change, wanted, text).toJson());
            if (!first.created()) {
                throw new RejectedException(
                        ErrorCode.IDEMPOTENCY_KEY_REUSED,
                        "this key was made by an earlier call and its text is shown only once; revoke it and make another");
            }
            return new CreatedApiKey(byText(change, text), text);
        });
    }

    /**
     * Makes this very key text a key of the actor, for the bootstrap of scripts; one that was made before stays as it is, revoked
     * ones too.
     *
     * @throws RejectedException {@code NOT_FOUND} when there is no such actor
     */
    void ensure(Governance.Change change, String actorId, String name, String text) {
        boolean known = change.handle()
                .createQuery("SELECT count(*) FROM api_key WHERE tenant_id = :tenant AND key_sha256 = :sha256")
                .bind("tenant", change.caller().tenantId())
                .bind("sha256", ApiKeyText.sha256(text))
                .mapTo(Long.class)
                .map(count -> count > 0)
                .one();
        if (!known) {
            insert(change, new NewApiKey(actorId, name, null, Binding.NONE), text);
        }
    }

    private ApiKeyView insert(Governance.Change change, NewApiKey wanted, String text) {
        Handle handle = change.handle();
        String tenantId = change.caller().tenantId();
        requireActor(handle, tenantId, wanted.actorId());
        UUID id = ids.next();
        handle.createUpdate(INSERT)
                .bind("tenant", tenantId)
                .bind("key", id)
                .bind("sha256", ApiKeyText.sha256(text))
                .bind("actor", wanted.actorId())
                .bind("name", wanted.name())
                .bind("projects", ActorService.array(wanted.binding().projects()))
                .bind("classes", ActorService.array(wanted.binding().environmentClasses()))
                .bind("sources", ActorService.array(wanted.binding().sources()))
                .bind("at", change.time())
                .bind("expires", wanted.expiresAt())
                .execute();
        ApiKeyView view = select(handle, tenantId, id, null, 1).get(0);
        change.record(EntryType.KEY_CHANGED, view.keyId(), ledgerPayload("created", view));
        return view;
    }

    private ApiKeyView byText(Governance.Change change, String text) {
        return change.handle()
                .createQuery("SELECT * FROM api_key WHERE tenant_id = :tenant AND key_sha256 = :sha256")
                .bind("tenant", change.caller().tenantId())
                .bind("sha256", ApiKeyText.sha256(text))
                .map((row, context) -> view(row))
                .one();
    }

    /**
     * Revokes a key; revoking it again changes nothing.
     *
     * @throws RejectedException {@code NOT_FOUND}
     */
    public void revoke(Caller caller, String keyId) {
        UUID id = UuidV7.parse(keyId).orElseThrow(() -> unknown(keyId));
        governance.change(caller, change -> {
            Handle handle = change.handle();
            String tenantId = caller.tenantId();
            Optional<ApiKeyView> before =
                    select(handle, tenantId, id, null, 1).stream().findFirst();
            if (before.isEmpty()) {
                throw unknown(keyId);
            }
            if (before.get().revokedAt() == null) {
                handle.createUpdate("UPDATE api_key SET revoked_at = :at WHERE tenant_id = :tenant AND key_id = :key")
                        .bind("at", change.time())
                        .bind("tenant", tenantId)
                        .bind("key", id)
                        .execute();
                change.record(
                        EntryType.KEY_CHANGED,
                        keyId,
                        ledgerPayload(
                                "revoked", select(handle, tenantId, id, null, 1).get(0)));
            }
            return true;
        });
    }

    private static RejectedException unknown(String keyId) {
        return new RejectedException(ErrorCode.NOT_FOUND, "there is no API key " + keyId);
    }

    private static void requireActor(Handle handle, String tenantId, String actorId) {
        boolean known = handle.createQuery("""
                        SELECT count(*) FROM actor
                        WHERE tenant_id = :tenant AND actor_id = :actor AND deleted_at IS NULL
                        """)
                .bind("tenant", tenantId)
                .bind("actor", actorId)
                .mapTo(Long.class)
                .map(count -> count > 0)
                .one();
        if (!known) {
            throw new RejectedException(ErrorCode.NOT_FOUND, "/actor_id", "there is no actor " + actorId);
        }
    }

    private static JsonObject payload(NewApiKey wanted) {
        return JsonObject.builder()
                .put("actor_id", wanted.actorId())
                .put("name", wanted.name())
                .put("expires_at", wanted.expiresAt() == null ? null : ClockTime.format(wanted.expiresAt()))
                .put("projects", wanted.binding().projects())
                .put("environment_classes", wanted.binding().environmentClasses())
                .put("sources", wanted.binding().sources())
                .build();
    }

    private static JsonObject ledgerPayload(String action, ApiKeyView key) {
        return JsonObject.builder()
                .put("action", action)
                .put("key", key.toJson())
                .build();
    }

    private static List<ApiKeyView> select(
            Handle handle, String tenantId, @Nullable UUID keyId, @Nullable UUID after, int limit) {
        return handle.createQuery(SELECT)
                .bind("tenant", tenantId)
                .bind("key", keyId)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> view(row))
                .list();
    }

    private static ApiKeyView view(ResultSet row) throws SQLException {
        return new ApiKeyView(
                row.getString("key_id"),
                row.getString("actor_id"),
                row.getString("name"),
                new Binding(
                        Rows.textsOrNull(row, "projects"),
                        Rows.textsOrNull(row, "environment_classes"),
                        Rows.textsOrNull(row, "sources")),
                Rows.instant(row, "created_at"),
                Rows.instantOrNull(row, "expires_at"),
                Rows.instantOrNull(row, "revoked_at"));
    }
}
