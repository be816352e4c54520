package dev.spendweir.export;

import dev.spendweir.ledger.Acknowledgement;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.ledger.MerkleFrontier;
import java.util.List;

/**
 * Which part of a chain an export holds, and what ties it to a checkpoint. The arrays are not to be changed.
 *
 * @param before the chain before the first entry
 * @param tree the Merkle tree before the first entry
 * @param to last entry, inclusive
 * @param checkpoint the signed note of the first checkpoint that covers the last entry
 * @param checkpointSize its size, at least {@code to}
 * @param firstProof that the first entry is in the checkpoint's tree
 * @param lastProof that the last entry is
 * @param consistency that the checkpoint's tree begins with the tree up to the last entry
 * @param acknowledged every closing of a quarantine of the chain so far: what is known to be damaged, here or elsewhere
 */
public record ExportWindow(
        String tenantId,
        Chain chain,
        HashChain before,
        MerkleFrontier tree,
        long to,
        String checkpoint,
        long checkpointSize,
        List<byte[]> firstProof,
        List<byte[]> lastProof,
        List<byte[]> consistency,
        List<Acknowledgement> acknowledged) {
    public ExportWindow {
        if (before.sequence() != tree.size() || to <= before.sequence() || checkpointSize < to) {
            throw new IllegalArgumentException("a window has entries, and a checkpoint at or after its end");
        }
        firstProof = List.copyOf(firstProof);
        lastProof = List.copyOf(lastProof);
        consistency = List.copyOf(consistency);
        acknowledged = List.copyOf(acknowledged);
    }

    /** First entry, inclusive. */
    public long from() {
        return before.sequence() + 1;
    }
}
