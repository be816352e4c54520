package dev.spendweir.server.store.holds;

import dev.spendweir.amount.Amount;
import dev.spendweir.reading.TextRules;
import dev.spendweir.reservation.Change;
import dev.spendweir.reservation.HeldDraw;
import dev.spendweir.reservation.HoldParts;
import dev.spendweir.reservation.HoldStatus;
import dev.spendweir.reservation.Place;
import dev.spendweir.reservation.Settlement;
import dev.spendweir.server.gate.AppliedCall;
import dev.spendweir.server.gate.CloseReason;
import dev.spendweir.server.store.Governance;
import dev.spendweir.server.store.Rows;
import dev.spendweir.server.store.SqlText;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.Source;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads holds under the lock of their chain. */
final class HoldReader {
    private static final String FIND = SqlText.read(HoldReader.class, "find_hold.sql");
    private static final String OVERDUE = SqlText.read(HoldReader.class, "overdue_holds.sql");
    private static final String HEADROOM = SqlText.read(HoldReader.class, "headroom.sql");

    private HoldReader() {}

    /** The hold with that id. */
    static Optional<StoredHold> find(Governance.Change change, UUID id) {
        return find(change, id, null, null, null, null);
    }

    /** The newest hold of the Terraform place and change that a call names. */
    static Optional<StoredHold> findByPlace(Governance.Change change, AppliedCall call) {
        // As a request's fields are normalised (spec 1.2): the hold was booked under the normalised names.
        String environment = stripped(call.environment());
        return find(
                change,
                null,
                stripped(call.projectId()),
                environment == null ? null : TextRules.lowerCase(environment),
                stripped(call.resourceReference()),
                call.changeId());
    }

    private static @Nullable String stripped(@Nullable String text) {
        return text == null ? null : TextRules.strip(text);
    }

    private static Optional<StoredHold> find(
            Governance.Change change,
            @Nullable UUID id,
            @Nullable String project,
            @Nullable String environment,
            @Nullable String resource,
            @Nullable String changeId) {
        return read(change.handle()
                        .createQuery(FIND)
                        .bind("tenant", change.caller().tenantId())
                        .bind("at", change.time())
                        .bind("id", id)
                        .bind("project", project)
                        .bind("environment", environment)
                        .bind("resource", resource)
                        .bind("change", changeId))
                .stream()
                .findFirst();
    }

    /**
     * The oldest holds that are overdue by the tenant's policy.
     *
     * @param defaultSeconds age that counts without a stored policy
     */
    static List<StoredHold> overdue(Governance.Change change, long defaultSeconds, int limit) {
        return read(change.handle()
                .createQuery(OVERDUE)
                .bind("tenant", change.caller().tenantId())
                .bind("at", change.time())
                .bind("defaultSeconds", defaultSeconds)
                .bind("limit", limit));
    }

    /**
     * What the project's budget has left in the hold's booking month, at least 0, every active hold counted as reserved
     * (spec 10 R5); empty without a budget.
     */
    static Optional<Amount> room(Governance.Change change, StoredHold hold) {
        return change.handle()
                .createQuery(HEADROOM)
                .bind("tenant", change.caller().tenantId())
                .bind("project", hold.change().place().projectId())
                .bind("month", hold.bookedMonth())
                .map((row, context) -> Rows.amount(row, "headroom"))
                .findOne();
    }

    /** Holds come as one row a draw. */
    private static List<StoredHold> read(Query query) {
        Map<String, List<Row>> rows = new LinkedHashMap<>();
        query.map((row, context) -> Row.of(row))
                .forEach(row -> rows.computeIfAbsent(row.bare().reservationId(), id -> new ArrayList<>())
                        .add(row));
        return rows.values().stream().map(HoldReader::joined).toList();
    }

    private static StoredHold joined(List<Row> rows) {
        Row first = rows.get(0);
        List<Row> drawn = rows.stream().filter(row -> row.draw() != null).toList();
        StoredHold bare = first.bare();
        HoldParts parts = new HoldParts(
                bare.parts().allocation(),
                drawn.stream().map(Row::draw).toList(),
                bare.parts().uncovered());
        Settlement settlement = bare.status() != HoldStatus.SETTLED
                ? null
                : new Settlement(
                        parts,
                        first.allocation(),
                        drawn.stream().map(Row::drawn).toList(),
                        first.uncovered(),
                        first.overrun(),
                        bare.adjusted());
        return new StoredHold(
                bare.reservationId(),
                bare.decisionId(),
                bare.change(),
                bare.environmentClass(),
                bare.status(),
                bare.bookedMonth(),
                parts,
                settlement,
                bare.closeReason(),
                bare.adjusted(),
                bare.backed());
    }

    /**
     * One row: the hold without its draws and settlement, one draw, and what was charged, 0 where nothing was.
     *
     * @param draw null: the hold has none
     * @param drawn charged to it
     */
    private record Row(
            StoredHold bare,
            @Nullable HeldDraw draw,
            Amount drawn,
            Amount allocation,
            Amount uncovered,
            Amount overrun) {
        static Row of(ResultSet row) throws SQLException {
            String grantId = row.getString("grant_id");
            Amount held = Rows.amount(row, "held_micros");
            // A hold that was cut keeps the rows of draws that it needs no more; they are its last ones.
            HeldDraw draw =
                    grantId == null || held.isZero() ? null : new HeldDraw(grantId, row.getString("pool"), held);
            // A column that is null reads as 0.
            return new Row(
                    bare(row),
                    draw,
                    Rows.amount(row, "draw_consumed_micros"),
                    Rows.amount(row, "consumed_allocation_micros"),
                    Rows.amount(row, "consumed_uncovered_micros"),
                    Rows.amount(row, "overrun_micros"));
        }

        private static StoredHold bare(ResultSet row) throws SQLException {
            Place place = new Place(
                    Source.ofWireName(row.getString("source")).orElseThrow(),
                    row.getString("project_id"),
                    row.getString("environment"),
                    row.getString("resource_reference"));
            String reason = row.getString("close_reason");
            return new StoredHold(
                    row.getString("reservation_id"),
                    row.getString("decision_id"),
                    new Change(place, row.getString("change_id")),
                    EnvironmentClass.ofWireName(row.getString("environment_class"))
                            .orElseThrow(),
                    HoldStatus.ofWireName(row.getString("status")).orElseThrow(),
                    row.getObject("booked_month", LocalDate.class),
                    new HoldParts(
                            Rows.amount(row, "allocation_micros"), List.of(), Rows.amount(row, "uncovered_micros")),
                    null,
                    reason == null ? null : CloseReason.ofWireName(reason).orElseThrow(),
                    Rows.instantOrNull(row, "adjusted_at") != null,
                    row.getBoolean("backed"));
        }
    }
}
