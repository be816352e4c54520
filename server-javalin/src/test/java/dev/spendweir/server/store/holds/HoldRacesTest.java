package dev.spendweir.server.store.holds;

import static dev.spendweir.server.TestStore.caller;
import static dev.spendweir.server.TestStore.terraform;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.MoneyLaws;
import dev.spendweir.server.MovableClock;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.gate.Stage;
import dev.spendweir.server.store.Stored;
import dev.spendweir.server.store.money.ReservationView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
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

/** Many at once on one hold, through two servers: exactly one takes effect. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class HoldRacesTest {
    private static final int RIVALS = 16;
    private final MovableClock clock = new MovableClock();
    private TestStore first;
    private TestStore second;

    @BeforeEach
    void open() {
        first = TestStore.open(clock);
        second = TestStore.open(first.target, clock, TestStore.PATIENCE);
        first.policy("{\"modes\":{\"default\":\"hard\"},\"reservations\":{\"ttl_seconds\":60}}");
        first.budget("payments", "1000");
    }

    @AfterEach
    void close() {
        MoneyLaws.check(first, "at the end");
        assertThat(first.ledgerIsValid()).isTrue();
        second.close();
        first.close();
    }

    @Test
    void sameKeyAndPayload_settleOnceAndAllGetThatAnswer() throws Exception {
        String id = hold(Stage.PRE_APPLY, "pr-1");
        List<Object> outcomes = together(i -> reconcile(i, id, "7", "key-1"));
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Stored.class));
        assertThat(created(outcomes)).isEqualTo(1);
        assertThat(outcomes.stream()
                        .map(outcome -> ((Stored<?>) outcome).value())
                        .distinct())
                .hasSize(1);
        assertThat(settledEntries()).isEqualTo(1);
    }

    @Test
    void sameKey_otherPayloads_oneSettlesAndTheRestConflict() throws Exception {
        String id = hold(Stage.PRE_APPLY, "pr-1");
        List<Object> outcomes = together(i -> reconcile(i, id, Integer.toString(i), "key-1"));
        assertThat(created(outcomes)).isEqualTo(1);
        assertThat(Collections.frequency(outcomes, ErrorCode.IDEMPOTENCY_KEY_REUSED))
                .isEqualTo(RIVALS - 1);
        assertThat(settledEntries()).isEqualTo(1);
    }

    @Test
    void ownKeys_oneSettlesAndTheRestAreTooLate() throws Exception {
        String id = hold(Stage.PRE_APPLY, "pr-1");
        List<Object> outcomes = together(i -> reconcile(i, id, "7", "key-" + i));
        assertThat(created(outcomes)).isEqualTo(1);
        assertThat(Collections.frequency(outcomes, ErrorCode.RESERVATION_NOT_ACTIVE))
                .isEqualTo(RIVALS - 1);
        assertThat(settledEntries()).isEqualTo(1);
    }

    /** Whoever comes first: the actual is charged once, by reconcile or as the late one after the sweeper. */
    @Test
    void overdueAgainstManual_chargesTheActualOnce() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < RIVALS; i++) {
            ids.add(hold(Stage.PRE_APPLY, "pr-" + i));
        }
        clock.advance(Duration.ofSeconds(61));
        List<Object> outcomes = together(i -> i % 2 == 0
                ? store(i).store.sweeper().sweep(caller(), RIVALS)
                : reconcile(i, ids.get(i), "7", "key-" + i));
        int swept = outcomes.stream()
                .mapToInt(outcome -> outcome instanceof Swept by ? by.settled() : 0)
                .sum();
        List<String> entries = first.decisionEntries();
        int adjusted = Collections.frequency(entries, "reservation.adjusted");
        assertThat(created(outcomes)).isEqualTo(RIVALS / 2);
        assertThat(swept).isEqualTo(RIVALS / 2 + adjusted);
        assertThat(settledEntries()).isEqualTo(RIVALS);
        for (int i = 1; i < RIVALS; i += 2) {
            assertThat(first.store
                            .reservations()
                            .get(TestStore.TENANT, ids.get(i))
                            .orElseThrow()
                            .actual())
                    .isEqualTo(Amount.parse("7"));
        }
    }

    @Test
    void sweepers_shareTheWorkAndCloseEachHoldOnce() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3 * RIVALS; i++) {
            ids.add(hold(i % 2 == 0 ? Stage.POST_PLAN : Stage.PRE_APPLY, "pr-" + i));
        }
        clock.advance(Duration.ofSeconds(61));
        List<Object> outcomes = together(i -> store(i).store.sweeper().sweep(caller(), 5));
        List<String> swept = outcomes.stream()
                .flatMap(outcome -> ((Swept) outcome).reservationIds().stream())
                .toList();
        assertThat(swept).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void confirmAndRelease_ofOneHold_neverBoth() throws Exception {
        String id = hold(Stage.POST_PLAN, "pr-1");
        List<Object> outcomes = together(i -> attempt(() -> i % 2 == 0
                ? store(i).store.holds().confirm(caller(), id, hold -> {})
                : store(i).store.holds().release(caller(), id, hold -> {})));
        long released = outcomes.stream()
                .filter(outcome -> outcome instanceof ReservationView view
                        && view.status().wireName().equals("released"))
                .count();
        assertThat(released).isEqualTo(1);
        assertThat(Collections.frequency(first.decisionEntries(), "reservation.released"))
                .isEqualTo(1);
        assertThat(Collections.frequency(first.decisionEntries(), "reservation.confirmed"))
                .isLessThanOrEqualTo(1);
    }

    private String hold(Stage stage, String change) {
        // Places of their own: an apply would make the other plans of its place stale.
        var request = terraform("10").with("resource_reference", new JsonString("state/" + change));
        String id = first.gate(request, change, stage).reservationId();
        assertThat(id).isNotNull();
        return id;
    }

    private TestStore store(int rival) {
        return rival / 2 % 2 == 0 ? first : second;
    }

    private Object reconcile(int rival, String id, String actual, String key) {
        Reconciliation wanted = new Reconciliation(id, Amount.parse(actual), null, key);
        return attempt(() -> store(rival).store.holds().reconcile(caller(), wanted, hold -> {}));
    }

    /** What came, or the code of the refusal. */
    private static Object attempt(Callable<Object> call) {
        try {
            return call.call();
        } catch (RejectedException e) {
            return e.code();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static long created(List<Object> outcomes) {
        return outcomes.stream()
                .filter(outcome -> outcome instanceof Stored<?> stored && stored.created())
                .count();
    }

    private int settledEntries() {
        return Collections.frequency(first.decisionEntries(), "reservation.settled");
    }

    private interface Rival {
        Object act(int number);
    }

    private static List<Object> together(Rival rival) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(RIVALS);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Object>> futures = new ArrayList<>();
            for (int i = 0; i < RIVALS; i++) {
                int number = i;
                futures.add(threads.submit(() -> {
                    start.await();
                    return rival.act(number);
                }));
            }
            start.countDown();
            List<Object> outcomes = new ArrayList<>();
            for (Future<Object> future : futures) {
                outcomes.add(future.get());
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }
}
