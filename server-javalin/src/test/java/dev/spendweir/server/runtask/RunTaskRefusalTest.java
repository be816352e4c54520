package dev.spendweir.server.runtask;

import static dev.spendweir.server.TestStore.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.outgoing.HostRulesTest;
import dev.spendweir.server.runtask.RunTaskReceiver.Taken;
import dev.spendweir.server.runtask.RunTasks.Run;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Calls that are not signed, lead elsewhere or ask for what may not be: nothing is called, and no secret is told (spec 5.1). */
class RunTaskRefusalTest extends RunTaskStories {
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
}
