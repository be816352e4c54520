package dev.spendweir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.engine.Decision;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.policy.Policy;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.request.GateRequest;
import dev.spendweir.request.RequestNormalizer;
import dev.spendweir.server.yaml.LocatedDocument;
import dev.spendweir.snapshot.Budget;
import dev.spendweir.snapshot.CostHistory;
import dev.spendweir.snapshot.CostRow;
import dev.spendweir.snapshot.CreditPool;
import dev.spendweir.snapshot.Grant;
import dev.spendweir.snapshot.Snapshot;
import dev.spendweir.snapshot.Usage;
import dev.spendweir.vocabulary.Outcome;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The demo must tell the same story on every day that somebody may run it. */
final class SampleDataTest {

    private static final Amount CHECKOUT = Amount.parse("210.687");
    private static final Amount FRAUD = Amount.parse("1235.76");

    private final Policy policy =
            PolicyReader.read(LocatedDocument.readYaml(SampleData.policy()).value());

    @Test
    void costs_onEveryDayOfThreeYears_letTheFirstPlanPassAndNotTheSecond() {
        LocalDate end = LocalDate.of(2029, 3, 2);
        for (LocalDate today = LocalDate.of(2026, 1, 1); today.isBefore(end); today = today.plusDays(1)) {
            Decision first = decide(today, CHECKOUT, Amount.ZERO);
            assertThat(first.outcome()).as("%s %s", today, first.reasonCodes()).isEqualTo(Outcome.ALLOW);
            Decision second = decide(today, FRAUD, CHECKOUT);
            assertThat(second.outcome())
                    .as("%s %s", today, second.reasonCodes())
                    .isEqualTo(Outcome.DENY);
            assertThat(second.reasonCodes()).as("%s", today).contains("credits_exhausted");
        }
    }

    @Test
    void costs_areThoseOfTheDayAlone() {
        LocalDate today = LocalDate.of(2026, 11, 21);
        assertThat(SampleData.costs(today)).isEqualTo(SampleData.costs(today)).hasSize(180);
        assertThat(SampleData.costs(today))
                .allMatch(cost -> cost.amount().isPositive() && cost.date().isBefore(today));
    }

    private Decision decide(LocalDate today, Amount delta, Amount reserved) {
        Map<LocalDate, Amount> whole = new TreeMap<>();
        List<CostRow> own = new ArrayList<>();
        for (SampleData.Cost cost : SampleData.costs(today)) {
            whole.merge(cost.date(), cost.amount(), Amount::plus);
            if (cost.project().equals(SampleData.PROJECT)) {
                own.add(new CostRow(cost.date(), cost.amount(), cost.isFinal()));
            }
        }
        List<CostRow> all = new ArrayList<>();
        whole.forEach((date, amount) -> all.add(new CostRow(date, amount, false)));
        Snapshot snapshot = Snapshot.builder()
                .costHistory(CostHistory.of(all))
                .projectCostHistory(CostHistory.of(own))
                .usage(new Usage(reserved, Amount.ZERO, Amount.ZERO, reserved, Amount.ZERO, Amount.ZERO))
                .budget(new Budget(Amount.parse(SampleData.BUDGETS.get(SampleData.PROJECT))))
                .grants(List.of(new Grant(
                        "g",
                        CreditPool.RESERVED,
                        SampleData.PROJECT,
                        Amount.parse(SampleData.CREDIT),
                        100,
                        null,
                        Instant.EPOCH)))
                .build();
        return GateEngine.create().decide(policy, request(delta), snapshot, Instant.parse(today + "T09:00:00Z"));
    }

    private GateRequest request(Amount delta) {
        JsonObject raw = JsonObject.builder()
                .put("tenant_id", "default")
                .put("source", "terraform")
                .put("project_id", SampleData.PROJECT)
                .put("environment", "prod")
                .put("action", "terraform.apply")
                .put("resource_reference", "infra/prod@default")
                .put("estimated_monthly_delta", delta.toString())
                .put("requester_id", "r")
                .put("idempotency_key", "key-1")
                .build();
        return RequestNormalizer.normalize(raw, policy.document());
    }
}
