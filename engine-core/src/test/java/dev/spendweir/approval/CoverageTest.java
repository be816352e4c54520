package dev.spendweir.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.policy.PolicyDocument.TokenBinding;
import dev.spendweir.reservation.Change;
import dev.spendweir.reservation.Place;
import dev.spendweir.vocabulary.Outcome;
import dev.spendweir.vocabulary.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether an approval covers a further call (spec 2.3 points 2 and 3). */
class CoverageTest {

    private static final CoverageSubject APPROVED = subject("f1", "pr-7", "vm.create", false, "100", "0.5", 2, "10");

    private static CoverageSubject subject(
            String fingerprint,
            @Nullable String changeId,
            String action,
            boolean destructive,
            String monthly,
            String hourly,
            int unpriced,
            String uncovered) {
        Place place = new Place(Source.TERRAFORM, "p", "prod", "state");
        return new CoverageSubject(
                fingerprint,
                new Change(place, changeId),
                action,
                destructive,
                Amount.parse(monthly),
                Amount.parse(hourly),
                unpriced,
                Amount.parse(uncovered));
    }

    @Test
    void exact_coversTheSameFingerprint_andNothingElse() {
        CoverageSubject elsewhere = subject("f1", null, "vm.create", false, "100", "0.5", 2, "10");
        CoverageSubject cheaper = subject("f2", "pr-7", "vm.create", false, "99", "0.5", 2, "10");
        assertThat(Coverage.covers(TokenBinding.EXACT, APPROVED, elsewhere)).isTrue();
        assertThat(Coverage.covers(TokenBinding.EXACT, APPROVED, cheaper)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "pr-7, vm.create, false, 100, 0.5, 2, 10, true",
        "pr-7, vm.create, false, 0, 0, 0, 0, true",
        "pr-8, vm.create, false, 1, 0, 0, 0, false",
        "pr-7, vm.resize, false, 1, 0, 0, 0, false",
        "pr-7, vm.create, true, 1, 0, 0, 0, false",
        "pr-7, vm.create, false, 100.000001, 0, 0, 0, false",
        "pr-7, vm.create, false, -0.000001, 0, 0, 0, false",
        "pr-7, vm.create, false, 1, 0.500001, 0, 0, false",
        "pr-7, vm.create, false, 1, -0.000001, 0, 0, false",
        "pr-7, vm.create, false, 1, 0, 3, 0, false",
        "pr-7, vm.create, false, 1, 0, 0, 10.000001, false"
    })
    void cap_coversTheSameChangeUpToWhatPeopleSaw(
            String change,
            String action,
            boolean destructive,
            String monthly,
            String hourly,
            int unpriced,
            String uncovered,
            boolean covered) {
        CoverageSubject asked = subject("f2", change, action, destructive, monthly, hourly, unpriced, uncovered);
        assertThat(Coverage.covers(TokenBinding.CAP, APPROVED, asked)).isEqualTo(covered);
    }

    @Test
    void cap_neverCoversAChangeOfItsOwn_notEvenWithTheSameFingerprint() {
        CoverageSubject own = subject("f1", null, "vm.create", false, "1", "0", 0, "0");
        assertThat(Coverage.covers(TokenBinding.CAP, own, own)).isFalse();
    }

    @Test
    void cap_needsTheSamePlace() {
        Place other = new Place(Source.TERRAFORM, "p", "prod", "other-state");
        CoverageSubject asked = new CoverageSubject(
                "f1", new Change(other, "pr-7"), "vm.create", false, Amount.ZERO, Amount.ZERO, 0, Amount.ZERO);
        assertThat(Coverage.covers(TokenBinding.CAP, APPROVED, asked)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', true",
        "'', a, true",
        "a, a b, true",
        "a b, a, false",
        "budget_exceeded, credits_exhausted, true",
        "credits_exhausted, budget_exceeded, true",
        "credits_exhausted, plan_limit_exceeded, false"
    })
    void newReasons_areThoseThatTheApprovedDecisionLacked(String severe, String approved, boolean none) {
        assertThat(Coverage.bringsNoNewReason(words(severe), words(approved))).isEqualTo(none);
    }

    @Test
    void continues_onlyWhatWouldWait_isCovered_andIsNoWorse() {
        List<String> reasons = List.of("approval_required_prod");
        assertThat(continues(Outcome.REQUIRE_APPROVAL, APPROVED, reasons)).isTrue();
        assertThat(continues(Outcome.ALLOW, APPROVED, reasons)).isFalse();
        assertThat(continues(Outcome.DENY, APPROVED, reasons)).isFalse();
        assertThat(continues(Outcome.REQUIRE_APPROVAL, APPROVED, List.of("unpriced_resources")))
                .isFalse();
        CoverageSubject dearer = subject("f2", "pr-7", "vm.create", false, "101", "0.5", 2, "10");
        assertThat(continues(Outcome.REQUIRE_APPROVAL, dearer, reasons)).isFalse();
    }

    private static boolean continues(Outcome outcome, CoverageSubject asked, List<String> severe) {
        return Coverage.continues(
                outcome, TokenBinding.EXACT, APPROVED, asked, severe, List.of("approval_required_prod", "other"));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }
}
