package dev.spendweir.server.runtask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.server.runtask.RunTasks.Run;
import org.junit.jupiter.api.Test;

/** A run task with no later task than that after the plan (spec 2.3, {@code consume_at: post_plan}). */
class ConsumeAtPlanTest {

    @Test
    void approval_isUsedAfterThePlan_butNeverByASpeculativeRun() {
        try (RunTasks story = new RunTasks(ConsumeAt.POST_PLAN)) {
            String speculative = story.new Run(20).speculative().at("post_plan");
            String approval = story.stored(speculative, "approval_id");
            story.approve(approval);
            story.drive();
            assertThat(story.last(speculative).status()).isEqualTo("passed");
            assertThat(story.approvalStatus(approval)).isEqualTo("approved");

            Run real = story.new Run(20);
            assertThat(story.last(real.at("post_plan")).status()).isEqualTo("passed");
            assertThat(story.approvalStatus(approval)).isEqualTo("consumed");
            assertThat(story.last(real.at("post_apply")).status()).isEqualTo("passed");
            assertThat(story.test.sql("SELECT status FROM reservation")).containsExactly("settled");
            assertThat(story.test.ledgerIsValid()).isTrue();
        }
    }
}
