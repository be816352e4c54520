package dev.spendweir.server.runtask;

import static dev.spendweir.server.TestStore.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.outgoing.HostRulesTest;
import dev.spendweir.server.runtask.RunTaskReceiver.Taken;
import dev.spendweir.server.runtask.RunTasks.Run;
import dev.spendweir.server.store.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Whole runs of HCP Terraform against a run task, with a fake service and a fake clock (spec 5.1, 2.3). */
class RunTaskStoryTest {
    private static RunTasks story;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeAll
    static void start() {
        story = new RunTasks(ConsumeAt.PRE_APPLY);
    }

    @AfterAll
    static void stop() {
        assertThat(story.test.ledgerIsValid()).isTrue();
        story.close();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @BeforeEach
    void listen() {
        log.start();
        root().addAppender(log);
    }

    /** Whatever happened: no secret is in the log, and none lies in the open. */
    @AfterEach
    void nothingIsGivenAway() {
        story.hcp.forgetPlanAnswers();
        root().detachAppender(log);
        assertThat(log.list)
                .extracting(event -> event.getFormattedMessage() + event.getThrowableProxy())
                .noneMatch(line -> line.contains(FakeHcp.TOKEN)
                        || line.contains(story.path())
                        || line.contains(story.created.hmacKey()));
        assertThat(story.test.sql("SELECT r::text FROM run_task_result r UNION ALL SELECT t::text FROM run_task t"))
                .noneMatch(row -> row.contains(FakeHcp.TOKEN) || row.contains(story.created.hmacKey()));
        assertThat(story.test.payloads())
                .noneMatch(row -> row.contains(FakeHcp.TOKEN) || row.contains(story.created.hmacKey()));
        assertThat(story.test.sql("SELECT count(*) FROM run_task_result WHERE sealed_token IS NOT NULL"
                        + " AND status IN ('done', 'undeliverable')"))
                .containsExactly("0");
    }

    @Test
    void plan_withinWhatNobodyIsAskedAbout_passesWithDetails() {
        String id = story.new Run(3).of("web-1").at("post_plan");

        FakeHcp.Callback answer = story.last(id);
        assertThat(answer.id()).isEqualTo("PATCH " + id);
        assertThat(answer.authorization()).isEqualTo("Bearer " + FakeHcp.TOKEN);
        assertThat(answer.mediaType()).isEqualTo("application/vnd.api+json");
        assertThat(FakeHcp.text(answer.document(), "data", "type")).isEqualTo("task-results");
        assertThat(answer.status()).isEqualTo("passed");
        assertThat(answer.message()).startsWith("Allowed (+3 USD a month).").hasSizeLessThanOrEqualTo(1000);
        assertThat(labels(answer, "Status")).containsExactly("Allowed");
        assertThat(labels(answer, "Severity")).containsExactly("None");
        assertThat(FakeHcp.text(answer.outcome(), "body")).contains("ALLOW").hasSizeLessThanOrEqualTo(10_000);
        assertThat(FakeHcp.text(answer.outcome(), "outcome-id")).hasSizeLessThanOrEqualTo(64);
        assertThat(story.stored(id, "status")).isEqualTo("done");
    }

    private static List<String> labels(FakeHcp.Callback answer, String tag) {
        JsonArray labels = (JsonArray) FakeHcp.at(answer.outcome(), "tags", tag);
        return labels.elements().stream()
                .map(label -> FakeHcp.text((JsonObject) label, "label"))
                .toList();
    }

    @Test
    void service_withoutOutcomes_getsNone() {
        String id = FakeHcp.id("taskrs");
        story.take(story.hcp
                .call("post_plan", id, FakeHcp.id("run"), story.hcp.keep(RunTasks.plan(1)))
                .with("workspace_name", new JsonString("web-2"))
                .without("capabilities"));
        story.drive();
        assertThat(story.last(id).status()).isEqualTo("passed");
        assertThat(((JsonObject) FakeHcp.at(story.last(id).document(), "data")).has("relationships"))
                .isFalse();
    }

    @Test
    void plan_aboveWhatAnybodyMay_fails() {
        String id = story.new Run(101).of("web-3").at("post_plan");
        assertThat(story.last(id).status()).isEqualTo("failed");
        assertThat(story.last(id).message()).startsWith("Denied (+101 USD a month).");
        assertThat(labels(story.last(id), "Status")).containsExactly("Denied");
        assertThat(labels(story.last(id), "Severity")).containsExactly("High");
    }

    @Test
    void run_fromPlanToApply_waitsOnceAndUsesItsApprovalOnce() {
        Run run = story.new Run(20).of("web-whole");
        String atPlan = run.at("post_plan");
        String approval = story.stored(atPlan, "approval_id");
        assertThat(story.last(atPlan).status()).isEqualTo("running");
        assertThat(story.last(atPlan).message()).contains("https://gate.example/v1/approvals/" + approval);

        story.approve(approval);
        story.drive();
        assertThat(story.last(atPlan).status()).isEqualTo("passed");
        assertThat(story.approvalStatus(approval)).as("used at the apply only").isEqualTo("approved");

        String atApply = run.at("pre_apply");
        assertThat(story.last(atApply).status()).isEqualTo("passed");
        assertThat(story.hcp.callbacksOf(atApply)).as("nobody is asked again").hasSize(1);
        assertThat(story.approvalStatus(approval)).isEqualTo("consumed");
        assertThat(story.test.sql("SELECT via || ' ' || actor_id || ' ' || run_id || ' ' || (token_id IS NULL)"
                        + " FROM approval_consumption WHERE approval_id = '" + approval + "'"))
                .containsExactly("run_task hcp " + run.runId + " true");
        assertThat(holds("web-whole")).containsExactly("confirmed 20000000");

        assertThat(story.last(run.at("pre_apply")).status())
                .as("the same run may ask again")
                .isEqualTo("passed");
        String after = run.at("post_apply");
        assertThat(story.last(after).status()).isEqualTo("passed");
        assertThat(holds("web-whole")).containsExactly("settled 20000000");

        String next = story.new Run(20).of("web-whole").at("pre_apply");
        assertThat(story.last(next).status())
                .as("the next run has to ask people again")
                .isEqualTo("running");
    }

    /** The holds of a workspace, oldest first. */
    private static List<String> holds(String workspace) {
        return story.test.sql("SELECT status || ' ' || amount_micros FROM reservation WHERE resource_reference = 'acme/"
                + workspace + "' ORDER BY reservation_id");
    }

    @Test
    void task_stillWaitingWhenPeopleApprove_goesOnByItself() {
        String id = story.new Run(21).of("web-still").at("pre_apply");
        String approval = story.stored(id, "approval_id");
        assertThat(story.hcp.callbacksOf(id)).hasSize(1);
        story.approve(approval);
        story.drive();
        assertThat(story.last(id).status()).isEqualTo("passed");
        assertThat(story.approvalStatus(approval)).isEqualTo("consumed");
        assertThat(holds("web-still")).containsExactly("confirmed 21000000");
    }

    @Test
    void waiting_isToldLessThanTenMinutesApart_andFailsBeforeTheHourWithTheApproval() {
        Instant begun = story.clock.instant();
        Run run = story.new Run(22).of("web-late");
        String id = run.at("post_plan");
        String approval = story.stored(id, "approval_id");
        int told = story.hcp.callbacksOf(id).size();
        Instant lastTold = story.clock.instant();
        while (story.last(id).status().equals("running")) {
            assertThat(Duration.between(begun, story.clock.instant())).isLessThan(Duration.ofMinutes(60));
            story.pass(Duration.ofMinutes(1));
            if (story.hcp.callbacksOf(id).size() > told) {
                told = story.hcp.callbacksOf(id).size();
                assertThat(Duration.between(lastTold, story.clock.instant())).isLessThan(Duration.ofMinutes(6));
                lastTold = story.clock.instant();
            }
        }
        assertThat(told).isGreaterThan(10);
        assertThat(story.last(id).status()).isEqualTo("failed");
        assertThat(story.last(id).message()).contains("https://gate.example/v1/approvals/" + approval);
        assertThat(FakeHcp.text(story.last(id).document(), "data", "attributes", "url"))
                .isEqualTo("https://gate.example/v1/approvals/" + approval);
        assertThat(story.approvalStatus(approval)).isEqualTo("pending");

        story.approve(approval);
        String again = story.new Run(22).of("web-late").at("post_plan");
        assertThat(story.last(again).status()).as("the re-run passes").isEqualTo("passed");
        assertThat(story.approvalStatus(approval)).isEqualTo("approved");
    }

    @Test
    void denial_failsTheRunAndFreesItsHold() {
        String id = story.new Run(23).of("web-denied").at("post_plan");
        story.deny(story.stored(id, "approval_id"));
        story.drive();
        assertThat(story.last(id).status()).isEqualTo("failed");
        assertThat(story.last(id).message()).contains("denied");
        assertThat(holds("web-denied")).containsExactly("released 23000000");
    }

    @Test
    void newerRun_takesTheOlderOnesPlace() {
        String older = story.new Run(24).of("web-newer").at("post_plan");
        String newer = story.new Run(34).of("web-newer").at("post_plan");
        story.drive();
        assertThat(story.last(older).status()).isEqualTo("failed");
        assertThat(story.last(older).message()).contains("cancelled");
        assertThat(story.last(newer).status()).isEqualTo("running");
        assertThat(holds("web-newer")).containsExactly("released 24000000", "tentative 34000000");
    }

    @Test
    void requester_isWhoStartedTheRun_andMayNotApprove() {
        String id = story.new Run(25).of("web-own").at("post_plan");
        String approval = story.stored(id, "approval_id");
        assertThatThrownBy(() -> story.test
                        .store
                        .approvals()
                        .approve(new Caller(TENANT, "dev", null, null), RunTasks.DEV, approval, null))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SEPARATION_OF_DUTIES));
        story.deny(approval);
        story.drive();
    }

    @Test
    void sameTaskResult_twice_isAnsweredOnce() {
        Run run = story.new Run(2).of("web-twice");
        String id = FakeHcp.id("taskrs");
        assertThat(run.send(id, "post_plan")).isEqualTo(Taken.QUEUED);
        assertThat(run.send(id, "post_plan")).isEqualTo(Taken.KNOWN);
        story.drive();
        assertThat(run.send(id, "post_plan")).isEqualTo(Taken.KNOWN);
        story.drive();
        assertThat(story.hcp.callbacksOf(id)).hasSize(1);
        assertThat(decisions("web-twice")).isEqualTo(1);
    }

    private static int decisions(String workspace) {
        return Integer.parseInt(story.test
                .sql("SELECT count(*) FROM decision WHERE resource_reference = 'acme/" + workspace + "'")
                .get(0));
    }

    @Test
    void callback_thatFailsForAWhile_isRepeatedWithGrowingPauses_andTheGateIsAskedOnce() {
        story.hcp.callbacksAnswer(503, 500, 502, 408);
        story.hcp.callbackAnswersRetryAfter(429, "30");
        String id = story.new Run(4).of("web-flaky").at("post_plan");
        assertThat(story.hcp.callbacksOf(id)).hasSize(1);
        assertThat(story.stored(id, "status")).isEqualTo("answering");
        for (int i = 2; i <= 5; i++) {
            story.pass(Duration.ofSeconds(20));
            assertThat(story.hcp.callbacksOf(id)).hasSize(i);
        }
        story.pass(Duration.ofSeconds(20));
        assertThat(story.hcp.callbacksOf(id)).as("Retry-After is kept").hasSize(5);
        story.pass(Duration.ofSeconds(20));
        assertThat(story.hcp.callbacksOf(id)).hasSize(6);
        assertThat(story.hcp.callbacksOf(id))
                .extracting(FakeHcp.Callback::document)
                .containsOnly(story.last(id).document());
        assertThat(story.stored(id, "status")).isEqualTo("done");
        assertThat(decisions("web-flaky")).isEqualTo(1);
    }

    @Test
    void callback_thatNobodyTakes_isGivenUpAndItsTokenErased() {
        story.hcp.callbacksAnswer(404);
        String id = story.new Run(4).of("web-gone").at("post_plan");
        assertThat(story.stored(id, "status")).isEqualTo("undeliverable");
        assertThat(story.stored(id, "last_error")).contains("404");
        assertThat(story.test.sql(
                        "SELECT sealed_token IS NULL FROM run_task_result WHERE task_result_id = '" + id + "'"))
                .containsExactly("t");
        assertThat(story.queue.forget(TENANT, story.clock.instant().plus(Duration.ofSeconds(1))))
                .isPositive();
    }

    @Test
    void callback_failingBeyondTheServicesLimit_isGivenUp() {
        story.hcp.callbacksAnswer(503, 503);
        String id = story.new Run(4).of("web-down").at("post_plan");
        story.pass(RunTaskWorker.OVER_AFTER);
        assertThat(story.stored(id, "status")).isEqualTo("undeliverable");
    }

    @Test
    void serverThatDies_leavesItsWorkToAnother() {
        Run run = story.new Run(26).of("web-restart");
        String id = FakeHcp.id("taskrs");
        run.send(id, "pre_apply");
        List<RunTaskResult> taken = story.queue.lease(TENANT, story.clock.instant(), RunTaskWorker.LEASE, 10);
        assertThat(taken).hasSize(1);
        story.drive();
        assertThat(story.hcp.callbacksOf(id)).as("leased by the dead one").isEmpty();

        try (TestStore other = TestStore.open(story.test.target, story.test.clock, TestStore.PATIENCE)) {
            RunTaskWorker second = story.worker(other);
            story.clock.pass(RunTaskWorker.LEASE.plusSeconds(1));
            story.drive(second);
            assertThat(story.last(id).status()).isEqualTo("running");
            assertThat(story.queue.store(taken.get(0)))
                    .as("whoever comes back late stores nothing")
                    .isFalse();
            story.approve(story.stored(id, "approval_id"));
            story.hcp.callbacksAnswer(503);
            story.drive();
            assertThat(story.stored(id, "status")).isEqualTo("answering");
            story.clock.pass(Duration.ofMinutes(1));
            story.drive(second);
        }
        assertThat(story.last(id).status()).isEqualTo("passed");
        assertThat(story.stored(id, "status")).isEqualTo("done");
        assertThat(holds("web-restart")).containsExactly("confirmed 26000000");
    }

    @Test
    void plan_thatIsNotThereYet_isFetchedAgain() {
        story.hcp.plansAnswer(204, 503);
        String id = story.new Run(1).of("web-slow").at("post_plan");
        assertThat(story.hcp.callbacksOf(id)).isEmpty();
        story.pass(Duration.ofSeconds(10));
        story.pass(Duration.ofSeconds(10));
        assertThat(story.last(id).status()).isEqualTo("passed");
    }

    @Test
    void plan_thatNeverComes_isToldInTimeAndFailsInTheEnd() {
        String id = FakeHcp.id("taskrs");
        int[] always = new int[200];
        Arrays.fill(always, 503);
        story.hcp.plansAnswer(always);
        story.new Run(1).of("web-never").send(id, "post_plan");
        story.drive();
        for (int minute = 0; minute < 58; minute++) {
            story.pass(Duration.ofMinutes(1));
        }
        assertThat(story.hcp.callbacksOf(id).size()).isGreaterThan(8);
        assertThat(story.last(id).status()).isEqualTo("failed");
        assertThat(story.last(id).message()).contains("503");
    }

    @Test
    void plan_thatIsRefused_failsWithItsCode() {
        String errored = RunTasks.plan(1).replace("\"errored\":false", "\"errored\":true");
        String id = story.new Run(1).of("web-errored").planned(errored).at("post_plan");
        assertThat(story.last(id).status()).isEqualTo("failed");
        assertThat(story.last(id).message()).contains("PLAN_ERRORED");
        assertThat(labels(story.last(id), "Status")).containsExactly("Not decided");

        story.hcp.plansAnswer(401);
        String refused = story.new Run(1).of("web-401").at("post_plan");
        assertThat(story.last(refused).status()).isEqualTo("failed");
        assertThat(story.last(refused).message()).contains("401");

        String large = RunTasks.plan(1).replace("\"description\":\"key\"", "\"d\":\"" + "x".repeat(1 << 20) + "\"");
        String tooLarge = story.new Run(1).of("web-large").planned(large).at("post_plan");
        assertThat(story.last(tooLarge).message()).contains("larger than");
    }

    @Test
    void redirectOfThePlan_isFollowedOnceToItsOwnHostsAndWithoutTheToken() {
        String stored = story.hcp.keep(RunTasks.plan(1));
        story.hcp.planIsAt(stored);
        String id = story.new Run(1).of("web-moved").at("post_plan");
        assertThat(story.last(id).status()).isEqualTo("passed");
        List<FakeHcp.Fetch> fetches = story.hcp.fetches();
        assertThat(fetches.get(fetches.size() - 1).authorization()).isEmpty();
        assertThat(fetches.get(fetches.size() - 2).authorization()).isNotEmpty();

        for (String elsewhere :
                List.of("http://169.254.169.254/latest", "https://evil.example/plan", "//evil.example/")) {
            story.hcp.planIsAt(elsewhere);
            String refused = story.new Run(1).of("web-moved").at("post_plan");
            assertThat(story.last(refused).status()).isEqualTo("failed");
        }
        story.hcp.planIsAt(stored);
        story.hcp.planIsAt(stored);
        String twice = story.new Run(1).of("web-moved").at("post_plan");
        assertThat(story.last(twice).message()).contains("307");
    }

    @Test
    void callThatTheGateRefuses_failsWithItsCode() {
        String unknown = story.new Run(1).of("other").at("post_plan");
        assertThat(story.last(unknown).status()).isEqualTo("failed");
        assertThat(story.last(unknown).message())
                .contains("PROJECT_NOT_ALLOWED")
                .contains("other");

        story.actor("bare", Set.of());
        story.askAs("bare");
        String unpermitted = story.new Run(1).at("post_plan");
        assertThat(story.last(unpermitted).message())
                .contains("PERMISSION_MISSING")
                .contains("gate.run_task");
        story.actor("alone", Set.of("gate.run_task"));
        story.askAs("alone");
        String own = story.new Run(27).of("web-service").at("post_plan");
        assertThat(story.test.sql("SELECT requester_id FROM approval WHERE approval_id = '"
                        + story.stored(own, "approval_id") + "'"))
                .as("without gate.on_behalf_of it asks in its own name")
                .containsExactly("alone");
        story.deny(story.stored(own, "approval_id"));
        story.drive();
        story.askAs("hcp");
    }

    @Test
    void prePlan_holdsNothingAndAsksNobody() {
        Run run = story.new Run(1).of("web-pre");
        String id = FakeHcp.id("taskrs");
        story.take(story.hcp
                .call("pre_plan", id, run.runId, "unused")
                .with("workspace_name", new JsonString("web-pre"))
                .without("plan_json_api_url"));
        story.drive();
        assertThat(story.last(id).status()).isEqualTo("passed");
        assertThat(holds("web-pre")).isEmpty();
        assertThat(story.last(run.at("post_apply")).status())
                .as("nothing held is nothing to settle")
                .isEqualTo("passed");
    }

    @Test
    void verificationRequest_isAnsweredWithoutAnythingElse() {
        String id = FakeHcp.id("taskrs");
        JsonObject body = JsonObject.builder()
                .put("payload_version", 1)
                .put("access_token", "test-token")
                .put("task_result_id", id)
                .put("task_result_enforcement_level", "test")
                .put("task_result_callback_url", "https://app.terraform.io/api/v2/task-results/x/callback")
                .build();
        assertThat(story.take(body)).isEqualTo(Taken.VERIFIED);
        story.drive();
        assertThat(story.test.sql("SELECT count(*) FROM run_task_result WHERE task_result_id = '" + id + "'"))
                .containsExactly("0");
    }

    @Test
    void signature_missingOrNotOfTheseBytes_isRefused() {
        byte[] body = FakeHcp.bytes(story.hcp.call("post_plan", "taskrs-x", "run-x", story.hcp.url("/plans/x")));
        RunTaskBook.Found found = story.receiver.find(story.path());
        String good = FakeHcp.signature(story.created.hmacKey(), body);
        byte[] changed = body.clone();
        changed[10] ^= 1;
        for (String bad : List.of(
                "",
                "0",
                good.substring(1),
                good + "0",
                good.toUpperCase(Locale.ROOT),
                " " + good,
                FakeHcp.signature("other", body),
                FakeHcp.signature(story.created.hmacKey(), changed))) {
            assertThatThrownBy(() -> story.receiver.take(found, bad, body, bytes -> {
                        throw new AssertionError("an unsigned body is not even parsed");
                    }))
                    .isInstanceOfSatisfying(
                            RejectedException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.RUN_TASK_SIGNATURE_INVALID));
        }
        for (String path : List.of("", "rt_", story.path() + "x", story.path().substring(1), "rt_" + "A".repeat(43))) {
            assertThatThrownBy(() -> story.receiver.find(path))
                    .isInstanceOfSatisfying(
                            RejectedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        }
    }

    @Test
    void hostileUrls_areRefusedAndNothingIsCalled() {
        int before = story.hcp.fetches().size();
        for (String url : HostRulesTest.HOSTILE) {
            for (String member : List.of("task_result_callback_url", "plan_json_api_url")) {
                JsonObject body = story.hcp
                        .call("post_plan", FakeHcp.id("taskrs"), FakeHcp.id("run"), story.hcp.url("/plans/x"))
                        .with(member, new JsonString(url));
                assertThatThrownBy(() -> story.take(body))
                        .as(url)
                        .isInstanceOfSatisfying(
                                RejectedException.class,
                                e -> assertThat(e.code()).isIn(ErrorCode.URL_NOT_ALLOWED, ErrorCode.INVALID_FIELD));
            }
        }
        assertThat(story.queue.lease(TENANT, story.clock.instant(), RunTaskWorker.LEASE, 10))
                .isEmpty();
        assertThat(story.hcp.fetches()).hasSize(before);
    }

    @Test
    void removedRunTask_answersWhatItOwesAndTakesNothingMore() {
        var service = story.test.store.runTasks(story.secrets);
        CreatedRunTask second = service.create(
                TestStore.caller(),
                new RunTaskSpec(
                        "second",
                        "hcp",
                        ConsumeAt.PRE_APPLY,
                        story.created.task().spec().workspaces()),
                null);
        String path = second.path().substring(RunTaskSecrets.PATH.length());
        String id = FakeHcp.id("taskrs");
        byte[] body =
                FakeHcp.bytes(story.hcp.call("post_plan", id, FakeHcp.id("run"), story.hcp.keep(RunTasks.plan(1))));
        RunTaskBook.Found found = service.find(path).orElseThrow();
        story.receiver.take(found, FakeHcp.signature(second.hmacKey(), body), body, JsonReader::read);
        service.delete(TestStore.caller(), second.task().runTaskId());
        assertThat(service.find(path)).isEmpty();
        assertThat(service.get(TENANT, second.task().runTaskId())).isEmpty();
        story.drive();
        assertThat(story.last(id).status()).isEqualTo("failed");
        assertThat(story.last(id).message()).contains("removed");
    }
}
