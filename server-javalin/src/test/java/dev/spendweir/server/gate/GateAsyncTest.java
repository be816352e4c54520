package dev.spendweir.server.gate;

import static dev.spendweir.server.TestStore.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.outcome.FailsafeCause;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.store.Caller;
import dev.spendweir.vocabulary.Outcome;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a caller gets who waits for nothing. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class GateAsyncTest {
    private static final String OTHER = "other";

    private final TestStore test = TestStore.open();
    private final GateService gate = test.store.gate();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void answer_isThatOfTheWaitingCaller_andStored() {
        JsonObject request = request("10");
        GateAnswer answer = gate.decideAsync(call(request)).join();
        assertThat(answer.outcome()).isEqualTo(Outcome.ALLOW);
        GateAnswer again = gate.decide(call(request));
        assertThat(again.replayed()).isTrue();
        assertThat(again.body()).isEqualTo(answer.body());
    }

    @Test
    void manyCallsOfOneThread_areAllDecidedOnceAndInOrder() {
        int calls = 500;
        List<CompletableFuture<GateAnswer>> open = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            open.add(gate.decideAsync(call(request("1", "call-" + i))));
        }
        open.forEach(future -> assertThat(future.join().failsafeCause()).isEmpty());
        assertThat(test.sql("SELECT string_agg(idempotency_key, ',' ORDER BY ledger_sequence)"
                        + " = (SELECT string_agg('call-' || n, ',' ORDER BY n) FROM generate_series(0, " + (calls - 1)
                        + ") n) FROM decision"))
                .containsExactly("t");
        assertThat(test.ledgerIsValid()).isTrue();
    }

    @Test
    void badCall_failsTheFuture_andThrowsNothing() {
        CompletableFuture<GateAnswer> refused = gate.decideAsync(call(request("not an amount")));
        assertThatThrownBy(refused::join).hasCauseInstanceOf(RejectedException.class);
    }

    @Test
    void reusedKey_failsTheFuture() {
        gate.decideAsync(call(request("1", "the-key"))).join();
        CompletableFuture<GateAnswer> refused = gate.decideAsync(call(request("2", "the-key")));
        assertThatThrownBy(refused::join).hasCauseInstanceOf(RejectedException.class);
    }

    @Test
    void dryRun_isAnsweredAndLeavesNothing() {
        GateAnswer answer = gate.decideAsync(call(request("10").with("dry_run", JsonBoolean.TRUE)))
                .join();
        assertThat(answer.dryRun()).isTrue();
        assertThat(test.sql("SELECT count(*) FROM decision")).containsExactly("0");
    }

    @Test
    void lockedTenant_keepsNeitherItsCallersNorOtherTenants() throws Exception {
        test.store.createTenant(OTHER, "enterprise");
        GateAnswer first = gate.decideAsync(call(request("1"))).join();
        assertThat(first.failsafeCause()).isEmpty();
        List<CompletableFuture<GateAnswer>> waiting = new ArrayList<>();
        try (Connection holder = test.holdingTheHead()) {
            for (int i = 0; i < 100; i++) {
                waiting.add(gate.decideAsync(call(request("1"))));
            }
            GateCall others = GateCall.builder(
                            new Caller(OTHER, "ann", null, null), request("1").with("tenant_id", new JsonString(OTHER)))
                    .receivedAt(test.clock.instant())
                    .deadline(TestStore.PATIENCE)
                    .build();
            assertThat(gate.decideAsync(others).join().failsafeCause()).isEmpty();
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
            holder.rollback();
        }
        waiting.forEach(future -> assertThat(future.join().failsafeCause()).isEmpty());
        assertThat(test.ledgerIsValid()).isTrue();
    }

    @Test
    void deadline_isKeptForWhoWaitsInTheQueueToo() throws Exception {
        try (Connection holder = test.holdingTheHead()) {
            List<CompletableFuture<GateAnswer>> waiting = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
                waiting.add(gate.decideAsync(test.call(request("1"))
                        .deadline(Duration.ofMillis(300 + 5L * i))
                        .build()));
            }
            waiting.forEach(
                    future -> assertThat(future.join().failsafeCause()).isEqualTo(Optional.of(FailsafeCause.TIMEOUT)));
            holder.rollback();
        }
        assertThat(test.sql("SELECT count(*) FROM decision")).containsExactly("0");
    }

    @Test
    void moreThanAQueueHolds_areToldAtOnce() throws Exception {
        List<CompletableFuture<GateAnswer>> open = new ArrayList<>();
        int calls = GateLanes.MAX_WAITING + GateLanes.MAX_BATCH + 10;
        try (Connection holder = test.holdingTheHead()) {
            for (int i = 0; i < calls; i++) {
                open.add(gate.decideAsync(call(request("1"))));
            }
            assertThat(open.stream().filter(CompletableFuture::isDone).count()).isBetween(10L, 42L);
            holder.rollback();
        }
        long contended = open.stream()
                .map(future -> future.join().failsafeCause())
                .filter(cause -> cause.equals(Optional.of(FailsafeCause.LOCK_CONTENDED)))
                .count();
        assertThat(contended).isBetween(10L, 42L);
        assertThat(test.sql("SELECT count(*) FROM decision")).containsExactly(String.valueOf(calls - contended));
    }

    @Test
    void gateThatIsClosedAfterASingleCall_answersFailSafe_alsoWhoWouldDecideForHimself() {
        for (int i = 0; i < 3; i++) {
            assertThat(gate.decideAsync(call(request("1"))).join().failsafeCause())
                    .isEmpty();
        }
        long begin = System.nanoTime();
        while (System.nanoTime() - begin <= 2 * GateLanes.SELDOM.toNanos()) {
            Thread.onSpinWait();
        }
        gate.close();
        assertThat(gate.decideAsync(call(request("1"))).join().failsafeCause())
                .contains(FailsafeCause.STORE_UNAVAILABLE);
        assertThat(test.sql("SELECT count(*) FROM decision")).containsExactly("3");
    }

    @Test
    void closedGate_answersFailSafe() {
        gate.close();
        assertThat(gate.decideAsync(call(request("1"))).join().failsafeCause())
                .contains(FailsafeCause.STORE_UNAVAILABLE);
        assertThat(gate.decide(call(request("1"))).failsafeCause()).contains(FailsafeCause.STORE_UNAVAILABLE);
    }

    private GateCall call(JsonObject request) {
        return test.call(request).build();
    }
}
