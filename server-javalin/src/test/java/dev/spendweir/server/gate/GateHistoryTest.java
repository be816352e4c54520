package dev.spendweir.server.gate;

import static dev.spendweir.server.TestStore.TENANT;
import static dev.spendweir.server.TestStore.terraform;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.MoneyLaws;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.store.money.BudgetView;
import dev.spendweir.server.store.money.NewCredit;
import dev.spendweir.snapshot.CreditPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random histories of plans, applies and reports of actuals: the laws of money hold after every step. */
class GateHistoryTest {
    private static final int STEPS = 60;
    private static final Stage[] STAGES = {Stage.PRE_PLAN, Stage.POST_PLAN, Stage.POST_PLAN, Stage.PRE_APPLY};

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void neverOversubscribes(long seed) {
        Random random = new Random(seed);
        try (TestStore test = TestStore.open()) {
            test.policy("{\"modes\":{\"default\":\"hard\"},\"credits\":{\"emergency_requires_approval\":true}}");
            test.budget("payments", "200");
            credit(test, CreditPool.RESERVED, "40");
            credit(test, CreditPool.RESERVED, "25.5");
            credit(test, CreditPool.EMERGENCY, "30");
            List<String> holds = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                if (!holds.isEmpty() && random.nextInt(4) == 0) {
                    settle(test, random, holds.get(random.nextInt(holds.size())), step);
                } else {
                    gate(test, random, holds);
                }
                MoneyLaws.check(test, "seed " + seed + ", step " + step);
            }
            assertThat(test.ledgerIsValid()).as("seed " + seed).isTrue();
        }
    }

    private static void gate(TestStore test, Random random, List<String> holds) {
        String change = random.nextInt(5) == 0 ? null : "pr-" + random.nextInt(4);
        String place = "eu/" + random.nextInt(2);
        String delta = random.nextInt(130) - 10 + "." + random.nextInt(1_000_000);
        GateAnswer answer = test.gate(
                terraform(delta).with("resource_reference", new JsonString(place)),
                change,
                STAGES[random.nextInt(STAGES.length)]);
        if (answer.reservationId() != null) {
            holds.add(answer.reservationId());
            BudgetView budget = test.store.budgets().get(TENANT, "payments").orElseThrow();
            boolean allocated = test.store
                    .reservations()
                    .get(TENANT, answer.reservationId())
                    .orElseThrow()
                    .allocation()
                    .isPositive();
            if (allocated) {
                assertThat(budget.reserved().plus(budget.consumed())).isLessThanOrEqualTo(budget.monthlyLimit());
            }
        }
    }

    private static void settle(TestStore test, Random random, String hold, int step) {
        Amount actual = random.nextBoolean() ? null : Amount.ofMicros(random.nextInt(150_000_000));
        try {
            test.store
                    .gate()
                    .settleApplied(new AppliedCall(
                            TestStore.caller(), hold, null, null, null, null, actual, "settle-" + step));
        } catch (RejectedException e) {
            // Not confirmed, or closed already: refused, and nothing may have changed.
        }
    }

    private static void credit(TestStore test, CreditPool pool, String amount) {
        NewCredit credit = new NewCredit(pool, null, Amount.parse(amount), 100, null, null);
        test.store.credits().create(TestStore.caller(), credit, null);
    }
}
