package dev.spendweir.server.limits;

import java.util.Optional;
import java.util.concurrent.Semaphore;

/** A bound on calls at once; who finds it full is turned away at once instead of waiting (spec 9.2). Thread-safe. */
public final class InFlight {

    private final int most;
    private final Semaphore places;

    /** A bound of so many calls, at least 1. */
    public InFlight(int most) {
        this.most = most;
        this.places = new Semaphore(most);
    }

    /** A place; close it when the call is over. Empty when all are taken. */
    public Optional<Place> tryEnter() {
        return places.tryAcquire() ? Optional.of(new Place()) : Optional.empty();
    }

    /** Calls inside now. */
    public int inside() {
        return most - places.availablePermits();
    }

    /** One call's place. */
    public final class Place implements AutoCloseable {
        private Place() {}

        @Override
        public void close() {
            places.release();
        }
    }
}
