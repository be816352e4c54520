package dev.spendweir.server.runtask;

import static dev.spendweir.server.TestStore.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.runtask.RunTasks.Run;
import dev.spendweir.server.store.Caller;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Whole runs of HCP Terraform against a run task, with a fake service and a fake clock (spec 5.1, 2.3). */
class RunTaskStoryTest extends RunTaskStories {
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
}
