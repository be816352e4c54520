package dev.spendweir.server.store.sealing;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That an entry is in a chain's tree of a certain size (RFC 6962 section 2.1.1). The arrays are not to be changed.
 *
 * @param checkpoint the signed note of that size; null when none was made at it
 */
@SuppressWarnings("ArrayRecordComponent") // turned into JSON, never compared
public record InclusionProof(
        ChainId chain,
        long sequence,
        long size,
        byte[] entryHash,
        byte[] leafHash,
        List<byte[]> proof,
        byte[] root,
        @Nullable String checkpoint) {
    public InclusionProof {
        proof = List.copyOf(proof);
    }

    /** The answer, hashes in lower-case hex. */
    public JsonObject toJson() {
        HexFormat hex = HexFormat.of();
        return JsonObject.builder()
                .put("chain", chain.chain().wireName())
                .put("sequence", sequence)
                .put("index", sequence - 1)
                .put("size", size)
                .put("entry_hash", hex.formatHex(entryHash))
                .put("leaf_hash", hex.formatHex(leafHash))
                .put(
                        "proof",
                        JsonArray.ofStrings(proof.stream().map(hex::formatHex).toList()))
                .put("root_hash", hex.formatHex(root))
                .put("checkpoint", checkpoint)
                .build();
    }
}
