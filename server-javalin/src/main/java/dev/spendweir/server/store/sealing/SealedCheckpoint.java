package dev.spendweir.server.store.sealing;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ledger.Checkpoint;
import dev.spendweir.time.ClockTime;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A checkpoint as it is stored.
 *
 * @param note the signed note
 */
public record SealedCheckpoint(ChainId chain, long size, String note, Instant sealedAt) {
    /** What the note says; empty when it is no checkpoint. */
    Optional<Checkpoint> checkpoint() {
        return CheckpointService.read(note);
    }

    /** The answer of the API. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("chain", chain.chain().wireName())
                .put("origin", Checkpoint.origin(chain.tenantId(), chain.chain()))
                .put("size", size)
                .put(
                        "root_hash",
                        checkpoint()
                                .map(found -> HexFormat.of().formatHex(found.root()))
                                .orElse(null))
                .put("sealed_at", ClockTime.format(sealedAt))
                .put("note", note)
                .build();
    }
}
