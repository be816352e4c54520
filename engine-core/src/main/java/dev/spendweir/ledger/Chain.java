package dev.spendweir.ledger;

import java.util.Optional;

/** The two chains of a tenant (spec 3.3). */
public enum Chain {
    /** Decisions, approval transitions, token consumption and the life of holds. */
    DECISIONS("decisions"),
    /** Policy, budgets, credits, cost corrections, people, keys and everything else that governs. */
    GOVERNANCE("governance");

    private final String wireName;

    Chain(String wireName) {
        this.wireName = wireName;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }

    /** The constant that travels under exactly this word, if there is one. */
    public static Optional<Chain> ofWireName(String word) {
        for (Chain candidate : values()) {
            if (candidate.wireName.equals(word)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
