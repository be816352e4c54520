package dev.spendweir.ledger;

import dev.spendweir.canonical.JsonObject;

/**
 * The first thing that is wrong with a chain (spec 3.3).
 *
 * @param sequence the place where it shows, from 1; for {@link Kind#HEAD} the last entry that was read
 * @param kind its class
 * @param detail what was found, in words
 */
public record ChainFailure(long sequence, Kind kind, String detail) {
    /** {@code {sequence, class, detail}}, as spec 11 has it. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("sequence", sequence)
                .put("class", kind.wireName())
                .put("detail", detail)
                .build();
    }

    /** The classes of failure; the first six are what a chain shows by itself, in order of precedence at one place. */
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
        HEAD("head"),
        /** A checkpoint is not what its key signed, or not one of this chain. */
        CHECKPOINT_SIGNATURE("checkpoint_signature"),
        /** A checkpoint was signed by nobody whose key is known. */
        UNKNOWN_KEY("unknown_key"),
        /** Entries at the end that a checkpoint speaks of are gone. */
        CUT_TAIL("cut_tail"),
        /** All entries are gone, and a checkpoint speaks of some. */
        DELETED_CHAIN("deleted_chain"),
        /** The store shows an older checkpoint than one that it gave out. */
        ROLLBACK("rollback"),
        /** The chain is another one than a checkpoint speaks of: there are two histories. */
        SPLIT_VIEW("split_view"),
        /** A decision, decided again from what is recorded, comes out differently. */
        REPLAY("replay");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        /** The word as it travels. */
        public String wireName() {
            return wireName;
        }

        /**
         * Whether the chain itself is broken, not only what one entry says: one such failure is enough for quarantine (spec
         * 3.3).
         */
        public boolean isDiscontinuity() {
            return switch (this) {
                case GAP, FORK, LINK, HEAD, CUT_TAIL, DELETED_CHAIN, ROLLBACK, SPLIT_VIEW -> true;
                case ENTRY, PAYLOAD, CHECKPOINT_SIGNATURE, UNKNOWN_KEY, REPLAY -> false;
            };
        }
    }
}
