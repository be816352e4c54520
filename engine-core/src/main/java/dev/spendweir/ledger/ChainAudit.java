package dev.spendweir.ledger;

import dev.spendweir.ledger.ChainFailure.Kind;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a chain against its checkpoints (spec 3.3): the chain by itself as {@link ChainVerifier} does, and its Merkle root
 * at the size of every checkpoint, stored or trusted. Constant memory: checkpoints are drawn one at a time.
 *
 * <p>Stored checkpoints lie beside the chain, and whoever can rewrite one can take away the others; so only a trusted one
 * excludes a cut tail, a rollback, a deleted chain and a split view, up to its size. Not thread-safe.
 */
public final class ChainAudit {
    /** What stands in the tree for an entry that is lost, in place of its hash. */
    private static final byte[] LOST = new byte[LedgerHash.HASH_BYTES];

    private final String origin;
    private final ChainVerifier verifier;
    private final Acknowledgements acknowledged;
    private final ChainEvidence evidence;
    private final Iterator<StoredCheckpoint> stored;
    private final long start;
    private @Nullable StoredCheckpoint nextStored;
    private int nextTrusted;
    private @Nullable Checkpoint newest;
    private long newestStored;
    private MerkleFrontier frontier;
    private boolean isTreeKnown = true;

    private ChainAudit(
            String origin,
            ChainVerifier verifier,
            MerkleFrontier frontier,
            ChainEvidence evidence,
            Iterator<StoredCheckpoint> stored,
            Acknowledgements acknowledged) {
        this.origin = origin;
        this.acknowledged = acknowledged;
        this.verifier = verifier;
        this.frontier = frontier;
        this.evidence = evidence;
        this.stored = stored;
        this.start = frontier.size();
        skip();
    }

    /**
     * Verifies a whole chain, from its first entry.
     *
     * @param stored the checkpoints that lie beside the chain, by size
     */
    public static ChainAudit whole(
            String tenantId, Chain chain, ChainEvidence evidence, Iterator<StoredCheckpoint> stored) {
        return whole(tenantId, chain, evidence, stored, Acknowledgements.NONE);
    }

    /** As {@link #whole(String, Chain, ChainEvidence, Iterator)}, passing over what was acknowledged. */
    public static ChainAudit whole(
            String tenantId,
            Chain chain,
            ChainEvidence evidence,
            Iterator<StoredCheckpoint> stored,
            Acknowledgements acknowledged) {
        return new ChainAudit(
                Checkpoint.origin(tenantId, chain),
                ChainVerifier.of(tenantId, chain, acknowledged),
                new MerkleFrontier(),
                evidence,
                stored,
                acknowledged);
    }

    /**
     * Verifies what comes after a checkpoint that is believed.
     *
     * @param head the chain up to the checkpoint's last entry; its chain hash is believed
     * @param frontier the tree of the checkpoint, whose root the caller found to be the checkpoint's
     * @param stored the checkpoints that lie beside the chain, by size; smaller ones are passed over
     * @throws IllegalArgumentException when head and frontier are of different sizes
     */
    public static ChainAudit after(
            String tenantId,
            Chain chain,
            HashChain head,
            MerkleFrontier frontier,
            ChainEvidence evidence,
            Iterator<StoredCheckpoint> stored) {
        return after(tenantId, chain, head, frontier, evidence, stored, Acknowledgements.NONE);
    }

    /** As the other, passing over what was acknowledged. */
    public static ChainAudit after(
            String tenantId,
            Chain chain,
            HashChain head,
            MerkleFrontier frontier,
            ChainEvidence evidence,
            Iterator<StoredCheckpoint> stored,
            Acknowledgements acknowledged) {
        if (head.sequence() != frontier.size()) {
            throw new IllegalArgumentException("head " + head.sequence() + " and tree " + frontier.size() + " differ");
        }
        return new ChainAudit(
                Checkpoint.origin(tenantId, chain),
                ChainVerifier.after(tenantId, chain, head, acknowledged),
                frontier,
                evidence,
                stored,
                acknowledged);
    }

    /** The verifier of the chain itself, for what else is found wrong with the last entry. */
    public ChainVerifier verifier() {
        return verifier;
    }

    /** As {@link ChainVerifier#accept}; compares with the checkpoints of the size that is reached. */
    public Optional<ChainFailure> accept(StoredEntry entry) {
        long before = verifier.head().sequence();
        if (verifier.accept(entry).isEmpty() && verifier.head().sequence() > before) {
            follow(verifier.head().sequence() - 1);
            append(entry.entryHash());
        }
        return verifier.failure();
    }

    /**
     * Ends the entries, before the head and what lies beside the chain are looked at: what an acknowledgement says is missing
     * at the end is passed over.
     */
    public Optional<ChainFailure> endOfEntries() {
        if (verifier.endOfEntries().isEmpty()) {
            follow(verifier.head().sequence());
        }
        return verifier.failure();
    }

    /**
     * The tree at a place at or after the last entry, places without an entry filled up: where the chain may go on from. To be
     * asked for when the report is made.
     */
    public MerkleFrontier treeAt(long size) {
        follow(size);
        return MerkleFrontier.at(frontier.size(), frontier.peaks());
    }

    /** Follows the tree on over places that were passed over; it cannot be compared before the next anchor. */
    private void follow(long size) {
        while (frontier.size() < size) {
            isTreeKnown = false;
            append(LOST);
        }
    }

    private void append(byte[] entryHash) {
        frontier.append(MerkleHash.leaf(entryHash));
        acknowledged.anchorAt(frontier.size()).ifPresent(closing -> {
            frontier = closing.tree();
            isTreeKnown = true;
        });
        compareReached();
    }

    /** Ends the verification of a store, against the head that it recorded. */
    public AuditReport finish(HashChain recorded) {
        endOfEntries();
        compareBeyond();
        compareNewest();
        return report(verifier.finish(recorded));
    }

    /** Ends the verification of a copy that records no head and need not hold every checkpoint. */
    public AuditReport finish() {
        endOfEntries();
        compareBeyond();
        return report(verifier.finish());
    }

    /** Smaller checkpoints than the one that is started from were compared when it was made. */
    private void skip() {
        nextStored = stored.hasNext() ? stored.next() : null;
        while (nextStored != null && nextStored.size() < start) {
            newestStored = nextStored.size();
            nextStored = stored.hasNext() ? stored.next() : null;
        }
        while (nextTrusted < evidence.trusted().size()
                && evidence.trusted().get(nextTrusted).size() < start) {
            nextTrusted++;
        }
        compareReached();
    }

    private void compareReached() {
        long size = frontier.size();
        while (nextStored != null
                && nextStored.size() <= size
                && verifier.failure().isEmpty()) {
            compareStored(nextStored, size);
            nextStored = stored.hasNext() ? stored.next() : null;
        }
        while (nextTrusted < evidence.trusted().size()
                && evidence.trusted().get(nextTrusted).size() == size
                && verifier.failure().isEmpty()) {
            compareRoot(evidence.trusted().get(nextTrusted), "a trusted checkpoint");
            nextTrusted++;
        }
    }

    private void compareStored(StoredCheckpoint candidate, long size) {
        believe(candidate).ifPresent(checkpoint -> {
            if (candidate.size() < size || candidate.size() <= newestStored) {
                bad(candidate, Kind.CHECKPOINT_SIGNATURE, "two checkpoints, or one out of order, claim its size");
                return;
            }
            newestStored = candidate.size();
            compareRoot(checkpoint, "the stored checkpoint");
        });
    }

    /** The checkpoint of a stored note; what is wrong with the note is noted. */
    private Optional<Checkpoint> believe(StoredCheckpoint candidate) {
        CheckpointNote judged = CheckpointNote.judge(candidate.note(), origin, evidence.keys());
        Optional<Checkpoint> checkpoint = judged.believed();
        Kind kind = judged.kind();
        if (checkpoint.isEmpty() && kind != null) {
            bad(candidate, kind, judged.detail());
        } else if (checkpoint.isPresent() && checkpoint.get().size() != candidate.size()) {
            bad(
                    candidate,
                    Kind.CHECKPOINT_SIGNATURE,
                    "it is one of size " + checkpoint.get().size());
            return Optional.empty();
        }
        return checkpoint;
    }

    /** It shows at the last entry; where names are given to defects it is named by the size under which it is kept. */
    private void bad(StoredCheckpoint candidate, Kind kind, String detail) {
        long place = acknowledged == Acknowledgements.NONE ? verifier.head().sequence() : Math.max(0, candidate.size());
        verifier.found(kind, place, place, "the stored checkpoint of size " + candidate.size() + ": " + detail);
    }

    private void compareRoot(Checkpoint checkpoint, String whose) {
        if (!isTreeKnown) {
            return;
        }
        if (checkpoint.hasRoot(frontier.root())) {
            newest = checkpoint;
            return;
        }
        // Passed over, it says that this is another tree than the one that was sealed, up to the next anchor.
        isTreeKnown = acknowledged.anchorAt(frontier.size()).isPresent();
        verifier.found(
                Kind.SPLIT_VIEW,
                checkpoint.size(),
                checkpoint.size(),
                whose + " of size " + checkpoint.size() + " has another root than the chain's first "
                        + checkpoint.size() + " entries");
    }

    /** What the checkpoints say that were not reached: there were more entries than there are. */
    private void compareBeyond() {
        List<Checkpoint> trusted = evidence.trusted();
        if (verifier.failure().isEmpty() && nextTrusted < trusted.size()) {
            gone("a trusted checkpoint", trusted.get(trusted.size() - 1).size());
        }
        if (verifier.failure().isEmpty() && nextStored != null) {
            believe(nextStored).ifPresent(checkpoint -> gone("a stored checkpoint", checkpoint.size()));
        }
    }

    /** A store that gave out a checkpoint has it. */
    private void compareNewest() {
        if (verifier.failure().isEmpty() && newestStored < evidence.trustedSize()) {
            verifier.found(
                    Kind.ROLLBACK,
                    verifier.head().sequence(),
                    verifier.head().sequence(),
                    "the newest stored checkpoint is of size " + newestStored + ", a trusted one is of size "
                            + evidence.trustedSize());
        }
    }

    private void gone(String whose, long size) {
        long left = frontier.size();
        verifier.found(
                left == 0 ? Kind.DELETED_CHAIN : Kind.CUT_TAIL,
                left,
                left,
                whose + " speaks of " + size + " entries, there " + (left == 1 ? "is 1" : "are " + left));
    }

    private AuditReport report(ChainReport report) {
        return new AuditReport(report, newest, report.isValid() ? unexcluded() : List.of(), acknowledged.closings());
    }

    private List<Unexcluded> unexcluded() {
        List<Unexcluded> open = new ArrayList<>();
        if (start > 0) {
            for (Kind unread : List.of(Kind.GAP, Kind.FORK, Kind.ENTRY, Kind.PAYLOAD, Kind.LINK)) {
                open.add(new Unexcluded(unread, 1, start));
            }
        }
        // What agrees with a trusted checkpoint is proven up to it. A stored one proves no more than that its own
        // entries
        // are those that were sealed: newer ones may have been taken away together with their entries.
        long proven = Math.max(evidence.trustedSize(), newest == null ? 0 : newest.size());
        open.add(new Unexcluded(Kind.CUT_TAIL, proven + 1, null));
        if (frontier.size() == 0) {
            open.add(new Unexcluded(Kind.DELETED_CHAIN, 1, null));
        }
        open.add(new Unexcluded(Kind.ROLLBACK, proven + 1, null));
        open.add(new Unexcluded(Kind.SPLIT_VIEW, proven + 1, null));
        return open;
    }
}
