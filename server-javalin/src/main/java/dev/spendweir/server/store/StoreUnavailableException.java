package dev.spendweir.server.store;

import org.jspecify.annotations.Nullable;

/** The store could not do its part: no connection, a lost one, or a statement that was cut off. Nothing is known to be stored. */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What kept the store from answering. */
    public enum Kind {
        /** No connection, or it broke. */
        UNREACHABLE,
        /** Every connection of the pool stayed in use. */
        EXHAUSTED,
        /** A lock was not given within the bounded wait. */
        LOCK_TIMEOUT,
        /** Deadlocks or serialization failures outlasted the retries. */
        CONTENDED,
        /** The statement was cancelled at its deadline. */
        TIMEOUT,
        /** Anything else that PostgreSQL refused. */
        FAILED
    }

    /**
     * @param kind what kept it
     * @param detail for the log; never shown to a caller
     */
    public StoreUnavailableException(Kind kind, String detail, @Nullable Throwable cause) {
        super(kind + ": " + detail, cause);
        this.kind = kind;
    }

    /** What kept the store from answering. */
    public Kind kind() {
        return kind;
    }
}
