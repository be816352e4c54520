package dev.spendweir.server.store.audit;

import dev.spendweir.ledger.Chain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a tenant's chains are to be verified.
 *
 * @param chains which of them
 * @param fromCheckpoint only what came after a checkpoint: the trusted one when there is one, else the newest stored one
 * @param trusted a checkpoint that the caller kept, as a signed note; null: none
 * @param replay whether every stored decision is decided again
 */
public record VerifyCall(
        List<Chain> chains,
        boolean fromCheckpoint,
        @Nullable String trusted,
        boolean replay) {
    public VerifyCall {
        chains = List.copyOf(chains);
    }

    /** The whole of these chains, by themselves. */
    public static VerifyCall whole(List<Chain> chains) {
        return new VerifyCall(chains, false, null, false);
    }
}
