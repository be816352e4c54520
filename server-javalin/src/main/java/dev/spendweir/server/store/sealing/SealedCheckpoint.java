package dev.spendweir.server.store.sealing;

import dev.spendweir.ledger.Checkpoint;
import java.time.Instant;
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
}
