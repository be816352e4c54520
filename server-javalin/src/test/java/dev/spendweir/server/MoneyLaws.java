package dev.spendweir.server;

import static org.assertj.core.api.Assertions.assertThat;

/** The laws of money that a whole database must obey at every moment (spec 3.2), asked beside all protections. */
public final class MoneyLaws {
    private MoneyLaws() {}

    /** Fails with {@code where} when one is broken. */
    public static void check(TestStore test, String where) {
        assertThat(test.sql("""
                        SELECT g.grant_id FROM credit_grant g
                        WHERE remaining_micros + reserved_micros + consumed_micros + written_off_micros <> original_micros
                           OR least(remaining_micros, reserved_micros, consumed_micros, written_off_micros) < 0
                           OR reserved_micros <> (SELECT coalesce(sum(d.held_micros), 0) FROM reservation_draw d
                                JOIN reservation r USING (tenant_id, reservation_id)
                                WHERE d.grant_id = g.grant_id AND r.status IN ('tentative', 'confirmed'))
                           OR consumed_micros <> (SELECT coalesce(sum(d.consumed_micros), 0) FROM reservation_draw d
                                WHERE d.grant_id = g.grant_id)
                        """)).as(where + ": grants").isEmpty();
        assertThat(test.sql("""
                        SELECT reservation_id FROM reservation r
                        WHERE draws_micros <> (SELECT coalesce(sum(d.held_micros), 0) FROM reservation_draw d
                                               WHERE d.reservation_id = r.reservation_id)
                           OR (status = 'settled' AND consumed_draws_micros <>
                               (SELECT coalesce(sum(d.consumed_micros), 0) FROM reservation_draw d
                                WHERE d.reservation_id = r.reservation_id))
                        """)).as(where + ": holds").isEmpty();
        assertThat(test.sql("""
                        SELECT change_id FROM reservation
                        WHERE status IN ('tentative', 'confirmed') AND change_id IS NOT NULL
                        GROUP BY source, project_id, environment, resource_reference, change_id HAVING count(*) > 1
                        """)).as(where + ": one hold per change").isEmpty();
    }
}
