package dev.spendweir.ledger;

import dev.spendweir.canonical.JsonObject;
import java.util.HexFormat;

/**
 * The head of a chain: how many entries there are and the hash over all of them. Immutable; appending gives the next head.
 */
public final class HashChain {
    private final long sequence;
    private final byte[] chainHash;

    private HashChain(long sequence, byte[] chainHash) {
        this.sequence = sequence;
        this.chainHash = chainHash;
    }

    /** A chain without entries. */
    public static HashChain empty() {
        return new HashChain(0, LedgerHash.genesis());
    }

    /**
     * A chain as it was stored.
     *
     * @param sequence number of entries, >= 0
     * @param chainHash 32 bytes; copied
     */
    public static HashChain at(long sequence, byte[] chainHash) {
        if (sequence < 0 || chainHash.length != LedgerHash.HASH_BYTES) {
            throw new IllegalArgumentException("a head has a sequence >= 0 and a hash of 32 bytes");
        }
        return new HashChain(sequence, chainHash.clone());
    }

    /** The chain with one more entry at its end. */
    public HashChain append(byte[] entryHash) {
        return new HashChain(sequence + 1, LedgerHash.chain(chainHash, entryHash));
    }

    /** Number of entries; the sequence of the last one. */
    public long sequence() {
        return sequence;
    }

    /** Hash over all entries, 32 bytes; a copy. */
    public byte[] chainHash() {
        return chainHash.clone();
    }

    /** {@code {sequence, chain_hash}}, as spec 11 has it. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("sequence", sequence)
                .put("chain_hash", HexFormat.of().formatHex(chainHash))
                .build();
    }
}
