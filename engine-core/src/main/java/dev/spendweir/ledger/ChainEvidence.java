package dev.spendweir.ledger;

import dev.spendweir.note.VerifierKeys;
import java.util.Comparator;
import java.util.List;

/**
 * What a chain is compared with.
 *
 * @param keys whose signatures are believed
 * @param trusted checkpoints from outside the store that is verified, already believed (see {@link CheckpointNote#require});
 *     any order
 */
public record ChainEvidence(VerifierKeys keys, List<Checkpoint> trusted) {
    /** Nothing: a chain is only compared with itself. */
    public static final ChainEvidence NONE = new ChainEvidence(VerifierKeys.NONE, List.of());

    public ChainEvidence {
        trusted = trusted.stream()
                .sorted(Comparator.comparingLong(Checkpoint::size))
                .toList();
    }

    /** Size of the newest trusted checkpoint; 0 when there is none. */
    public long trustedSize() {
        return trusted.isEmpty() ? 0 : trusted.get(trusted.size() - 1).size();
    }
}
