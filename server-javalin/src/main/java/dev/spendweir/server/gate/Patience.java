package dev.spendweir.server.gate;

import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.StoreUnavailableException.Kind;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a call may wait for its tenant: for a while of its own, and never past its deadline (spec 3.1).
 *
 * @param end when it waits no longer
 * @param deadlineFirst whether that is its deadline
 */
record Patience(Instant end, boolean deadlineFirst) {

    /**
     * That of a call.
     *
     * @param since when it began to wait
     * @param wait how long it may
     * @param deadline when its answer must be out
     */
    static Patience of(Instant since, Duration wait, Instant deadline) {
        Instant end = since.plus(wait);
        boolean deadlineFirst = deadline.isBefore(end);
        return new Patience(deadlineFirst ? deadline : end, deadlineFirst);
    }

    /** What is left of it, at least nothing. */
    Duration left(Instant now) {
        Duration left = Duration.between(now, end);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** That it is over: {@code TIMEOUT} when the deadline came first, else {@code LOCK_TIMEOUT}. */
    StoreUnavailableException over() {
        return new StoreUnavailableException(
                deadlineFirst ? Kind.TIMEOUT : Kind.LOCK_TIMEOUT, "the tenant's turn did not come in time", null);
    }
}
