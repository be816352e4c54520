package dev.spendweir.server.store;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.sql.SQLException;
import java.util.Optional;

/** Tells PostgreSQL's failures apart by SQLSTATE. */
final class SqlFailure {
    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String DEADLOCK = "40P01";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String QUERY_CANCELED = "57014";
    private static final String TRANSACTION_TIMEOUT = "25P04";
    private static final String UNIQUE_VIOLATION = "23505";

    /** Our own, raised by the database when the head of a chain in quarantine is to move. */
    private static final String QUARANTINED = "SW001";

    private SqlFailure() {}

    /** What a governed write of a tenant in quarantine is answered. */
    static RejectedException quarantined() {
        return new RejectedException(
                ErrorCode.AUDIT_QUARANTINE,
                "the tenant's ledger was found damaged and is in quarantine: nothing is written until two operators have"
                        + " closed it; reads go on");
    }

    /** Whether the database refused to move the head of a chain in quarantine. */
    static boolean isQuarantined(Throwable failure) {
        return state(failure).orElse("").equals(QUARANTINED);
    }

    /** Whether a link could not be made because there is one in its place. */
    static boolean isTakenPlace(Throwable failure) {
        return isUniqueViolation(failure)
                && String.valueOf(failure.getMessage()).contains("ledger_link");
    }

    /** The SQLSTATE of the first SQLException in the chain of causes, if there is one. */
    static Optional<String> state(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql && sql.getSQLState() != null) {
                return Optional.of(sql.getSQLState());
            }
        }
        return Optional.empty();
    }

    /** Whether the whole transaction may simply be tried again. */
    static boolean isRetryable(Throwable failure) {
        String state = state(failure).orElse("");
        return state.equals(SERIALIZATION_FAILURE) || state.equals(DEADLOCK) || state.equals(LOCK_NOT_AVAILABLE);
    }

    /** Whether somebody else was first: with a lock, or with a row. */
    static boolean isRivalry(Throwable failure) {
        return isRetryable(failure) || isUniqueViolation(failure);
    }

    static boolean isUniqueViolation(Throwable failure) {
        return state(failure).orElse("").equals(UNIQUE_VIOLATION);
    }

    /** Whether the failure of a connection attempt says that the store is away: not there, starting or stopping. */
    static boolean isOutage(Throwable failure) {
        String state = state(failure).orElse("");
        return state.startsWith("08") || state.startsWith("57P");
    }

    /**
     * The failure, told apart.
     *
     * @throws RejectedException {@code AUDIT_QUARANTINE} when it is no failure of the store at all
     */
    static StoreUnavailableException unavailable(Throwable failure) {
        if (isQuarantined(failure)) {
            throw quarantined();
        }
        String state = state(failure).orElse("");
        return new StoreUnavailableException(kind(state), "SQLSTATE " + (state.isEmpty() ? "none" : state), failure);
    }

    private static StoreUnavailableException.Kind kind(String state) {
        if (state.equals(LOCK_NOT_AVAILABLE)) {
            return StoreUnavailableException.Kind.LOCK_TIMEOUT;
        }
        if (state.equals(SERIALIZATION_FAILURE) || state.equals(DEADLOCK)) {
            return StoreUnavailableException.Kind.CONTENDED;
        }
        if (state.equals(QUERY_CANCELED) || state.equals(TRANSACTION_TIMEOUT)) {
            return StoreUnavailableException.Kind.TIMEOUT;
        }
        // 08: connection; 57P: the server is stopping or starting; 53: out of connections, memory or disk.
        if (state.isEmpty() || state.startsWith("08") || state.startsWith("57P") || state.startsWith("53")) {
            return StoreUnavailableException.Kind.UNREACHABLE;
        }
        return StoreUnavailableException.Kind.FAILED;
    }
}
