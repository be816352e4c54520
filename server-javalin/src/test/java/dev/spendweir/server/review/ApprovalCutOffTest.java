package dev.spendweir.server.review;

import static dev.spendweir.server.review.Stories.ANN;
import static dev.spendweir.server.review.Stories.OLIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.server.MoneyLaws;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.gate.GateAnswer;
import dev.spendweir.server.gate.Stage;
import dev.spendweir.server.store.CutOffs;
import dev.spendweir.server.store.Faults;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every step of an approval is one transaction with its hold, its credits and its ledger entries (spec 2.1): cut off before any
 * of its statements or before COMMIT, it leaves nothing; let be, the money is where it belongs.
 */
class ApprovalCutOffTest {
    private static final String PLAN = "aa".repeat(32);
    private static final String OTHER = "bb".repeat(32);

    /** Of the change; 100 are in the budget, the rest comes from a credit of 80. */
    private static final String COST = "150";

    private interface Action {
        Object of(Stories story, GateAnswer asked);
    }

    /** What is cut off, and what is reserved, and left of the credit, afterwards. */
    private enum Step {
        APPROVE(Stories.POLICY, false, "100", "30", (story, asked) -> story.approve(asked, OLIVE)),
        DENY(Stories.POLICY, false, "0", "80", (story, asked) -> story.deny(asked, OLIVE)),
        CANCEL(Stories.POLICY, false, "0", "80", (story, asked) -> story.cancel(asked, ANN)),
        CANCEL_APPROVED(Stories.POLICY, true, "0", "80", (story, asked) -> story.cancel(asked, ANN)),
        EXPIRE(Stories.POLICY.replace("3600", "60"), false, "0", "80", (story, asked) -> {
            int ended = story.test.store.approvals().expireDue(TestStore.TENANT);
            return ended == 0 ? null : ended;
        }),
        SUPERSEDE(
                Stories.POLICY,
                true,
                "100",
                "60",
                (story, asked) -> answered(story.run("pr-7", OTHER, "120", "r2", Stage.POST_PLAN))),
        CONTINUE(
                Stories.POLICY,
                true,
                "100",
                "30",
                (story, asked) -> answered(story.run("pr-7", PLAN, COST, "r2", Stage.POST_PLAN))),
        USE(Stories.POLICY, true, "100", "30", ApprovalCutOffTest::use),
        APPROVE_WHAT_IS_HELD_LATE(
                Stories.POLICY.replace("hard", "soft"),
                false,
                "100",
                "0",
                (story, asked) -> story.approve(asked, OLIVE));

        final String policy;
        final boolean approved;
        final String reserved;
        final String left;
        final Action action;

        Step(String policy, boolean approved, String reserved, String left, Action action) {
            this.policy = policy.formatted("exact");
            this.approved = approved;
            this.reserved = reserved;
            this.left = left;
            this.action = action;
        }

        /** Refused in hard mode; in soft mode people decide, and then all there is is taken. */
        String cost() {
            return this == APPROVE_WHAT_IS_HELD_LATE ? "500" : COST;
        }
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void step_cutOffAnywhere_leavesNothing(Step step) {
        Faults faults = new Faults();
        try (Stories story = Stories.counting(faults)) {
            story.test.policy(step.policy);
            story.test.budget("payments", "100");
            story.credit("80");
            GateAnswer asked = story.waits("pr-7", PLAN, step.cost(), "r1");
            if (step.approved) {
                story.approve(asked, OLIVE);
            }
            if (step == Step.EXPIRE) {
                story.clock.pass(Duration.ofSeconds(61));
            }
            new CutOffs(story.test, faults).everywhere(step.name(), test -> step.action.of(story, asked));
            assertThat(story.reserved()).isEqualTo(step.reserved);
            assertThat(story.creditsLeft()).containsExactly(step.left);
            MoneyLaws.check(story.test, step.name());
        }
    }

    /** The same plan, cheaper: the hold is cut, and its credit given back, in the transaction of the use. */
    @Test
    void use_thatCutsTheHold_cutOffAnywhere_leavesNothing() {
        Faults faults = new Faults();
        try (Stories story = Stories.counting(faults)) {
            story.test.policy(Stories.POLICY.formatted("cap"));
            story.test.budget("payments", "100");
            story.credit("80");
            GateAnswer asked = story.waits("pr-7", PLAN, COST, "r1");
            story.approve(asked, OLIVE);
            GateAnswer cheaper = story.run("pr-7", OTHER, "110", "r2", Stage.PRE_APPLY);
            assertThat(cheaper.approvalId()).isEqualTo(asked.approvalId());
            String token = story.mint(asked, ANN).token();
            new CutOffs(story.test, faults)
                    .everywhere("a use that cuts", test -> story.consume(token, cheaper, OTHER, "r2"));
            assertThat(story.reserved()).isEqualTo("100");
            assertThat(story.creditsLeft()).containsExactly("70");
            MoneyLaws.check(story.test, "a use that cuts");
        }
    }

    private static Object use(Stories story, GateAnswer asked) {
        return story.consume(story.mint(asked, ANN).token(), asked, PLAN, "r1");
    }

    /** A fail-safe answer is none. */
    private static Object answered(GateAnswer answer) {
        return answer.failsafeCause().isPresent() ? null : answer;
    }
}
