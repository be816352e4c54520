package dev.spendweir.server.gate;

import java.util.Optional;

/** Why a hold is no longer active: {@code close_reason} (spec 3.2, 11). */
public enum CloseReason {
    /** A newer decision of its change took its place. */
    SUPERSEDED("superseded", true),
    /** Another change of its place went ahead, so its plan is of a state that is no more. */
    STALE_PLAN("stale_plan", true),
    /** It was older than the policy's ttl, and the sweeper took it. */
    OVERDUE("overdue", true),
    /** Somebody said what it came to. */
    RECONCILED("reconciled", false),
    /** Somebody said that it does not happen. */
    RELEASED("released", false);

    private final String wireName;
    private final boolean takesLateActual;

    CloseReason(String wireName, boolean takesLateActual) {
        this.wireName = wireName;
        this.takesLateActual = takesLateActual;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }

    /** Whether one late actual may follow: the sweeper or a successor closed it, not a person who knew (spec 3.2). */
    public boolean takesLateActual() {
        return takesLateActual;
    }

    /** The constant that travels under exactly this word, if there is one. */
    public static Optional<CloseReason> ofWireName(String word) {
        for (CloseReason candidate : values()) {
            if (candidate.wireName.equals(word)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
