package dev.spendweir.server.store.sealing;

import dev.spendweir.ledger.ChainFailure;
import dev.spendweir.ledger.ChainFailure.Kind;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.ledger.LedgerHash;
import dev.spendweir.ledger.MerkleFrontier;
import dev.spendweir.ledger.MerkleHash;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chain as far as it is sealed, followed on entry by entry. Every entry is hashed again before it is sealed, so that a
 * checkpoint never vouches for what was changed meanwhile. Not thread-safe.
 */
final class SealState {
    /** Levels between those whose nodes are stored. */
    static final int LEVEL_STEP = 8;

    /** What stands in the tree for an entry that is lost. */
    private static final byte[] LOST = new byte[LedgerHash.HASH_BYTES];

    private final MerkleFrontier frontier;
    private final List<Node> nodes = new ArrayList<>();
    private HashChain head;

    /** @param peaks the frontier's peaks, one after the other */
    SealState(long size, byte[] chainHash, byte[] peaks) {
        List<byte[]> each = new ArrayList<>();
        for (int at = 0; at < peaks.length; at += LedgerHash.HASH_BYTES) {
            each.add(Arrays.copyOfRange(peaks, at, at + LedgerHash.HASH_BYTES));
        }
        this.frontier = MerkleFrontier.at(size, each);
        this.head = HashChain.at(size, chainHash);
    }

    /** A subtree that became complete on a level that is stored. */
    @SuppressWarnings("ArrayRecordComponent") // goes straight to the store
    record Node(int level, long index, byte[] hash) {}

    /** Number of entries. */
    long size() {
        return frontier.size();
    }

    byte[] chainHash() {
        return head.chainHash();
    }

    byte[] root() {
        return frontier.root();
    }

    byte[] peaks() {
        ByteArrayOutputStream peaks = new ByteArrayOutputStream();
        frontier.peaks().forEach(peaks::writeBytes);
        return peaks.toByteArray();
    }

    /** What is to be stored beside the checkpoint. */
    List<Node> nodes() {
        return nodes;
    }

    /**
     * Follows the chain on by the next entry as it is stored.
     *
     * @throws DiscontinuityException when it is not the next one
     */
    void follow(ChainRow row) {
        long next = size() + 1;
        if (row.sequence() != next) {
            throw stop(row.sequence() < next ? Kind.FORK : Kind.GAP, "the next link is " + row.sequence());
        }
        ChainRow.Entry found = row.entry();
        if (found == null) {
            throw stop(Kind.GAP, "the link has no entry");
        }
        byte[] entry = found.stored().entry();
        byte[] entryHash = found.stored().entryHash();
        if (!Arrays.equals(LedgerHash.entry(entry), entryHash)) {
            throw stop(Kind.ENTRY, "the entry's bytes do not have the stored entry_hash");
        }
        HashChain extended = head.append(entryHash);
        if (!found.isLinked()
                || !Arrays.equals(row.previousHash(), head.chainHash())
                || !Arrays.equals(extended.chainHash(), found.stored().chainHash())) {
            throw stop(Kind.LINK, "the link does not follow from what is sealed");
        }
        head = extended;
        grow(entryHash);
    }

    /** Takes the next place as it is stored, whether it follows or not; null: nothing is there. */
    void take(byte @Nullable [] entryHash) {
        grow(entryHash == null ? LOST : entryHash);
    }

    /** Goes on from an anchor, at the size that is reached. */
    void anchor(HashChain anchor) {
        if (anchor.sequence() != size()) {
            throw new IllegalArgumentException("the tree ends at " + size() + ", the anchor is " + anchor.sequence());
        }
        head = anchor;
    }

    private void grow(byte[] entryHash) {
        frontier.append(MerkleHash.leaf(entryHash), (level, index, hash) -> {
            if (level % LEVEL_STEP == 0) {
                nodes.add(new Node(level, index, hash));
            }
        });
    }

    List<byte[]> peakList() {
        return frontier.peaks();
    }

    private DiscontinuityException stop(Kind kind, String detail) {
        return new DiscontinuityException(new ChainFailure(size() + 1, kind, detail));
    }
}
