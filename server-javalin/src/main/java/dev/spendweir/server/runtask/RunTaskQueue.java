package dev.spendweir.server.runtask;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What is still to be answered; survives a restart and is shared by all servers of a database. Thread-safe. */
public interface RunTaskQueue {

    /**
     * Takes a call in; one that is there already stays as it is.
     *
     * @param token sealed before it is stored
     * @return whether it is new
     * @throws dev.spendweir.rejection.RejectedException {@code SECRETS_KEY_MISSING}
     */
    boolean offer(RunTaskBook.Found task, RunTaskRequest request, String token, Instant at);

    /** The tenants that have something to do. */
    List<String> tenantsWithDue(Instant at);

    /**
     * Leases what is to be done, oldest first, to the caller alone.
     *
     * @param most how many at most
     */
    List<RunTaskResult> lease(String tenantId, Instant at, Duration time, int most);

    /**
     * Stores how far a result is and gives the lease back. The token is erased when nothing more is to be done.
     *
     * @return false when the lease was lost: another server has it now, and nothing is stored
     */
    boolean store(RunTaskResult result);

    /** As {@link #store}, keeping the lease until this time. */
    boolean storeAndKeep(RunTaskResult result, Instant until);

    /** Forgets what was over before this time. */
    int forget(String tenantId, Instant before);
}
