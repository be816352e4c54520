package dev.spendweir.server.store.audit;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ledger.Acknowledgement;
import dev.spendweir.ledger.AuditReport;
import dev.spendweir.ledger.ChainFailure;
import dev.spendweir.ledger.ChainReport;
import dev.spendweir.ledger.Checkpoint;
import dev.spendweir.ledger.CheckpointNote;
import dev.spendweir.ledger.Unexcluded;
import org.jspecify.annotations.Nullable;

/**
 * What the verification of one chain found.
 *
 * @param replayed number of decisions that were decided again; null: none were asked for
 */
public record VerifiedChain(AuditReport audit, @Nullable Long replayed) {
    /** The chain itself. */
    public ChainReport report() {
        return audit.report();
    }

    /** The same, unless it is valid and the copy of a checkpoint outside cannot be believed: then that is what is wrong. */
    VerifiedChain withOutside(CheckpointNote outside) {
        ChainFailure.Kind kind = outside.kind();
        if (kind == null || !report().isValid()) {
            return this;
        }
        ChainFailure failure = new ChainFailure(
                report().head().sequence(), kind, "the copy of the checkpoint outside: " + outside.detail());
        return new VerifiedChain(audit.failed(failure), replayed);
    }

    /** The chain in the shape of spec 11, and what could not be excluded. */
    public JsonObject toJson() {
        Long decisions = replayed;
        Checkpoint checkpoint = audit.checkpoint();
        ChainFailure failure = report().failure();
        return JsonObject.builder()
                .put("chain", report().chain().wireName())
                .put("entries", report().entries())
                .put("head", report().head().toJson())
                .put("checkpoint", checkpoint == null ? JsonNull.NULL : checkpoint.toJson())
                .put("replayed", decisions == null ? JsonNull.NULL : JsonNumber.of(decisions))
                .put("failure", failure == null ? JsonNull.NULL : failure.toJson())
                .put("not_excluded", JsonArray.of(audit.unexcluded().stream().map(Unexcluded::toJson)))
                .put("acknowledged", JsonArray.of(audit.acknowledged().stream().map(Acknowledgement::toJson)))
                .build();
    }
}
