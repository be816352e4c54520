package dev.spendweir.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the verification of a chain against its checkpoints found.
 *
 * @param report the chain itself; its failure may also be one that only a checkpoint shows
 * @param checkpoint the newest checkpoint that the chain was found to agree with; null: there was none
 * @param unexcluded what could not be excluded; empty when there is a failure, because reading stopped at it
 * @param acknowledged closings of quarantines of this chain: their defects are known and were passed over, for ever
 */
public record AuditReport(
        ChainReport report,
        @Nullable Checkpoint checkpoint,
        List<Unexcluded> unexcluded,
        List<Acknowledgement> acknowledged) {
    public AuditReport {
        unexcluded = List.copyOf(unexcluded);
        acknowledged = List.copyOf(acknowledged);
    }

    /** Of a chain of which nothing was acknowledged. */
    public AuditReport(ChainReport report, @Nullable Checkpoint checkpoint, List<Unexcluded> unexcluded) {
        this(report, checkpoint, unexcluded, List.of());
    }

    /** The same with a failure that was found outside of the chain itself. */
    public AuditReport failed(ChainFailure failure) {
        ChainReport bad =
                new ChainReport(report.chain(), report.entries(), report.erasedPayloads(), report.head(), failure);
        return new AuditReport(bad, checkpoint, List.of(), acknowledged);
    }
}
