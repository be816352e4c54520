package dev.spendweir.token;

import java.util.Optional;

/** Where a key of the ring stands (spec 2.2): {@code next -> active <-> retiring -> retired}. */
public enum KeyStatus {
    /** Published, so that everybody knows it before it is used; does not sign. */
    NEXT("next", true),
    /** The one that signs. */
    ACTIVE("active", true),
    /** Verifies what it signed; may become active again (rollback). */
    RETIRING("retiring", true),
    /** Verifies nothing any more. */
    RETIRED("retired", false);

    private final String wireName;
    private final boolean verifies;

    KeyStatus(String wireName, boolean verifies) {
        this.wireName = wireName;
        this.verifies = verifies;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }

    /** Whether a token signed with the key is accepted. */
    public boolean verifies() {
        return verifies;
    }

    /** The constant that travels under exactly this word, if there is one. */
    public static Optional<KeyStatus> ofWireName(String word) {
        for (KeyStatus candidate : values()) {
            if (candidate.wireName.equals(word)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
