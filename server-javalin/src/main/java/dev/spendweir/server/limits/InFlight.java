package dev.spendweir.server.limits;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

    /**
     * Begins a call when there is a place for it, which it has until it is over; empty when all are taken.
     *
     * @param call what it throws, it throws here too, and the place is free again
     */
    public <T> Optional<CompletableFuture<T>> tryStart(Supplier<CompletableFuture<T>> call) {
        if (!places.tryAcquire()) {
            return Optional.empty();
        }
        boolean started = false;
        try {
            CompletableFuture<T> inside = call.get().whenComplete((result, failure) -> places.release());
            started = true;
            return Optional.of(inside);
        } finally {
            if (!started) {
                places.release();
            }
        }
    }

    /** Calls inside now. */
    public int inside() {
        return most - places.availablePermits();
    }
}
