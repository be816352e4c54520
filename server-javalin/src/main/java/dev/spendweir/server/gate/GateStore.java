package dev.spendweir.server.gate;

import dev.spendweir.server.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Where gate transactions happen. Implemented on PostgreSQL by package {@code store.decisions}. Thread-safe. */
public interface GateStore {
    /**
     * Runs one transaction of a tenant, durable when this returns.
     *
     * @param lockWait how long the tenant's head may be waited for
     * @param deadline when the result must be had; past it nothing is committed
     * @param work what it throws rolls everything back
     * @throws StoreUnavailableException when nothing was stored; or when a COMMIT was sent and its fate is unknown
     */
    <T> T inTransaction(String tenantId, Duration lockWait, Instant deadline, Function<GateSession, T> work);

    /**
     * Stores in one transaction what the drafts hold, durable when this returns, as far as what each hangs on is locked and
     * found unmoved. Drafts of one tenant follow each other: the second stands on the first. Never waits for a lock.
     *
     * @param deadline when the result must be had; past it nothing is committed
     * @return one verdict for each draft, in their order
     * @throws StoreUnavailableException when nothing was stored; or when a COMMIT was sent and its fate is unknown
     */
    List<Draft.Verdict> commit(List<Draft> drafts, Instant deadline);

    /**
     * Begins a transaction for drafts and stores in it ahead what nobody looks at before the heads move, so that this need not
     * wait for the drafts that these stand on. To be closed.
     *
     * @param deadline when the result must be had; past it nothing is committed
     * @throws StoreUnavailableException when nothing was stored
     */
    Staged stage(List<Draft> drafts, Instant deadline);

    /** Drafts that are stored in part, in a transaction that is open. Not thread-safe. */
    interface Staged extends AutoCloseable {
        /**
         * Stores the rest and commits, when every one of the drafts stands; to be called once what they stand on is durable.
         *
         * @return false: something that they hang on has moved or is locked, or a key was used before, and nothing is stored;
         *     {@link GateStore#commit} tells them apart
         * @throws StoreUnavailableException when nothing was stored; or when a COMMIT was sent and its fate is unknown
         */
        boolean finish();

        @Override
        void close();
    }
}
