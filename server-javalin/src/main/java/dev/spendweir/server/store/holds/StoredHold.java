package dev.spendweir.server.store.holds;

import dev.spendweir.reservation.Change;
import dev.spendweir.reservation.HoldParts;
import dev.spendweir.reservation.HoldStatus;
import dev.spendweir.reservation.Settlement;
import dev.spendweir.server.gate.ActiveHold;
import dev.spendweir.server.gate.CloseReason;
import dev.spendweir.vocabulary.EnvironmentClass;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A hold as it is stored, in whatever state.
 *
 * @param environmentClass of the decision that made it
 * @param bookedMonth first day of the UTC month in which it was made
 * @param parts what was held when it was made
 * @param settlement how it was charged; null unless settled
 * @param closeReason null while it is active
 * @param adjusted whether its late actual came
 * @param backed whether a live approval is behind it, with which it lives and dies
 */
public record StoredHold(
        String reservationId,
        String decisionId,
        Change change,
        EnvironmentClass environmentClass,
        HoldStatus status,
        LocalDate bookedMonth,
        HoldParts parts,
        @Nullable Settlement settlement,
        @Nullable CloseReason closeReason,
        boolean adjusted,
        boolean backed) {

    /** Whether its one late actual may still come (spec 3.2). */
    boolean takesLateActual() {
        return closeReason != null && closeReason.takesLateActual() && !adjusted;
    }

    /** The same as a hold that binds money. */
    ActiveHold active() {
        return new ActiveHold(reservationId, change, status, bookedMonth, parts);
    }
}
