package dev.spendweir.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What the verification of a chain found.
 *
 * @param entries number of good entries read
 * @param erasedPayloads number of them whose payload was erased: not seen, and not tampered with
 * @param head the head that the good entries lead to
 * @param failure the first thing that is wrong; null when nothing is
 */
public record ChainReport(
        Chain chain,
        long entries,
        long erasedPayloads,
        HashChain head,
        @Nullable ChainFailure failure) {

    /** Whether nothing is wrong with the chain, as far as it shows by itself. */
    public boolean isValid() {
        return failure == null;
    }
}
