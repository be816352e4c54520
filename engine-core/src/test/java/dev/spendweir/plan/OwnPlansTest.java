package dev.spendweir.plan;

import static dev.spendweir.plan.PlanFixtures.SHEET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real plans, made by terraform 1.11.4 with src/test/terraform/make-plans.sh. */
class OwnPlansTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    01-create               | terraform.apply   | create=6
                    02-no-op                | terraform.apply   |
                    03-update               | terraform.apply   | update=2
                    04-replace              | terraform.replace | replace=2
                    05-delete-partial       | terraform.destroy | delete=1
                    06-destroy              | terraform.destroy | delete=6
                    07-create-before-destroy| terraform.replace | replace=2
                    08-sensitive-replace    | terraform.replace | replace=1
                    10-moved                | terraform.apply   | move=2
                    11-forget-and-import    | terraform.apply   | forget=1, import=1
                    12-outputs-only         | terraform.apply   |
                    14-create-again         | terraform.apply   | create=6
                    15-no-resource-changes  | terraform.apply   |
                    """)
    void eachPlan_summarised_saysWhatItDoes(String name, String action, String counts) {
        TerraformPlan plan = PlanReader.read(PlanFixtures.bytes(name), SHEET);
        assertThat(plan.action()).isEqualTo(action);
        String actions = ChangeSummary.of(plan).actions().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> e.getKey() + "=" + e.getValue())
                .reduce((a, b) -> a + ", " + b)
                .orElse(null);
        assertThat(actions).isEqualTo(counts);
        assertThat(plan.warnings()).isEmpty();
        PricedPlan priced = PlanPricer.price(PricingInput.ofPlan(plan, null), SHEET, "USD");
        assertThat(priced.monthlyDelta()).isEqualTo(Amount.ZERO);
        assertThat(priced.unpricedResources()).isZero();
    }

    @Test
    void targetedPlan_priced_isIncomplete() {
        TerraformPlan plan = PlanReader.read(PlanFixtures.bytes("09-target"), SHEET);
        assertThatThrownBy(() -> PlanPricer.price(PricingInput.ofPlan(plan, null), SHEET, "USD"))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PLAN_INCOMPLETE));
    }

    @Test
    void erroredPlan_priced_isErroredAlone() {
        TerraformPlan plan = PlanReader.read(PlanFixtures.bytes("13-errored"), SHEET);
        assertThatThrownBy(() -> PlanPricer.price(PricingInput.ofPlan(plan, null), SHEET, "USD"))
                .isInstanceOfSatisfying(RejectedException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.PLAN_ERRORED);
                    assertThat(e.findings()).hasSize(1);
                });
    }

    @Test
    void identicalReplan_read_hasTheSameDigestAndMetadata() {
        assertThat(metadata("14-create-again")).isEqualTo(metadata("01-create"));
    }

    @Test
    void otherChanges_read_haveOtherDigests() {
        assertThat(PlanReader.read(PlanFixtures.bytes("03-update"), SHEET).contentSha256())
                .isNotEqualTo(PlanReader.read(PlanFixtures.bytes("05-delete-partial"), SHEET)
                        .contentSha256());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-create",
                "02-no-op",
                "03-update",
                "04-replace",
                "05-delete-partial",
                "06-destroy",
                "07-create-before-destroy",
                "08-sensitive-replace",
                "09-target",
                "10-moved",
                "11-forget-and-import",
                "12-outputs-only",
                "13-errored",
                "14-create-again",
                "15-no-resource-changes"
            })
    void eachPlan_redacted_readsTheSameAndKeepsNoSecret(String name) {
        byte[] original = PlanFixtures.bytes(name);
        byte[] redacted = PlanRedactor.redact(original);
        assertThat(PlanReader.read(redacted, SHEET)).isEqualTo(PlanReader.read(original, SHEET));
        assertThat(PlanRedactor.redact(redacted)).isEqualTo(redacted);
        assertThat(new String(redacted, StandardCharsets.UTF_8))
                .doesNotContain("horse battery")
                .doesNotContain("planned_values")
                .doesNotContain("configuration")
                .doesNotContain("prior_state")
                .doesNotContain("\"variables\"");
    }

    @Test
    void eachPlan_minimal_carriesTheDigestAndNoAttributes() {
        byte[] original = PlanFixtures.bytes("03-update");
        TerraformPlan minimal = PlanReader.read(PlanRedactor.minimal(original, SHEET), SHEET);
        assertThat(minimal.contentSha256())
                .isEqualTo(PlanReader.read(original, SHEET).contentSha256());
        assertThat(minimal.warnings()).containsExactly(new PlanNotice(PlanWarning.DIGEST_ASSERTED, ""));
        assertThat(new String(PlanRedactor.minimal(original, SHEET), StandardCharsets.UTF_8))
                .doesNotContain("web-0\",")
                .doesNotContain("capacity_gb");
    }

    private static JsonObject metadata(String name) {
        TerraformPlan plan = PlanReader.read(PlanFixtures.bytes(name), SHEET);
        PricedPlan priced = PlanPricer.price(PricingInput.ofPlan(plan, null), SHEET, "USD");
        return ChangeSummary.of(plan).metadata(priced, JsonObject.EMPTY);
    }
}
