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

    /** Puts what a draft stores into the form in which that is done, while nobody waits for the store. */
    Encoded encoded(GateWrites writes);

    /** What a draft stores, as this store takes it. */
    interface Encoded {}

    /**
     * Makes drafts ready to be stored behind others that are being stored.
     *
     * @param deadline when the result must be had; past it nothing is committed
     * @return to be closed; empty: the drafts do not follow each other or are not of the plain kind, and only {@link #commit} can
     *     store them
     * @throws StoreUnavailableException when the store is away
     */
    Optional<Ready> ready(List<Draft> drafts, Instant deadline);

    /** Drafts that others can be stored behind from now on, until these are stored or closed. Not thread-safe. */
    interface Ready extends AutoCloseable {
        /**
         * Stores all of them in one transaction, durable when this returns, if every one of them stands. To be called once.
         *
         * @param behind has what these stand on, and may not be stored yet: its end is waited for, by the database and as late as can
         *     be; null: what they stand on is durable
         * @return false: a key was used before, or something that they hang on has moved or is locked, and nothing is stored; {@link
         *     GateStore#commit} says which of them stand
         * @throws StoreUnavailableException when nothing was stored; or when a COMMIT was sent and its fate is unknown
         */
        boolean store(@Nullable Ready behind);

        @Override
        void close();
    }
}
