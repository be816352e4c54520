package dev.spendweir.server.postgres;

import org.jspecify.annotations.Nullable;

/** The embedded PostgreSQL could not be started; the message is one line that says why and what to do. */
public final class PostgresStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final PostgresStartError error;

    /**
     * @param error what went wrong
     * @param detail what, where, and the next step
     */
    public PostgresStartException(PostgresStartError error, String detail) {
        this(error, detail, null);
    }

    /**
     * @param error what went wrong
     * @param detail what, where, and the next step
     * @param cause the underlying failure, if there is one
     */
    public PostgresStartException(PostgresStartError error, String detail, @Nullable Throwable cause) {
        super(error + ": " + detail, cause);
        this.error = error;
    }

    /** What went wrong. */
    public PostgresStartError error() {
        return error;
    }
}
