package dev.spendweir.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.time.Days;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostHistoryTest {

    private static CostRow row(String date, String amount) {
        return new CostRow(LocalDate.parse(date), Amount.parse(amount), false);
    }

    private static CostHistory history(String... datesAndAmounts) {
        CostRow[] rows = new CostRow[datesAndAmounts.length / 2];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = row(datesAndAmounts[2 * i], datesAndAmounts[2 * i + 1]);
        }
        return CostHistory.of(List.of(rows));
    }

    @Test
    void rows_inAnyOrder_areSortedByDate() {
        CostHistory history = history("2026-03-02", "2", "2026-02-28", "-1.5", "2026-03-01", "0.1");
        assertThat(history.rows())
                .containsExactly(row("2026-02-28", "-1.5"), row("2026-03-01", "0.1"), row("2026-03-02", "2"));
        assertThat(history.size()).isEqualTo(3);
        assertThat(history.countUpTo(Days.parse("2026-02-27"))).isZero();
        assertThat(history.countUpTo(Days.parse("2026-03-01"))).isEqualTo(2);
        assertThat(history.countUpTo(Days.MAX)).isEqualTo(3);
    }

    @Test
    void hash_isThatOfTheCanonicalList() {
        CostHistory history = CostHistory.of(
                List.of(row("2026-03-02", "2.50"), new CostRow(LocalDate.parse("2026-03-01"), Amount.ZERO, true)));
        String canonical = "[{\"amount\":\"0\",\"date\":\"2026-03-01\",\"final\":true},"
                + "{\"amount\":\"2.5\",\"date\":\"2026-03-02\",\"final\":false}]";
        assertThat(new String(history.canonicalBytes(), StandardCharsets.UTF_8)).isEqualTo(canonical);
        assertThat(history.sha256()).isEqualTo(Sha256Hex.ofUtf8(canonical)).isEqualTo(history.sha256());
        assertThat(CostHistory.EMPTY.sha256()).isEqualTo(Sha256Hex.ofUtf8("[]"));
    }

    @Test
    void date_twice_isRefused() {
        assertThatThrownBy(() -> history("2026-03-02", "2", "2026-03-01", "1", "2026-03-02", "3"))
                .isInstanceOf(RejectedException.class)
                .hasMessageStartingWith("INVALID_SNAPSHOT at /2/date")
                .hasMessageContaining("2026-03-02");
    }

    @Test
    void date_outsideTheYears_isRefused() {
        assertThatThrownBy(() -> new CostRow(LocalDate.of(10_000, 1, 1), Amount.ZERO, true))
                .isInstanceOf(RejectedException.class);
        assertThatThrownBy(() -> new CostRow(LocalDate.of(0, 12, 31), Amount.ZERO, true))
                .isInstanceOf(RejectedException.class);
    }

    @Test
    void filled_givesZeroForTenantDaysAfterTheFirstOwn() {
        CostHistory tenant =
                history("2026-03-01", "9", "2026-03-02", "9", "2026-03-04", "9", "2026-03-05", "9", "2026-03-07", "9");
        CostHistory project = history("2026-03-02", "3", "2026-03-05", "4", "2026-03-06", "5");
        // 03-01 is before the project's first row, 03-07 after the day asked for.
        assertThat(project.filledWhere(tenant, Days.parse("2026-03-06")).rows())
                .containsExactly(
                        row("2026-03-02", "3"), row("2026-03-04", "0"), row("2026-03-05", "4"), row("2026-03-06", "5"));
        assertThat(project.filledWhere(tenant, Days.parse("2026-03-07")).rows())
                .endsWith(row("2026-03-06", "5"), row("2026-03-07", "0"));
    }

    @Test
    void filled_withoutOwnRowsUpToTheDay_staysAsItIs() {
        CostHistory tenant = history("2026-03-01", "9", "2026-03-02", "9");
        CostHistory project = history("2026-03-05", "3");
        assertThat(project.filledWhere(tenant, Days.parse("2026-03-04"))).isSameAs(project);
        assertThat(CostHistory.EMPTY.filledWhere(tenant, Days.parse("2026-03-04")))
                .isSameAs(CostHistory.EMPTY);
        assertThat(tenant.filledWhere(tenant, Days.parse("2026-03-04"))).isSameAs(tenant);
    }

    @Test
    void histories_withTheSameRows_areEqual() {
        CostHistory one = history("2026-03-01", "9", "2026-03-02", "8");
        CostHistory other = history("2026-03-02", "8", "2026-03-01", "9");
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one).isNotEqualTo(history("2026-03-01", "9", "2026-03-02", "7"));
        assertThat(one.toString()).contains("2 rows").contains("2026-03-01..2026-03-02");
    }
}
