package dev.spendweir.server.notify;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.time.ClockTime;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as it is shown.
 *
 * @param origin scheme, host and port of its address
 * @param goneAt when the receiver answered that it is gone; null: it did not
 */
public record EndpointView(
        String endpointId,
        String origin,
        NotificationFormat format,
        List<NotificationEvent> events,
        boolean enabled,
        @Nullable Instant goneAt,
        Instant createdAt,
        Instant updatedAt) {
    public EndpointView {
        events = List.copyOf(events);
    }

    /** The item. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("endpoint_id", endpointId)
                .put("origin", origin)
                .put("format", format.wireName())
                .put("events", events.stream().map(NotificationEvent::wireName).toList())
                .put("enabled", enabled)
                .put("gone_at", goneAt == null ? null : ClockTime.format(goneAt))
                .put("created_at", ClockTime.format(createdAt))
                .put("updated_at", ClockTime.format(updatedAt))
                .build();
    }
}
