package dev.spendweir.vocabulary;

import java.util.Optional;

/** What somebody is in a tenant; a later constant includes what the earlier may (spec 4.1). */
public enum Role {
    /** Gates, own decisions and approvals, reads policy, budgets and credits. */
    MEMBER("member"),
    /** Reads all, writes policy, budgets and credits. */
    ADMIN("admin"),
    /** Also actors, keys, quarantine and kill switches. */
    OWNER("owner");

    private final String wireName;

    Role(String wireName) {
        this.wireName = wireName;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }

    /** The constant that travels under exactly this word, if there is one. */
    public static Optional<Role> ofWireName(String word) {
        for (Role candidate : values()) {
            if (candidate.wireName.equals(word)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
