package dev.spendweir.outcome;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.vocabulary.ReasonCode;
import org.jspecify.annotations.Nullable;

/** Why a decision had to be made without a snapshot (spec 1.8, 10 A83). */
public enum FailsafeCause {
    /** The evaluation took longer than its deadline. */
    TIMEOUT(ReasonCode.FAILSAFE_TIMEOUT),
    /** Too many calls of the tenant were waiting. */
    LOCK_CONTENDED(ReasonCode.FAILSAFE_LOCK_CONTENDED),
    /** The tenant's lock was not had in time. */
    LOCK_TIMEOUT(ReasonCode.FAILSAFE_LOCK_TIMEOUT),
    /** The store could not be reached. */
    STORE_UNAVAILABLE(ReasonCode.FAILSAFE_STORE_UNAVAILABLE),
    /** The server had no room for the evaluation. */
    OVERLOAD(ReasonCode.FAILSAFE_OVERLOAD),
    /** The evaluation failed. */
    ERROR(ReasonCode.FAILSAFE_ERROR);

    private static final String PREFIX = "failsafe_";

    private final ReasonCode reason;

    FailsafeCause(ReasonCode reason) {
        this.reason = reason;
    }

    /** The reason that the decision carries. */
    public ReasonCode reason() {
        return reason;
    }

    /**
     * The cause of that name, with or without {@code failsafe_} before it.
     *
     * @throws RejectedException {@code INVALID_FIELD} at {@code /cause} for any other text and for null
     */
    public static FailsafeCause parse(@Nullable String name) {
        for (FailsafeCause cause : values()) {
            String reason = cause.reason.wireName();
            if (reason.equals(name) || (name != null && reason.equals(PREFIX + name))) {
                return cause;
            }
        }
        throw new RejectedException(
                ErrorCode.INVALID_FIELD,
                "/cause",
                "the cause must be one of timeout, lock_contended, lock_timeout, store_unavailable, overload, error");
    }
}
