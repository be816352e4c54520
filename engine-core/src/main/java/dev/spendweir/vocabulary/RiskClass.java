package dev.spendweir.vocabulary;

import java.util.Optional;

/** How risky the context makes a change, least first (spec 1.5). */
public enum RiskClass {
    /** Below every bound. */
    LOW("low"),
    /** At or over the medium bound. */
    MEDIUM("medium"),
    /** At or over the high bound. */
    HIGH("high"),
    /** At or over the critical bound. */
    CRITICAL("critical");

    private final String wireName;

    RiskClass(String wireName) {
        this.wireName = wireName;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }

    /** The constant that travels under exactly this word, if there is one. */
    public static Optional<RiskClass> ofWireName(String word) {
        for (RiskClass candidate : values()) {
            if (candidate.wireName.equals(word)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
