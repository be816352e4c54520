package dev.spendweir.server.notify;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.metrics.ServerMetrics;
import dev.spendweir.server.outgoing.Links;
import dev.spendweir.server.outgoing.OutgoingAnswer;
import dev.spendweir.server.outgoing.OutgoingCall;
import dev.spendweir.server.outgoing.OutgoingClient;
import dev.spendweir.server.outgoing.OutgoingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one message and decides what becomes of it: any 2xx is an arrival, 410 ends the endpoint, everything else is tried
 * again until the budget is spent (spec 9.2). Thread-safe.
 */
public final class NotificationSender {
    /** Longer than one attempt with everything around it. */
    public static final Duration LEASE = Duration.ofMinutes(1);

    /** Spec 9.2: retries of one event. */
    static final int RETRIES = 5;

    /** Spec 9.2: the time in which they are made, 900 s. */
    static final Duration BUDGET = Duration.ofMinutes(15);

    /** A receiver only puts the message away; one that takes longer is not waited for. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Nothing in an answer is looked at. */
    private static final long ANSWER_BYTES = 64 * 1024;

    /** Doubled and more with each retry: 10 s, 30 s, 90 s, 270 s, and what is left of the budget. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);

    private static final int GROWTH = 3;
    private static final int GONE = 410;
    private static final Logger LOG = LoggerFactory.getLogger(NotificationSender.class);

    private final NotificationQueue queue;
    private final OutgoingClient client;
    private final Links links;
    private final ServerMetrics metrics;
    private final Clock clock;

    /** @param clock dates attempts */
    public NotificationSender(
            NotificationQueue queue, OutgoingClient client, Links links, ServerMetrics metrics, Clock clock) {
        this.queue = queue;
        this.client = client;
        this.links = links;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Makes one attempt. */
    public void send(Notification notification) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        EndpointSecret endpoint = notification.endpoint();
        if (endpoint == null) {
            // Another server may have the key; in the end somebody must see that nobody has.
            failed(notification, now, "its address was sealed under another secrets.encryption_key", Duration.ZERO);
            return;
        }
        try {
            OutgoingAnswer answer = client.send(call(notification, endpoint, now));
            if (answer.isSuccess()) {
                queue.sent(notification, now);
                metrics.notification("sent");
            } else if (answer.status() == GONE) {
                gone(notification, now);
            } else {
                failed(notification, now, "the receiver answered " + answer.status(), wish(answer));
            }
        } catch (OutgoingException e) {
            if (e.kind() == OutgoingException.Kind.NOT_ALLOWED) {
                bury(notification, now, "url_not_allowed", String.valueOf(e.getMessage()));
            } else {
                failed(notification, now, String.valueOf(e.getMessage()), Duration.ZERO);
            }
        }
    }

    /** Switching an endpoint off is told the ledger; while that takes nothing it is tried again. */
    private void gone(Notification notification, Instant now) {
        try {
            if (!queue.gone(notification, now)) {
                failed(notification, now, "the receiver is gone; the endpoint has another one by now", Duration.ZERO);
                return;
            }
            LOG.warn("{}: the receiver is gone; the endpoint is disabled", notification);
            metrics.notification("gone");
        } catch (RejectedException e) {
            failed(notification, now, "the receiver is gone; " + e.code().wireName(), Duration.ZERO);
        }
    }

    private OutgoingCall call(Notification notification, EndpointSecret endpoint, Instant now) {
        byte[] body = CanonicalJson.bytes(document(notification));
        String id = "msg_" + notification.notificationId();
        String signature = WebhookKey.parse(endpoint.key()).sign(id, now.getEpochSecond(), body);
        return new OutgoingCall(
                "POST",
                endpoint.url(),
                Map.of(
                        "Content-Type",
                        "application/json",
                        "User-Agent",
                        "spendweir",
                        "webhook-id",
                        id,
                        "webhook-timestamp",
                        Long.toString(now.getEpochSecond()),
                        "webhook-signature",
                        signature),
                body,
                TIMEOUT,
                ANSWER_BYTES);
    }

    private JsonObject document(Notification notification) {
        JsonObject body = notification.body();
        JsonObject data = (JsonObject) Objects.requireNonNull(body.get("data"), "every message has data");
        @Nullable String link = data.get("approval_id") instanceof JsonString id ? links.approval(id.value()) : null;
        return switch (notification.format()) {
            case SLACK -> SlackMessage.of(body, link);
            case STANDARD -> link == null ? body : body.with("data", data.with("url", new JsonString(link)));
        };
    }

    private static Duration wish(OutgoingAnswer answer) {
        return answer.retryAfterSeconds().map(Duration::ofSeconds).orElse(Duration.ZERO);
    }

    private void failed(Notification notification, Instant now, String why, Duration wish) {
        Instant first = Objects.requireNonNullElse(notification.firstTriedAt(), now);
        Duration own = pause(notification.attempts());
        Instant due = now.plus(wish.compareTo(own) > 0 ? wish : own);
        boolean spent = notification.attempts() >= RETRIES || due.isAfter(first.plus(BUDGET));
        if (spent) {
            bury(notification, now, "retry_budget_exhausted", why);
        } else {
            queue.again(notification, now, due, why);
            metrics.notification("retried");
        }
    }

    private void bury(Notification notification, Instant now, String reason, String why) {
        LOG.warn("{}: given up ({}): {}", notification, reason, why);
        queue.dead(notification, now, reason, why);
        metrics.notification("dead");
    }

    /** Jittered, so that many that failed together do not come together. */
    private static Duration pause(int attempts) {
        long full = FIRST_PAUSE.toMillis();
        for (int i = 0; i < attempts; i++) {
            full *= GROWTH;
        }
        full = Math.min(full, BUDGET.toMillis() / 2);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(full / 2, full + 1));
    }
}
