package dev.spendweir.server.gate;

import dev.spendweir.server.store.money.ReservationView;

/** Settles holds of changes that were applied. Implemented on PostgreSQL by package {@code store.decisions}. Thread-safe. */
public interface HoldSettler {
    /** See {@link GateService#settleApplied}. */
    ReservationView settle(AppliedCall call);
}
