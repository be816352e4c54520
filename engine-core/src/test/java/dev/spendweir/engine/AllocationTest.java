package dev.spendweir.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.policy.Policy;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.request.RequestNormalizer;
import dev.spendweir.snapshot.Budget;
import dev.spendweir.snapshot.CostHistory;
import dev.spendweir.snapshot.CostRow;
import dev.spendweir.snapshot.CreditPool;
import dev.spendweir.snapshot.Grant;
import dev.spendweir.snapshot.Snapshot;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What a decision allocates: a guard of its speed that does not depend on how busy the machine is. The bounds hold for
 * interpreted code too, which allocates what compiled code can leave out.
 */
class AllocationTest {

    private static final Instant CLOCK = Instant.parse("2026-03-18T10:15:30Z");
    private static final LocalDate YESTERDAY = LocalDate.parse("2026-03-17");
    private static final int ROUNDS = 20;
    private static final int CALLS = 300;

    /** Whatever the JVM does not know to be used, it may leave out. */
    private static volatile Object used;

    @Test
    void smallDecision_allocatesAtMostFourKilobytes() {
        Policy policy = policy("");
        JsonValue raw = request("420.5", "{}");
        Snapshot snapshot = snapshot(31).budget(new Budget(Amount.parse("300"))).build();
        GateEngine engine = GateEngine.create();
        long bytes = leastBytes(
                () -> engine.decide(policy, RequestNormalizer.normalize(raw, policy.document()), snapshot, CLOCK));
        assertThat(bytes).isLessThanOrEqualTo(4096);
    }

    /** A denial, whose explanation has the most to find out. */
    @Test
    void typicalRecordWithExplanation_allocatesAtMostSixtyKilobytes() {
        Policy policy = policy(",'budgets':{'basis':'forecast_upper'}");
        JsonValue raw = request("1920.5", metadata());
        Snapshot.Builder builder =
                snapshot(120).projectCostHistory(history(120, 2, 50_000_000)).budget(new Budget(Amount.parse("1700")));
        GateEngine engine = GateEngine.create();
        Decision denied =
                engine.decide(policy, RequestNormalizer.normalize(raw, policy.document()), builder.build(), CLOCK);
        assertThat(denied.explanation().remedies()).hasSize(3);
        denied.decisionSha256();
        long bytes = leastBytes(() -> {
            // A snapshot of its own each time, as a server has; the histories keep their hashes.
            Snapshot snapshot = builder.build();
            Decision decision =
                    engine.decide(policy, RequestNormalizer.normalize(raw, policy.document()), snapshot, CLOCK);
            decision.explanation();
            return decision.decisionSha256();
        });
        assertThat(bytes).isLessThanOrEqualTo(60 * 1024);
    }

    private static long leastBytes(Supplier<Object> call) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = threads.getThreadAllocatedBytes(id);
            for (int i = 0; i < CALLS; i++) {
                used = call.get();
            }
            least = Math.min(least, (threads.getThreadAllocatedBytes(id) - before) / CALLS);
        }
        return least;
    }

    private static JsonValue json(String text) {
        return JsonReader.read(text.replace('\'', '"'));
    }

    private static Policy policy(String more) {
        StringBuilder routing = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            routing.append(i == 0 ? "" : ",")
                    .append("{'id':'route-")
                    .append(i)
                    .append("','match':{'source':['terraform'],'project_id':['other-")
                    .append(i)
                    .append("'],'monthly_delta_min':'100'}}");
        }
        return PolicyReader.read(json("{'ceilings':{'plan_monthly':'100000','enterprise_monthly':'200000',"
                + "'basis':'forecast'},'approvals':{'routing':[" + routing + "]}" + more + "}"));
    }

    private static JsonValue request(String delta, String metadata) {
        return json("{'tenant_id':'acme','source':'terraform','project_id':'payments','environment':'production',"
                + "'action':'terraform.apply','resource_reference':'workspace/payments-prod',"
                + "'estimated_monthly_delta':'" + delta
                + "','requester_id':'alice','idempotency_key':'run-1234','metadata':"
                + metadata + "}");
    }

    private static String metadata() {
        StringBuilder metadata = new StringBuilder("{");
        for (int i = 0; i < 20; i++) {
            metadata.append(i == 0 ? "" : ",").append("'resource_").append(i);
            metadata.append("':{'type':'aws_instance','count':").append(i).append(",'name':'module.web.node'}");
        }
        return metadata.append('}').toString();
    }

    private static Snapshot.Builder snapshot(int days) {
        List<Grant> grants = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            grants.add(new Grant(
                    "grant-" + i,
                    i % 2 == 0 ? CreditPool.RESERVED : CreditPool.EMERGENCY,
                    i % 3 == 0 ? "payments" : null,
                    Amount.parse("100"),
                    100 + i % 3,
                    CLOCK.plusSeconds(86_400L * (i + 1)),
                    CLOCK.minusSeconds(1000L * i)));
        }
        return Snapshot.builder()
                .policyVersion(3)
                .costHistory(history(days, 1, 150_000_000))
                .grants(grants);
    }

    private static CostHistory history(int days, long seed, long micros) {
        Random random = new Random(seed);
        List<CostRow> rows = new ArrayList<>();
        for (int i = 0; i < days; i++) {
            long cost = micros + random.nextInt(20_000_000);
            rows.add(new CostRow(YESTERDAY.minusDays(i), Amount.ofMicros(cost), i > 2));
        }
        return CostHistory.of(rows);
    }
}
