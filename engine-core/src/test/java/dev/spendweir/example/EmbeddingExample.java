package dev.spendweir.example;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.engine.Decision;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.policy.Policy;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.request.GateRequest;
import dev.spendweir.snapshot.Budget;
import dev.spendweir.snapshot.CostHistory;
import dev.spendweir.snapshot.CostRow;
import dev.spendweir.snapshot.Snapshot;
import dev.spendweir.vocabulary.Source;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** The program of docs/embedding.md. */
final class EmbeddingExample {

    private EmbeddingExample() {}

    static Decision run() {
        // snippet
        GateEngine engine = GateEngine.create();
        Policy policy = PolicyReader.read(JsonReader.read("""
                {"modes": {"default": "hard"},
                 "budgets": {"basis": "forecast", "missing": "deny"},
                 "approvals": {"required_for": {"prod": false}}}
                """));

        GateRequest request = GateRequest.builder()
                .tenantId("acme")
                .source(Source.CUSTOM)
                .projectId("payments")
                .environment("prod")
                .action("vm.create")
                .resourceReference("eu-west-1/payments/api")
                .estimatedMonthlyDelta("312.40")
                .requesterId("ci-payments")
                .idempotencyKey("build-4711")
                .normalize(policy.document());

        CostHistory spent = CostHistory.of(List.of(
                new CostRow(LocalDate.parse("2026-11-19"), Amount.parse("40"), true),
                new CostRow(LocalDate.parse("2026-11-20"), Amount.parse("42.5"), false)));
        Snapshot snapshot = Snapshot.builder()
                .costHistory(spent)
                .projectCostHistory(spent)
                .budget(new Budget(Amount.parse("400")))
                .build();

        Decision decision = engine.decide(policy, request, snapshot, Instant.parse("2026-11-21T09:30:00Z"));
        System.out.println(decision.outcome() + " because of " + decision.reasonCodes());
        // snippet
        return decision;
    }
}
