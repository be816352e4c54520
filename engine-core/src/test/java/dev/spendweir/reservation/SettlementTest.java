package dev.spendweir.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.amount.Amount;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettlementTest {
    private static final Instant NOW = Instant.parse("2026-03-02T00:00:00Z");
    private static final HoldParts HOLD = new HoldParts(
            amount("10"),
            List.of(new HeldDraw("g1", "reserved", amount("5")), new HeldDraw("g2", "emergency", amount("3"))),
            amount("2"));

    /** actual, headroom -> allocation, first draw, second draw, uncovered, overrun. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0, 0, 0, 0",
        "7, 0, 7, 0, 0, 0, 0",
        "12, 0, 10, 2, 0, 0, 0",
        "17.5, 0, 10, 5, 2.5, 0, 0",
        "19, 0, 10, 5, 3, 1, 0",
        "20, 50, 10, 5, 3, 2, 0",
        "24, 3, 13, 5, 3, 2, 1",
        "24, 50, 14, 5, 3, 2, 0",
        "24, 0, 10, 5, 3, 2, 4"
    })
    void settle_fillsAllocationThenDrawsThenUncovered(
            String actual,
            String headroom,
            String allocation,
            String first,
            String second,
            String uncovered,
            String overrun) {
        Settlement settlement = HOLD.settle(amount(actual), amount(headroom));
        assertThat(settlement.allocation()).isEqualTo(amount(allocation));
        assertThat(settlement.draws()).containsExactly(amount(first), amount(second));
        assertThat(settlement.uncovered()).isEqualTo(amount(uncovered));
        assertThat(settlement.overrun()).isEqualTo(amount(overrun));
        assertThat(settlement.drift()).isEqualTo(amount(actual).minus(amount("20")));
        assertThat(settlement.returned(0)).isEqualTo(amount("5").minus(amount(first)));
    }

    @Test
    void settlement_thatDoesNotAddUp_isRefused() {
        assertThatThrownBy(() ->
                        new Settlement(HoldParts.none(), amount("2"), amount("1"), List.of(), Amount.ZERO, Amount.ZERO))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void giveBack_beforeExpiry_remains() {
        GrantBalance balance = GrantBalance.fresh(amount("10"), NOW.plusMillis(1))
                .reserve(amount("4"))
                .giveBack(amount("4"), NOW);
        assertThat(balance.remaining()).isEqualTo(amount("10"));
    }

    @Test
    void giveBack_atExpiry_isWrittenOff() {
        GrantBalance balance =
                GrantBalance.fresh(amount("10"), NOW).reserve(amount("4")).giveBack(amount("3"), NOW);
        assertThat(balance.writtenOff()).isEqualTo(amount("3"));
        assertThat(balance.remaining()).isEqualTo(amount("6"));
        assertThat(balance.reserved()).isEqualTo(amount("1"));
    }

    @Test
    void grant_overdrawn_isRefused() {
        GrantBalance balance = GrantBalance.fresh(amount("10"), null);
        assertThatThrownBy(() -> balance.reserve(amount("10.000001"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> balance.consume(amount("1"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void changeWithoutId_hasNoIdentity() {
        Place place = new Place(dev.spendweir.vocabulary.Source.CUSTOM, "p", "e", "r");
        assertThat(new Change(place, null).identity()).isEmpty();
        assertThat(new Change(place, "pr-7").identity()).contains(new Change(place, "pr-7"));
    }

    private static Amount amount(String text) {
        return Amount.parse(text);
    }
}
