package dev.spendweir.server.store.runtask;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonText;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.keys.Secrets;
import dev.spendweir.server.runtask.RunTaskBook;
import dev.spendweir.server.runtask.RunTaskQueue;
import dev.spendweir.server.runtask.RunTaskRequest;
import dev.spendweir.server.runtask.RunTaskResult;
import dev.spendweir.server.runtask.RunTaskResult.Progress;
import dev.spendweir.server.runtask.RunTaskStatus;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Rows;
import dev.spendweir.server.store.UuidV7;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queue of run tasks: rows that are leased with SKIP LOCKED, so that several servers share the work. Thread-safe. */
public final class PostgresRunTaskQueue implements RunTaskQueue {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresRunTaskQueue.class);

    private static final String OFFER = """
            INSERT INTO run_task_result (tenant_id, run_task_id, task_result_id, request, sealed_token, status, received_at,
                                         due_at)
            VALUES (:tenant, :task, :result, :request::jsonb, :token, 'queued', :at, :at)
            ON CONFLICT DO NOTHING
            """;

    private static final String LEASE = """
            UPDATE run_task_result r SET lease_id = :lease, leased_until = :until
            FROM (SELECT tenant_id, run_task_id, task_result_id FROM run_task_result r
                  WHERE tenant_id = :tenant AND status IN ('queued', 'waiting', 'answering')
                    AND run_task_result_is_due(r, :at)
                  ORDER BY due_at LIMIT :most FOR UPDATE SKIP LOCKED) due
            WHERE r.tenant_id = due.tenant_id AND r.run_task_id = due.run_task_id
              AND r.task_result_id = due.task_result_id
            RETURNING r.*
            """;

    private static final String STORE = """
            UPDATE run_task_result
            SET status = :status, due_at = :due, failures = :failures, turn = :turn, told_at = :told::timestamptz,
                approval_id = :approval::uuid, answer = :answer::jsonb, last_error = :error, leased_until = :until::timestamptz,
                lease_id = CASE WHEN :until::timestamptz IS NULL THEN NULL ELSE lease_id END,
                sealed_token = CASE WHEN :over THEN NULL ELSE sealed_token END,
                finished_at = CASE WHEN :over THEN :due::timestamptz END
            WHERE tenant_id = :tenant AND run_task_id = :task AND task_result_id = :result AND lease_id = :lease
            """;

    private static final String FORGET = """
            DELETE FROM run_task_result
            WHERE tenant_id = :tenant AND status IN ('done', 'undeliverable') AND finished_at < :before
            """;

    private final Database database;
    private final Secrets secrets;
    private final UuidV7 ids;

    /** @param secrets seals the tokens */
    public PostgresRunTaskQueue(Database database, Secrets secrets, UuidV7 ids) {
        this.database = database;
        this.secrets = secrets;
        this.ids = ids;
    }

    @Override
    public boolean offer(RunTaskBook.Found task, RunTaskRequest request, String token, Instant at) {
        String name = RunTaskResult.tokenName(task.tenantId(), task.runTaskId(), request.taskResultId());
        byte[] sealed = secrets.seal(name, token.getBytes(StandardCharsets.US_ASCII));
        return database.inTenant(
                        task.tenantId(),
                        handle -> handle.createUpdate(OFFER)
                                .bind("tenant", task.tenantId())
                                .bind("task", UUID.fromString(task.runTaskId()))
                                .bind("result", request.taskResultId())
                                .bind("request", text(request.toJson()))
                                .bind("token", sealed)
                                .bind("at", at)
                                .execute())
                > 0;
    }

    @Override
    public List<String> tenantsWithDue(Instant at) {
        return database.withoutTenant(
                handle -> handle.createQuery("SELECT tenant FROM tenants_with_due_run_tasks(:at) AS tenant")
                        .bind("at", at)
                        .mapTo(String.class)
                        .list());
    }

    @SuppressWarnings("ArrayRecordComponent") // lives until the token is open
    private record Row(
            String runTaskId, RunTaskRequest request, byte[] sealedToken, Instant receivedAt, Progress progress) {}

    @Override
    public List<RunTaskResult> lease(String tenantId, Instant at, Duration time, int most) {
        UUID lease = ids.next();
        List<Row> rows = database.inTenant(
                tenantId,
                handle -> handle.createQuery(LEASE)
                        .bind("tenant", tenantId)
                        .bind("lease", lease)
                        .bind("at", at)
                        .bind("until", at.plus(time))
                        .bind("most", most)
                        .map((row, context) -> row(row))
                        .list());
        List<RunTaskResult> leased = new ArrayList<>();
        for (Row row : rows) {
            RunTaskResult result = opened(tenantId, lease, row);
            if (result != null) {
                leased.add(result);
            }
        }
        return leased;
    }

    /** A token that does not open belongs to a server with another key; the lease ends and that one may take it. */
    private @Nullable RunTaskResult opened(String tenantId, UUID lease, Row row) {
        String name =
                RunTaskResult.tokenName(tenantId, row.runTaskId(), row.request().taskResultId());
        try {
            String token = new String(secrets.open(name, row.sealedToken()), StandardCharsets.US_ASCII);
            return new RunTaskResult(
                    tenantId, row.runTaskId(), row.request(), token, row.receivedAt(), lease, row.progress());
        } catch (RejectedException e) {
            LOG.error("run task result {}: {}", row.request().taskResultId(), e.getMessage());
            return null;
        }
    }

    @Override
    public boolean store(RunTaskResult result) {
        return store(result, null);
    }

    @Override
    public boolean storeAndKeep(RunTaskResult result, Instant until) {
        return store(result, until);
    }

    private boolean store(RunTaskResult result, @Nullable Instant until) {
        Progress progress = result.progress();
        JsonObject answer = progress.answer();
        String approvalId = progress.approvalId();
        return database.inTenant(
                        result.tenantId(),
                        handle -> handle.createUpdate(STORE)
                                .bind("tenant", result.tenantId())
                                .bind("task", UUID.fromString(result.runTaskId()))
                                .bind("result", result.request().taskResultId())
                                .bind("lease", result.lease())
                                .bind("until", until)
                                .bind("status", progress.status().wireName())
                                .bind("due", progress.dueAt())
                                .bind("failures", progress.failures())
                                .bind("turn", progress.turn())
                                .bind("told", progress.toldAt())
                                .bind("approval", approvalId == null ? null : UUID.fromString(approvalId))
                                .bind("answer", answer == null ? null : text(answer))
                                .bind("error", progress.error())
                                .bind("over", progress.status().isOver())
                                .execute())
                > 0;
    }

    @Override
    public int forget(String tenantId, Instant before) {
        return database.inTenant(
                tenantId,
                handle -> handle.createUpdate(FORGET)
                        .bind("tenant", tenantId)
                        .bind("before", before)
                        .execute());
    }

    private static Row row(ResultSet row) throws SQLException {
        String answer = row.getString("answer");
        return new Row(
                row.getString("run_task_id"),
                RunTaskRequest.read(JsonReader.read(row.getString("request"))),
                row.getBytes("sealed_token"),
                Rows.instant(row, "received_at"),
                new Progress(
                        RunTaskStatus.ofWireName(row.getString("status")).orElseThrow(),
                        Rows.instant(row, "due_at"),
                        row.getInt("failures"),
                        row.getInt("turn"),
                        Rows.instantOrNull(row, "told_at"),
                        row.getString("approval_id"),
                        answer == null ? null : (JsonObject) JsonReader.read(answer),
                        row.getString("last_error")));
    }

    private static String text(JsonObject json) {
        return new String(JsonText.bytes(json), StandardCharsets.UTF_8);
    }
}
