package dev.spendweir.vocabulary;

import java.util.Optional;

/** How strictly decisions are enforced (spec 1.8). */
public enum Mode {
    /** Nothing is stopped; what would have been is recorded. */
    SHADOW("shadow"),
    /** A denial becomes a question to people. */
    SOFT("soft"),
    /** Decisions hold as they are. */
    HARD("hard");

    private final String wireName;

    Mode(String wireName) {
        this.wireName = wireName;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }

    /** The constant that travels under exactly this word, if there is one. */
    public static Optional<Mode> ofWireName(String word) {
        for (Mode candidate : values()) {
            if (candidate.wireName.equals(word)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
