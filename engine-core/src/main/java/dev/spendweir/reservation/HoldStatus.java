package dev.spendweir.reservation;

import java.util.Optional;

/** Where a hold stands (spec 3.2). */
public enum HoldStatus {
    /** Asked for, not known to happen. */
    TENTATIVE("tentative", true),
    /** It goes ahead. */
    CONFIRMED("confirmed", true),
    /** Charged with what was really spent. */
    SETTLED("settled", false),
    /** Given back unused. */
    RELEASED("released", false);

    private final String wireName;
    private final boolean active;

    HoldStatus(String wireName, boolean active) {
        this.wireName = wireName;
        this.active = active;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }

    /** Whether the hold still binds money. */
    public boolean isActive() {
        return active;
    }

    /** The constant that travels under exactly this word, if there is one. */
    public static Optional<HoldStatus> ofWireName(String word) {
        for (HoldStatus candidate : values()) {
            if (candidate.wireName.equals(word)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
