package dev.spendweir.server.store.ingest;

import dev.spendweir.amount.Amount;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A checked event of spec 5.4. */
sealed interface IngestEvent {
    /** Unique per tenant; a second event with it has no effect. */
    String eventId();

    /** When the sender made it; the last one wins. */
    Instant createdAt();

    /** Who sent it. */
    String source();

    /**
     * The cost of a day.
     *
     * @param projectId null: the whole tenant
     * @param isFinal whether the provider will not restate it
     */
    record DailyCost(
            String eventId,
            Instant createdAt,
            String source,
            LocalDate date,
            @Nullable String projectId,
            Amount amount,
            boolean isFinal)
            implements IngestEvent {}

    /** The last day whose cost is complete. */
    record Watermark(String eventId, Instant createdAt, String source, LocalDate completeThrough)
            implements IngestEvent {}
}
