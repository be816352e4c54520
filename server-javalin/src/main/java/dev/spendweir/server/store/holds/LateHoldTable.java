package dev.spendweir.server.store.holds;

import dev.spendweir.amount.Amount;
import dev.spendweir.reservation.Settlement;
import dev.spendweir.server.store.Governance;
import dev.spendweir.server.store.SqlArrays;
import dev.spendweir.server.store.SqlText;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Writes the late actual of a closed hold. */
final class LateHoldTable {
    private static final String UPDATE = SqlText.read(LateHoldTable.class, "adjust_hold.sql");
    private static final String UPDATE_DRAWS = """
            UPDATE reservation_draw d SET consumed_micros = t.consumed_micros
            FROM unnest(?::bigint[], ?::bigint[]) AS t (position, consumed_micros)
            WHERE d.tenant_id = ? AND d.reservation_id = ?::uuid AND d.position = t.position
            """;

    private LateHoldTable() {}

    static void update(Governance.Change change, HoldBook.LateHold adjusted) throws SQLException {
        Settlement settlement = adjusted.settlement();
        String tenantId = change.caller().tenantId();
        String id = adjusted.hold().reservationId();
        change.handle()
                .createUpdate(UPDATE)
                .bind("tenant", tenantId)
                .bind("id", UUID.fromString(id))
                .bind("at", change.time())
                .bind("actual", settlement.actual().micros())
                .bind("allocation", settlement.allocation().micros())
                .bind("drawn", settlement.drawn().micros())
                .bind("uncovered", settlement.uncovered().micros())
                .bind("overrun", settlement.overrun().micros())
                .execute();
        List<Amount> draws = settlement.draws();
        if (draws.isEmpty()) {
            return;
        }
        List<Integer> positions = IntStream.range(0, draws.size()).boxed().toList();
        try (PreparedStatement update = change.handle().getConnection().prepareStatement(UPDATE_DRAWS)) {
            new SqlArrays(update)
                    .longs(positions, Integer::longValue)
                    .longs(draws, Amount::micros)
                    .text(tenantId)
                    .text(id);
            update.executeUpdate();
        }
    }
}
