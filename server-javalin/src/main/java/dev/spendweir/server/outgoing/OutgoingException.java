package dev.spendweir.server.outgoing;

/** A call of ours came to no answer. The message never holds a path, a query or a header: these may be secrets. */
public final class OutgoingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Kind {
        /** The URL may not be called; trying again does not help. */
        NOT_ALLOWED,
        /** No connection, or it broke. */
        UNREACHABLE,
        /** No answer in time. */
        TIMEOUT,
        /** The answer is larger than we take; trying again does not help. */
        TOO_LARGE;

        /** Whether the same call may succeed later. */
        public boolean isTransient() {
            return this == UNREACHABLE || this == TIMEOUT;
        }
    }

    private final Kind kind;

    OutgoingException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    OutgoingException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }
}
