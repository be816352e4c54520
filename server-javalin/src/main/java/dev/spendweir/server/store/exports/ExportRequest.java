package dev.spendweir.server.store.exports;

import dev.spendweir.ledger.Chain;
import org.jspecify.annotations.Nullable;

/**
 * The window that is wanted.
 *
 * @param from first entry, inclusive, from 1
 * @param to last entry, inclusive; null: the last that is sealed
 */
public record ExportRequest(
        Chain chain, long from, @Nullable Long to) {}
