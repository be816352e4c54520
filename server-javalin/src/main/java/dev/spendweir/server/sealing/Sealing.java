package dev.spendweir.server.sealing;

import org.jspecify.annotations.Nullable;

/**
 * With what a server seals the ledger.
 *
 * @param keys null: it does not
 * @param outside null: checkpoints lie in the database alone
 */
public record Sealing(@Nullable LedgerKeys keys, @Nullable OutsideCopies outside) {
    /** Nothing is sealed. */
    public static final Sealing NONE = new Sealing(null, null);
}
