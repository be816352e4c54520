package dev.spendweir.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.spendweir.price.PriceSheet;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.testing.Untrusted;
import java.util.Optional;

/** Any bytes as a Terraform plan: refused, or a plan that says the same once its secrets are taken out. */
class PlanFuzzTest {

    private static final PriceSheet SHEET = PlanFixtures.SHEET;

    @FuzzTest
    void anyBytes_areAPlanThatSurvivesRedactionOrRefused(byte[] input) {
        Untrusted.read(
                        () -> PlanReader.read(input, SHEET),
                        ErrorCode.PLAN_INVALID,
                        ErrorCode.PLAN_FORMAT_UNSUPPORTED,
                        ErrorCode.PLAN_ACTION_UNSUPPORTED)
                .ifPresent(plan -> {
                    Optional<PricedPlan> price = price(plan);
                    // What is read may have half a character in a text that only the redacted forms pass on.
                    Untrusted.read(() -> PlanRedactor.redact(input), ErrorCode.PLAN_INVALID)
                            .ifPresent(redacted -> checkForm(redacted, plan, price));
                    Untrusted.read(() -> PlanRedactor.minimal(input, SHEET), ErrorCode.PLAN_INVALID)
                            .ifPresent(minimal -> checkForm(minimal, plan, price));
                });
    }

    private static void checkForm(byte[] redacted, TerraformPlan original, Optional<PricedPlan> price) {
        TerraformPlan again = PlanReader.read(redacted, SHEET);
        assertThat(again.contentSha256()).isEqualTo(original.contentSha256());
        assertThat(price(again).map(PricedPlan::monthlyDelta)).isEqualTo(price.map(PricedPlan::monthlyDelta));
        assertThat(PlanRedactor.redact(redacted)).isEqualTo(redacted);
    }

    private static Optional<PricedPlan> price(TerraformPlan plan) {
        return Untrusted.read(
                () -> PlanPricer.price(PricingInput.ofPlan(plan, null), SHEET, "USD"),
                ErrorCode.PLAN_ERRORED,
                ErrorCode.PLAN_INCOMPLETE,
                ErrorCode.AMOUNT_OUT_OF_RANGE);
    }
}
