package dev.spendweir.server.store.audit;

import dev.spendweir.ledger.Acknowledgements;
import dev.spendweir.ledger.ChainAudit;
import dev.spendweir.ledger.ChainFailure.Kind;
import dev.spendweir.ledger.ChainReport;
import dev.spendweir.ledger.Defect;
import dev.spendweir.ledger.HashChain;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that is wrong with a chain and was not acknowledged before.
 *
 * @param entries number of entries that are there
 * @param defects each under a name of its own
 * @param anchor where the chain may go on
 * @param peaks the Merkle tree's right edge there, as the entries make it
 */
public record FoundDefects(long entries, List<Defect> defects, HashChain anchor, List<byte[]> peaks) {
    public FoundDefects {
        defects = List.copyOf(defects);
        peaks = List.copyOf(peaks);
    }

    static FoundDefects of(ChainReport read, ChainAudit audit, Acknowledgements before, HashChain anchor) {
        Map<String, Defect> named = new LinkedHashMap<>();
        for (Defect defect : audit.verifier().passedOver()) {
            if (!before.isNamed(defect.kind(), defect.from(), defect.to())) {
                named.putIfAbsent(defect.name(), defect);
            }
        }
        long last = audit.verifier().head().sequence();
        if (last < anchor.sequence()) {
            Defect lost = new Defect(
                    Kind.GAP, last + 1, anchor.sequence(), "entries are lost, or their places were given up");
            named.putIfAbsent(lost.name(), lost);
        }
        return new FoundDefects(
                read.entries(),
                List.copyOf(named.values()),
                anchor,
                audit.treeAt(anchor.sequence()).peaks());
    }
}
