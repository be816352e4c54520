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
    void settle_sharesSumToTheActual() {
        Settlement settlement = HOLD.settle(amount("23"), amount("2"));
        assertThat(settlement.consumed()).isEqualTo(amount("22"));
        assertThat(settlement.overrun()).isEqualTo(amount("1"));
        assertThat(settlement.actual()).isEqualTo(amount("23"));
        assertThat(settlement.drawn()).isEqualTo(amount("8"));
    }

    @Test
    void settle_belowZero_isRefused() {
        assertThatThrownBy(() -> HOLD.settle(amount("-0.000001"), Amount.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void settleInFull_isAtR_withoutDrift() {
        Settlement settlement = HOLD.settleInFull();
        assertThat(settlement.actual()).isEqualTo(HOLD.total());
        assertThat(settlement.drift()).isEqualTo(Amount.ZERO);
        assertThat(settlement.consumedParts()).isEqualTo(HOLD);
    }

    @Test
    void settleBefore_successor_chargesWhatItDoesNotAskForAnyMore() {
        HoldParts cheaper = new HoldParts(amount("8"), List.of(), Amount.ZERO);
        HoldParts dearer = new HoldParts(amount("20.000001"), List.of(), Amount.ZERO);
        assertThat(HOLD.settleBefore(cheaper).consumedParts())
                .isEqualTo(
                        new HoldParts(amount("10"), List.of(new HeldDraw("g1", "reserved", amount("2"))), Amount.ZERO));
        assertThat(HOLD.settleBefore(dearer).actual()).isEqualTo(Amount.ZERO);
    }

    @Test
    void settlement_thatChargesMoreThanADrawHolds_isRefused() {
        assertThatThrownBy(() -> new Settlement(
                        HOLD, amount("10"), List.of(amount("5.000001"), amount("3")), amount("2"), Amount.ZERO))
                .isInstanceOf(ConservationViolation.class);
    }

    @Test
    void settlement_thatGivesBackAndOverruns_isRefused() {
        assertThatThrownBy(() ->
                        new Settlement(HOLD, amount("10"), List.of(amount("5"), amount("2")), amount("2"), amount("1")))
                .isInstanceOfSatisfying(
                        ConservationViolation.class,
                        violation -> assertThat(violation.law()).isEqualTo(ConservationViolation.Law.BALANCE));
    }

    @Test
    void writeOffIfExpired_takesWhatRemains_andNothingElse() {
        GrantBalance balance = GrantBalance.fresh(amount("10"), NOW).reserve(amount("4"));
        assertThat(balance.writeOffIfExpired(NOW.minusMillis(1))).isEqualTo(balance);
        assertThat(balance.writeOffIfExpired(NOW).writtenOff()).isEqualTo(amount("6"));
        assertThat(balance.writeOffIfExpired(NOW).reserved()).isEqualTo(amount("4"));
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
