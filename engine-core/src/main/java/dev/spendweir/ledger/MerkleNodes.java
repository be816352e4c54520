package dev.spendweir.ledger;

/**
 * The hashes of the complete subtrees of a growing Merkle tree. They never change once their leaves are there, so they can
 * be stored for good; {@link MerkleTree} makes roots and proofs of every size from them.
 */
@FunctionalInterface
public interface MerkleNodes {

    /**
     * The root of the complete subtree over the leaves {@code index * 2^level} up to, not including, {@code (index + 1) *
     * 2^level}; of level 0 it is a leaf's hash.
     *
     * @param level 0..62
     * @param index from 0
     * @return 32 bytes, which the caller must not change
     */
    byte[] node(int level, long index);
}
