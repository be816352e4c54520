package dev.spendweir.server.store.notify;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.time.ClockTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What failed for good, as the API shows it (spec 9.2).
 *
 * @param kind {@code ingest} or {@code notification}
 * @param eventId of the event or of the message; null when it had none
 * @param replayRequestedBy who asked for a replay; null: nobody
 * @param replayedBy who granted it; null: nobody yet
 */
public record DeadLetterView(
        String deadLetterId,
        String kind,
        @Nullable String eventId,
        String reason,
        String pointer,
        String detail,
        String payload,
        @Nullable String traceId,
        Instant firstSeen,
        Instant lastSeen,
        long seenCount,
        @Nullable String replayRequestedBy,
        @Nullable Instant replayRequestedAt,
        @Nullable String replayedBy,
        @Nullable Instant replayedAt) {

    /** The item. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("dead_letter_id", deadLetterId)
                .put("kind", kind)
                .put("event_id", eventId)
                .put("reason", reason)
                .put("pointer", pointer)
                .put("detail", detail)
                .put("payload", payload)
                .put("trace_id", traceId)
                .put("first_seen", ClockTime.format(firstSeen))
                .put("last_seen", ClockTime.format(lastSeen))
                .put("seen_count", seenCount)
                .put("replay_requested_by", replayRequestedBy)
                .put("replay_requested_at", time(replayRequestedAt))
                .put("replayed_by", replayedBy)
                .put("replayed_at", time(replayedAt))
                .build();
    }

    private static @Nullable String time(@Nullable Instant at) {
        return at == null ? null : ClockTime.format(at);
    }
}
