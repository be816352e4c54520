package dev.spendweir.server.runtask;

import static dev.spendweir.server.TestStore.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonReader;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.runtask.RunTaskReceiver.Taken;
import dev.spendweir.server.runtask.RunTasks.Run;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A service that fails, a server that dies: every call is answered once, in time or not at all (spec 5.1). */
class RunTaskDeliveryTest extends RunTaskStories {
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
