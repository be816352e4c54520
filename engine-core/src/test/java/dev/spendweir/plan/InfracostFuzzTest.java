package dev.spendweir.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.testing.Untrusted;

/** Any bytes as an Infracost output: refused, or costs that can be added up and priced. */
class InfracostFuzzTest {

    @FuzzTest
    void anyBytes_areCostsThatCanBePricedOrRefused(byte[] input) {
        Untrusted.read(() -> InfracostReader.read(input), ErrorCode.INFRACOST_INVALID)
                .ifPresent(report -> {
                    assertThat(InfracostReader.read(input)).isEqualTo(report);
                    assertThat(report.monthly().signum()).isBetween(-1, 1);
                    assertThat(report.pastMonthly().signum()).isBetween(-1, 1);
                    PricingInput alone = new PricingInput(null, report, null, null);
                    Untrusted.read(
                                    () -> PlanPricer.price(alone, PlanFixtures.SHEET, report.currency()),
                                    ErrorCode.INFRACOST_NO_BASELINE,
                                    ErrorCode.AMOUNT_OUT_OF_RANGE)
                            .ifPresent(priced ->
                                    assertThat(priced.unpricedResources()).isNotNegative());
                });
    }
}
