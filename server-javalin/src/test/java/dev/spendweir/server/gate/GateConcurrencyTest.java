package dev.spendweir.server.gate;

import static dev.spendweir.server.TestStore.TENANT;
import static dev.spendweir.server.TestStore.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.server.store.money.BudgetView;
import dev.spendweir.server.store.money.NewCredit;
import dev.spendweir.snapshot.CreditPool;
import dev.spendweir.vocabulary.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 180, unit = TimeUnit.SECONDS)
class GateConcurrencyTest {
    private static final int CALLS = 64;
    private TestStore first;
    private TestStore second;

    @BeforeEach
    void open() {
        first = TestStore.open();
        second = TestStore.open(first.target, first.clock, TestStore.PATIENCE);
        first.policy("{\"modes\":{\"default\":\"hard\"}}");
        first.budget("payments", "100");
    }

    @AfterEach
    void close() {
        assertThat(first.ledgerIsValid()).isTrue();
        second.close();
        first.close();
    }

    @Test
    void parallelCalls_ofWhichTenFit_getExactlyTen() throws Exception {
        List<GateAnswer> answers = together(CALLS, i -> first.gate(request("10")));
        assertExactlyTenGranted(answers);
    }

    @Test
    void parallelCalls_throughTwoServers_getExactlyTen() throws Exception {
        List<GateAnswer> answers = together(CALLS, i -> (i % 2 == 0 ? first : second).gate(request("10")));
        assertExactlyTenGranted(answers);
    }

    @Test
    void parallelCalls_onOneCredit_drawItOnce() throws Exception {
        NewCredit credit = new NewCredit(CreditPool.RESERVED, null, Amount.parse("35"), 100, null, null);
        first.store.credits().create(TestStore.caller(), credit, null);
        List<GateAnswer> answers = together(CALLS, i -> (i % 2 == 0 ? first : second).gate(request("10")));
        assertThat(answers)
                .filteredOn(answer -> answer.outcome() == Outcome.ALLOW)
                .hasSize(10);
        assertThat(answers)
                .filteredOn(answer -> answer.outcome() == Outcome.ALLOW_WITH_CREDITS)
                .hasSize(3);
        var balance = first.store
                .credits()
                .list(TENANT, PageRequest.first())
                .items()
                .get(0)
                .balance();
        assertThat(balance.reserved()).isEqualTo(Amount.parse("30"));
        assertThat(balance.remaining()).isEqualTo(Amount.parse("5"));
    }

    @Test
    void sameKey_fiftyTimesInParallel_isDecidedOnce() throws Exception {
        JsonObject request = request("10");
        List<GateAnswer> answers = together(50, i -> (i % 2 == 0 ? first : second).gate(request));
        assertThat(answers).filteredOn(answer -> !answer.replayed()).hasSize(1);
        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(answer.body()).isEqualTo(answers.get(0).body()));
        assertThat(first.sql("SELECT count(*) FROM decision")).containsExactly("1");
        assertThat(first.decisionEntries()).containsExactly("decision");
    }

    @Test
    void parallelPushes_ofOneChange_leaveOneHold() throws Exception {
        together(20, i -> (i % 2 == 0 ? first : second).gate(TestStore.terraform("90"), "pr-7", Stage.POST_PLAN));
        assertThat(budget().reserved()).isEqualTo(Amount.parse("90"));
        assertThat(first.sql("SELECT count(*) FROM reservation WHERE status = 'tentative'"))
                .containsExactly("1");
    }

    private void assertExactlyTenGranted(List<GateAnswer> answers) {
        assertThat(answers)
                .filteredOn(answer -> answer.outcome() == Outcome.ALLOW)
                .hasSize(10);
        assertThat(answers)
                .filteredOn(answer -> answer.outcome() == Outcome.DENY)
                .hasSize(CALLS - 10)
                .allSatisfy(answer -> assertThat(answer.failsafeCause()).isEmpty());
        assertThat(budget().reserved()).isEqualTo(Amount.parse("100"));
        assertThat(budget().headroom()).isEqualTo(Amount.ZERO);
        assertThat(first.sql("SELECT sum(amount_micros) FROM reservation")).containsExactly("100000000");
        assertThat(first.sql("SELECT count(*) FROM decision")).containsExactly(Integer.toString(CALLS));
    }

    private BudgetView budget() {
        return first.store.budgets().get(TENANT, "payments").orElseThrow();
    }

    private interface Numbered {
        GateAnswer call(int number);
    }

    /** Runs the calls on a thread each, released at once. */
    private static List<GateAnswer> together(int calls, Numbered work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<GateAnswer>> running = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                int number = i;
                Callable<GateAnswer> call = () -> {
                    start.await();
                    return work.call(number);
                };
                running.add(threads.submit(call));
            }
            start.countDown();
            List<GateAnswer> answers = new ArrayList<>();
            for (Future<GateAnswer> future : running) {
                answers.add(future.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }
}
