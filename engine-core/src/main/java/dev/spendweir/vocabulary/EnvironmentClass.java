package dev.spendweir.vocabulary;

import java.util.Optional;

/** What an environment counts as (spec 1.2). */
public enum EnvironmentClass {
    /** Production, and everything a policy cannot place. */
    PROD("prod"),
    /** Known not to be production. */
    NONPROD("nonprod");

    private final String wireName;

    EnvironmentClass(String wireName) {
        this.wireName = wireName;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }

    /** The constant that travels under exactly this word, if there is one. */
    public static Optional<EnvironmentClass> ofWireName(String word) {
        for (EnvironmentClass candidate : values()) {
            if (candidate.wireName.equals(word)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
