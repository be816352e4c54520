package dev.spendweir.server.notify;

import static dev.spendweir.server.TestStore.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.PassingClock;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.gate.GateAnswer;
import dev.spendweir.server.gate.Stage;
import dev.spendweir.server.keys.KeySealer;
import dev.spendweir.server.keys.Secrets;
import dev.spendweir.server.metrics.ServerMetrics;
import dev.spendweir.server.outgoing.HostRules;
import dev.spendweir.server.outgoing.Links;
import dev.spendweir.server.outgoing.OutgoingClient;
import dev.spendweir.server.review.Party;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.server.store.notify.DeadLetterService;
import dev.spendweir.server.store.notify.DeadLetterView;
import dev.spendweir.server.store.notify.EndpointService;
import dev.spendweir.vocabulary.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Notifications on a real store, sent by hand, with a fake receiver and a clock of their own (spec 9.2). */
class NotificationTest {
    private static final Party OLIVE = new Party("olive", Set.of(), Role.OWNER, Set.of());
    private static final String POLICY = """
            {"modes": {"default": "hard"}, "approvals": {"required_for": {"nonprod": true}}}
            """;

    private static final FakeReceiver RECEIVER = new FakeReceiver();
    private static final Secrets SECRETS =
            Secrets.under(KeySealer.of(Base64.getEncoder().encodeToString(new byte[32]), "test"));

    private static TestStore test;
    private static EndpointService endpoints;
    private static NotificationQueue queue;
    private static NotificationSender sender;
    private static final PassingClock CLOCK = new PassingClock();

    @BeforeAll
    static void start() {
        test = TestStore.open();
        test.policy(POLICY);
        HostRules rules = HostRules.parse("hooks.slack.com", true, true).orElseThrow();
        endpoints = test.store.notificationEndpoints(SECRETS, rules);
        queue = test.store.notificationQueue(SECRETS);
        sender = new NotificationSender(
                queue, new OutgoingClient(rules), new Links("https://gate.example"), new ServerMetrics(), CLOCK);
    }

    @AfterAll
    static void stop() {
        assertThat(test.ledgerIsValid()).isTrue();
        test.close();
        RECEIVER.close();
    }

    /** An endpoint for the messages of one test; its key. */
    private static String endpoint(String id, NotificationFormat format) {
        StoredEndpoint stored = endpoints.put(TestStore.caller(), spec(id, "/" + id, format));
        return String.valueOf(stored.secret());
    }

    private static EndpointSpec spec(String id, String path, NotificationFormat format) {
        return new EndpointSpec(id, RECEIVER.url(path), format, List.of(NotificationEvent.values()), true, false);
    }

    private static void remove(String id) {
        endpoints.delete(TestStore.caller(), id);
    }

    private static GateAnswer ask(String change) {
        return test.gate(TestStore.request("10"), change, Stage.NONE);
    }

    private static void drive() {
        for (int round = 0; round < 100; round++) {
            Optional<Notification> leased = queue.lease(TENANT, CLOCK.instant(), NotificationSender.LEASE);
            if (leased.isEmpty()) {
                return;
            }
            sender.send(leased.get());
        }
        throw new AssertionError("the work does not come to an end");
    }

    private static List<String> types(String path) {
        return RECEIVER.messages(path).stream()
                .map(message -> TestStore.text(message.body(), "type"))
                .toList();
    }

    @Test
    void life_ofAnApproval_isToldSigned() {
        String secret = endpoint("life", NotificationFormat.STANDARD);
        GateAnswer asked = ask("life-1");
        String id = String.valueOf(asked.approvalId());
        drive();
        test.store.approvals().approve(new Caller(TENANT, "olive", null, null), OLIVE, id, "yes");
        drive();
        test.store.approvals().cancel(new Caller(TENANT, "olive", null, null), OLIVE, id, null);
        GateAnswer second = ask("life-2");
        test.store
                .approvals()
                .deny(new Caller(TENANT, "olive", null, null), OLIVE, String.valueOf(second.approvalId()), null);
        ask("life-3");
        test.gate(TestStore.request("11"), "life-3", Stage.NONE);
        drive();

        assertThat(types("/life"))
                .containsExactlyInAnyOrder(
                        "approval.requested",
                        "approval.approved",
                        "approval.cancelled",
                        "approval.requested",
                        "approval.denied",
                        "approval.requested",
                        "approval.cancelled",
                        "approval.requested");
        assertThat(RECEIVER.messages("/life")).allMatch(message -> message.isSignedWith(secret));
        assertThat(RECEIVER.messages("/life")).noneMatch(message -> message.isSignedWith("whsec_AAAA"));
        JsonObject first = RECEIVER.messages("/life").get(0).body();
        assertThat(TestStore.text(first, "data", "approval_id")).isEqualTo(id);
        assertThat(TestStore.text(first, "data", "url")).isEqualTo("https://gate.example/v1/approvals/" + id);
        assertThat(TestStore.text(first, "data", "monthly_delta")).isEqualTo("10");
        JsonObject approved = RECEIVER.messages("/life").get(1).body();
        assertThat(TestStore.text(approved, "data", "actor_id")).isEqualTo("olive");
        assertThat(RECEIVER.messages("/life").stream()
                        .map(FakeReceiver.Message::id)
                        .distinct())
                .hasSize(8);
        remove("life");
    }

    @Test
    void message_isThereIfAndOnlyIfWhatItTellsIs() {
        endpoint("same", NotificationFormat.SLACK);
        GateAnswer asked = ask("same-1");
        assertThat(test.sql("SELECT event FROM notification WHERE approval_id = '" + asked.approvalId() + "'"))
                .containsExactly("approval.requested");
        assertThatThrownBy(() -> test.store
                        .approvals()
                        .approve(
                                new Caller(TENANT, "mia", null, null),
                                new Party("mia", Set.of(), Role.MEMBER, Set.of()),
                                String.valueOf(asked.approvalId()),
                                null))
                .isInstanceOf(RejectedException.class);
        assertThat(test.sql("SELECT count(*) FROM notification WHERE endpoint_id = 'same'"))
                .containsExactly("1");
        drive();
        assertThat(RECEIVER.messages("/same").get(0).body().has("blocks")).isTrue();
        endpoints.put(
                TestStore.caller(),
                new EndpointSpec(
                        "same",
                        RECEIVER.url("/same"),
                        NotificationFormat.STANDARD,
                        List.of(NotificationEvent.DENIED),
                        true,
                        false));
        ask("same-2");
        drive();
        assertThat(RECEIVER.messages("/same")).as("only what it wants").hasSize(1);
        remove("same");
    }

    @Test
    void receiver_thatFails_isTriedAgainThenADeadLetterThatTwoPeopleReplay() {
        String secret = endpoint("fails", NotificationFormat.STANDARD);
        RECEIVER.answers("/fails", 500);
        ask("fails-1");
        Instant begun = CLOCK.instant();
        drive();
        int tries = 1;
        while (test.sql("SELECT status FROM notification WHERE endpoint_id = 'fails'")
                .equals(List.of("queued"))) {
            assertThat(RECEIVER.messages("/fails").size()).isBetween(tries, tries + 1);
            tries = RECEIVER.messages("/fails").size();
            CLOCK.pass(Duration.ofSeconds(20));
            drive();
        }
        assertThat(RECEIVER.messages("/fails")).hasSize(1 + NotificationSender.RETRIES);
        assertThat(Duration.between(begun, CLOCK.instant())).isLessThan(Duration.ofSeconds(960));
        assertThat(RECEIVER.messages("/fails").stream()
                        .map(FakeReceiver.Message::id)
                        .distinct())
                .as("one message, however often")
                .hasSize(1);
        assertThat(RECEIVER.messages("/fails")).allMatch(message -> message.isSignedWith(secret));

        DeadLetterService letters = test.store.deadLetters();
        DeadLetterView letter = letters.list(TENANT, "notification", new PageRequest(10, null))
                .items()
                .get(0);
        assertThat(letter.reason()).isEqualTo("retry_budget_exhausted");
        assertThat(letter.detail()).contains("500");
        assertThat(letter.payload()).doesNotContain(secret, RECEIVER.url("/fails"));

        Caller ann = new Caller(TENANT, "ann", null, null);
        assertThat(letters.replay(ann, letter.deadLetterId()).replayRequestedBy())
                .isEqualTo("ann");
        assertThatThrownBy(() -> letters.replay(ann, letter.deadLetterId()))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SEPARATION_OF_DUTIES));
        drive();
        assertThat(RECEIVER.messages("/fails")).hasSize(6);
        RECEIVER.answers("/fails", 200);
        Caller bob = new Caller(TENANT, "bob", null, null);
        assertThat(letters.replay(bob, letter.deadLetterId()).replayedBy()).isEqualTo("bob");
        drive();
        assertThat(RECEIVER.messages("/fails")).hasSize(7);
        assertThat(letters.replay(ann, letter.deadLetterId()).replayedBy()).isEqualTo("bob");
        drive();
        assertThat(RECEIVER.messages("/fails")).as("granted once, sent once").hasSize(7);
        assertThat(test.sql("SELECT status FROM notification WHERE endpoint_id = 'fails'"))
                .containsExactly("sent");
        assertThatThrownBy(() -> letters.replay(bob, "0190a5a0-0000-7000-8000-000000000000"))
                .isInstanceOf(RejectedException.class);
        remove("fails");
    }

    @Test
    void receiver_thatIsGone_isAskedNoMore() {
        endpoint("gone", NotificationFormat.STANDARD);
        RECEIVER.answers("/gone", 410);
        ask("gone-1");
        ask("gone-2");
        drive();
        assertThat(RECEIVER.messages("/gone")).hasSize(1);
        EndpointView view = endpoints.get(TENANT, "gone").orElseThrow();
        assertThat(view.enabled()).isFalse();
        assertThat(view.goneAt()).isNotNull();
        ask("gone-3");
        drive();
        assertThat(RECEIVER.messages("/gone")).hasSize(1);
        DeadLetterService letters = test.store.deadLetters();
        String letter = letters.list(TENANT, "notification", new PageRequest(50, null)).items().stream()
                .filter(item -> item.reason().equals("endpoint_gone"))
                .findFirst()
                .orElseThrow()
                .deadLetterId();
        letters.replay(new Caller(TENANT, "ann", null, null), letter);
        assertThatThrownBy(() -> letters.replay(new Caller(TENANT, "bob", null, null), letter))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
        RECEIVER.answers("/gone", 200);
        endpoints.put(TestStore.caller(), spec("gone", "/gone", NotificationFormat.STANDARD));
        letters.replay(new Caller(TENANT, "bob", null, null), letter);
        drive();
        assertThat(RECEIVER.messages("/gone")).hasSize(2);
        remove("gone");
    }

    @Test
    void receiver_thatIsGone_saysNothingOfTheAddressThatTookItsPlace() {
        endpoint("moves", NotificationFormat.STANDARD);
        RECEIVER.answers("/moves", 410);
        ask("moves-1");
        Notification underWay =
                queue.lease(TENANT, CLOCK.instant(), NotificationSender.LEASE).orElseThrow();
        endpoints.put(TestStore.caller(), spec("moves", "/moved", NotificationFormat.STANDARD));
        sender.send(underWay);
        assertThat(endpoints.get(TENANT, "moves").orElseThrow().enabled()).isTrue();
        CLOCK.pass(Duration.ofSeconds(20));
        drive();
        assertThat(types("/moves")).hasSize(1);
        assertThat(types("/moved")).containsExactly("approval.requested");
        remove("moves");
    }

    @Test
    void slowEndpoint_doesNotKeepTheOthersWaiting() {
        endpoint("hang", NotificationFormat.STANDARD);
        endpoint("quick", NotificationFormat.STANDARD);
        ask("slow-1");
        ask("slow-2");
        ask("slow-3");
        // One message to the slow one is under way for as long as it takes: its worker has it leased.
        Notification first =
                queue.lease(TENANT, CLOCK.instant(), NotificationSender.LEASE).orElseThrow();
        Notification other =
                queue.lease(TENANT, CLOCK.instant(), NotificationSender.LEASE).orElseThrow();
        assertThat(Set.of(first.endpointId(), other.endpointId())).containsExactlyInAnyOrder("hang", "quick");
        assertThat(queue.lease(TENANT, CLOCK.instant(), NotificationSender.LEASE))
                .as("each endpoint has one under way")
                .isEmpty();
        sender.send(first.endpointId().equals("quick") ? first : other);
        for (int i = 0; i < 2; i++) {
            Notification next = queue.lease(TENANT, CLOCK.instant(), NotificationSender.LEASE)
                    .orElseThrow();
            assertThat(next.endpointId()).isEqualTo("quick");
            sender.send(next);
        }
        assertThat(queue.lease(TENANT, CLOCK.instant(), NotificationSender.LEASE))
                .isEmpty();
        assertThat(RECEIVER.messages("/quick")).hasSize(3);
        remove("hang");
        remove("quick");
    }

    @Test
    void endpointsWhoseKeyIsLost_keepNobodyWaiting_andEndAsDeadLetters() {
        for (int i = 0; i < 4; i++) {
            endpoint("lost-" + i, NotificationFormat.STANDARD);
        }
        endpoint("read", NotificationFormat.STANDARD);
        test.sql(
                "UPDATE notification_endpoint SET sealed = decode(repeat('00', 64), 'hex') WHERE endpoint_id LIKE 'lost-%'",
                "SET session_replication_role = replica");
        ask("lost");
        drive();
        assertThat(types("/read")).as("of the same tenant").containsExactly("approval.requested");
        for (int i = 0; i < 100 && !undelivered("lost-0").equals(List.of("dead")); i++) {
            CLOCK.pass(Duration.ofSeconds(20));
            drive();
        }
        assertThat(undelivered("lost-0")).containsExactly("dead");
        assertThat(test.store
                        .deadLetters()
                        .list(TENANT, "notification", new PageRequest(50, null))
                        .items())
                .filteredOn(letter -> letter.payload().contains("lost-0"))
                .singleElement()
                .satisfies(letter -> assertThat(letter.detail()).contains("secrets.encryption_key"));
        for (int i = 0; i < 4; i++) {
            remove("lost-" + i);
        }
        remove("read");
    }

    private static List<String> undelivered(String endpoint) {
        return test.sql("SELECT status FROM notification WHERE endpoint_id = '" + endpoint + "'");
    }

    @Test
    void serversThatLookAtOnce_leaseOneMessageOfAnEndpoint() throws Exception {
        endpoint("rivals", NotificationFormat.STANDARD);
        for (int i = 0; i < 6; i++) {
            ask("rivals-" + i);
        }
        ExecutorService servers = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 20; round++) {
                Instant at = CLOCK.instant();
                Callable<Optional<Notification>> look = () -> queue.lease(TENANT, at, NotificationSender.LEASE);
                List<Notification> leased = new ArrayList<>();
                for (Future<Optional<Notification>> found : servers.invokeAll(Collections.nCopies(4, look))) {
                    found.get().ifPresent(leased::add);
                }
                assertThat(leased).as("round " + round).hasSize(1);
                queue.again(leased.get(0), at, at, "not this time");
            }
        } finally {
            servers.shutdownNow();
        }
        remove("rivals");
    }

    @Test
    void address_thatMayNotBeCalled_isRefused_andNoSecretLiesInTheOpen() {
        for (String url :
                List.of("http://hooks.slack.com/x", "https://hooks.slack.com.evil.example/x", "https://10.0.0.1/")) {
            assertThatThrownBy(() -> endpoints.put(
                            TestStore.caller(),
                            new EndpointSpec(
                                    "bad",
                                    url,
                                    NotificationFormat.SLACK,
                                    List.of(NotificationEvent.DENIED),
                                    true,
                                    false)))
                    .isInstanceOfSatisfying(
                            RejectedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.URL_NOT_ALLOWED));
        }
        EndpointSpec slack = new EndpointSpec(
                "slack",
                "https://hooks.slack.com/services/T0/B0/secret-part",
                NotificationFormat.SLACK,
                List.of(NotificationEvent.DENIED),
                true,
                true);
        StoredEndpoint stored = endpoints.put(TestStore.caller(), slack);
        StoredEndpoint rotated = endpoints.put(TestStore.caller(), slack);
        assertThat(rotated.secret()).isNotNull().isNotEqualTo(stored.secret());
        assertThat(stored.view().origin()).isEqualTo("https://hooks.slack.com");
        assertThat(stored.toString() + slack + rotated.view().toJson())
                .doesNotContain("secret-part", String.valueOf(stored.secret()));
        assertThat(test.sql("SELECT e::text FROM notification_endpoint e"))
                .noneMatch(row -> row.contains("secret-part") || row.contains(String.valueOf(rotated.secret())));
        assertThat(test.payloads())
                .noneMatch(row -> row.contains("secret-part") || row.contains(String.valueOf(rotated.secret())));
        remove("slack");
    }

    @Test
    void endpoint_switchedOff_forgetsWhatWasQueued() {
        endpoint("off", NotificationFormat.STANDARD);
        ask("off-1");
        endpoints.put(
                TestStore.caller(),
                new EndpointSpec(
                        "off",
                        RECEIVER.url("/off"),
                        NotificationFormat.STANDARD,
                        List.of(NotificationEvent.REQUESTED),
                        false,
                        false));
        assertThat(test.sql("SELECT count(*) FROM notification WHERE endpoint_id = 'off'"))
                .containsExactly("0");
        remove("off");
    }
}
