package dev.spendweir.server.limits;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** A bound on calls at once; who finds it full is turned away at once instead of waiting (spec 9.2). Thread-safe. */
public final class InFlight {

    private final int most;
    private final Semaphore places;

    /** A bound of so many calls, at least 1. */
    public InFlight(int most) {
        this.most = most;
        this.places = new Semaphore(most);
    }

    /** Makes the call when there is a place for it; empty when all are taken. */
    public <T> Optional<T> tryCall(Supplier<T> call) {
        if (!places.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return Optional.of(call.get());
        } finally {
            places.release();
        }
    }

    /** Calls inside now. */
    public int inside() {
        return most - places.availablePermits();
    }
}
