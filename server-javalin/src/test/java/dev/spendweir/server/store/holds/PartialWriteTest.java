package dev.spendweir.server.store.holds;

import static dev.spendweir.server.TestStore.caller;
import static dev.spendweir.server.TestStore.terraform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.server.MoneyLaws;
import dev.spendweir.server.MovableClock;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.gate.GateAnswer;
import dev.spendweir.server.gate.Stage;
import dev.spendweir.server.store.CutOffs;
import dev.spendweir.server.store.Faults;
import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.money.NewCredit;
import dev.spendweir.snapshot.CreditPool;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every step is cut off before its first statement, its second, ... and before COMMIT: nothing is ever half written. */
class PartialWriteTest {
    private final Faults faults = new Faults();
    private final MovableClock clock = new MovableClock();
    private TestStore test;
    private CutOffs cutOffs;

    @BeforeEach
    void open() {
        test = TestStore.open(clock, faults);
        cutOffs = new CutOffs(test, faults);
        test.policy("{\"modes\":{\"default\":\"hard\"},\"reservations\":{\"ttl_seconds\":60}}");
        test.budget("payments", "100");
        credit("50");
        credit("30");
    }

    @AfterEach
    void close() {
        faults.reset();
        MoneyLaws.check(test, "at the end");
        assertThat(test.ledgerIsValid()).isTrue();
        test.close();
    }

    /** What is cut off. Each is done on a hold of 150: 100 of the budget, 50 and more of two credits. */
    private enum Step {
        GATE(false, Stage.PRE_APPLY, (t, id) -> done(t.gate(request("120"), "pr-1", Stage.PRE_APPLY))),
        CONFIRM(false, Stage.POST_PLAN, (t, id) -> t.store.holds().confirm(caller(), id, hold -> {})),
        RELEASE(false, Stage.PRE_APPLY, (t, id) -> t.store.holds().release(caller(), id, hold -> {})),
        RECONCILE(false, Stage.PRE_APPLY, (t, id) -> reconcile(t, id, "130")),
        OVERRUN(false, Stage.PRE_APPLY, (t, id) -> reconcile(t, id, "500")),
        SWEEP(true, Stage.PRE_APPLY, (t, id) -> t.store.sweeper().sweep(caller(), 10)),
        SWEEP_TENTATIVE(true, Stage.POST_PLAN, (t, id) -> t.store.sweeper().sweep(caller(), 10)),
        WRITE_OFF(true, Stage.PRE_APPLY, (t, id) -> t.store.sweeper().writeOff(caller())),
        BUDGET(false, Stage.PRE_APPLY, (t, id) -> t.store.budgets().put(caller(), "payments", Amount.parse("77"))),
        CREDIT(false, Stage.PRE_APPLY, (t, id) -> credit(t, "5", null));

        /** Whether what it does falls due only after a while. */
        final boolean later;

        final Stage stage;
        final Action action;

        Step(boolean later, Stage stage, Action action) {
            this.later = later;
            this.stage = stage;
            this.action = action;
        }
    }

    private interface Action {
        Object run(TestStore test, String id);
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void step_cutOffAnywhere_leavesNothing(Step step) {
        if (step == Step.WRITE_OFF) {
            credit(test, "70", Duration.ofSeconds(30));
        }
        String id = test.gate(request("150"), "pr-1", step.stage).reservationId();
        assertThat(id).isNotNull();
        if (step.later) {
            clock.advance(Duration.ofSeconds(65));
        }
        cutOffs.everywhere(step.name(), store -> step.action.run(store, id));
    }

    @Test
    void lateActual_cutOffAnywhere_leavesNothing() {
        String id = test.gate(request("150"), "pr-1", Stage.PRE_APPLY).reservationId();
        clock.advance(Duration.ofSeconds(65));
        test.store.sweeper().sweep(caller(), 10);
        cutOffs.everywhere("late actual", store -> reconcile(store, id, "105"));
    }

    /** The tries of one call: the first and three more, and only where trying again can help (spec 3.3). */
    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01", "55P03"})
    void rivals_areTriedThreeTimesMore(String state) {
        String id = test.gate(request("150"), "pr-1", Stage.PRE_APPLY).reservationId();
        faults.failNext(4, state);
        assertThatThrownBy(() -> reconcile(test, id, "130")).isInstanceOf(StoreUnavailableException.class);
        assertThat(faults.boundaries()).isEqualTo(4);
        faults.failNext(3, state);
        assertThat(reconcile(test, id, "130")).isNotNull();
        assertThat(test.decisionEntries()).containsOnlyOnce("reservation.settled");
    }

    @Test
    void otherFailures_areNotTriedAgain() {
        String id = test.gate(request("150"), "pr-1", Stage.PRE_APPLY).reservationId();
        faults.failNext(1, CutOffs.FATAL);
        assertThatThrownBy(() -> reconcile(test, id, "130")).isInstanceOf(StoreUnavailableException.class);
        assertThat(faults.boundaries()).isEqualTo(1);
    }

    private static JsonObject request(String amount) {
        return terraform(amount);
    }

    /** A fail-safe answer is none. */
    private static Object done(GateAnswer answer) {
        return answer.failsafeCause().isPresent() ? null : answer;
    }

    private static Object reconcile(TestStore test, String id, String actual) {
        return test.store
                .holds()
                .reconcile(caller(), new Reconciliation(id, Amount.parse(actual), "n", "key-1"), hold -> {});
    }

    private void credit(String amount) {
        credit(test, amount, null);
    }

    private static Object credit(TestStore test, String amount, Duration lives) {
        NewCredit credit = new NewCredit(
                CreditPool.RESERVED,
                null,
                Amount.parse(amount),
                100,
                lives == null ? null : test.clock.instant().plus(lives),
                null);
        return test.store.credits().create(caller(), credit, null);
    }
}
