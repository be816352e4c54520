package dev.spendweir.server.store.money;

import dev.spendweir.amount.Amount;
import dev.spendweir.reservation.HoldStatus;
import dev.spendweir.server.store.Cursor;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Page;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.server.store.Rows;
import dev.spendweir.server.store.SqlText;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.server.store.policies.PolicyService;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.Source;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads holds (spec 3.2, 11). Thread-safe. */
public final class ReservationService {
    private static final String SELECT = SqlText.read(ReservationService.class, "reservations.sql");
    private static final String DRAWS = """
            SELECT reservation_id, grant_id, pool, held_micros, consumed_micros FROM reservation_draw
            WHERE tenant_id = :tenant AND reservation_id = ANY (:ids::uuid[])
            ORDER BY reservation_id, position
            """;

    private final Database database;
    private final Clock clock;
    private final PolicyService policies;

    /** @param policies says when a hold is overdue */
    public ReservationService(Database database, Clock clock, PolicyService policies) {
        this.database = database;
        this.clock = clock;
        this.policies = policies;
    }

    /** Holds, newest first. */
    public Page<ReservationView> list(String tenantId, ReservationFilter filter, PageRequest page) {
        UUID before = Cursor.id(page.cursor()).orElse(null);
        int ttlSeconds =
                policies.recent(tenantId).policy().document().reservations().ttlSeconds();
        Instant overdueBefore = clock.instant().minusSeconds(ttlSeconds);
        List<ReservationView> rows = database.inTenant(
                tenantId, handle -> select(handle, tenantId, null, before, filter, overdueBefore, page.limit() + 1));
        return Page.of(rows, page.limit(), hold -> Cursor.after(hold.reservationId()));
    }

    /** A hold, if there is one. */
    public Optional<ReservationView> get(String tenantId, String reservationId) {
        return UuidV7.parse(reservationId)
                .flatMap(id -> database.inTenant(tenantId, handle -> find(handle, tenantId, id)));
    }

    /** A hold within an open transaction of its tenant. */
    public static Optional<ReservationView> find(Handle handle, String tenantId, UUID id) {
        return select(handle, tenantId, id, null, ReservationFilter.ALL, Instant.EPOCH, 1).stream()
                .findFirst();
    }

    private static List<ReservationView> select(
            Handle handle,
            String tenantId,
            @Nullable UUID id,
            @Nullable UUID before,
            ReservationFilter filter,
            Instant overdueBefore,
            int limit) {
        HoldStatus status = filter.status();
        List<Row> rows = handle.createQuery(SELECT)
                .bind("tenant", tenantId)
                .bind("id", id)
                .bind("before", before)
                .bind("status", status == null ? null : status.wireName())
                .bind("project", filter.projectId())
                .bind("overdue", filter.overdue())
                .bind("overdueBefore", overdueBefore)
                .bind("actor", filter.actorId())
                .bind("limit", limit)
                .map((row, context) -> Row.of(row))
                .list();
        Map<String, List<DrawRow>> draws = draws(handle, tenantId, rows);
        return rows.stream()
                .map(row -> row.view(draws.getOrDefault(row.reservationId(), List.of())))
                .toList();
    }

    private static Map<String, List<DrawRow>> draws(Handle handle, String tenantId, List<Row> rows) {
        Map<String, List<DrawRow>> draws = new HashMap<>();
        if (rows.isEmpty()) {
            return draws;
        }
        String[] ids = rows.stream().map(Row::reservationId).toArray(String[]::new);
        handle.createQuery(DRAWS)
                .bind("tenant", tenantId)
                .bind("ids", ids)
                .map((row, context) -> DrawRow.of(row))
                .forEach(draw -> draws.computeIfAbsent(draw.reservationId(), key -> new ArrayList<>())
                        .add(draw));
        return draws;
    }

    private record DrawRow(
            String reservationId,
            String grantId,
            String pool,
            Amount held,
            @Nullable Amount consumed) {
        static DrawRow of(ResultSet row) throws SQLException {
            return new DrawRow(
                    row.getString("reservation_id"),
                    row.getString("grant_id"),
                    row.getString("pool"),
                    Rows.amount(row, "held_micros"),
                    Rows.amountOrNull(row, "consumed_micros"));
        }

        /** What the draw amounts to in a hold of that status (spec 10 R9). */
        Amount shown(HoldStatus status) {
            return switch (status) {
                case TENTATIVE, CONFIRMED -> held;
                case SETTLED -> consumed == null ? Amount.ZERO : consumed;
                case RELEASED -> Amount.ZERO;
            };
        }
    }

    private record Row(
            String reservationId,
            HoldStatus status,
            String projectId,
            String decisionId,
            @Nullable String approvalId,
            @Nullable String changeId,
            LocalDate bookedMonth,
            Amount amount,
            Amount allocation,
            Amount uncovered,
            @Nullable Amount actual,
            @Nullable Amount consumedAllocation,
            @Nullable Amount consumedUncovered,
            @Nullable Amount overrun,
            Instant createdAt,
            @Nullable Instant confirmedAt,
            @Nullable Instant closedAt,
            @Nullable String closeReason,
            @Nullable String successor,
            String requesterId,
            String submitterId,
            Source source,
            EnvironmentClass environmentClass) {
        static Row of(ResultSet row) throws SQLException {
            return new Row(
                    row.getString("reservation_id"),
                    HoldStatus.ofWireName(row.getString("status")).orElseThrow(),
                    row.getString("project_id"),
                    row.getString("decision_id"),
                    row.getString("approval_id"),
                    row.getString("change_id"),
                    row.getObject("booked_month", LocalDate.class),
                    Rows.amount(row, "amount_micros"),
                    Rows.amount(row, "allocation_micros"),
                    Rows.amount(row, "uncovered_micros"),
                    Rows.amountOrNull(row, "actual_micros"),
                    Rows.amountOrNull(row, "consumed_allocation_micros"),
                    Rows.amountOrNull(row, "consumed_uncovered_micros"),
                    Rows.amountOrNull(row, "overrun_micros"),
                    Rows.instant(row, "created_at"),
                    Rows.instantOrNull(row, "confirmed_at"),
                    Rows.instantOrNull(row, "closed_at"),
                    row.getString("close_reason"),
                    row.getString("successor"),
                    row.getString("requester_id"),
                    row.getString("submitter_id"),
                    Source.ofWireName(row.getString("source")).orElseThrow(),
                    EnvironmentClass.ofWireName(row.getString("environment_class"))
                            .orElseThrow());
        }

        ReservationView view(List<DrawRow> draws) {
            return new ReservationView(
                    reservationId,
                    status,
                    projectId,
                    decisionId,
                    approvalId,
                    changeId,
                    bookedMonth,
                    amount,
                    status.isActive() ? allocation : orZero(consumedAllocation),
                    draws.stream()
                            .map(draw -> new ReservationView.DrawView(draw.grantId(), draw.pool(), draw.shown(status)))
                            .filter(draw -> draw.amount().isPositive())
                            .toList(),
                    status.isActive() ? uncovered : orZero(consumedUncovered),
                    actual,
                    orZero(overrun),
                    createdAt,
                    confirmedAt,
                    closedAt,
                    closeReason,
                    successor,
                    requesterId,
                    submitterId,
                    source,
                    environmentClass);
        }

        private static Amount orZero(@Nullable Amount amount) {
            return amount == null ? Amount.ZERO : amount;
        }
    }
}
