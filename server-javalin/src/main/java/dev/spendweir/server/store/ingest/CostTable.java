package dev.spendweir.server.store.ingest;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ingest.CostDay;
import dev.spendweir.ingest.IngestEvent;
import dev.spendweir.ingest.IngestEvent.DailyCost;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Governance;
import dev.spendweir.server.store.LedgerTable;
import dev.spendweir.server.store.Rows;
import dev.spendweir.server.store.SqlArrays;
import dev.spendweir.server.store.SqlText;
import dev.spendweir.time.ClockTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Cost rows of a tenant: the last event by its own time wins, and a restated day that a decision has read is governed. */
final class CostTable {
    private static final String EXISTING = """
            SELECT c.day, c.project_id, c.amount_micros, c.final, c.event_created_at, c.event_id, c.stored_at
            FROM unnest(?::date[], ?::text[]) AS t (day, project_id)
            JOIN cost_day c ON c.tenant_id = ? AND c.day = t.day AND c.project_id IS NOT DISTINCT FROM t.project_id
            """;
    private static final String UPSERT = """
            INSERT INTO cost_day (tenant_id, project_id, day, amount_micros, final, event_created_at, event_id, stored_at)
            SELECT ?, t.project_id, t.day, t.amount_micros, t.final::boolean, t.event_created_at, t.event_id, ?::timestamptz
            FROM unnest(?::text[], ?::date[], ?::bigint[], ?::text[], ?::timestamptz[], ?::text[])
                AS t (project_id, day, amount_micros, final, event_created_at, event_id)
            ON CONFLICT (tenant_id, day, project_id) DO UPDATE
            SET amount_micros = excluded.amount_micros, final = excluded.final,
                event_created_at = excluded.event_created_at, event_id = excluded.event_id, stored_at = excluded.stored_at
            """;
    private static final String READ_BY_A_DECISION = SqlText.read(CostTable.class, "read_by_a_decision.sql");
    private static final String BUMP = "UPDATE cost_state SET version = version + 1 WHERE tenant_id = ?";
    private static final String WATERMARK = """
            UPDATE cost_state
            SET complete_through = ?::date, watermark_created_at = ?::timestamptz, version = version + 1
            WHERE tenant_id = ? AND (watermark_created_at IS NULL OR watermark_created_at <= ?::timestamptz)
            """;

    private CostTable() {}

    private record StoredCost(
            CostDay day, Amount amount, boolean isFinal, Instant createdAt, String eventId, Instant storedAt) {
        /** Whether an event is the newer word on the same day; equal times are told apart by id, so order never matters. */
        boolean isOlderThan(DailyCost event) {
            int order = createdAt.compareTo(event.createdAt());
            return order < 0 || (order == 0 && eventId.compareTo(event.eventId()) < 0);
        }

        boolean saysTheSame(DailyCost event) {
            return amount.equals(event.amount()) && isFinal == event.isFinal();
        }
    }

    /** The amounts that are stored for days of projects. */
    static Map<CostDay, Amount> amounts(Governance.Change change, Collection<CostDay> days) {
        try {
            Map<CostDay, Amount> amounts = new HashMap<>();
            existing(change, List.copyOf(days)).forEach((day, row) -> amounts.put(day, row.amount()));
            return amounts;
        } catch (SQLException e) {
            throw Database.failed(e);
        }
    }

    /** Stores the winners among these events. */
    static void store(Governance.Change change, List<DailyCost> events) {
        try {
            Map<CostDay, DailyCost> newest = newest(events);
            Map<CostDay, StoredCost> before = existing(change, List.copyOf(newest.keySet()));
            List<DailyCost> winners = new ArrayList<>();
            List<DailyCost> restated = new ArrayList<>();
            newest.forEach((key, event) -> {
                StoredCost stored = before.get(key);
                if (stored == null || stored.isOlderThan(event)) {
                    winners.add(event);
                    if (stored != null && !stored.saysTheSame(event)) {
                        restated.add(event);
                    }
                }
            });
            if (winners.isEmpty()) {
                return;
            }
            recordRestated(change, restated, before);
            upsert(change, winners);
            bump(change);
        } catch (SQLException e) {
            throw Database.failed(e);
        }
    }

    /** Stores a watermark unless a newer one is there. */
    static void store(Governance.Change change, IngestEvent.Watermark watermark) {
        try (PreparedStatement update = change.handle().getConnection().prepareStatement(WATERMARK)) {
            String createdAt = ClockTime.format(watermark.createdAt());
            new SqlArrays(update)
                    .text(watermark.completeThrough().toString())
                    .text(createdAt)
                    .text(change.caller().tenantId())
                    .text(createdAt);
            update.executeUpdate();
        } catch (SQLException e) {
            throw Database.failed(e);
        }
    }

    private static Map<CostDay, DailyCost> newest(List<DailyCost> events) {
        Map<CostDay, DailyCost> newest = new HashMap<>();
        for (DailyCost event : events) {
            newest.merge(event.day(), event, CostTable::newer);
        }
        return newest;
    }

    private static DailyCost newer(DailyCost a, DailyCost b) {
        int order = a.createdAt().compareTo(b.createdAt());
        return order > 0 || (order == 0 && a.eventId().compareTo(b.eventId()) > 0) ? a : b;
    }

    private static Map<CostDay, StoredCost> existing(Governance.Change change, List<CostDay> days) throws SQLException {
        Map<CostDay, StoredCost> found = new HashMap<>();
        try (PreparedStatement query = change.handle().getConnection().prepareStatement(EXISTING)) {
            new SqlArrays(query)
                    .texts(days, day -> day.date().toString())
                    .texts(days, CostDay::projectId)
                    .text(change.caller().tenantId());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    StoredCost cost = new StoredCost(
                            new CostDay(row.getObject("day", LocalDate.class), row.getString("project_id")),
                            Rows.amount(row, "amount_micros"),
                            row.getBoolean("final"),
                            Rows.instant(row, "event_created_at"),
                            row.getString("event_id"),
                            Rows.instant(row, "stored_at"));
                    found.put(cost.day(), cost);
                }
            }
        }
        return found;
    }

    private static void upsert(Governance.Change change, List<DailyCost> costs) throws SQLException {
        try (PreparedStatement upsert = change.handle().getConnection().prepareStatement(UPSERT)) {
            new SqlArrays(upsert)
                    .text(change.caller().tenantId())
                    .text(ClockTime.format(change.time()))
                    .texts(costs, DailyCost::projectId)
                    .texts(costs, cost -> cost.date().toString())
                    .longs(costs, cost -> cost.amount().micros())
                    .texts(costs, cost -> Boolean.toString(cost.isFinal()))
                    .texts(costs, cost -> ClockTime.format(cost.createdAt()))
                    .texts(costs, DailyCost::eventId);
            upsert.executeUpdate();
        }
    }

    private static void bump(Governance.Change change) throws SQLException {
        try (PreparedStatement bump = change.handle().getConnection().prepareStatement(BUMP)) {
            bump.setString(1, change.caller().tenantId());
            bump.executeUpdate();
        }
    }

    /** One entry for each restated day that some decision has read, with all its rows. */
    private static void recordRestated(
            Governance.Change change, List<DailyCost> restated, Map<CostDay, StoredCost> before) throws SQLException {
        if (restated.isEmpty()) {
            return;
        }
        // A decision under way may have read the old figures and not be visible yet: let it finish first.
        LedgerTable.lockHead(change.handle().getConnection(), change.caller().tenantId(), Chain.DECISIONS);
        Map<LocalDate, List<DailyCost>> byDay = new TreeMap<>();
        for (DailyCost event : readByADecision(change, restated, before)) {
            byDay.computeIfAbsent(event.date(), day -> new ArrayList<>()).add(event);
        }
        byDay.forEach((day, events) -> change.record(
                EntryType.COST_RESTATED,
                day.toString(),
                JsonObject.builder()
                        .put("date", day.toString())
                        .put("rows", JsonArray.of(events.stream().map(event -> restatedRow(event, before))))
                        .build()));
    }

    private static JsonObject restatedRow(DailyCost event, Map<CostDay, StoredCost> before) {
        StoredCost stored = before.get(event.day());
        if (stored == null) {
            throw new IllegalStateException("only what was there can be restated");
        }
        return JsonObject.builder()
                .put("project_id", event.projectId())
                .put("previous_amount", Amount.toJson(stored.amount()))
                .put("previous_final", JsonBoolean.of(stored.isFinal()))
                .put("amount", Amount.toJson(event.amount()))
                .put("final", JsonBoolean.of(event.isFinal()))
                .put("event_id", event.eventId())
                .put("source", event.source())
                .build();
    }

    private static List<DailyCost> readByADecision(
            Governance.Change change, List<DailyCost> restated, Map<CostDay, StoredCost> before) throws SQLException {
        Connection connection = change.handle().getConnection();
        List<DailyCost> read = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(READ_BY_A_DECISION)) {
            new SqlArrays(query)
                    .texts(restated, event -> event.date().toString())
                    .texts(restated, event -> storedAt(before.get(event.day())))
                    .text(change.caller().tenantId());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    read.add(restated.get(row.getInt("position") - 1));
                }
            }
        }
        return read;
    }

    private static @Nullable String storedAt(@Nullable StoredCost stored) {
        return stored == null ? null : ClockTime.format(stored.storedAt());
    }
}
