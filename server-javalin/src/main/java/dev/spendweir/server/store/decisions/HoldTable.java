package dev.spendweir.server.store.decisions;

import dev.spendweir.amount.Amount;
import dev.spendweir.reservation.HeldDraw;
import dev.spendweir.reservation.Settlement;
import dev.spendweir.server.gate.ActiveHold;
import dev.spendweir.server.gate.GateWrites;
import dev.spendweir.server.gate.HoldRow;
import dev.spendweir.server.gate.Money;
import dev.spendweir.server.store.SqlArrays;
import dev.spendweir.server.store.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes holds, their draws and the balances of the grants that they draw on. */
public final class HoldTable {
    /** Inserts new holds that are open; {@link #bindOpen} binds it. */
    static final String INSERT_OPEN = SqlText.read(HoldTable.class, "insert_open_holds.sql");

    private static final String INSERT = SqlText.read(HoldTable.class, "insert_holds.sql");
    private static final String INSERT_DRAWS = """
            INSERT INTO reservation_draw (tenant_id, reservation_id, position, grant_id, pool, held_micros, consumed_micros)
            SELECT t.*
            FROM unnest(?::text[], ?::uuid[], ?::bigint[], ?::uuid[], ?::text[], ?::bigint[], ?::bigint[])
                AS t (tenant_id, reservation_id, position, grant_id, pool, held_micros, consumed_micros)
            """;
    static final String UPDATE = SqlText.read(HoldTable.class, "update_holds.sql");
    private static final String UPDATE_DRAWS = """
            UPDATE reservation_draw d SET consumed_micros = t.consumed_micros
            FROM unnest(?::text[], ?::uuid[], ?::bigint[], ?::bigint[])
                AS t (tenant_id, reservation_id, position, consumed_micros)
            WHERE d.tenant_id = t.tenant_id AND d.reservation_id = t.reservation_id AND d.position = t.position
            """;
    private static final String UPDATE_GRANTS = """
            UPDATE credit_grant g
            SET remaining_micros = t.remaining, reserved_micros = t.reserved,
                consumed_micros = t.consumed, written_off_micros = t.written_off
            FROM unnest(?::text[], ?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
                AS t (tenant_id, grant_id, remaining, reserved, consumed, written_off)
            WHERE g.tenant_id = t.tenant_id AND g.grant_id = t.grant_id
            """;

    private static final String REBIND = """
            UPDATE reservation r SET change_id = t.change_id
            FROM unnest(?::uuid[], ?::text[]) AS t (reservation_id, change_id)
            WHERE r.tenant_id = ? AND r.reservation_id = t.reservation_id
            """;
    private static final String CUT = """
            UPDATE reservation r
            SET amount_micros = t.amount, allocation_micros = t.allocation, draws_micros = t.draws,
                uncovered_micros = t.uncovered
            FROM unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
                AS t (reservation_id, amount, allocation, draws, uncovered)
            WHERE r.tenant_id = ? AND r.reservation_id = t.reservation_id
            """;
    private static final String CUT_DRAWS = """
            UPDATE reservation_draw d SET held_micros = t.held_micros
            FROM unnest(?::text[], ?::uuid[], ?::bigint[], ?::bigint[])
                AS t (tenant_id, reservation_id, position, held_micros)
            WHERE d.tenant_id = t.tenant_id AND d.reservation_id = t.reservation_id AND d.position = t.position
            """;

    private HoldTable() {}

    /** One draw of a hold, with what was charged to it; null while nothing was. */
    private record DrawRow(
            String tenantId,
            String reservationId,
            int position,
            HeldDraw draw,
            @Nullable Amount consumed) {}

    /** A row, or grant, of a tenant: a statement writes those of several tenants. */
    record Of<T>(String tenantId, T row) {
        static <T> List<Of<T>> all(String tenantId, List<T> rows) {
            return rows.stream().map(row -> new Of<>(tenantId, row)).toList();
        }
    }

    static void insert(Connection connection, List<Of<HoldRow>> holds) throws SQLException {
        List<HoldRow> rows = holds.stream().map(Of::row).toList();
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            SqlArrays in = new SqlArrays(insert);
            bindOpen(in, holds);
            bindClosing(in, rows);
            insert.executeUpdate();
        }
        insertDraws(connection, holds);
    }

    /** Binds the parameters of {@link #INSERT_OPEN}. */
    static void bindOpen(SqlArrays in, List<Of<HoldRow>> holds) throws SQLException {
        List<HoldRow> rows = holds.stream().map(Of::row).toList();
        in.texts(holds, Of::tenantId);
        in.uuids(rows, row -> row.hold().reservationId());
        in.longs(rows, row -> made(row).ledgerSequence());
        in.uuids(rows, row -> made(row).decisionId());
        in.uuids(rows, row -> made(row).approvalId());
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
        in.times(rows, row -> made(row).at());
        bindStatus(in, rows);
    }

    /** Stores how holds that were there stand now, with what their draws were charged. */
    public static void update(Connection connection, String tenantId, List<HoldRow> rows) throws SQLException {
        update(connection, Of.all(tenantId, rows));
    }

    static void update(Connection connection, List<Of<HoldRow>> holds) throws SQLException {
        if (holds.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            bindUpdate(new SqlArrays(update), holds);
            update.executeUpdate();
        }
        chargeDraws(connection, holds);
    }

    /** Binds the parameters of {@link #UPDATE}. */
    static void bindUpdate(SqlArrays in, List<Of<HoldRow>> holds) throws SQLException {
        List<HoldRow> rows = holds.stream().map(Of::row).toList();
        in.texts(holds, Of::tenantId);
        in.uuids(rows, row -> row.hold().reservationId());
        bindStatus(in, rows);
        bindClosing(in, rows);
    }

    /** What holds that were settled charge to the credits that they had drawn on. */
    static void chargeDraws(Connection connection, List<Of<HoldRow>> holds) throws SQLException {
        updateDraws(
                connection,
                draws(holds).stream().filter(draw -> draw.consumed() != null).toList(),
                UPDATE_DRAWS);
    }

    /** Holds that belong to another change of their place from now on. */
    static void rebind(Connection connection, String tenantId, List<ActiveHold> holds) throws SQLException {
        if (holds.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement(REBIND)) {
            new SqlArrays(update)
                    .texts(holds, ActiveHold::reservationId)
                    .texts(holds, hold -> hold.change().changeId())
                    .text(tenantId);
            update.executeUpdate();
        }
    }

    /** Holds that keep less than they held. */
    static void cut(Connection connection, String tenantId, List<GateWrites.Cut> cuts) throws SQLException {
        if (cuts.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement(CUT)) {
            new SqlArrays(update)
                    .texts(cuts, cut -> cut.hold().reservationId())
                    .longs(cuts, cut -> cut.kept().actual().micros())
                    .longs(cuts, cut -> cut.kept().allocation().micros())
                    .longs(cuts, cut -> cut.kept().drawn().micros())
                    .longs(cuts, cut -> cut.kept().uncovered().micros())
                    .text(tenantId);
            update.executeUpdate();
        }
        cutDraws(connection, tenantId, cuts);
    }

    private static void cutDraws(Connection connection, String tenantId, List<GateWrites.Cut> cuts)
            throws SQLException {
        List<DrawRow> draws = new ArrayList<>();
        for (GateWrites.Cut cut : cuts) {
            List<HeldDraw> held = cut.hold().parts().draws();
            for (int i = 0; i < held.size(); i++) {
                draws.add(new DrawRow(
                        tenantId,
                        cut.hold().reservationId(),
                        i,
                        held.get(i),
                        cut.kept().draws().get(i)));
            }
        }
        updateDraws(connection, draws, CUT_DRAWS);
    }

    /** Stores balances; the grants are locked by the tenant's head of decisions. */
    public static void updateGrants(Connection connection, String tenantId, List<Money.GrantState> grants)
            throws SQLException {
        updateGrants(connection, Of.all(tenantId, grants));
    }

    static void updateGrants(Connection connection, List<Of<Money.GrantState>> changed) throws SQLException {
        List<Money.GrantState> grants = changed.stream().map(Of::row).toList();
        if (grants.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement(UPDATE_GRANTS)) {
            new SqlArrays(update)
                    .texts(changed, Of::tenantId)
                    .texts(grants, Money.GrantState::grantId)
                    .longs(grants, grant -> grant.balance().remaining().micros())
                    .longs(grants, grant -> grant.balance().reserved().micros())
                    .longs(grants, grant -> grant.balance().consumed().micros())
                    .longs(grants, grant -> grant.balance().writtenOff().micros());
            update.executeUpdate();
        }
    }

    private static HoldRow.Made made(HoldRow row) {
        return Objects.requireNonNull(row.made(), "only new holds are inserted");
    }

    private static void bindStatus(SqlArrays in, List<HoldRow> rows) throws SQLException {
        in.texts(rows, row -> row.status().wireName());
        in.times(rows, HoldRow::confirmedAt);
    }

    /** What a hold's end says, in the order of all statements that store it. */
    private static void bindClosing(SqlArrays in, List<HoldRow> rows) throws SQLException {
        in.times(rows, row -> row.closing() == null ? null : row.closing().at());
        in.texts(rows, row -> row.closing() == null ? null : row.closing().reason());
        in.uuids(rows, row -> row.closing() == null ? null : row.closing().successor());
        in.longsOrNulls(rows, settled(Settlement::actual));
        in.longsOrNulls(rows, settled(Settlement::allocation));
        in.longsOrNulls(rows, settled(Settlement::drawn));
        in.longsOrNulls(rows, settled(Settlement::uncovered));
        in.longsOrNulls(rows, settled(Settlement::overrun));
    }

    private static Function<HoldRow, @Nullable Long> settled(Function<Settlement, Amount> part) {
        return row -> {
            HoldRow.Closing closing = row.closing();
            Settlement settlement = closing == null ? null : closing.settlement();
            return settlement == null ? null : part.apply(settlement).micros();
        };
    }

    private static List<DrawRow> draws(List<Of<HoldRow>> holds) {
        List<DrawRow> draws = new ArrayList<>();
        for (Of<HoldRow> of : holds) {
            HoldRow row = of.row();
            HoldRow.Closing closing = row.closing();
            Settlement settlement = closing == null ? null : closing.settlement();
            List<HeldDraw> held = row.hold().parts().draws();
            for (int i = 0; i < held.size(); i++) {
                draws.add(new DrawRow(
                        of.tenantId(),
                        row.hold().reservationId(),
                        i,
                        held.get(i),
                        settlement == null ? null : settlement.draws().get(i)));
            }
        }
        return draws;
    }

    /** Whether no hold draws from a credit. */
    static boolean drawNothing(List<Of<HoldRow>> holds) {
        return holds.stream().allMatch(of -> of.row().hold().parts().draws().isEmpty());
    }

    /** What new holds draw from credits. */
    static void insertDraws(Connection connection, List<Of<HoldRow>> holds) throws SQLException {
        List<DrawRow> draws = draws(holds);
        if (draws.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT_DRAWS)) {
            new SqlArrays(insert)
                    .texts(draws, DrawRow::tenantId)
                    .texts(draws, DrawRow::reservationId)
                    .longs(draws, DrawRow::position)
                    .texts(draws, draw -> draw.draw().grantId())
                    .texts(draws, draw -> draw.draw().pool())
                    .longs(draws, draw -> draw.draw().amount().micros())
                    .longsOrNulls(draws, HoldTable::consumed);
            insert.executeUpdate();
        }
    }

    private static void updateDraws(Connection connection, List<DrawRow> draws, String statement) throws SQLException {
        if (draws.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement(statement)) {
            new SqlArrays(update)
                    .texts(draws, DrawRow::tenantId)
                    .texts(draws, DrawRow::reservationId)
                    .longs(draws, DrawRow::position)
                    .longsOrNulls(draws, HoldTable::consumed);
            update.executeUpdate();
        }
    }

    private static @Nullable Long consumed(DrawRow draw) {
        return draw.consumed() == null ? null : draw.consumed().micros();
    }
}
