package dev.spendweir.server.gate;

import dev.spendweir.reservation.Change;
import dev.spendweir.reservation.HoldParts;
import dev.spendweir.reservation.HoldStatus;
import java.time.LocalDate;

/**
 * A hold that binds money.
 *
 * @param status tentative or confirmed
 * @param bookedMonth first day of the UTC month in which it was made
 */
public record ActiveHold(
        String reservationId, Change change, HoldStatus status, LocalDate bookedMonth, HoldParts parts) {
    /** Checks the status. */
    public ActiveHold {
        if (!status.isActive()) {
            throw new IllegalArgumentException("hold " + reservationId + " is " + status.wireName());
        }
    }

    /** The same hold, belonging to another change of its place. */
    ActiveHold of(Change other) {
        return new ActiveHold(reservationId, other, status, bookedMonth, parts);
    }
}
