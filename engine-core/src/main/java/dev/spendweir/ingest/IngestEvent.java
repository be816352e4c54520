package dev.spendweir.ingest;

import dev.spendweir.amount.Amount;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A checked event of spec 5.4. Immutable. */
public sealed interface IngestEvent {

    /** Unique per tenant; a second event with it has no effect. */
    String eventId();

    /** When the sender made it, to the millisecond; the last one wins. */
    Instant createdAt();

    /** Who sent it. */
    String source();

    /** The kind of event. */
    IngestType type();

    /**
     * The cost of a day.
     *
     * @param projectId null: the whole tenant
     * @param amount in the policy's currency, within {@link CostLimits#MAX_AMOUNT} in both directions
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
            implements IngestEvent {

        @Override
        public IngestType type() {
            return IngestType.COST_DAILY;
        }

        /** What the figure is about. */
        public CostDay day() {
            return new CostDay(date, projectId);
        }
    }

    /** The last day whose cost is complete. */
    record Watermark(String eventId, Instant createdAt, String source, LocalDate completeThrough)
            implements IngestEvent {

        @Override
        public IngestType type() {
            return IngestType.COST_WATERMARK;
        }
    }

    /**
     * What a hold came to: reconciles it.
     *
     * @param reservationId as the sender wrote it; whether there is such a hold is for the store to say
     * @param actualMonthlyDelta at least 0, in the policy's currency
     * @param notes for the ledger; null: none
     */
    record UsageActual(
            String eventId,
            Instant createdAt,
            String source,
            String reservationId,
            Amount actualMonthlyDelta,
            @Nullable String notes)
            implements IngestEvent {

        @Override
        public IngestType type() {
            return IngestType.USAGE_ACTUAL;
        }
    }
}
