package dev.spendweir.server.store.ingest;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.rejection.Finding;
import dev.spendweir.rejection.RejectedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a batch (spec 5.4); never all or nothing.
 *
 * @param accepted number of events that took effect
 * @param duplicates number of events that had done so before
 */
record IngestBatch(int accepted, int duplicates, List<Refusal> rejected) {
    IngestBatch {
        rejected = List.copyOf(rejected);
    }

    /**
     * An event that failed.
     *
     * @param index its place in the batch, from 0
     * @param eventId null when none could be read
     * @param raw what came, for the dead letter
     */
    record Refusal(
            int index, @Nullable String eventId, @Nullable String traceId, Finding finding, String raw) {
        static Refusal of(
                int index, @Nullable String eventId, @Nullable String traceId, RejectedException e, String raw) {
            return new Refusal(index, eventId, traceId, e.findings().get(0), raw);
        }

        JsonObject toJson() {
            return JsonObject.builder()
                    .put("index", index)
                    .put("event_id", eventId)
                    .put("code", finding.code().wireName())
                    .put("pointer", finding.pointer())
                    .build();
        }
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("accepted", accepted)
                .put("duplicates", duplicates)
                .put("rejected", JsonArray.of(rejected.stream().map(Refusal::toJson)))
                .build();
    }
}
