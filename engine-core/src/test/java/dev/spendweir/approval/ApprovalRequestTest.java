package dev.spendweir.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.vocabulary.Role;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the state machine does beyond the op: continuing, the queue, the deadline of use. */
class ApprovalRequestTest {

    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    private static final Instant DEADLINE = NOW.plusSeconds(3600);
    private static final ApprovalActor OLGA = new ApprovalActor("olga", Role.OWNER, Set.of());
    private static final ApprovalActor EVE = new ApprovalActor("eve", Role.OWNER, Set.of());

    private static ApprovalRequest request(int approvals, boolean separation) {
        ApprovalTerms terms =
                new ApprovalTerms("ann", Set.of("ci"), List.of(Role.OWNER), "approve.prod", approvals, separation, 600);
        return ApprovalRequest.pending(terms, DEADLINE);
    }

    private static ApprovalStep review(ApprovalRequest request, ApprovalActor who) {
        return request.on(new ApprovalEvent(ApprovalEventType.APPROVE, who, NOW));
    }

    @Test
    void continuedBy_bars_andVoidsTheVerdictOfWhoAskedAgain_whilePending() {
        ApprovalRequest half = review(request(2, true), OLGA).request();
        ApprovalRequest continued = half.continuedBy(List.of("olga", "bot"));
        assertThat(continued.status()).isEqualTo(ApprovalStatus.PENDING);
        assertThat(continued.verdicts()).isEmpty();
        assertThat(continued.terms().submitters()).containsExactlyInAnyOrder("ci", "olga", "bot");
        assertThat(review(continued, OLGA).refusal()).contains(ErrorCode.SEPARATION_OF_DUTIES);
        assertThat(review(continued, EVE).request().status()).isEqualTo(ApprovalStatus.PENDING);
    }

    @Test
    void continuedBy_leavesVerdictsStanding_onceApproved() {
        ApprovalRequest approved = review(request(1, true), OLGA).request();
        ApprovalRequest continued = approved.continuedBy(List.of("olga"));
        assertThat(continued.status()).isEqualTo(ApprovalStatus.APPROVED);
        assertThat(continued.verdicts()).isEqualTo(approved.verdicts());
        assertThat(continued.deadline()).isEqualTo(NOW.plusSeconds(600));
    }

    @Test
    void continuedBy_withoutSeparation_barsNobody() {
        ApprovalRequest half = review(request(2, false), OLGA).request();
        assertThat(half.continuedBy(List.of("olga")).verdicts()).isEqualTo(half.verdicts());
    }

    @Test
    void continuedBy_afterTheEnd_changesNothing() {
        ApprovalRequest denied = request(1, true)
                .on(new ApprovalEvent(ApprovalEventType.DENY, OLGA, NOW))
                .request();
        assertThat(denied.continuedBy(List.of("olga"))).isSameAs(denied);
    }

    @Test
    void isActionableBy_showsOnlyWhatThatReviewerMayDecideNow() {
        ApprovalRequest request = request(2, true);
        assertThat(request.isActionableBy(OLGA, NOW)).isTrue();
        assertThat(request.isActionableBy(OLGA, DEADLINE)).isFalse();
        assertThat(request.isActionableBy(new ApprovalActor("ann", Role.OWNER, Set.of()), NOW))
                .isFalse();
        assertThat(request.isActionableBy(new ApprovalActor("bob", Role.ADMIN, Set.of("approve.prod")), NOW))
                .isFalse();
        ApprovalRequest half = review(request, OLGA).request();
        assertThat(half.isActionableBy(OLGA, NOW)).isFalse();
        assertThat(half.isActionableBy(EVE, NOW)).isTrue();
        assertThat(review(half, EVE).request().isActionableBy(new ApprovalActor("x", Role.OWNER, Set.of()), NOW))
                .isFalse();
    }

    @Test
    void isLiveAt_endsWithTheDeadline_sweptOrNot() {
        assertThat(request(1, true).isLiveAt(DEADLINE.minusNanos(1))).isTrue();
        assertThat(request(1, true).isLiveAt(DEADLINE)).isFalse();
        ApprovalRequest approved = review(request(1, true), OLGA).request();
        assertThat(approved.isLiveAt(NOW.plusSeconds(599))).isTrue();
        assertThat(approved.isLiveAt(NOW.plusSeconds(600))).isFalse();
    }

    @Test
    void values_thatCannotBe_areRefused() {
        assertThatThrownBy(() -> new ApprovalEvent(ApprovalEventType.CONSUME, null, NOW))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> request(0, true)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> request(6, true)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new ApprovalRequest(request(1, true).terms(), ApprovalStatus.PENDING, List.of(), null, true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(ApprovalEvent.of(ApprovalEventType.EXPIRE, NOW).actor()).isNull();
    }
}
