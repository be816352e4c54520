package dev.spendweir.server.notify;

import dev.spendweir.canonical.JsonObject;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message to one endpoint, leased from the queue. Immutable.
 *
 * @param body what happened
 * @param endpoint address and key; null: no key of this server opens them
 * @param lease only who holds it may store
 * @param attempts so far
 * @param firstTriedAt null: not yet
 */
public record Notification(
        String tenantId,
        String notificationId,
        String endpointId,
        NotificationFormat format,
        JsonObject body,
        @Nullable EndpointSecret endpoint,
        UUID lease,
        int attempts,
        @Nullable Instant firstTriedAt) {

    /** Shows no secret. */
    @Override
    public String toString() {
        return "Notification[" + notificationId + " to " + endpointId + "]";
    }
}
