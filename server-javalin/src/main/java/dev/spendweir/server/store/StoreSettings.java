package dev.spendweir.server.store;

import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the store is run.
 *
 * @param connections size of the pool, 2..1000
 * @param lockWait how long a writer waits for its tenant's lock, 0..60 s; 0: not at all (spec 3.1)
 * @param configSha256 hash of the effective configuration, for every ledger entry; null when there is none
 * @param clock the server's only clock
 * @param approvals how many may wait
 * @param ingestIntegrity whether every envelope of cost data must carry its payload's hash (spec 5.4)
 */
public record StoreSettings(
        int connections,
        Duration lockWait,
        @Nullable String configSha256,
        Clock clock,
        ApprovalLimits approvals,
        boolean ingestIntegrity) {
    /** Enough for the threads that a small server runs at once, a fifth of what PostgreSQL allows by default. */
    public static final int DEFAULT_CONNECTIONS = 20;

    /** Spec 3.1. */
    public static final Duration DEFAULT_LOCK_WAIT = Duration.ofSeconds(2);

    public StoreSettings {
        if (connections < 2 || connections > 1000) {
            throw new IllegalArgumentException("connections is " + connections + ", must be 2..1000");
        }
        if (lockWait.isNegative() || lockWait.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("lockWait is " + lockWait + ", must be 0..60 s");
        }
    }

    /**
     * How many approval requests may wait (spec 2.1), so that nobody floods the reviewers' queue.
     *
     * @param perSubmitter asked for by one credential's actor, at least 1
     * @param perTenant of all, at least 1
     */
    public record ApprovalLimits(int perSubmitter, int perTenant) {
        /** Spec 2.1. */
        public static final ApprovalLimits DEFAULT = new ApprovalLimits(20, 500);

        public ApprovalLimits {
            if (perSubmitter < 1 || perTenant < 1) {
                throw new IllegalArgumentException("limits of pending approvals are at least 1");
            }
        }
    }

    /** With the specification's limits of pending approvals, and integrity mode off. */
    public StoreSettings(int connections, Duration lockWait, @Nullable String configSha256, Clock clock) {
        this(connections, lockWait, configSha256, clock, ApprovalLimits.DEFAULT, false);
    }

    /** The defaults of the specification. */
    public static StoreSettings defaults() {
        return new StoreSettings(DEFAULT_CONNECTIONS, DEFAULT_LOCK_WAIT, null, Clock.systemUTC());
    }
}
