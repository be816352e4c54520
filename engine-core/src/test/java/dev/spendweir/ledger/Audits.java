package dev.spendweir.ledger;

import dev.spendweir.note.SigningKey;
import dev.spendweir.note.VerifierKey;
import dev.spendweir.note.VerifierKeys;
import java.util.ArrayList;
import java.util.List;

/** Sealed chains for tests. */
final class Audits {
    static final SigningKey KEY = SigningKey.ofSeed(new byte[SigningKey.SEED_BYTES]);
    static final String ORIGIN = Checkpoint.origin("acme", Chain.GOVERNANCE);
    static final VerifierKeys KEYS = new VerifierKeys(List.of(VerifierKey.of(ORIGIN, KEY.publicKey())));

    private Audits() {}

    /** The checkpoint over the first entries. */
    static Checkpoint checkpoint(List<StoredEntry> entries, int size) {
        MerkleFrontier frontier = frontier(entries, size);
        return Checkpoint.of("acme", Chain.GOVERNANCE, size, frontier.root());
    }

    static MerkleFrontier frontier(List<StoredEntry> entries, int size) {
        MerkleFrontier frontier = new MerkleFrontier();
        entries.subList(0, size).forEach(entry -> frontier.append(MerkleHash.leaf(entry.entryHash())));
        return frontier;
    }

    static StoredCheckpoint stored(Checkpoint checkpoint) {
        return new StoredCheckpoint(checkpoint.size(), checkpoint.sign(KEY).format());
    }

    static List<StoredCheckpoint> stored(List<StoredEntry> entries, int... sizes) {
        List<StoredCheckpoint> stored = new ArrayList<>();
        for (int size : sizes) {
            stored.add(stored(checkpoint(entries, size)));
        }
        return stored;
    }

    static HashChain head(List<StoredEntry> entries) {
        return entries.isEmpty()
                ? HashChain.empty()
                : HashChain.at(entries.size(), entries.get(entries.size() - 1).chainHash());
    }

    static AuditReport audit(List<StoredEntry> entries, List<StoredCheckpoint> stored, Checkpoint... trusted) {
        ChainAudit audit = ChainAudit.whole(
                "acme", Chain.GOVERNANCE, new ChainEvidence(KEYS, List.of(trusted)), stored.iterator());
        entries.forEach(audit::accept);
        return audit.finish(head(entries));
    }
}
