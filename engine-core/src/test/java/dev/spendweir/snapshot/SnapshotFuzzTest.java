package dev.spendweir.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.spendweir.amount.Amount;
import dev.spendweir.engine.Decision;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.outcome.ReservationPlan;
import dev.spendweir.policy.Policy;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.request.GateRequest;
import dev.spendweir.testing.Untrusted;
import dev.spendweir.vocabulary.Source;
import java.time.Instant;

/** Any bytes as a snapshot: refused with findings, or one that reads back and can be decided on. */
class SnapshotFuzzTest {

    private static final GateEngine ENGINE = GateEngine.create();
    private static final Policy POLICY = PolicyReader.defaults();
    private static final Amount DELTA = Amount.parse("250");
    private static final Instant CLOCK = Instant.parse("2026-03-17T12:00:00Z");
    private static final GateRequest REQUEST = GateRequest.builder()
            .tenantId("acme")
            .source(Source.TERRAFORM)
            .projectId("payments")
            .environment("prod")
            .action("terraform.apply")
            .resourceReference("infra@main")
            .estimatedMonthlyDelta(DELTA)
            .requesterId("ann")
            .idempotencyKey("run-1")
            .normalize(POLICY.document());

    @FuzzTest
    void anyBytes_areASnapshotThatReadsBackAndDecidesOrRefused(byte[] input) {
        Untrusted.json(input)
                .flatMap(json -> Untrusted.read(() -> SnapshotParser.parse(json), ErrorCode.INVALID_SNAPSHOT))
                .ifPresent(snapshot -> {
                    Snapshot again = SnapshotParser.parse(snapshot.toJson());
                    assertThat(again.toJson()).isEqualTo(snapshot.toJson());
                    assertThat(again.sha256()).isEqualTo(snapshot.sha256());
                    checkDecision(snapshot);
                });
    }

    private static void checkDecision(Snapshot snapshot) {
        Untrusted.read(() -> ENGINE.decide(POLICY, REQUEST, snapshot, CLOCK), ErrorCode.AMOUNT_OUT_OF_RANGE)
                .ifPresent(decision -> {
                    assertThat(decision.recordBytes())
                            .isEqualTo(ENGINE.decide(POLICY, REQUEST, snapshot, CLOCK)
                                    .recordBytes());
                    checkPlan(decision);
                });
    }

    private static void checkPlan(Decision decision) {
        ReservationPlan plan = decision.reservationPlan();
        if (plan != null) {
            assertThat(plan.total()).isEqualTo(DELTA);
        }
    }
}
