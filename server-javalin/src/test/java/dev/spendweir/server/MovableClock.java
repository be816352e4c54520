package dev.spendweir.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The system's clock, set back by four minutes and moved on by the test. The database takes entries of up to five minutes
 * before or after its own clock, so the test has eight to spend. Thread-safe.
 */
public final class MovableClock extends Clock {
    /** Room for a slow machine up to the five minutes. */
    private static final long BEGIN_MILLIS = -Duration.ofMinutes(4).toMillis();

    private static final long END_MILLIS = Duration.ofMinutes(4).toMillis();

    private final AtomicLong offset = new AtomicLong(BEGIN_MILLIS);

    /** Moves on, at most to the end of the room. */
    public void advance(Duration time) {
        offset.updateAndGet(now -> Math.min(END_MILLIS, now + time.toMillis()));
    }

    @Override
    public Instant instant() {
        return Clock.systemUTC().instant().plusMillis(offset.get());
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
