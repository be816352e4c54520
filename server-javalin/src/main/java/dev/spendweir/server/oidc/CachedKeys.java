package dev.spendweir.server.oidc;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one issuer, kept for a while: read anew after five minutes, and when a token names a key that is not there, but
 * never more often than the configured pause. While the source is away the keys are believed for an hour. Thread-safe.
 */
final class CachedKeys {

    /** A key that the issuer withdrew ends here within this time. */
    static final Duration REFRESH_AFTER = Duration.ofMinutes(5);

    /** An outage of the issuer shorter than this is not noticed by callers whose keys are known. */
    static final Duration KEPT_WHILE_SOURCE_IS_AWAY = Duration.ofHours(1);

    /** After a failure the next attempt may come sooner: nothing was learnt. */
    static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

    /** Calls that may wait for a reading under way; more are judged by what is known, so that nobody can park all threads. */
    private static final int MAX_WAITING = 8;

    private static final Logger LOG = LoggerFactory.getLogger(CachedKeys.class);

    /**
     * What is known.
     *
     * @param readAt when the keys were had; null: never
     * @param nextAt the earliest time of the next attempt
     */
    private record State(TrustedKeys keys, @Nullable Instant readAt, Instant nextAt) {
        boolean isFresh(Instant now) {
            return readAt != null && readAt.plus(REFRESH_AFTER).isAfter(now);
        }

        boolean isUsable(Instant now) {
            return readAt != null && readAt.plus(KEPT_WHILE_SOURCE_IS_AWAY).isAfter(now);
        }
    }

    private final String issuerName;
    private final KeySource source;
    private final Duration pause;
    private final Clock clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile State state = new State(TrustedKeys.NONE, null, Instant.EPOCH);

    /**
     * @param issuerName for the log
     * @param pause the least time between two readings
     */
    CachedKeys(String issuerName, KeySource source, Duration pause, Clock clock) {
        this.issuerName = issuerName;
        this.source = source;
        this.pause = pause;
        this.clock = clock;
    }

    /**
     * The keys that a token may have been signed with; none when the issuer has no such key.
     *
     * @throws RejectedException {@code IDENTITY_PROVIDER_UNAVAILABLE} when that cannot be known now
     */
    List<TrustedKey> candidates(@Nullable String kid, JwtAlgorithm algorithm) {
        Instant now = clock.instant();
        State known = state;
        if (!known.isFresh(now)) {
            known = refreshed(known, now, !known.isUsable(now));
        }
        List<TrustedKey> found = known.keys().candidates(kid, algorithm);
        if (found.isEmpty() && known.isUsable(now)) {
            known = refreshed(known, now, true);
            found = known.keys().candidates(kid, algorithm);
        }
        if (!known.isUsable(now)) {
            throw new RejectedException(
                    ErrorCode.IDENTITY_PROVIDER_UNAVAILABLE,
                    "the credential cannot be verified now: the keys of its issuer cannot be had; ask again");
        }
        return found;
    }

    /** The state after a reading, when one is due; {@code wait}: for that of another thread too. */
    private State refreshed(State seen, Instant now, boolean wait) {
        if (seen.nextAt().isAfter(now) || !enter(wait)) {
            return state;
        }
        try {
            // Another thread may have read while this one waited.
            if (!state.nextAt().isAfter(now)) {
                state = read(state, now);
            }
            return state;
        } finally {
            reading.unlock();
        }
    }

    private boolean enter(boolean wait) {
        if (!wait || reading.getQueueLength() >= MAX_WAITING) {
            return reading.tryLock();
        }
        reading.lock();
        return true;
    }

    private State read(State seen, Instant now) {
        try {
            TrustedKeys keys = TrustedKeys.read(source.read());
            LOG.info("issuer {}: {} keys", issuerName, keys.keys().size());
            return new State(keys, now, now.plus(pause));
        } catch (IOException e) {
            LOG.warn("issuer {}: its keys cannot be read: {}", issuerName, e.getMessage());
            Duration soon = pause.compareTo(PAUSE_AFTER_FAILURE) < 0 ? pause : PAUSE_AFTER_FAILURE;
            return new State(seen.keys(), seen.readAt(), now.plus(soon));
        }
    }
}
