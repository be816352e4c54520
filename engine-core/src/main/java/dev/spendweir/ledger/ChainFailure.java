package dev.spendweir.ledger;

/**
 * The first thing that is wrong with a chain (spec 3.3).
 *
 * @param sequence the place where it shows, from 1; for {@link Kind#HEAD} the last entry that was read
 * @param kind its class
 * @param detail what was found, in words
 */
public record ChainFailure(long sequence, Kind kind, String detail) {

    /** The classes of failure that a chain shows by itself; order of precedence at one place. */
    public enum Kind {
        /** An entry is missing. */
        GAP("gap"),
        /** Two entries claim the same place. */
        FORK("fork"),
        /** The entry's bytes are not what their hash says, not an entry, or another chain's. */
        ENTRY("entry"),
        /** The payload is not what the entry says. */
        PAYLOAD("payload"),
        /** The chain hash does not follow from the one before and the entry. */
        LINK("link"),
        /** The recorded head is not the last entry. */
        HEAD("head");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        /** The word as it travels. */
        public String wireName() {
            return wireName;
        }
    }
}
