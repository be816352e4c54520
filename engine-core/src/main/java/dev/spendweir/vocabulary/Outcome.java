package dev.spendweir.vocabulary;

import java.util.Optional;

/** The answer of a decision, mildest first; the order is the order of severity (spec 1.8). */
public enum Outcome {
    /** Go on. */
    ALLOW("ALLOW"),
    /** Go on; credits cover what the budget does not. */
    ALLOW_WITH_CREDITS("ALLOW_WITH_CREDITS"),
    /** People decide. */
    REQUIRE_APPROVAL("REQUIRE_APPROVAL"),
    /** Stop. */
    DENY("DENY");

    private final String wireName;

    Outcome(String wireName) {
        this.wireName = wireName;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }

    /** The constant that travels under exactly this word, if there is one. */
    public static Optional<Outcome> ofWireName(String word) {
        for (Outcome candidate : values()) {
            if (candidate.wireName.equals(word)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** The harsher of the two. */
    public Outcome harsher(Outcome other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
