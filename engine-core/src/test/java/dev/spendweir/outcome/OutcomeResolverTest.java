package dev.spendweir.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.policy.PolicyDocument.Guard;
import dev.spendweir.vocabulary.Mode;
import dev.spendweir.vocabulary.Outcome;
import dev.spendweir.vocabulary.ReasonCode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How reasons are collected and ordered, by spec 1.8. */
class OutcomeResolverTest {

    /** As many reasons as the resolver has room for at first, one fewer, one more, and many: rules may give 64. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 64})
    void anyNumberOfReasons_isKeptInOrder_thoseOfTheBaseFirst(int count) {
        OutcomeResolver resolver = new OutcomeResolver();
        resolver.add(Outcome.ALLOW, ReasonCode.WITHIN_ALLOCATION);
        IntStream.range(0, count).forEach(i -> resolver.add(Outcome.DENY, "reason_" + i));
        Verdict verdict = resolver.resolve(Mode.HARD);
        assertThat(verdict.outcome()).isEqualTo(Outcome.DENY);
        assertThat(verdict.reasonCodes())
                .hasSize(count + 1)
                .startsWith("reason_0")
                .containsSubsequence(
                        IntStream.range(0, count).mapToObj(i -> "reason_" + i).toArray(String[]::new))
                .endsWith("within_allocation");
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8})
    void reasonsThatFillTheirRoom_leaveRoomForTheMode(int count) {
        OutcomeResolver resolver = new OutcomeResolver();
        IntStream.range(0, count).forEach(i -> resolver.add(Outcome.DENY, "reason_" + i));
        assertThat(resolver.resolve(Mode.SOFT).reasonCodes()).hasSize(count + 1).endsWith("soft_mode_escalated");
        assertThat(resolver.resolve(Mode.SHADOW).reasonCodes())
                .hasSize(count + 1)
                .endsWith("shadow_mode_observed");
    }

    @Test
    void aReasonGivenTwice_isReportedOnce_whereTheHarsherOnePutsIt() {
        OutcomeResolver resolver = new OutcomeResolver();
        resolver.add(Outcome.ALLOW, ReasonCode.NO_BUDGET_CONFIGURED);
        resolver.add(Outcome.REQUIRE_APPROVAL, ReasonCode.APPROVAL_REQUIRED_PROD);
        resolver.addGuarded(Guard.REQUIRE_APPROVAL, ReasonCode.NO_BUDGET_CONFIGURED);
        assertThat(resolver.resolve(Mode.HARD).reasonCodes())
                .containsExactly("approval_required_prod", "no_budget_configured");
    }

    @Test
    void aGuard_thatAllows_warnsOnce() {
        OutcomeResolver resolver = new OutcomeResolver();
        resolver.add(Outcome.ALLOW, ReasonCode.WITHIN_ALLOCATION);
        resolver.addGuarded(Guard.ALLOW, ReasonCode.COST_DATA_STALE);
        resolver.addGuarded(Guard.ALLOW, ReasonCode.COST_DATA_STALE);
        resolver.addGuarded(Guard.ALLOW, ReasonCode.UNPRICED_RESOURCES);
        Verdict verdict = resolver.resolve(Mode.HARD);
        assertThat(verdict.reasonCodes()).isEqualTo(List.of("within_allocation"));
        assertThat(verdict.warnings()).isEqualTo(List.of("cost_data_stale", "unpriced_resources"));
    }
}
