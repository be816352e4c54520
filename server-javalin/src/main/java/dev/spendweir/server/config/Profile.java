package dev.spendweir.server.config;

import java.util.Optional;

/** For whom the server runs (spec 9.1). */
public enum Profile {
    /** On one machine: PostgreSQL comes with the server, a first key is made. */
    DEV("dev"),
    /** With an external PostgreSQL over TLS and proof of its posture; no control can be switched off. */
    PROD("prod");

    private final String wireName;

    Profile(String wireName) {
        this.wireName = wireName;
    }

    /** The word in the configuration. */
    public String wireName() {
        return wireName;
    }

    static Optional<Profile> ofWireName(String word) {
        for (Profile candidate : values()) {
            if (candidate.wireName.equals(word)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
