package dev.spendweir.server.review;

import static dev.spendweir.server.review.Stories.ANN;
import static dev.spendweir.server.review.Stories.MIA;
import static dev.spendweir.server.review.Stories.OLIVE;
import static dev.spendweir.server.review.Stories.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.amount.Amount;
import dev.spendweir.approval.ApprovalStatus;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.reservation.HoldStatus;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.gate.GateAnswer;
import dev.spendweir.server.gate.Stage;
import dev.spendweir.server.store.holds.Reconciliation;
import dev.spendweir.server.store.money.ReservationView;
import dev.spendweir.vocabulary.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whole stories of spec 2.3, with the money looked at after each step. */
class AskingAgainTest {
    private static final String PLAN_A = "aa".repeat(32);
    private static final String PLAN_B = "bb".repeat(32);
    private static final String PLAN_C = "cc".repeat(32);

    @Test
    void threePushes_approval_merge_andAnApplyThatFailsHalfWay() {
        try (Stories story = new Stories("exact")) {
            GateAnswer first = story.waits("pr-7", PLAN_A, "100", "r1");
            assertThat(story.reserved()).isEqualTo("100");
            GateAnswer second = story.waits("pr-7", PLAN_B, "150", "r2");
            assertThat(story.reserved()).isEqualTo("150");
            assertThat(story.status(first)).isEqualTo(ApprovalStatus.CANCELLED);
            GateAnswer third = story.waits("pr-7", PLAN_C, "120", "r3");
            assertThat(story.reserved()).isEqualTo("120");

            GateAnswer again = story.run("pr-7", PLAN_C, "120", "r4", Stage.POST_PLAN);
            assertThat(again.approvalId()).isEqualTo(third.approvalId());
            assertThat(again.reservationId()).isEqualTo(third.reservationId());
            assertThat(TestStore.body(again).get("continued")).isEqualTo(JsonBoolean.TRUE);
            assertThat(story.reserved()).isEqualTo("120");

            story.approve(third, OLIVE);
            assertThat(story.status(third)).isEqualTo(ApprovalStatus.APPROVED);
            GateAnswer merged = story.run("pr-7", PLAN_C, "120", "r5", Stage.PRE_APPLY);
            assertThat(merged.approvalId()).isEqualTo(third.approvalId());
            assertThat(merged.approvalStatus()).contains("approved");
            assertThat(story.reserved()).isEqualTo("120");

            String token = story.mint(third, ANN).token();
            story.consume(token, merged, PLAN_C, "r5");
            assertThat(story.hold(third).status()).isEqualTo(HoldStatus.CONFIRMED);
            assertThat(story.reserved()).isEqualTo("120");
            assertThat(refusal(() -> story.consume(token, merged, PLAN_C, "r6")))
                    .isEqualTo(ErrorCode.TOKEN_ALREADY_CONSUMED);
            assertThat(story.consume(token, merged, PLAN_C, "r5")).isNotNull();

            // The same run asks again before it applies: its own use counts, nothing waits and nothing moves.
            GateAnswer sameRun = story.run("pr-7", PLAN_C, "120", "r5", Stage.PRE_APPLY);
            assertThat(sameRun.approvalStatus()).contains("consumed");
            assertThat(story.reserved()).isEqualTo("120");

            // Half of it was made; what is left is planned and asked anew, and the whole is charged once.
            GateAnswer rest = story.waits("pr-7", PLAN_B, "50", "r7");
            assertThat(rest.approvalId()).isNotEqualTo(third.approvalId());
            assertThat(story.consumed()).isEqualTo("70");
            assertThat(story.reserved()).isEqualTo("50");
            story.approve(rest, OLIVE);
            story.consume(story.mint(rest, ANN).token(), rest, PLAN_B, "r8");
            assertThat(story.reserved()).isEqualTo("50");
            assertThat(story.consumed()).isEqualTo("70");
        }
    }

    @Test
    void twoPullRequestsOnOneState_waitAndHoldEachByItself() {
        try (Stories story = new Stories("exact")) {
            GateAnswer one = story.waits("pr-1", PLAN_A, "100", "r1");
            GateAnswer two = story.waits("pr-2", PLAN_B, "200", "r2");
            assertThat(two.approvalId()).isNotEqualTo(one.approvalId());
            assertThat(story.reserved()).isEqualTo("300");

            story.approve(one, OLIVE);
            GateAnswer apply = story.run("pr-1", PLAN_A, "100", "r3", Stage.PRE_APPLY);
            assertThat(apply.approvalId()).isEqualTo(one.approvalId());
            story.consume(story.mint(one, ANN).token(), apply, PLAN_A, "r3");
            assertThat(story.hold(two).status()).isEqualTo(HoldStatus.TENTATIVE);
            assertThat(story.reserved()).isEqualTo("300");

            story.deny(two, OLIVE);
            assertThat(story.hold(two).status()).isEqualTo(HoldStatus.RELEASED);
            assertThat(story.reserved()).isEqualTo("100");
        }
    }

    @Test
    void mergedPlan_underAnotherChange_takesTheApprovalAndItsHoldAlong() {
        try (Stories story = new Stories("exact")) {
            GateAnswer asked = story.waits("pr-1", PLAN_A, "100", "r1");
            story.approve(asked, OLIVE);
            GateAnswer main = story.run("4bf92f35", PLAN_A, "100", "r2", Stage.PRE_APPLY);
            assertThat(main.approvalId()).isEqualTo(asked.approvalId());
            assertThat(story.reserved()).isEqualTo("100");
            assertThat(story.hold(asked).changeId()).isEqualTo("4bf92f35");
            story.consume(story.mint(asked, ANN).token(), main, PLAN_A, "r2");
            assertThat(story.reserved()).isEqualTo("100");
        }
    }

    @Test
    void dearerThenCheaper_underCap() {
        try (Stories story = new Stories("cap")) {
            GateAnswer asked = story.waits("pr-7", PLAN_A, "300", "r1");
            GateAnswer dearer = story.waits("pr-7", PLAN_B, "400", "r2");
            assertThat(dearer.approvalId()).isNotEqualTo(asked.approvalId());
            assertThat(story.status(asked)).isEqualTo(ApprovalStatus.CANCELLED);
            assertThat(story.reserved()).isEqualTo("400");
            story.approve(dearer, OLIVE);

            GateAnswer cheaper = story.run("pr-7", PLAN_C, "250", "r3", Stage.PRE_APPLY);
            assertThat(cheaper.approvalId()).isEqualTo(dearer.approvalId());
            assertThat(story.reserved()).isEqualTo("400");
            String token = story.mint(dearer, ANN).token();
            assertThat(refusal(() -> story.consume(token, dearer, PLAN_B, "r3")))
                    .isEqualTo(ErrorCode.CHANGE_MOVED_ON);
            story.consume(token, cheaper, PLAN_C, "r3");
            assertThat(story.reserved()).isEqualTo("250");
            assertThat(story.hold(dearer).reserved()).isEqualTo(Stories.amount("250"));
            assertThat(story.hold(dearer).status()).isEqualTo(HoldStatus.CONFIRMED);
            assertThatThrownBy(() -> story.test.sql("UPDATE reservation SET amount_micros = amount_micros + 1,"
                            + " uncovered_micros = uncovered_micros + 1 WHERE status = 'confirmed'"))
                    .hasMessageContaining("may not grow");
        }
    }

    /** What is left of a hold draws nothing on a credit that it drew on before: its row stays, and must not be in the way. */
    @Test
    void holdThatWasCutOffACredit_isStillAskedAboutAndSettled() {
        try (Stories story = new Stories("cap")) {
            story.test.budget("payments", "100");
            story.credit("30");
            story.credit("80");
            GateAnswer asked = story.waits("pr-7", PLAN_A, "150", "r1");
            assertThat(story.creditsLeft()).containsExactly("0", "60");
            story.approve(asked, OLIVE);
            GateAnswer cheaper = story.run("pr-7", PLAN_B, "110", "r2", Stage.PRE_APPLY);
            story.consume(story.mint(asked, ANN).token(), cheaper, PLAN_B, "r2");
            assertThat(story.creditsLeft()).containsExactly("20", "80");

            GateAnswer another = story.run("pr-8", PLAN_C, "5", "r3", Stage.POST_PLAN);
            assertThat(another.failsafeCause()).isEmpty();
            ReservationView settled = story.test
                    .store
                    .holds()
                    .reconcile(
                            TestStore.caller(),
                            new Reconciliation(
                                    String.valueOf(asked.reservationId()), Stories.amount("105"), null, null),
                            hold -> {})
                    .value();
            assertThat(settled.overrun()).isEqualTo(Amount.ZERO);
            assertThat(story.creditsLeft()).containsExactly("20", "80");
            assertThat(story.consumed()).isEqualTo("100");
        }
    }

    @Test
    void expiryBetweenMintingAndUse_freesTheMoneySweptOrNot() {
        try (Stories story = Stories.shortLived()) {
            GateAnswer asked = story.waits("pr-7", PLAN_A, "600", "r1");
            story.approve(asked, OLIVE);
            String token = story.mint(asked, ANN).token();
            story.clock.pass(Duration.ofSeconds(121));

            // Nobody has swept: the next decision counts its money as free all the same, and ends it.
            GateAnswer other = story.waits("pr-8", PLAN_B, "900", "r2");
            assertThat(story.reserved()).isEqualTo("900");
            assertThat(story.status(asked)).isEqualTo(ApprovalStatus.EXPIRED);
            assertThat(story.hold(asked).status()).isEqualTo(HoldStatus.RELEASED);
            assertThat(refusal(() -> story.consume(token, asked, PLAN_A, "r3"))).isEqualTo(ErrorCode.TOKEN_EXPIRED);
            assertThat(refusal(() -> story.mint(asked, ANN))).isEqualTo(ErrorCode.APPROVAL_EXPIRED);
            story.clock.pass(Duration.ofSeconds(61));
            assertThat(refusal(() -> story.approve(other, OLIVE))).isEqualTo(ErrorCode.APPROVAL_EXPIRED);
            assertThat(story.record(other).status()).isEqualTo(ApprovalStatus.EXPIRED);
            assertThat(story.reserved()).isEqualTo("0");
        }
    }

    @Test
    void sweeper_endsWhatIsDueOnce() {
        try (Stories story = Stories.shortLived()) {
            GateAnswer asked = story.waits("pr-7", PLAN_A, "600", "r1");
            story.clock.pass(Duration.ofSeconds(60));
            assertThat(story.test.store.approvalQueries().tenantsWithDue(story.clock.instant()))
                    .containsExactly(TestStore.TENANT);
            assertThat(story.test.store.approvals().expireDue(TestStore.TENANT)).isOne();
            assertThat(story.test.store.approvals().expireDue(TestStore.TENANT)).isZero();
            assertThat(story.test.store.approvalQueries().tenantsWithDue(story.clock.instant()))
                    .isEmpty();
            assertThat(story.hold(asked).status()).isEqualTo(HoldStatus.RELEASED);
            assertThat(story.test.decisionEntries())
                    .containsExactly("decision", "approval.requested", "approval.expired", "reservation.released");
        }
    }

    @Test
    void softModeEscalation_holdsOnlyOncePeopleAgree() {
        try (Stories story = new Stories("exact")) {
            story.test.policy(Stories.POLICY.formatted("exact").replace("hard", "soft"));
            GateAnswer asked = story.waits("pr-7", PLAN_A, "1500", "r1");
            assertThat(asked.reservationId()).isNull();
            assertThat(story.reserved()).isEqualTo("0");
            String holdId = story.approve(asked, OLIVE).reservationId();
            assertThat(holdId).isNotNull();
            assertThat(story.reserved()).isEqualTo("1000");
            story.consume(story.mint(asked, ANN).token(), asked, PLAN_A, "r1");
            assertThat(story.test
                            .store
                            .reservations()
                            .get(TestStore.TENANT, String.valueOf(holdId))
                            .orElseThrow()
                            .reserved())
                    .isEqualTo(Stories.amount("1500"));
        }
    }

    @Test
    void laterDenial_stopsTheToken() {
        try (Stories story = new Stories("exact")) {
            GateAnswer asked = story.waits("pr-7", PLAN_A, "100", "r1");
            story.approve(asked, OLIVE);
            String token = story.mint(asked, ANN).token();
            GateAnswer denied = story.run("pr-7", PLAN_B, "5000", "r2", Stage.POST_PLAN);
            assertThat(denied.outcome()).isEqualTo(Outcome.DENY);
            assertThat(story.reserved()).isEqualTo("100");
            assertThat(refusal(() -> story.consume(token, asked, PLAN_A, "r1"))).isEqualTo(ErrorCode.CHANGE_MOVED_ON);
            GateAnswer again = story.run("pr-7", PLAN_A, "100", "r3", Stage.PRE_APPLY);
            assertThat(again.approvalId()).isEqualTo(asked.approvalId());
            story.consume(token, again, PLAN_A, "r3");
            assertThat(story.reserved()).isEqualTo("100");
        }
    }

    @Test
    void memberWhoWidensReusesOrStealsAnApproval_getsNowhere() {
        try (Stories story = new Stories("exact")) {
            GateAnswer asked = story.waits("pr-7", PLAN_A, "100", "r1");
            assertThat(refusal(() -> story.approve(asked, MIA))).isEqualTo(ErrorCode.REVIEWER_ROLE_NOT_ALLOWED);
            assertThat(refusal(() -> story.approve(asked, ANN))).isEqualTo(ErrorCode.SEPARATION_OF_DUTIES);
            assertThat(refusal(() -> story.cancel(asked, MIA))).isEqualTo(ErrorCode.PERMISSION_MISSING);
            assertThat(refusal(() -> story.mint(asked, ANN))).isEqualTo(ErrorCode.APPROVAL_NOT_APPROVED);
            story.approve(asked, OLIVE);
            assertThat(refusal(() -> story.mint(asked, MIA))).isEqualTo(ErrorCode.PERMISSION_MISSING);
            assertThat(refusal(() -> story.mint(asked, OLIVE))).isEqualTo(ErrorCode.PERMISSION_MISSING);
            String token = story.mint(asked, ANN).token();
            assertThat(refusal(() -> story.consume(token, asked, PLAN_B, "r1")))
                    .isEqualTo(ErrorCode.TOKEN_BINDING_MISMATCH);

            GateAnswer widened = story.waits("pr-7", PLAN_A, "100.000001", "r2");
            assertThat(widened.approvalId()).isNotEqualTo(asked.approvalId());
            assertThat(refusal(() -> story.consume(token, asked, PLAN_A, "r1")))
                    .isEqualTo(ErrorCode.APPROVAL_NOT_APPROVED);
            assertThat(story.reserved()).isEqualTo("100.000001");
            story.cancel(widened, ANN);
            assertThat(story.reserved()).isEqualTo("0");
        }
    }

    @Test
    void reviewerWhoseOwnRunContinues_losesTheVerdict() {
        try (Stories story = new Stories("exact")) {
            story.test.policy(
                    Stories.POLICY
                            .formatted("exact")
                            .replace(
                                    "\"token_binding\"",
                                    "\"routing\": [{\"id\": \"two\", \"match\": {}, \"required_approvals\": 2}], \"token_binding\""));
            GateAnswer asked = story.waits("pr-7", PLAN_A, "100", "r1");
            story.approve(asked, OLIVE);
            assertThat(story.status(asked)).isEqualTo(ApprovalStatus.PENDING);
            story.runAs(Stories.caller(OLIVE), "pr-7", PLAN_A, "100", "r2", Stage.POST_PLAN);
            assertThat(story.record(asked).request().verdicts()).isEmpty();
            assertThat(refusal(() -> story.approve(asked, OLIVE))).isEqualTo(ErrorCode.SEPARATION_OF_DUTIES);
            assertThat(story.reserved()).isEqualTo("100");
        }
    }

    @Test
    void tooManyPending_decidesNothing() {
        try (Stories story = new Stories("exact")) {
            for (int i = 0; i < 20; i++) {
                story.waits("pr-" + i, PLAN_A.substring(2) + String.format("%02x", i), "1", "r" + i);
            }
            assertThat(refusal(() -> story.waits("pr-99", PLAN_B, "1", "r99"))).isEqualTo(ErrorCode.TOO_MANY_PENDING);
            assertThat(story.reserved()).isEqualTo("20");
            // A newer plan of a change that waits already takes its place.
            story.waits("pr-3", PLAN_C, "2", "r100");
            assertThat(story.reserved()).isEqualTo("21");
        }
    }
}
