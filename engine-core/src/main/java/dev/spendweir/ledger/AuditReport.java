package dev.spendweir.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the verification of a chain against its checkpoints found.
 *
 * @param report the chain itself; its failure may also be one that only a checkpoint shows
 * @param checkpoint the newest checkpoint that the chain was found to agree with; null: there was none
 * @param unexcluded what could not be excluded; empty when there is a failure, because reading stopped at it
 */
public record AuditReport(ChainReport report, @Nullable Checkpoint checkpoint, List<Unexcluded> unexcluded) {
    public AuditReport {
        unexcluded = List.copyOf(unexcluded);
    }
}
