package dev.spendweir.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The real time, and what a test lets pass on top of it. Thread-safe. */
public final class PassingClock extends Clock {
    private volatile Duration ahead = Duration.ZERO;

    /** Lets time pass; the ledger takes no entry that is more than five minutes off the real time. */
    public synchronized void pass(Duration time) {
        ahead = ahead.plus(time);
    }

    @Override
    public Instant instant() {
        return Clock.systemUTC().instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the server reads UTC");
    }
}
