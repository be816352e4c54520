package dev.spendweir.server.store.runtask;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonText;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.keys.Secrets;
import dev.spendweir.server.runtask.ConsumeAt;
import dev.spendweir.server.runtask.CreatedRunTask;
import dev.spendweir.server.runtask.RunTask;
import dev.spendweir.server.runtask.RunTaskBook;
import dev.spendweir.server.runtask.RunTaskSecrets;
import dev.spendweir.server.runtask.RunTaskSpec;
import dev.spendweir.server.runtask.WorkspaceRule;
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
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Run tasks of a tenant. Every change is in the ledger; secrets are sealed and never read back. Thread-safe. */
public final class RunTaskService implements RunTaskBook {
    private static final String SELECT = """
            SELECT * FROM run_task
            WHERE tenant_id = :tenant AND deleted_at IS NULL
              AND (:id::uuid IS NULL OR run_task_id = :id) AND (:after::uuid IS NULL OR run_task_id > :after)
            ORDER BY run_task_id LIMIT :limit
            """;

    private static final String INSERT = """
            INSERT INTO run_task (tenant_id, run_task_id, name, actor_id, path_sha256, sealed_key, consume_at, workspaces,
                                  created_at, updated_at)
            VALUES (:tenant, :id, :name, :actor, :path, :key, :consumeAt, :workspaces::jsonb, :at, :at)
            """;

    private static final String UPDATE = """
            UPDATE run_task
            SET name = :name, actor_id = :actor, consume_at = :consumeAt, workspaces = :workspaces::jsonb, updated_at = :at
            WHERE tenant_id = :tenant AND run_task_id = :id
            """;

    private final Database database;
    private final Governance governance;
    private final Secrets secrets;
    private final UuidV7 ids;

    /** @param governance every change goes through it */
    public RunTaskService(Database database, Governance governance, Secrets secrets, UuidV7 ids) {
        this.database = database;
        this.governance = governance;
        this.secrets = secrets;
        this.ids = ids;
    }

    /** Run tasks, oldest first. */
    public Page<RunTask> list(String tenantId, PageRequest page) {
        UUID after = Cursor.id(page.cursor()).orElse(null);
        List<RunTask> rows =
                database.inTenant(tenantId, handle -> select(handle, tenantId, null, after, page.limit() + 1));
        return Page.of(rows, page.limit(), task -> Cursor.after(task.runTaskId()));
    }

    @Override
    public Optional<RunTask> get(String tenantId, String runTaskId) {
        return UuidV7.parse(runTaskId).flatMap(id -> database.inTenant(tenantId, handle -> find(handle, tenantId, id)));
    }

    @Override
    public Optional<Found> find(String path) {
        if (!RunTaskSecrets.isPath(path)) {
            return Optional.empty();
        }
        return database.withoutTenant(handle -> handle.createQuery("SELECT * FROM find_run_task(:sha256)")
                        .bind("sha256", RunTaskSecrets.sha256(path))
                        .map((row, context) -> new Found(
                                row.getString("tenant_id"), row.getString("run_task_id"), row.getBytes("sealed_key")))
                        .findOne())
                .map(row -> new Found(
                        row.tenantId(),
                        row.runTaskId(),
                        secrets.open(keyName(row.tenantId(), row.runTaskId()), row.hmacKey())));
    }

    /** The name under which a key is sealed. */
    private static String keyName(String tenantId, String runTaskId) {
        return "run-task-key/" + tenantId + "/" + runTaskId;
    }

    /**
     * Makes a run task. Its secrets cannot be shown twice, so a repeat with the same idempotency key is refused: remove it
     * and make another when the first answer was lost.
     *
     * @throws RejectedException {@code NOT_FOUND} when there is no such actor, {@code SECRETS_KEY_MISSING}, {@code
     *     IDEMPOTENCY_KEY_REUSED}
     */
    public CreatedRunTask create(Caller caller, RunTaskSpec spec, @Nullable String idempotencyKey) {
        String path = RunTaskSecrets.pathOf(ids.randomBytes(RunTaskSecrets.RANDOM_BYTES));
        String key = RunTaskSecrets.keyOf(ids.randomBytes(RunTaskSecrets.RANDOM_BYTES));
        UUID id = ids.next();
        byte[] sealed =
                secrets.seal(keyName(caller.tenantId(), id.toString()), key.getBytes(StandardCharsets.US_ASCII));
        RunTask task = governance.change(caller, change -> {
            Stored<JsonObject> first = IdempotencyTable.once(
                    change,
                    "run-tasks",
                    idempotencyKey,
                    payload(spec),
                    () -> insert(change, id, spec, path, sealed).toJson());
            if (!first.created()) {
                throw new RejectedException(
                        ErrorCode.IDEMPOTENCY_KEY_REUSED,
                        "this run task was made by an earlier call and its secrets are shown only once; remove it and"
                                + " make another");
            }
            return find(change.handle(), caller.tenantId(), id).orElseThrow();
        });
        return new CreatedRunTask(task, RunTaskSecrets.PATH + path, key);
    }

    private static RunTask insert(Governance.Change change, UUID id, RunTaskSpec spec, String path, byte[] sealed) {
        String tenantId = change.caller().tenantId();
        requireActor(change.handle(), tenantId, spec.actorId());
        change.handle()
                .createUpdate(INSERT)
                .bind("tenant", tenantId)
                .bind("id", id)
                .bind("name", spec.name())
                .bind("actor", spec.actorId())
                .bind("path", RunTaskSecrets.sha256(path))
                .bind("key", sealed)
                .bind("consumeAt", spec.consumeAt().wireName())
                .bind("workspaces", workspaces(spec))
                .bind("at", change.time())
                .execute();
        RunTask made = find(change.handle(), tenantId, id).orElseThrow();
        record(change, "created", made);
        return made;
    }

    private static JsonObject payload(RunTaskSpec spec) {
        return JsonObject.builder()
                .put("name", spec.name())
                .put("actor_id", spec.actorId())
                .put("consume_at", spec.consumeAt().wireName())
                .put("workspaces", JsonArray.of(spec.workspaces().stream().map(WorkspaceRule::toJson)))
                .build();
    }

    /**
     * Changes a run task; its secrets stay.
     *
     * @throws RejectedException {@code NOT_FOUND} for an unknown run task or actor
     */
    public RunTask put(Caller caller, String runTaskId, RunTaskSpec spec) {
        UUID id = UuidV7.parse(runTaskId).orElseThrow(RunTaskService::unknown);
        return governance.change(caller, change -> {
            if (find(change.handle(), caller.tenantId(), id).isEmpty()) {
                throw unknown();
            }
            requireActor(change.handle(), caller.tenantId(), spec.actorId());
            change.handle()
                    .createUpdate(UPDATE)
                    .bind("tenant", caller.tenantId())
                    .bind("id", id)
                    .bind("name", spec.name())
                    .bind("actor", spec.actorId())
                    .bind("consumeAt", spec.consumeAt().wireName())
                    .bind("workspaces", workspaces(spec))
                    .bind("at", change.time())
                    .execute();
            RunTask after = find(change.handle(), caller.tenantId(), id).orElseThrow();
            record(change, "changed", after);
            return after;
        });
    }

    /**
     * Removes a run task: its path is unknown from now on, and what it still had to answer is answered with a refusal.
     *
     * @throws RejectedException {@code NOT_FOUND}
     */
    public void delete(Caller caller, String runTaskId) {
        UUID id = UuidV7.parse(runTaskId).orElseThrow(RunTaskService::unknown);
        governance.change(caller, change -> {
            RunTask before = find(change.handle(), caller.tenantId(), id).orElseThrow(RunTaskService::unknown);
            change.handle()
                    .createUpdate(
                            "UPDATE run_task SET deleted_at = :at WHERE tenant_id = :tenant AND run_task_id = :id")
                    .bind("at", change.time())
                    .bind("tenant", caller.tenantId())
                    .bind("id", id)
                    .execute();
            record(change, "removed", before);
            return true;
        });
    }

    private static void record(Governance.Change change, String action, RunTask task) {
        change.record(
                EntryType.KEY_CHANGED,
                task.runTaskId(),
                JsonObject.builder()
                        .put("action", action)
                        .put("run_task", task.toJson())
                        .build());
    }

    private static RejectedException unknown() {
        return new RejectedException(ErrorCode.NOT_FOUND, "there is no such run task here");
    }

    private static void requireActor(Handle handle, String tenantId, String actorId) {
        int known = handle.createQuery("""
                        SELECT count(*) FROM actor
                        WHERE tenant_id = :tenant AND actor_id = :actor AND deleted_at IS NULL
                        """)
                .bind("tenant", tenantId)
                .bind("actor", actorId)
                .mapTo(Integer.class)
                .one();
        if (known == 0) {
            throw new RejectedException(ErrorCode.NOT_FOUND, "/actor_id", "there is no actor " + actorId);
        }
    }

    private static String workspaces(RunTaskSpec spec) {
        JsonArray rules = JsonArray.of(spec.workspaces().stream().map(WorkspaceRule::toJson));
        return new String(JsonText.bytes(rules), StandardCharsets.UTF_8);
    }

    private static Optional<RunTask> find(Handle handle, String tenantId, UUID id) {
        return select(handle, tenantId, id, null, 1).stream().findFirst();
    }

    private static List<RunTask> select(
            Handle handle, String tenantId, @Nullable UUID id, @Nullable UUID after, int limit) {
        return handle.createQuery(SELECT)
                .bind("tenant", tenantId)
                .bind("id", id)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> task(row))
                .list();
    }

    private static RunTask task(ResultSet row) throws SQLException {
        JsonArray rules = (JsonArray) JsonReader.read(row.getString("workspaces"));
        return new RunTask(
                row.getString("run_task_id"),
                new RunTaskSpec(
                        row.getString("name"),
                        row.getString("actor_id"),
                        ConsumeAt.ofWireName(row.getString("consume_at")).orElseThrow(),
                        rules.elements().stream().map(RunTaskService::rule).toList()),
                Rows.instant(row, "created_at"),
                Rows.instant(row, "updated_at"));
    }

    private static WorkspaceRule rule(JsonValue value) {
        JsonObject rule = (JsonObject) value;
        return new WorkspaceRule(text(rule, "workspace"), text(rule, "project_id"), text(rule, "environment"));
    }

    private static String text(JsonObject object, String name) {
        if (object.get(name) instanceof JsonString text) {
            return text.value();
        }
        throw new IllegalStateException("a stored rule has no " + name);
    }
}
