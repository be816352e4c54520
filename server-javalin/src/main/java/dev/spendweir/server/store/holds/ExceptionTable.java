package dev.spendweir.server.store.holds;

import dev.spendweir.reservation.GrantUse;
import dev.spendweir.server.store.Cursor;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Page;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.server.store.Rows;
import dev.spendweir.server.store.SqlArrays;
import dev.spendweir.server.store.SqlText;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.Source;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Exceptions and what they say of credits. Works on the caller's open transaction. */
final class ExceptionTable {
    private static final String LIST = SqlText.read(ExceptionTable.class, "exceptions.sql");
    private static final String LIST_GRANTS = """
            SELECT exception_id, grant_id, reserved_micros, consumed_micros, returned_micros, written_off_micros
            FROM reservation_exception_grant
            WHERE tenant_id = :tenant AND exception_id = ANY (:ids::uuid[])
            ORDER BY exception_id, position
            """;
    private static final String INSERT = """
            INSERT INTO reservation_exception (tenant_id, exception_id, reservation_id, kind, drift_micros, created_at)
            VALUES (:tenant, :exception, :reservation, :kind, :drift, :at)
            """;
    private static final String INSERT_GRANTS = """
            INSERT INTO reservation_exception_grant (tenant_id, exception_id, position, grant_id, reserved_micros,
                                                     consumed_micros, returned_micros, written_off_micros)
            SELECT ?, ?::uuid, t.position - 1, t.grant_id, t.reserved, t.consumed, t.returned, t.written_off
            FROM unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
                WITH ORDINALITY AS t (grant_id, reserved, consumed, returned, written_off, position)
            """;

    private ExceptionTable() {}

    static void insert(Handle handle, String tenantId, ExceptionView exception) {
        handle.createUpdate(INSERT)
                .bind("tenant", tenantId)
                .bind("exception", UUID.fromString(exception.exceptionId()))
                .bind("reservation", UUID.fromString(exception.reservationId()))
                .bind("kind", exception.kind().wireName())
                .bind("drift", exception.drift().micros())
                .bind("at", exception.createdAt())
                .execute();
        List<GrantUse> grants = exception.grants();
        if (grants.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = handle.getConnection().prepareStatement(INSERT_GRANTS)) {
            new SqlArrays(insert)
                    .text(tenantId)
                    .text(exception.exceptionId())
                    .texts(grants, GrantUse::grantId)
                    .longs(grants, use -> use.reserved().micros())
                    .longs(grants, use -> use.consumed().micros())
                    .longs(grants, use -> use.returned().micros())
                    .longs(grants, use -> use.writtenOff().micros());
            insert.executeUpdate();
        } catch (SQLException e) {
            throw Database.failed(e);
        }
    }

    static Page<ExceptionView> list(Handle handle, String tenantId, ExceptionFilter filter, PageRequest page) {
        UUID before = Cursor.id(page.cursor()).orElse(null);
        ExceptionKind kind = filter.kind();
        List<ExceptionView> rows = handle.createQuery(LIST)
                .bind("tenant", tenantId)
                .bind("before", before)
                .bind("kind", kind == null ? null : kind.wireName())
                .bind("reservation", filter.reservationId())
                .bind("project", filter.projectId())
                .bind("limit", page.limit() + 1)
                .map((row, context) -> new ExceptionView(
                        row.getString("exception_id"),
                        row.getString("reservation_id"),
                        ExceptionKind.ofWireName(row.getString("kind")).orElseThrow(),
                        Rows.amount(row, "drift_micros"),
                        List.of(),
                        Rows.instant(row, "created_at"),
                        Source.ofWireName(row.getString("source")).orElseThrow(),
                        row.getString("project_id"),
                        EnvironmentClass.ofWireName(row.getString("environment_class"))
                                .orElseThrow()))
                .list();
        Page<ExceptionView> bare = Page.of(rows, page.limit(), row -> Cursor.after(row.exceptionId()));
        Map<String, List<GrantUse>> grants = grants(handle, tenantId, bare.items());
        return new Page<>(
                bare.items().stream()
                        .map(row -> row.with(grants.getOrDefault(row.exceptionId(), List.of())))
                        .toList(),
                bare.nextCursor());
    }

    private static Map<String, List<GrantUse>> grants(Handle handle, String tenantId, List<ExceptionView> rows) {
        Map<String, List<GrantUse>> grants = new HashMap<>();
        if (rows.isEmpty()) {
            return grants;
        }
        handle.createQuery(LIST_GRANTS)
                .bind("tenant", tenantId)
                .bind("ids", rows.stream().map(ExceptionView::exceptionId).toArray(String[]::new))
                .map((row, context) -> Map.entry(
                        row.getString("exception_id"),
                        new GrantUse(
                                row.getString("grant_id"),
                                Rows.amount(row, "reserved_micros"),
                                Rows.amount(row, "consumed_micros"),
                                Rows.amount(row, "returned_micros"),
                                Rows.amount(row, "written_off_micros"))))
                .forEach(entry -> grants.computeIfAbsent(entry.getKey(), id -> new ArrayList<>())
                        .add(entry.getValue()));
        return grants;
    }
}
