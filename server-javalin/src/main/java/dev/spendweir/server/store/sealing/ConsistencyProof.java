package dev.spendweir.server.store.sealing;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That a chain's tree begins with a smaller one (RFC 6962 section 2.1.2). The arrays are not to be changed.
 *
 * @param checkpoint the signed note of the second size; null when none was made at it
 */
@SuppressWarnings("ArrayRecordComponent") // turned into JSON, never compared
public record ConsistencyProof(
        ChainId chain,
        long first,
        long second,
        byte[] firstRoot,
        byte[] secondRoot,
        List<byte[]> proof,
        @Nullable String checkpoint) {
    public ConsistencyProof {
        proof = List.copyOf(proof);
    }

    /** The answer, hashes in lower-case hex. */
    public JsonObject toJson() {
        HexFormat hex = HexFormat.of();
        return JsonObject.builder()
                .put("chain", chain.chain().wireName())
                .put("first", first)
                .put("second", second)
                .put("first_root", hex.formatHex(firstRoot))
                .put("second_root", hex.formatHex(secondRoot))
                .put(
                        "proof",
                        JsonArray.ofStrings(proof.stream().map(hex::formatHex).toList()))
                .put("checkpoint", checkpoint)
                .build();
    }
}
