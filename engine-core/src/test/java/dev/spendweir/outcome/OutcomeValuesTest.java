package dev.spendweir.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.CanonicalWriter;
import dev.spendweir.policy.PolicyDocument.Modes;
import dev.spendweir.policy.PolicyDocument.SourceModes;
import dev.spendweir.snapshot.CreditPool;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.Mode;
import dev.spendweir.vocabulary.Outcome;
import dev.spendweir.vocabulary.Role;
import dev.spendweir.vocabulary.Source;
import dev.spendweir.waterfall.Draw;
import dev.spendweir.waterfall.Stage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The small values of an outcome: plan, mode and words. */
class OutcomeValuesTest {

    private static final RoutingDecision ROUTE =
            new RoutingDecision("default", List.of(Role.OWNER, Role.ADMIN), "approve.prod", 2, 3600);

    @Test
    void reservationPlan_withDraws_sumsAndWritesThemInOrder() {
        ReservationPlan plan = new ReservationPlan(
                Hold.ON_APPROVAL,
                Amount.parse("4"),
                List.of(
                        new Draw("r", CreditPool.RESERVED, Amount.parse("2.5")),
                        new Draw("e", CreditPool.EMERGENCY, Amount.parse("1.5"))),
                Amount.parse("2"));
        assertThat(plan.total()).isEqualTo(Amount.parse("10"));
        CanonicalWriter out = new CanonicalWriter();
        plan.writeTo(out);
        assertThat(out.toText())
                .isEqualTo(
                        "{\"allocation\":\"4\",\"draws\":[{\"amount\":\"2.5\",\"grant_id\":\"r\",\"pool\":\"reserved\"},"
                                + "{\"amount\":\"1.5\",\"grant_id\":\"e\",\"pool\":\"emergency\"}],"
                                + "\"hold\":\"on_approval\",\"uncovered\":\"2\"}");
    }

    @Test
    void mode_ofASourceThatThePolicyDoesNotName_isThePolicysDefault() {
        Modes modes = new Modes(Mode.SHADOW, Map.of(Source.TERRAFORM, new SourceModes(Mode.HARD, null, Mode.SOFT)));
        assertThat(ModeChoice.of(modes, Source.LLM_CALL, EnvironmentClass.PROD))
                .isEqualTo(new ModeChoice(Mode.SHADOW, "default"));
        assertThat(ModeChoice.of(modes, Source.TERRAFORM, EnvironmentClass.PROD))
                .isEqualTo(new ModeChoice(Mode.HARD, "terraform.default"));
        assertThat(ModeChoice.of(modes, Source.TERRAFORM, EnvironmentClass.NONPROD))
                .isEqualTo(new ModeChoice(Mode.SOFT, "terraform.nonprod"));
    }

    @Test
    void explanationText_speaksOfMoneyOnlyWhereMoneyHelps() {
        Remedy budget = Remedy.money(RemedyKind.ADD_BUDGET, Stage.PROJECT_ALLOCATION, Amount.parse("6"));
        Remedy approval = Remedy.approval(ROUTE);
        assertThat(text(List.of(approval)))
                .endsWith("\n- get 2 approvals (owner or admin, permission approve.prod)")
                .doesNotContain("With the money alone");
        assertThat(text(List.of(budget, approval)))
                .contains("\n- add 6 USD to the project's budget")
                .endsWith("\nWith the money alone the outcome would be REQUIRE_APPROVAL.");
    }

    private static String text(List<Remedy> remedies) {
        return ExplanationText.of(
                Outcome.REQUIRE_APPROVAL,
                new ModeChoice(Mode.HARD, "default"),
                "USD",
                List.of(),
                remedies,
                Outcome.REQUIRE_APPROVAL,
                null);
    }
}
