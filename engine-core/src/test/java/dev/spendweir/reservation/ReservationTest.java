package dev.spendweir.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.amount.Amount;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReservationTest {

    private static final Instant MADE = Instant.parse("2024-02-29T23:59:59.999Z");
    private static final HoldParts PARTS = new HoldParts(Amount.parse("10"), List.of(), Amount.parse("2"));
    private static final Reservation TENTATIVE = Reservation.of("r1", "p", PARTS, false, MADE);
    private static final Reservation CONFIRMED = Reservation.of("r1", "p", PARTS, true, MADE);

    @Test
    void bookedMonth_isTheUtcMonthOfItsMaking() {
        assertThat(TENTATIVE.bookedMonth())
                .isEqualTo((int) LocalDate.of(2024, 2, 1).toEpochDay());
        assertThat(Reservation.monthOf(MADE.plusMillis(1)))
                .isEqualTo((int) LocalDate.of(2024, 3, 1).toEpochDay());
        assertThat(Reservation.monthOf(Instant.parse("1969-12-31T23:59:59.999Z")))
                .isEqualTo(-31);
    }

    @Test
    void isOverdue_fromTheTtlOn() {
        assertThat(TENTATIVE.isOverdue(MADE.plusSeconds(60).minusMillis(1), 60)).isFalse();
        assertThat(TENTATIVE.isOverdue(MADE.plusSeconds(60), 60)).isTrue();
        assertThat(TENTATIVE.release().isOverdue(MADE.plusSeconds(60), 60)).isFalse();
    }

    @Test
    void closedHold_takesNoStep() {
        for (Reservation closed : List.of(TENTATIVE.release(), CONFIRMED.sweep())) {
            assertThatThrownBy(closed::confirm).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(closed::release).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> closed.settle(Amount.ZERO, Amount.ZERO)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(closed::sweep).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> closed.moveTo(PARTS)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void settle_ofATentativeHold_isRefused() {
        assertThatThrownBy(() -> TENTATIVE.settle(Amount.ZERO, Amount.ZERO))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("RESERVATION_NOT_CONFIRMED");
    }

    @Test
    void settlement_belongsToSettledHoldsAlone() {
        assertThatThrownBy(() -> new Reservation("r1", "p", HoldStatus.SETTLED, PARTS, MADE, null, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> new Reservation("r1", "p", HoldStatus.RELEASED, PARTS, MADE, PARTS.settleInFull(), false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Reservation("r1", "p", HoldStatus.TENTATIVE, PARTS, MADE, null, true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void moveTo_andSweep_dependOnWhetherItIsConfirmed() {
        assertThat(TENTATIVE.moveTo(PARTS).status()).isEqualTo(HoldStatus.RELEASED);
        assertThat(CONFIRMED.moveTo(PARTS).status()).isEqualTo(HoldStatus.SETTLED);
        assertThat(TENTATIVE.sweep().status()).isEqualTo(HoldStatus.RELEASED);
        assertThat(CONFIRMED.sweep().presentParts()).isEqualTo(PARTS);
    }

    @Test
    void lateActual_isTakenOnceAndOnlyAfterSweeperOrSuccessor() {
        Amount actual = Amount.parse("1");
        for (Reservation closed : List.of(
                TENTATIVE.sweep(),
                CONFIRMED.sweep(),
                TENTATIVE.moveTo(PARTS),
                CONFIRMED.moveTo(PARTS),
                TENTATIVE.giveWay(null),
                CONFIRMED.giveWay(actual))) {
            Reservation adjusted = closed.adjust(actual, null);
            assertThat(adjusted.status()).isEqualTo(HoldStatus.SETTLED);
            assertThat(adjusted.settlement()).isNotNull();
            assertThat(adjusted.settlement().actual()).isEqualTo(actual);
            assertThatThrownBy(() -> adjusted.adjust(actual, null)).isInstanceOf(IllegalStateException.class);
        }
        for (Reservation other : List.of(
                TENTATIVE, CONFIRMED, TENTATIVE.release(), CONFIRMED.release(), CONFIRMED.settle(actual, actual))) {
            assertThatThrownBy(() -> other.adjust(actual, null)).isInstanceOf(IllegalStateException.class);
        }
    }
}
