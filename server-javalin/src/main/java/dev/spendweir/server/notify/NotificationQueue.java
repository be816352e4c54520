package dev.spendweir.server.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is still to be sent; survives a restart and is shared by all servers of a database. Thread-safe. */
public interface NotificationQueue {

    /** The tenants that have something to send. */
    List<String> tenantsWithDue(Instant at);

    /**
     * Leases the oldest message that is due, to the caller alone. An endpoint has one message under way at a time and a
     * tenant a few, so that those who are slow do not keep the others waiting.
     */
    Optional<Notification> lease(String tenantId, Instant at, Duration time);

    /** It arrived. */
    void sent(Notification notification, Instant at);

    /** It did not; it is tried again then. */
    void again(Notification notification, Instant at, Instant due, String why);

    /** It is given up and becomes a dead letter, once. */
    void dead(Notification notification, Instant at, String reason, String why);

    /**
     * The receiver said that it is gone: nothing more is sent there until somebody enables it again.
     *
     * @return false when the endpoint has another address by now, or is removed; nothing is changed then
     */
    boolean gone(Notification notification, Instant at);

    /** Forgets what was finished before this time. */
    int forget(String tenantId, Instant before);
}
