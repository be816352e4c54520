package dev.spendweir.server.postgres;

/** Why the embedded PostgreSQL could not be started. The constant's name is the code a user sees. */
public enum PostgresStartError {
    /** Another running spendweir holds the lock of this data directory. */
    DATA_DIR_IN_USE,
    /** The path of the data directory has characters that PostgreSQL's own start program would interpret. */
    DATA_DIR_PATH_UNSUPPORTED,
    /** The data directory cannot be created, read or written. */
    DATA_DIR_UNUSABLE,
    /** The data directory was made by another major version of PostgreSQL. */
    DATA_DIR_VERSION_MISMATCH,
    /** No bundled PostgreSQL for this operating system and processor. */
    PLATFORM_UNSUPPORTED,
    /** Running as root where user namespaces are not allowed: PostgreSQL refuses to run as root. */
    ROOT_NOT_ALLOWED,
    /** A PostgreSQL left behind by an earlier run could not be stopped in time. */
    LEFTOVER_NOT_STOPPED,
    /** {@code initdb} or {@code postgres} failed; the detail carries the last lines of its log. */
    START_FAILED,
    /** The running server reports that commits would not be durable. */
    NOT_DURABLE
}
