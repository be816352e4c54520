package dev.spendweir.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.amount.Amount;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.reservation.PlannedHold.PlannedDraw;
import dev.spendweir.reservation.ReservationEvent.LateActual;
import dev.spendweir.reservation.ReservationEvent.Reserve;
import dev.spendweir.reservation.ReservationEvent.Settle;
import dev.spendweir.reservation.ReservationEvent.Sweep;
import dev.spendweir.snapshot.CreditPool;
import dev.spendweir.snapshot.Grant;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The one late actual of a hold that the sweeper or a successor closed (spec 3.2). */
class LateActualTest {
    private static final Instant NOW = Instant.parse("2026-03-02T00:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(100);
    private static final HoldParts HOLD = new HoldParts(
            amount("10"),
            List.of(new HeldDraw("g1", "reserved", amount("5")), new HeldDraw("g2", "emergency", amount("3"))),
            amount("2"));

    /** R is 20; closed: what the closing charged. actual, room -> allocation, draws, uncovered, overrun. */
    @ParameterizedTest
    @CsvSource({
        // swept at R: everything is still charged, and what is not needed goes back
        "20, 20, 0, 10, 5, 3, 2, 0",
        "20, 0, 0, 0, 0, 0, 0, 0",
        "20, 12, 0, 10, 2, 0, 0, 0",
        "20, 26, 4, 14, 5, 3, 2, 2",
        // a successor left 13 charged: 10 from the allocation, 3 of the first draw
        "13, 20, 0, 10, 3, 0, 2, 5",
        "13, 20, 9, 15, 3, 0, 2, 0",
        "13, 11, 9, 10, 1, 0, 0, 0",
        // a successor left 6: the rest of the allocation is taken again as far as there is room
        "6, 20, 0, 6, 0, 0, 2, 12",
        "6, 20, 3, 9, 0, 0, 2, 9",
        "6, 20, 100, 18, 0, 0, 2, 0",
        // released: no draw comes back
        "-, 20, 0, 0, 0, 0, 2, 18",
        "-, 20, 11, 11, 0, 0, 2, 7",
        "-, 5, 11, 5, 0, 0, 0, 0",
        // no budget bounds the allocation, and there is no headroom
        "-, 20, -, 10, 0, 0, 2, 8",
        "13, 20, -, 10, 3, 0, 2, 5"
    })
    void settleLate_takesWhatTheClosingLeft(
            String closed,
            String actual,
            String room,
            String allocation,
            String first,
            String second,
            String uncovered,
            String overrun) {
        Settlement before = closed.equals("-") ? null : HOLD.settle(amount(closed), Amount.ZERO);
        Settlement late = HOLD.settleLate(before, amount(actual), room.equals("-") ? null : amount(room));
        assertThat(late)
                .isEqualTo(new Settlement(
                        HOLD,
                        amount(allocation),
                        List.of(amount(first), amount(second)),
                        amount(uncovered),
                        amount(overrun),
                        true));
        assertThat(late.actual()).isEqualTo(amount(actual));
        assertThat(late.drift()).isEqualTo(amount(actual).minus(amount("20")));
    }

    @Test
    void settleLate_belowZero_isAMistakeOfOurs() {
        assertThatThrownBy(() -> HOLD.settleLate(null, amount("-1"), null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void uses_ofALateActual_startFromWhatWasCharged() {
        Settlement before = HOLD.settle(amount("16"), Amount.ZERO);
        Settlement late = HOLD.settleLate(before, amount("12"), Amount.ZERO);
        assertThat(GrantUse.late(before, late, "g2"::equals))
                .containsExactly(
                        new GrantUse("g1", amount("5"), amount("2"), amount("3"), Amount.ZERO),
                        new GrantUse("g2", amount("1"), Amount.ZERO, Amount.ZERO, amount("1")));
    }

    @Test
    void uses_ofTwoDrawsOnOneCredit_areOne() {
        HoldParts twice = new HoldParts(
                Amount.ZERO,
                List.of(new HeldDraw("g1", "reserved", amount("5")), new HeldDraw("g1", "reserved", amount("3"))),
                Amount.ZERO);
        assertThat(GrantUse.of(twice.settle(amount("6"), Amount.ZERO), id -> false))
                .containsExactly(new GrantUse("g1", amount("8"), amount("6"), amount("2"), Amount.ZERO));
        assertThat(GrantUse.released(twice, id -> true))
                .containsExactly(new GrantUse("g1", amount("8"), Amount.ZERO, Amount.ZERO, amount("8")));
    }

    @Test
    void use_thatDoesNotAddUp_isRefused() {
        assertThatThrownBy(() -> new GrantUse("g", amount("5"), amount("2"), amount("2"), Amount.ZERO))
                .isInstanceOf(ConservationViolation.class);
        assertThatThrownBy(() -> new GrantUse("g", amount("1"), amount("2"), amount("-1"), Amount.ZERO))
                .isInstanceOf(ConservationViolation.class);
    }

    @Test
    void refund_afterExpiry_isWrittenOff() {
        GrantBalance spent =
                GrantBalance.fresh(amount("10"), NOW).reserve(amount("4")).consume(amount("4"));
        assertThat(spent.refund(amount("3"), NOW.minusMillis(1)).remaining()).isEqualTo(amount("9"));
        assertThat(spent.refund(amount("3"), NOW).writtenOff()).isEqualTo(amount("3"));
        assertThat(spent.refund(amount("3"), NOW).consumed()).isEqualTo(amount("1"));
    }

    @Test
    void history_takesOneLateActualAndChargesBudgetAndCredit() {
        Grant grant = new Grant("g", CreditPool.RESERVED, null, amount("5"), 100, null, NOW);
        ReservationHistory history = new ReservationHistory(Map.of("p", amount("10")), List.of(grant), 60);
        PlannedHold plan = new PlannedHold(
                amount("10"), List.of(new PlannedDraw("g", CreditPool.RESERVED, amount("5"))), Amount.ZERO);
        assertThat(history.apply(new Reserve(NOW, "r", "p", plan, null, null, true)))
                .isEmpty();
        assertThat(history.apply(new LateActual(NOW, "r", amount("1")))).contains(ErrorCode.RESERVATION_NOT_ACTIVE);
        assertThat(history.apply(new LateActual(NOW, "x", amount("1")))).contains(ErrorCode.RESERVATION_UNKNOWN);
        history.apply(new Sweep(LATER));
        assertThat(history.consumed("p", NOW)).isEqualTo(amount("10"));
        assertThat(history.apply(new LateActual(LATER, "r", amount("12")))).isEmpty();
        assertThat(history.balance("g").consumed()).isEqualTo(amount("2"));
        assertThat(history.balance("g").remaining()).isEqualTo(amount("3"));
        assertThat(history.apply(new LateActual(LATER, "r", amount("12")))).contains(ErrorCode.RESERVATION_NOT_ACTIVE);
        assertThat(history.apply(new Settle(LATER, "r", amount("12")))).contains(ErrorCode.RESERVATION_NOT_ACTIVE);
    }

    @Test
    void history_lateActualOfAReleasedHold_takesTheRoomThatIsLeft() {
        ReservationHistory history = new ReservationHistory(Map.of("p", amount("10")), List.of(), 60);
        PlannedHold plan = new PlannedHold(amount("8"), List.of(), Amount.ZERO);
        history.apply(new Reserve(NOW, "old", "p", plan, null, null, false));
        history.apply(new Sweep(LATER));
        history.apply(new Reserve(LATER, "new", "p", plan, null, null, true));
        assertThat(history.apply(new LateActual(LATER, "old", amount("5")))).isEmpty();
        assertThat(history.consumed("p", NOW)).isEqualTo(amount("5"));
        assertThat(history.overrun("p", NOW)).isEqualTo(amount("3"));
        history.limit("p", null);
        assertThat(history.apply(new Reserve(LATER, "third", "p", plan, null, null, true)))
                .as("without a budget nothing is bounded")
                .isEmpty();
    }

    private static Amount amount(String text) {
        return Amount.parse(text);
    }
}
