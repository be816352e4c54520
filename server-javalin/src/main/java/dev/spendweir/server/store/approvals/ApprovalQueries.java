package dev.spendweir.server.store.approvals;

import dev.spendweir.approval.ApprovalActor;
import dev.spendweir.approval.ApprovalStatus;
import dev.spendweir.server.approval.ApprovalRecord;
import dev.spendweir.server.store.Cursor;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Page;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.server.store.SqlText;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.vocabulary.Role;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Reads approvals (spec 11). Thread-safe. */
public final class ApprovalQueries {
    private static final String LIST = SqlText.read(ApprovalQueries.class, "approvals.sql");
    private static final String ONE = """
            SELECT a.*, c.actor_id AS consumed_by, c.run_id AS consumed_run_id, c.fingerprint AS consumed_fingerprint,
                   c.consumed_at
            FROM approval a
            LEFT JOIN approval_consumption c ON c.tenant_id = a.tenant_id AND c.approval_id = a.approval_id
            WHERE a.tenant_id = :tenant AND a.approval_id = :id
            """;

    private final Database database;
    private final Clock clock;

    /** @param clock says which of them have expired */
    public ApprovalQueries(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Approvals, newest first.
     *
     * @param names every name of the viewer
     */
    public Page<ApprovalRecord> list(
            String tenantId, ApprovalFilter filter, ApprovalActor viewer, Set<String> names, PageRequest page) {
        UUID before = Cursor.id(page.cursor()).orElse(null);
        ApprovalStatus status = filter.status();
        Role role = viewer.role();
        List<ApprovalRecord> rows = database.inTenant(
                tenantId,
                handle -> handle.createQuery(LIST)
                        .bind("tenant", tenantId)
                        .bind("before", before)
                        .bind("now", clock.instant())
                        .bind("status", status == null ? null : status.wireName())
                        .bind("project", filter.projectId())
                        .bind("mine", filter.mine())
                        .bind("actionable", filter.actionable())
                        .bind("all", filter.all())
                        .bind("names", names.toArray(String[]::new))
                        .bind("actor", viewer.actorId())
                        .bind("role", role == null ? "" : role.wireName())
                        .bind("anyPermission", role == Role.OWNER)
                        .bind("permissions", permissions(viewer))
                        .bind("limit", page.limit() + 1)
                        .map((row, context) -> ApprovalTable.read(row))
                        .list());
        return Page.of(rows, page.limit(), approval -> Cursor.after(approval.approvalId()));
    }

    /** What the viewer holds, with what the role brings; see {@link ApprovalActor#holds}. */
    private static String[] permissions(ApprovalActor viewer) {
        Set<String> held = new TreeSet<>(viewer.permissions());
        if (viewer.role() == Role.ADMIN) {
            held.add(ApprovalActor.APPROVE_NONPROD);
        }
        return held.toArray(String[]::new);
    }

    /** An approval, if there is one. */
    public Optional<ApprovalRecord> get(String tenantId, String approvalId) {
        return UuidV7.parse(approvalId)
                .flatMap(id -> database.inTenant(
                        tenantId,
                        handle -> handle.createQuery(ONE)
                                .bind("tenant", tenantId)
                                .bind("id", id)
                                .map((row, context) -> ApprovalTable.read(row))
                                .findOne()));
    }

    /** The tenants that have approvals past their deadline. */
    public List<String> tenantsWithDue(Instant at) {
        return database.withoutTenant(
                handle -> handle.createQuery("SELECT tenant FROM tenants_with_due_approvals(:at) AS tenant")
                        .bind("at", at)
                        .mapTo(String.class)
                        .list());
    }
}
