package dev.spendweir.server.store.money;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.context.ComputedContext;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.policy.Policy;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.request.GateRequest;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.Cursor;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Governance;
import dev.spendweir.server.store.Page;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.server.store.Rows;
import dev.spendweir.server.store.SqlText;
import dev.spendweir.server.store.Stored;
import dev.spendweir.server.store.cost.CostHistories;
import dev.spendweir.server.store.policies.PolicyService;
import dev.spendweir.server.store.policies.PolicyVersion;
import dev.spendweir.snapshot.CostHistory;
import dev.spendweir.snapshot.Grant;
import dev.spendweir.snapshot.Snapshot;
import dev.spendweir.vocabulary.Source;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Budgets of a tenant's projects, with the figures that a decision would see (spec 3.2, 11). Thread-safe. */
public final class BudgetService {
    private static final String SELECT = SqlText.read(BudgetService.class, "budgets.sql");
    private static final String UPSERT = """
            INSERT INTO budget (tenant_id, project_id, monthly_limit_micros, updated_at, updated_by)
            VALUES (:tenant, :project, :limit, :at, :by)
            ON CONFLICT (tenant_id, project_id) DO UPDATE
            SET monthly_limit_micros = excluded.monthly_limit_micros, updated_at = excluded.updated_at,
                updated_by = excluded.updated_by
            """;

    private final Database database;
    private final Governance governance;
    private final PolicyService policies;
    private final CostHistories histories;
    private final Clock clock;

    /** @param histories the same that the gate reads */
    public BudgetService(
            Database database, Governance governance, PolicyService policies, CostHistories histories, Clock clock) {
        this.database = database;
        this.governance = governance;
        this.policies = policies;
        this.histories = histories;
        this.clock = clock;
    }

    /** Budgets by project. */
    public Page<BudgetView> list(String tenantId, PageRequest page) {
        String after = Cursor.text(page.cursor()).orElse(null);
        Instant now = now();
        PolicyVersion policy = policies.recent(tenantId);
        List<BudgetView> rows = database.inTenant(
                tenantId, handle -> select(handle, tenantId, null, after, page.limit() + 1, policy, now));
        return Page.of(rows, page.limit(), budget -> Cursor.after(budget.projectId()));
    }

    /** A project's budget, if it has one. */
    public Optional<BudgetView> get(String tenantId, String projectId) {
        Instant now = now();
        PolicyVersion policy = policies.recent(tenantId);
        return database.inTenant(
                tenantId,
                handle -> select(handle, tenantId, projectId, null, 1, policy, now).stream()
                        .findFirst());
    }

    /**
     * Sets a project's budget.
     *
     * @throws RejectedException {@code INVALID_FIELD} for a limit below 0 or a bad project id
     */
    public Stored<BudgetView> put(Caller caller, String projectId, Amount monthlyLimit) {
        String problem = Grant.NAME.problem(projectId);
        if (problem != null) {
            throw new RejectedException(ErrorCode.INVALID_FIELD, "/project_id", problem);
        }
        if (monthlyLimit.isNegative()) {
            throw new RejectedException(
                    ErrorCode.INVALID_FIELD, "/monthly_limit", "must be at least 0, not " + monthlyLimit);
        }
        String tenantId = caller.tenantId();
        PolicyVersion policy = policies.recent(tenantId);
        return governance.changeMoney(caller, change -> {
            Handle handle = change.handle();
            Optional<Amount> before = limitOf(handle, tenantId, projectId);
            write(change, projectId, before.orElse(null), monthlyLimit);
            BudgetView view = select(handle, tenantId, projectId, null, 1, policy, change.time())
                    .get(0);
            return new Stored<>(view, before.isEmpty());
        });
    }

    /**
     * Sets a project's budget as a part of a larger change of money.
     *
     * @return false when it is so already; then nothing is recorded
     */
    public boolean set(Governance.Change change, String projectId, Amount monthlyLimit) {
        Optional<Amount> before = limitOf(change.handle(), change.caller().tenantId(), projectId);
        if (before.isPresent() && before.get().equals(monthlyLimit)) {
            return false;
        }
        write(change, projectId, before.orElse(null), monthlyLimit);
        return true;
    }

    private static void write(
            Governance.Change change, String projectId, @Nullable Amount before, Amount monthlyLimit) {
        change.handle()
                .createUpdate(UPSERT)
                .bind("tenant", change.caller().tenantId())
                .bind("project", projectId)
                .bind("limit", monthlyLimit.micros())
                .bind("at", change.time())
                .bind("by", change.caller().actorId())
                .execute();
        change.record(EntryType.BUDGET_CHANGED, projectId, payload(projectId, before, monthlyLimit));
    }

    /** The limits by project, within an open transaction of the tenant. */
    public static SortedMap<String, Amount> limits(Handle handle, String tenantId) {
        SortedMap<String, Amount> limits = new TreeMap<>();
        handle.createQuery("SELECT project_id, monthly_limit_micros FROM budget WHERE tenant_id = :tenant")
                .bind("tenant", tenantId)
                .map((row, context) ->
                        limits.put(row.getString("project_id"), Rows.amount(row, "monthly_limit_micros")))
                .list();
        return limits;
    }

    /**
     * Takes a project's budget away; what is held stays held.
     *
     * @throws RejectedException {@code NOT_FOUND}
     */
    public void delete(Caller caller, String projectId) {
        String tenantId = caller.tenantId();
        governance.changeMoney(caller, change -> {
            Optional<Amount> before = limitOf(change.handle(), tenantId, projectId);
            if (before.isEmpty()) {
                throw new RejectedException(ErrorCode.NOT_FOUND, "project " + projectId + " has no budget");
            }
            change.handle()
                    .createUpdate("DELETE FROM budget WHERE tenant_id = :tenant AND project_id = :project")
                    .bind("tenant", tenantId)
                    .bind("project", projectId)
                    .execute();
            change.record(EntryType.BUDGET_CHANGED, projectId, payload(projectId, before.get(), null));
            return true;
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static Optional<Amount> limitOf(Handle handle, String tenantId, String projectId) {
        return handle.createQuery(
                        "SELECT monthly_limit_micros FROM budget WHERE tenant_id = :tenant AND project_id = :project")
                .bind("tenant", tenantId)
                .bind("project", projectId)
                .map((row, context) -> Rows.amount(row, "monthly_limit_micros"))
                .findOne();
    }

    private static JsonObject payload(String projectId, @Nullable Amount before, @Nullable Amount after) {
        return JsonObject.builder()
                .put("project_id", projectId)
                .put("previous_monthly_limit", Amount.toJson(before))
                .put("monthly_limit", Amount.toJson(after))
                .build();
    }

    private List<BudgetView> select(
            Handle handle,
            String tenantId,
            @Nullable String projectId,
            @Nullable String after,
            int limit,
            PolicyVersion policy,
            Instant now) {
        LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
        List<Row> rows = handle.createQuery(SELECT)
                .bind("tenant", tenantId)
                .bind("day", day)
                .bind("project", projectId)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> Row.of(row))
                .list();
        return rows.stream()
                .map(row -> view(handle, tenantId, row, policy, now, day))
                .toList();
    }

    /** A budget with its sums, before the forecast is made. */
    private record Row(
            String projectId,
            Amount limit,
            Instant updatedAt,
            long costVersion,
            @Nullable LocalDate completeThrough,
            Amount reserved,
            Amount consumed,
            Amount overrun,
            Amount settling) {
        static Row of(ResultSet row) throws SQLException {
            return new Row(
                    row.getString("project_id"),
                    Rows.amount(row, "monthly_limit_micros"),
                    Rows.instant(row, "updated_at"),
                    row.getLong("cost_version"),
                    row.getObject("complete_through", LocalDate.class),
                    Rows.amount(row, "reserved"),
                    Rows.amount(row, "consumed"),
                    Rows.amount(row, "overrun"),
                    Rows.amount(row, "settling"));
        }
    }

    private BudgetView view(
            Handle handle, String tenantId, Row row, PolicyVersion version, Instant now, LocalDate day) {
        Policy policy = version.policy();
        try {
            CostHistory project =
                    histories.project(handle.getConnection(), tenantId, row.projectId(), row.costVersion(), day);
            CostHistory tenant = histories.tenant(handle.getConnection(), tenantId, row.costVersion(), day);
            Snapshot snapshot = Snapshot.builder()
                    .policyVersion(version.version())
                    .costHistory(tenant)
                    .projectCostHistory(project)
                    .completeThrough(row.completeThrough())
                    .build();
            ComputedContext context =
                    ComputedContext.compute(policy, probe(tenantId, row.projectId(), policy), snapshot, now);
            return new BudgetView(
                    row.projectId(),
                    row.limit(),
                    YearMonth.from(day),
                    row.reserved(),
                    row.consumed(),
                    row.overrun(),
                    row.limit().minus(committed(row, policy, context)).max(Amount.ZERO),
                    project == null ? null : context.projectForecastEom(),
                    row.updatedAt());
        } catch (SQLException e) {
            throw Database.failed(e);
        }
    }

    /** What counts against a budget (spec 1.7, stage 2). */
    private static Amount committed(Row row, Policy policy, ComputedContext context) {
        return switch (policy.document().budgets().basis()) {
            case COMMITMENTS -> row.reserved().plus(row.consumed());
            case FORECAST -> context.projectForecastEom().plus(row.reserved()).plus(row.settling());
            case FORECAST_UPPER ->
                context.projectForecastUpper().plus(row.reserved()).plus(row.settling());
        };
    }

    /** The context is made for a request; its costs depend on the project alone. */
    private static GateRequest probe(String tenantId, String projectId, Policy policy) {
        return GateRequest.builder()
                .tenantId(tenantId)
                .source(Source.CUSTOM)
                .projectId(projectId)
                .environment("none")
                .action("budget.read")
                .resourceReference("none")
                .estimatedMonthlyDelta(Amount.ZERO)
                .requesterId("none")
                .idempotencyKey("none")
                .normalize(policy.document());
    }
}
