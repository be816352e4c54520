package dev.spendweir.server.notify;

import java.util.List;

/**
 * What an endpoint is to be. Immutable.
 *
 * @param url may be a secret itself; never shown again
 * @param events what it is told
 * @param rotateSecret whether it gets a new key
 */
public record EndpointSpec(
        String endpointId,
        String url,
        NotificationFormat format,
        List<NotificationEvent> events,
        boolean enabled,
        boolean rotateSecret) {
    public EndpointSpec {
        events = List.copyOf(events);
    }

    /** Shows no address. */
    @Override
    public String toString() {
        return "EndpointSpec[" + endpointId + "]";
    }
}
