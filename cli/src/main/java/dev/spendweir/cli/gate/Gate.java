package dev.spendweir.cli.gate;

import dev.spendweir.amount.Amount;
import java.util.Optional;

/** Something that decides: a server, or a state directory on this machine. */
public interface Gate {

    /** Asks about a change. */
    GateResult ask(GateSubject subject, ChangeFiles files, PricedChange change);

    /**
     * Settles the hold of a change that was applied (stage {@code post_apply}).
     *
     * @param reservationId the hold, else the confirmed one of the subject's change
     * @param actual what it really costs a month; without it what was held
     * @return the reservation, as spec 11 shapes it
     */
    GateResult settle(GateSubject subject, Optional<String> reservationId, Optional<Amount> actual);
}
