package dev.spendweir.plan;

import static dev.spendweir.plan.PlanFixtures.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.rejection.RejectedException;
import dev.spendweir.testing.Refusals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InfracostReaderTest {

    private static final String SCAN = """
            {"currency":"EUR","summary":{"total_monthly_cost":"30.5"},"projects":[{"project_name":"p","path":".","resources":[
             {"name":"a.web","type":"a","is_supported":true,"is_free":false,
              "cost_components":[{"name":"c","total_monthly_cost":"%s","quantity":"730"}],
              "subresources":[{"name":"disk","cost_components":[{"name":"d","total_monthly_cost":"0.5","quantity":"5"}]}]},
             {"name":"a.usage","type":"a","is_supported":true,"is_free":false,
              "cost_components":[{"name":"c","price":"0.2","total_monthly_cost":"0","quantity":"0"}]},
             {"name":"a.free","type":"a","is_supported":true,"is_free":true},
             {"name":"a.odd","type":"odd","is_supported":false,"is_free":false}],
             "diagnostics":[{"severity":"warning","message":"w"}]}]}
            """;

    @Test
    void scan_read_sumsComponentsAndKeepsUnusedOnesUnknown() {
        InfracostReport report = InfracostReader.read(utf8(SCAN.formatted("30")));
        InfracostReport.Project project = report.projects().get(0);
        assertThat(report.currency()).isEqualTo("EUR");
        assertThat(report.monthly()).isEqualByComparingTo("30.5").isEqualByComparingTo(report.statedMonthly());
        assertThat(project.baseline()).isFalse();
        assertThat(project.now().get("a.usage").known()).isFalse();
        assertThat(project.free()).containsExactly("a.free");
        assertThat(project.unsupported()).containsEntry("odd", 1);
        assertThat(project.errors()).isEmpty();
    }

    @Test
    void baseAndHead_read_areAComparison() {
        InfracostReport report = InfracostReader.read(
                utf8("{\"base\":" + SCAN.formatted("10") + ",\"head\":" + SCAN.formatted("30") + "}"));
        PricedPlan priced =
                PlanPricer.price(new PricingInput(null, report, null, null), PlanFixtures.smallSheet(), "EUR");
        assertThat(priced.monthlyDelta()).hasToString("20");
        assertThat(priced.unpricedResources()).isEqualTo(1);
    }

    @Test
    void baseAndHeadInDifferentCurrencies_read_areRefused() {
        String base = SCAN.formatted("10").replace("EUR", "USD");
        assertThatThrownBy(() ->
                        InfracostReader.read(utf8("{\"base\":" + base + ",\"head\":" + SCAN.formatted("30") + "}")))
                .hasMessageContaining("/base/currency");
    }

    @Test
    void preTwoTenthsOutput_read_takesTheTopLevelResources() {
        InfracostReport report = InfracostReader.read(utf8(
                "{\"resources\":[{\"name\":\"a.b\",\"monthlyCost\":\"7.5\"},{\"name\":\"a.c\",\"monthlyCost\":null}],"
                        + "\"totalMonthlyCost\":\"7.5\"}"));
        assertThat(report.currency()).isEqualTo("USD");
        assertThat(report.monthly()).isEqualByComparingTo("7.5");
        assertThat(report.projects().get(0).now().get("a.c").known()).isFalse();
        assertThat(report.projects().get(0).baseline()).isFalse();
    }

    @Test
    void priceNotFound_read_makesTheCostUnusable() {
        InfracostReport report = InfracostReader.read(
                utf8(
                        "{\"projects\":[{\"name\":\"p\",\"metadata\":{\"type\":\"terraform_plan_json\"},\"pastBreakdown\":{},\"breakdown\":{\"resources\":["
                                + "{\"name\":\"a.b\",\"monthlyCost\":\"0\",\"costComponents\":[{\"priceNotFound\":true}]},"
                                + "{\"name\":\"a.c\",\"monthlyCost\":\"3\",\"subresources\":[{\"costComponents\":[{\"priceNotFound\":true}]}]},"
                                + "{\"name\":\"a.d\",\"monthlyCost\":\"3\",\"costComponents\":[{\"priceNotFound\":false}]}]}}]}"));
        InfracostReport.Project project = report.projects().get(0);
        assertThat(project.now().get("a.b").known()).isFalse();
        assertThat(project.now().get("a.c").known()).isFalse();
        assertThat(project.now().get("a.d").known()).isTrue();
        assertThat(project.baseline()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|object",
                "{}|projects",
                "{\"projects\":[1]}|/projects/0",
                "{\"projects\":[],\"currency\":5}|/currency",
                "{\"projects\":[{\"breakdown\":{\"resources\":[{}]}}]}|/projects/0/breakdown/resources/0",
                "{\"projects\":[{\"breakdown\":{\"resources\":[{\"name\":\"a\",\"monthlyCost\":true}]}}]}|/projects/0/breakdown/resources/0/monthlyCost",
                "{\"projects\":[{\"breakdown\":{\"resources\":[{\"name\":\"a\",\"monthlyCost\":\"NaN\"}]}}]}|monthlyCost",
                "{\"projects\":[]} x|line 1, column 17",
                "{\"base\":{},\"head\":{}}|/head"
            })
    void otherDocuments_read_areRefusedAtTheirPlace(String json, String where) {
        assertThatThrownBy(() -> InfracostReader.read(utf8(json)))
                .isInstanceOf(RejectedException.class)
                .hasMessageStartingWith("INFRACOST_INVALID")
                .hasMessageContaining(where);
    }

    @Test
    void halfOfASurrogatePairInAComponent_read_isAnInvalidOutput() {
        String scan = SCAN.formatted("30").replace("\"name\":\"c\"", "\"name\":\"\\ud800\"");
        assertThat(Refusals.of(() -> InfracostReader.read(utf8(scan)))).containsExactly("INFRACOST_INVALID");
    }

    @Test
    void twoProjectsWithTheSameAddress_besideAPlan_areRefused() {
        String project =
                "{\"name\":\"%s\",\"metadata\":{},\"breakdown\":{\"resources\":[{\"name\":\"unit.a\",\"monthlyCost\":\"1\"}]}}";
        InfracostReport report = InfracostReader.read(
                utf8("{\"projects\":[" + project.formatted("dev") + "," + project.formatted("prod") + "]}"));
        TerraformPlan plan = PlanReader.read(
                PlanFixtures.planOf(PlanFixtures.change("unit.a", "create", "null", "{}")), PlanFixtures.smallSheet());
        assertThatThrownBy(() -> PlanPricer.price(PricingInput.ofPlan(plan, report), PlanFixtures.smallSheet(), "USD"))
                .hasMessageStartingWith("INFRACOST_MISMATCH")
                .hasMessageContaining("unit.a");
    }
}
