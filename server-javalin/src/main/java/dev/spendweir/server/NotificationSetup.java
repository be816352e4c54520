package dev.spendweir.server;

import dev.spendweir.server.config.ServerConfig;
import dev.spendweir.server.jobs.LeasedJob;
import dev.spendweir.server.keys.Secrets;
import dev.spendweir.server.metrics.ServerMetrics;
import dev.spendweir.server.notify.Notification;
import dev.spendweir.server.notify.NotificationQueue;
import dev.spendweir.server.notify.NotificationSender;
import dev.spendweir.server.outgoing.OutgoingClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Puts together what sends notifications (spec 9.2). */
final class NotificationSetup {
    /** Messages under way at once; those of one endpoint and of one tenant are fewer. */
    private static final int WORKERS = 16;

    /** How long it can be seen that a message was sent. */
    private static final Duration KEPT = Duration.ofDays(7);

    private NotificationSetup() {}

    /** Starts the job. */
    static LeasedJob start(ServerConfig config, Store store, Secrets secrets, ServerMetrics metrics) {
        NotificationQueue queue = store.notificationQueue(secrets);
        NotificationSender sender = new NotificationSender(
                queue, new OutgoingClient(config.notifications().hosts()), config.links(), metrics, Clock.systemUTC());
        return LeasedJob.start("notifications", config.notifications().interval(), WORKERS, new Work(queue, sender));
    }

    private record Work(NotificationQueue queue, NotificationSender sender) implements LeasedJob.Source {
        @Override
        public List<String> tenants() {
            return queue.tenantsWithDue(Instant.now());
        }

        @Override
        public List<Runnable> lease(String tenantId) {
            return queue.lease(tenantId, Instant.now(), NotificationSender.LEASE).stream()
                    .map(notification -> (Runnable) () -> send(notification))
                    .toList();
        }

        private void send(Notification notification) {
            sender.send(notification);
            queue.forget(notification.tenantId(), Instant.now().minus(KEPT));
        }
    }
}
