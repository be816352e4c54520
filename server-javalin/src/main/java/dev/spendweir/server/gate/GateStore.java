package dev.spendweir.server.gate;

import dev.spendweir.server.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
     * wait for the drafts that these stand on.
     *
     * @param deadline when the result must be had; past it nothing is committed
     * @return to be closed; empty: a key was used before, or the drafts do not follow each other or are not of the plain kind, and
     *     nothing is stored; {@link #commit} tells them apart
     * @throws StoreUnavailableException when nothing was stored
     */
    Optional<Staged> stage(List<Draft> drafts, Instant deadline);

    /** Drafts that are stored but for the heads, in a transaction that is open. Not thread-safe. */
    interface Staged extends AutoCloseable {
        /**
         * Moves the heads and commits, when every one of the drafts stands.
         *
         * @param behind the transaction that has what these stand on, which may not have committed yet: the database waits for
         *     its end; null: what they stand on is durable
         * @return false: something that they hang on has moved or is locked, and nothing is stored; {@link GateStore#commit} says
         *     which of them stand
         * @throws StoreUnavailableException when nothing was stored; or when a COMMIT was sent and its fate is unknown
         */
        boolean finish(@Nullable Staged behind);

        @Override
        void close();
    }
}
