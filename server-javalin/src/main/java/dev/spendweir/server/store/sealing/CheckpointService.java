package dev.spendweir.server.store.sealing;

import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.Checkpoint;
import dev.spendweir.ledger.MerkleHash;
import dev.spendweir.ledger.MerkleProof;
import dev.spendweir.ledger.MerkleTree;
import dev.spendweir.note.SignedNote;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Rows;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Gives checkpoints and the Merkle proofs that belong to them (spec 3.3). A proof goes out only after it was verified here:
 * what a damaged store would prove is refused instead. Thread-safe.
 */
public final class CheckpointService {
    private static final String NEWEST = """
            SELECT size, note, sealed_at FROM ledger_checkpoint
            WHERE tenant_id = :tenant AND chain = :chain
            ORDER BY size DESC LIMIT 1
            """;
    private static final String OF_SIZE = """
            SELECT size, note, sealed_at FROM ledger_checkpoint
            WHERE tenant_id = :tenant AND chain = :chain AND size = :size
            """;

    private final Database database;

    /** @param database holds the ledger */
    public CheckpointService(Database database) {
        this.database = database;
    }

    /**
     * The newest checkpoint of a chain, or the one of a size.
     *
     * @param size null: the newest
     */
    public Optional<SealedCheckpoint> checkpoint(String tenantId, Chain chain, @Nullable Long size) {
        ChainId id = new ChainId(tenantId, chain);
        return database.inTenant(tenantId, handle -> find(handle, id, size));
    }

    /**
     * The proof that an entry is in the chain.
     *
     * @param sequence the entry, from 1
     * @param size of the tree; null: that of the newest checkpoint
     * @throws RejectedException {@code NOT_FOUND} when nothing is sealed, {@code INVALID_PARAMETER} for an entry or size
     *     beyond what is sealed, {@code LEDGER_DAMAGED} when what is stored proves nothing
     */
    public InclusionProof inclusion(String tenantId, Chain chain, long sequence, @Nullable Long size) {
        ChainId id = new ChainId(tenantId, chain);
        return database.inTenantAtOneMoment(tenantId, handle -> {
            long treeSize = sealedSize(handle, id, size, "?size");
            if (sequence < 1 || sequence > treeSize) {
                throw new RejectedException(
                        ErrorCode.INVALID_PARAMETER,
                        "?sequence",
                        "entry " + sequence + " is not among the first " + treeSize);
            }
            SealedNodes nodes = new SealedNodes(handle, id, Closings.of(handle, id));
            MerkleTree tree = new MerkleTree(nodes, treeSize);
            byte[] root = root(handle, id, tree);
            byte[] entryHash = entryHash(handle, id, sequence);
            byte[] leafHash = MerkleHash.leaf(entryHash);
            List<byte[]> proof = tree.inclusionProof(sequence - 1);
            require(MerkleProof.verifyInclusion(leafHash, sequence - 1, treeSize, proof, root));
            return new InclusionProof(
                    id, sequence, treeSize, entryHash, leafHash, proof, root, note(handle, id, treeSize));
        });
    }

    /**
     * The proof that a tree of the chain begins with a smaller one.
     *
     * @param first size of the smaller tree, from 1
     * @param second size of the larger one, at least first; null: that of the newest checkpoint
     * @throws RejectedException as {@link #inclusion}
     */
    public ConsistencyProof consistency(String tenantId, Chain chain, long first, @Nullable Long second) {
        ChainId id = new ChainId(tenantId, chain);
        return database.inTenantAtOneMoment(tenantId, handle -> {
            long secondSize = sealedSize(handle, id, second, "?second");
            if (first < 1 || first > secondSize) {
                throw new RejectedException(
                        ErrorCode.INVALID_PARAMETER, "?first", "takes 1 to " + secondSize + ", not " + first);
            }
            SealedNodes nodes = new SealedNodes(handle, id, Closings.of(handle, id));
            MerkleTree tree = new MerkleTree(nodes, secondSize);
            byte[] firstRoot = root(handle, id, new MerkleTree(nodes, first));
            byte[] secondRoot = root(handle, id, tree);
            List<byte[]> proof = tree.consistencyProof(first);
            require(MerkleProof.verifyConsistency(first, secondSize, firstRoot, secondRoot, proof));
            return new ConsistencyProof(
                    id, first, secondSize, firstRoot, secondRoot, proof, note(handle, id, secondSize));
        });
    }

    /** The size asked for, or the newest; never beyond what is sealed. */
    private static long sealedSize(Handle handle, ChainId id, @Nullable Long wanted, String pointer) {
        SealedCheckpoint newest = find(handle, id, null)
                .orElseThrow(() -> new RejectedException(ErrorCode.NOT_FOUND, "the chain has no checkpoint yet"));
        if (wanted == null) {
            return newest.size();
        }
        if (wanted < 1 || wanted > newest.size()) {
            throw new RejectedException(
                    ErrorCode.INVALID_PARAMETER,
                    pointer,
                    "takes 1 to " + newest.size() + ", which is sealed, not " + wanted);
        }
        return wanted;
    }

    /** The tree's root, which is that of the checkpoint of its size when there is one. */
    private static byte[] root(Handle handle, ChainId id, MerkleTree tree) {
        byte[] root = tree.root();
        find(handle, id, tree.size())
                .ifPresent(checkpoint -> require(checkpoint
                        .checkpoint()
                        .map(found -> found.size() == tree.size() && found.hasRoot(root))
                        .orElse(false)));
        return root;
    }

    private static byte[] entryHash(Handle handle, ChainId id, long sequence) {
        return handle.createQuery("SELECT entry_hash FROM ledger_entry WHERE tenant_id = :tenant AND chain = :chain"
                        + " AND sequence = :sequence LIMIT 1")
                .bind("tenant", id.tenantId())
                .bind("chain", id.chain().wireName())
                .bind("sequence", sequence)
                .map((row, context) -> row.getBytes(1))
                .findOne()
                .orElseThrow(() -> damaged("entry " + sequence + " is missing"));
    }

    private static @Nullable String note(Handle handle, ChainId id, long size) {
        return find(handle, id, size).map(SealedCheckpoint::note).orElse(null);
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw damaged("the stored tree does not have the root of its checkpoint");
        }
    }

    private static RejectedException damaged(String detail) {
        return new RejectedException(ErrorCode.LEDGER_DAMAGED, detail);
    }

    private static Optional<SealedCheckpoint> find(Handle handle, ChainId id, @Nullable Long size) {
        Query query = size == null
                ? handle.createQuery(NEWEST)
                : handle.createQuery(OF_SIZE).bind("size", size);
        return query.bind("tenant", id.tenantId())
                .bind("chain", id.chain().wireName())
                .map((row, context) -> new SealedCheckpoint(
                        id, row.getLong("size"), row.getString("note"), Rows.instant(row, "sealed_at")))
                .findOne();
    }

    /** Reads a stored note as far as its form goes; its signature is for those who hold keys. */
    static Optional<Checkpoint> read(String note) {
        try {
            return Optional.of(Checkpoint.parse(SignedNote.parse(note).text()));
        } catch (RejectedException e) {
            return Optional.empty();
        }
    }
}
