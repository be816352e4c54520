package dev.spendweir.server.store.audit;

import dev.spendweir.ledger.Chain;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are wanted.
 *
 * @param fromSequence inclusive, from 1
 * @param entryType null: any
 * @param subjectId null: any
 */
public record LedgerFilter(
        Chain chain,
        long fromSequence,
        @Nullable String entryType,
        @Nullable String subjectId) {}
