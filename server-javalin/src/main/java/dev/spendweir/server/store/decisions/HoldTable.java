package dev.spendweir.server.store.decisions;

import dev.spendweir.amount.Amount;
import dev.spendweir.reservation.HeldDraw;
import dev.spendweir.reservation.Settlement;
import dev.spendweir.server.gate.HoldRow;
import dev.spendweir.server.gate.Money;
import dev.spendweir.server.store.SqlArrays;
import dev.spendweir.server.store.SqlText;
import dev.spendweir.time.ClockTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes holds, their draws and the balances of the grants that they draw on. */
public final class HoldTable {
    private static final String INSERT = SqlText.read(HoldTable.class, "insert_holds.sql");
    private static final String INSERT_DRAWS = """
            INSERT INTO reservation_draw (tenant_id, reservation_id, position, grant_id, pool, held_micros, consumed_micros)
            SELECT ?, t.reservation_id, t.position, t.grant_id, t.pool, t.held_micros, t.consumed_micros
            FROM unnest(?::uuid[], ?::bigint[], ?::uuid[], ?::text[], ?::bigint[], ?::bigint[])
                AS t (reservation_id, position, grant_id, pool, held_micros, consumed_micros)
            """;
    private static final String UPDATE = SqlText.read(HoldTable.class, "update_holds.sql");
    private static final String UPDATE_DRAWS = """
            UPDATE reservation_draw d SET consumed_micros = t.consumed_micros
            FROM unnest(?::uuid[], ?::bigint[], ?::bigint[]) AS t (reservation_id, position, consumed_micros)
            WHERE d.tenant_id = ? AND d.reservation_id = t.reservation_id AND d.position = t.position
            """;
    private static final String UPDATE_GRANTS = """
            UPDATE credit_grant g
            SET remaining_micros = t.remaining, reserved_micros = t.reserved,
                consumed_micros = t.consumed, written_off_micros = t.written_off
            FROM unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
                AS t (grant_id, remaining, reserved, consumed, written_off)
            WHERE g.tenant_id = ? AND g.grant_id = t.grant_id
            """;

    private HoldTable() {}

    /** One draw of a hold, with what was charged to it; null while nothing was. */
    private record DrawRow(
            String reservationId,
            int position,
            HeldDraw draw,
            @Nullable Amount consumed) {}

    static void insert(Connection connection, String tenantId, List<HoldRow> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            SqlArrays in = new SqlArrays(insert).text(tenantId);
            in.texts(rows, row -> row.hold().reservationId());
            in.longs(rows, row -> made(row).ordinal());
            in.texts(rows, row -> made(row).decisionId());
            in.texts(rows, row -> row.hold().change().place().source().wireName());
            in.texts(rows, row -> row.hold().change().place().projectId());
            in.texts(rows, row -> row.hold().change().place().environment());
            in.texts(rows, row -> row.hold().change().place().resourceReference());
            in.texts(rows, row -> row.hold().change().changeId());
            in.texts(rows, row -> made(row).requesterId());
            in.texts(rows, row -> made(row).submitterId());
            in.texts(rows, row -> row.hold().bookedMonth().toString());
            in.longs(rows, row -> row.hold().parts().total().micros());
            in.longs(rows, row -> row.hold().parts().allocation().micros());
            in.longs(rows, row -> row.hold().parts().drawn().micros());
            in.longs(rows, row -> row.hold().parts().uncovered().micros());
            in.texts(rows, row -> ClockTime.format(made(row).at()));
            bindState(in, rows);
            insert.executeUpdate();
        }
        insertDraws(connection, tenantId, draws(rows));
    }

    /** Stores how holds that were there stand now, with what their draws were charged. */
    public static void update(Connection connection, String tenantId, List<HoldRow> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            SqlArrays in = new SqlArrays(update);
            in.texts(rows, row -> row.hold().reservationId());
            bindState(in, rows);
            in.text(tenantId);
            update.executeUpdate();
        }
        updateDraws(
                connection,
                tenantId,
                draws(rows).stream().filter(draw -> draw.consumed() != null).toList());
    }

    /** Stores balances; the grants are locked by the tenant's head of decisions. */
    public static void updateGrants(Connection connection, String tenantId, List<Money.GrantState> grants)
            throws SQLException {
        if (grants.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement(UPDATE_GRANTS)) {
            new SqlArrays(update)
                    .texts(grants, Money.GrantState::grantId)
                    .longs(grants, grant -> grant.balance().remaining().micros())
                    .longs(grants, grant -> grant.balance().reserved().micros())
                    .longs(grants, grant -> grant.balance().consumed().micros())
                    .longs(grants, grant -> grant.balance().writtenOff().micros())
                    .text(tenantId);
            update.executeUpdate();
        }
    }

    private static HoldRow.Made made(HoldRow row) {
        return Objects.requireNonNull(row.made(), "only new holds are inserted");
    }

    /** The columns that a hold's life changes, in the order of both statements. */
    private static void bindState(SqlArrays in, List<HoldRow> rows) throws SQLException {
        in.texts(rows, row -> row.status().wireName());
        in.texts(rows, row -> time(row.confirmedAt()));
        in.texts(rows, row -> row.closing() == null ? null : time(row.closing().at()));
        in.texts(rows, row -> row.closing() == null ? null : row.closing().reason());
        in.texts(rows, row -> row.closing() == null ? null : row.closing().successor());
        in.longsOrNulls(rows, settled(Settlement::actual));
        in.longsOrNulls(rows, settled(Settlement::allocation));
        in.longsOrNulls(rows, settled(Settlement::drawn));
        in.longsOrNulls(rows, settled(Settlement::uncovered));
        in.longsOrNulls(rows, settled(Settlement::overrun));
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : ClockTime.format(time);
    }

    private static Function<HoldRow, @Nullable Long> settled(Function<Settlement, Amount> part) {
        return row -> {
            HoldRow.Closing closing = row.closing();
            Settlement settlement = closing == null ? null : closing.settlement();
            return settlement == null ? null : part.apply(settlement).micros();
        };
    }

    private static List<DrawRow> draws(List<HoldRow> rows) {
        List<DrawRow> draws = new ArrayList<>();
        for (HoldRow row : rows) {
            HoldRow.Closing closing = row.closing();
            Settlement settlement = closing == null ? null : closing.settlement();
            List<HeldDraw> held = row.hold().parts().draws();
            for (int i = 0; i < held.size(); i++) {
                draws.add(new DrawRow(
                        row.hold().reservationId(),
                        i,
                        held.get(i),
                        settlement == null ? null : settlement.draws().get(i)));
            }
        }
        return draws;
    }

    private static void insertDraws(Connection connection, String tenantId, List<DrawRow> draws) throws SQLException {
        if (draws.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT_DRAWS)) {
            new SqlArrays(insert)
                    .text(tenantId)
                    .texts(draws, DrawRow::reservationId)
                    .longs(draws, DrawRow::position)
                    .texts(draws, draw -> draw.draw().grantId())
                    .texts(draws, draw -> draw.draw().pool())
                    .longs(draws, draw -> draw.draw().amount().micros())
                    .longsOrNulls(draws, HoldTable::consumed);
            insert.executeUpdate();
        }
    }

    private static void updateDraws(Connection connection, String tenantId, List<DrawRow> draws) throws SQLException {
        if (draws.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement(UPDATE_DRAWS)) {
            new SqlArrays(update)
                    .texts(draws, DrawRow::reservationId)
                    .longs(draws, DrawRow::position)
                    .longsOrNulls(draws, HoldTable::consumed)
                    .text(tenantId);
            update.executeUpdate();
        }
    }

    private static @Nullable Long consumed(DrawRow draw) {
        return draw.consumed() == null ? null : draw.consumed().micros();
    }
}
