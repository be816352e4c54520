package dev.spendweir.server.store;

import dev.spendweir.ledger.LedgerAppender;
import org.jspecify.annotations.Nullable;

/**
 * An appended entry as it is stored, see {@link EntryPacking}: packed by who made it, so that nobody packs while a
 * transaction is open.
 *
 * @param payload null when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // handed straight to the store, never compared
public record PackedEntry(LedgerAppender.Appended appended, byte[] entry, byte @Nullable [] payload) {
    /** Packs an entry and its payload. */
    public static PackedEntry of(LedgerAppender.Appended appended) {
        return new PackedEntry(appended, EntryPacking.entry(appended), EntryPacking.payload(appended));
    }
}
