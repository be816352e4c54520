package dev.spendweir.ingest;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.time.ClockTime;
import dev.spendweir.time.Days;

/**
 * A checked envelope of spec 5.4. Immutable.
 *
 * @param schemaVersion {@code 1.minor}
 */
public record Envelope(String tenantId, String traceId, String agentId, String schemaVersion, IngestEvent event) {

    /** The envelope with normalised values and every default, without its integrity hash. */
    public JsonObject toJson(String currency) {
        return JsonObject.builder()
                .put("tenant_id", tenantId)
                .put("event_id", event.eventId())
                .put("trace_id", traceId)
                .put("agent_id", agentId)
                .put("schema_version", schemaVersion)
                .put("created_at", ClockTime.format(event.createdAt()))
                .put("source", event.source())
                .put("type", event.type().wireName())
                .put("payload", payload(event, currency))
                .build();
    }

    private static JsonObject payload(IngestEvent event, String currency) {
        if (event instanceof IngestEvent.DailyCost cost) {
            return JsonObject.builder()
                    .put("date", Days.format(Days.of(cost.date())))
                    .put("project_id", cost.projectId())
                    .put("amount", Amount.toJson(cost.amount()))
                    .put("currency", currency)
                    .put("final", JsonBoolean.of(cost.isFinal()))
                    .build();
        }
        if (event instanceof IngestEvent.Watermark watermark) {
            return JsonObject.builder()
                    .put("complete_through", Days.format(Days.of(watermark.completeThrough())))
                    .build();
        }
        if (event instanceof IngestEvent.UsageActual usage) {
            return JsonObject.builder()
                    .put("reservation_id", usage.reservationId())
                    .put("actual_monthly_delta", Amount.toJson(usage.actualMonthlyDelta()))
                    .put("currency", currency)
                    .put("notes", usage.notes())
                    .build();
        }
        throw new IllegalStateException("an event of no known kind: " + event);
    }
}
