package dev.spendweir.server.store.holds;

import java.util.Optional;

/** Why a hold is on the list of exceptions (spec 3.2, 11). */
public enum ExceptionKind {
    /** The actual was not what was held, and nothing overran. */
    DRIFT("drift"),
    /** The actual was more than was held and than the budget had left. */
    OVERRUN("overrun"),
    /** Confirmed, and nobody said what it came to: settled at what was held. */
    NEVER_RECONCILED("never_reconciled"),
    /** The actual came after the hold had been closed. */
    LATE_ACTUAL("late_actual");

    private final String wireName;

    ExceptionKind(String wireName) {
        this.wireName = wireName;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }

    /** The constant that travels under exactly this word, if there is one. */
    public static Optional<ExceptionKind> ofWireName(String word) {
        for (ExceptionKind candidate : values()) {
            if (candidate.wireName.equals(word)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
