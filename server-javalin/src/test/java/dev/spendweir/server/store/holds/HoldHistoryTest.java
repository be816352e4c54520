package dev.spendweir.server.store.holds;

import static dev.spendweir.server.TestStore.TENANT;
import static dev.spendweir.server.TestStore.caller;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.MoneyLaws;
import dev.spendweir.server.MovableClock;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.gate.GateAnswer;
import dev.spendweir.server.gate.Stage;
import dev.spendweir.server.store.Faults;
import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.money.NewCredit;
import dev.spendweir.server.store.money.ReservationView;
import dev.spendweir.snapshot.CreditPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A history checker. Many sessions on two servers do random things with money, while connections fail before statements,
 * break, and lose the answer to a COMMIT. Afterwards the laws of money hold, the chains verify, every acknowledged answer
 * is still given, every effect is in the ledger exactly once, and the ledger's own history, taken through the pure rules,
 * ends with the very money that the tables show.
 *
 * <p>The seed makes the sessions' choices and the faults; the order in which threads meet is the machine's.
 */
@Timeout(value = 1800, unit = TimeUnit.SECONDS)
class HoldHistoryTest {
    private static final int SESSIONS = 8;
    private static final int LONG = 600;
    private static final int FAULTS_OF_THOUSAND = 25;
    private static final String POLICY = "{\"modes\":{\"default\":\"hard\"},\"reservations\":{\"ttl_seconds\":40},"
            + "\"credits\":{\"emergency_requires_approval\":false}}";
    private static final List<String> PROJECTS = List.of("p", "q", "r");
    private static final Stage[] STAGES = {Stage.PRE_PLAN, Stage.POST_PLAN, Stage.POST_PLAN, Stage.PRE_APPLY};

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void noMoneyAppearsOrVanishes(long seed) throws Exception {
        run(seed, 40);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {101, 102, 103, 104, 105, 106})
    @Tag("long")
    void noMoneyAppearsOrVanishes_inLongHistories(long seed) throws Exception {
        run(seed, LONG);
    }

    private static void run(long seed, int steps) throws Exception {
        String where = "seed " + seed;
        Faults faults = new Faults();
        MovableClock clock = new MovableClock();
        try (TestStore first = TestStore.open(clock, faults);
                TestStore second = TestStore.open(first.target, clock, TestStore.PATIENCE)) {
            first.policy(POLICY);
            PROJECTS.forEach(project -> first.budget(project, "300"));
            History history = new History(clock, List.of(first, second));
            history.grantWhatExpiresUnused();
            faults.failAtRandom(seed, FAULTS_OF_THOUSAND);
            history.run(seed, steps);
            faults.reset();
            history.closeWhatIsDue();
            MoneyLaws.check(first, where);
            assertThat(first.ledgerIsValid()).as(where).isTrue();
            history.checkAnswers(where);
            checkEntries(first, where);
            LedgerReplay.check(first, where);
            history.checkThatMuchHappened(where, steps);
        }
    }

    /** Every row has its entries, every entry its row, and nothing happened twice. */
    private static void checkEntries(TestStore test, String where) {
        assertThat(test.sql("""
                        SELECT coalesce(d.decision_id::text, e.subject_id) FROM decision d
                        FULL JOIN (SELECT subject_id FROM ledger_entry WHERE entry_type = 'decision') e
                            ON e.subject_id = d.decision_id::text
                        WHERE d.decision_id IS NULL OR e.subject_id IS NULL
                        """))
                .as(where + ": decisions without entry, or entries without decision")
                .isEmpty();
        assertThat(test.sql("""
                        SELECT subject_id FROM ledger_entry WHERE entry_type = 'decision'
                        GROUP BY subject_id HAVING count(*) > 1
                        """)).as(where + ": decided twice").isEmpty();
        assertThat(test.sql("""
                        SELECT concat_ws(' ', r.reservation_id, r.status, e.*) FROM reservation r
                        LEFT JOIN (SELECT subject_id,
                                count(*) FILTER (WHERE entry_type = 'reservation.confirmed') AS confirmed,
                                count(*) FILTER (WHERE entry_type IN ('reservation.superseded', 'reservation.released',
                                                                      'reservation.settled')) AS closed,
                                count(*) FILTER (WHERE entry_type = 'reservation.adjusted') AS adjusted
                            FROM ledger_entry GROUP BY subject_id) e ON e.subject_id = r.reservation_id::text
                        WHERE e.confirmed > 1 OR coalesce(e.closed, 0) <> (r.closed_at IS NOT NULL)::int
                           OR coalesce(e.adjusted, 0) <> (r.adjusted_at IS NOT NULL)::int
                           OR (SELECT count(*) FROM decision d
                               WHERE d.reservation_id = r.reservation_id AND d.ledger_sequence = r.ledger_sequence) <> 1
                        """)).as(where + ": steps of holds").isEmpty();
        assertThat(test.sql("""
                        SELECT concat_ws(' ', r.reservation_id, r.status, r.close_reason) FROM reservation r
                        LEFT JOIN reservation_exception x
                            ON x.reservation_id = r.reservation_id AND x.kind <> 'late_actual'
                        LEFT JOIN reservation_exception l ON l.reservation_id = r.reservation_id AND l.kind = 'late_actual'
                        WHERE (l.kind IS NOT NULL) <> (r.adjusted_at IS NOT NULL)
                           OR (r.adjusted_at IS NULL AND (x.kind IS NOT NULL) <>
                               (r.status = 'settled' AND (r.close_reason = 'overdue'
                                    OR (r.close_reason = 'reconciled' AND r.actual_micros <> r.amount_micros))))
                        """)).as(where + ": exceptions").isEmpty();
    }

    /** An answer that a session was given. */
    private record Asked(JsonObject request, String change, Stage stage, byte[] body) {}

    /** A reconciliation that a session was told is done. */
    private record Reconciled(String id, Reconciliation what, ReservationView answer) {}

    /** What the sessions did and were told. */
    private static final class History {
        private final MovableClock clock;
        private final List<TestStore> stores;
        private final List<String> holds = new CopyOnWriteArrayList<>();
        private final List<Asked> asked = new CopyOnWriteArrayList<>();
        private final List<Reconciled> reconciled = new CopyOnWriteArrayList<>();
        private final List<String> released = new CopyOnWriteArrayList<>();

        History(MovableClock clock, List<TestStore> stores) {
            this.clock = clock;
            this.stores = stores;
        }

        void run(long seed, int steps) throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
            try {
                List<Future<?>> sessions = new ArrayList<>();
                for (int i = 0; i < SESSIONS; i++) {
                    Session session = new Session(this, new Random(seed * 1000 + i), "s" + i);
                    sessions.add(threads.submit(() -> session.run(steps)));
                }
                for (Future<?> session : sessions) {
                    session.get();
                }
            } finally {
                threads.shutdownNow();
            }
        }

        /** However the threads meet, one credit is written off. */
        void grantWhatExpiresUnused() {
            NewCredit credit = new NewCredit(
                    CreditPool.EMERGENCY,
                    "nobodys",
                    Amount.parse("1"),
                    0,
                    clock.instant().plusSeconds(1),
                    null);
            stores.get(0).store.credits().create(caller(), credit, "credit-unused");
        }

        void closeWhatIsDue() {
            clock.advance(Duration.ofSeconds(2));
            TestStore test = stores.get(0);
            test.store.sweeper().sweep(caller(), 100_000);
            while (test.store.sweeper().writeOff(caller()) > 0) {}
        }

        /** No acknowledged answer is lost or changed. */
        void checkAnswers(String where) {
            TestStore test = stores.get(1);
            for (Asked one : asked) {
                GateAnswer again = test.gate(one.request(), one.change(), one.stage());
                assertThat(again.replayed()).as(where + ": " + one.request()).isTrue();
                assertThat(again.body()).as(where + ": " + one.request()).isEqualTo(one.body());
            }
            for (Reconciled one : reconciled) {
                var again = test.store.holds().reconcile(caller(), one.what(), hold -> {});
                assertThat(again.created()).as(where + ": " + one.what()).isFalse();
                assertThat(again.value()).as(where).isEqualTo(one.answer());
                assertThat(again.value().actual())
                        .as(where)
                        .isEqualTo(one.what().actual());
            }
            for (String id : released) {
                assertThat(test.store
                                .reservations()
                                .get(TENANT, id)
                                .orElseThrow()
                                .closeReason())
                        .as(where + ": " + id)
                        .isEqualTo("released");
            }
        }

        /** A history in which nothing works proves nothing. */
        /** What happens in a short history is up to how the threads meet; a long one must have seen everything. */
        void checkThatMuchHappened(String where, int steps) {
            List<String> types = stores.get(0).sql("SELECT DISTINCT entry_type FROM ledger_entry");
            assertThat(types)
                    .as(where)
                    .contains("decision", "reservation.superseded", "credit.written_off", "budget.changed");
            if (steps >= LONG) {
                assertThat(types)
                        .as(where)
                        .contains(
                                "reservation.confirmed",
                                "reservation.released",
                                "reservation.settled",
                                "reservation.adjusted");
                assertThat(reconciled).as(where).isNotEmpty();
            }
        }
    }

    /** One session: one thing after the other, each until it has an answer. */
    private static final class Session {
        private final History history;
        private final Random random;
        private final String name;
        private int number;

        Session(History history, Random random, String name) {
            this.history = history;
            this.random = random;
            this.name = name;
        }

        void run(int steps) {
            for (int step = 0; step < steps; step++) {
                int kind = random.nextInt(100);
                if (kind < 45) {
                    gate();
                } else if (kind < 53) {
                    unlessRefused(() -> store().store.holds().confirm(caller(), anyHold(), hold -> {}));
                } else if (kind < 60) {
                    release();
                } else if (kind < 80) {
                    reconcile();
                } else if (kind < 86) {
                    history.clock.advance(Duration.ofMillis(random.nextInt(8000)));
                    unlessRefused(() -> store().store.sweeper().sweep(caller(), 1 + random.nextInt(20)));
                } else if (kind < 90) {
                    unlessRefused(() -> store().store.sweeper().writeOff(caller()));
                } else if (kind < 96) {
                    credit();
                } else {
                    budget();
                }
            }
        }

        private TestStore store() {
            return history.stores.get(random.nextInt(history.stores.size()));
        }

        private String anyHold() {
            List<String> holds = history.holds;
            int size = holds.size();
            // Mostly a young one: old ones are closed.
            return size == 0
                    ? "00000000-0000-7000-8000-000000000000"
                    : holds.get(Math.max(0, size - 1 - random.nextInt(30)));
        }

        private void gate() {
            JsonObject request = TestStore.request(amount(80, -5), name + "-" + ++number)
                    .with("source", new JsonString("terraform"))
                    .with("project_id", new JsonString(PROJECTS.get(random.nextInt(3))))
                    .with("resource_reference", new JsonString("state/" + random.nextInt(3)));
            String change = random.nextInt(5) == 0 ? null : "pr-" + random.nextInt(5);
            Stage stage = STAGES[random.nextInt(STAGES.length)];
            for (int attempt = 0; attempt < 20; attempt++) {
                GateAnswer answer = unlessRefused(() -> store().gate(request, change, stage));
                if (answer != null && answer.failsafeCause().isEmpty()) {
                    history.asked.add(new Asked(request, change, stage, answer.body()));
                    if (answer.reservationId() != null) {
                        history.holds.add(answer.reservationId());
                    }
                    return;
                }
            }
        }

        private void release() {
            String id = anyHold();
            if (unlessRefused(() -> store().store.holds().release(caller(), id, hold -> {})) != null) {
                history.released.add(id);
            }
        }

        private void reconcile() {
            String id = anyHold();
            Reconciliation what =
                    new Reconciliation(id, Amount.parse(amount(90, 0)), null, "rec-" + name + "-" + ++number);
            var stored = unlessRefused(() -> store().store.holds().reconcile(caller(), what, hold -> {}));
            if (stored != null) {
                history.reconciled.add(new Reconciled(id, what, stored.value()));
            }
        }

        private void credit() {
            NewCredit credit = new NewCredit(
                    random.nextBoolean() ? CreditPool.RESERVED : CreditPool.EMERGENCY,
                    random.nextInt(3) == 0 ? PROJECTS.get(random.nextInt(3)) : null,
                    Amount.parse(amount(40, 1)),
                    random.nextInt(5),
                    random.nextBoolean() ? null : history.clock.instant().plusSeconds(5 + random.nextInt(40)),
                    null);
            String key = "credit-" + name + "-" + ++number;
            unlessRefused(() -> store().store.credits().create(caller(), credit, key));
        }

        private void budget() {
            String project = PROJECTS.get(random.nextInt(3));
            if (random.nextInt(6) == 0) {
                unlessRefused(() -> {
                    store().store.budgets().delete(caller(), project);
                    return true;
                });
            } else {
                Amount limit = Amount.parse(amount(500, 50));
                unlessRefused(() -> store().store.budgets().put(caller(), project, limit));
            }
        }

        private String amount(int most, int least) {
            return least + random.nextInt(most - least) + "." + random.nextInt(1_000_000);
        }

        /** Asks until there is an answer; null when the answer was a refusal, or none came. */
        private static <T> T unlessRefused(Supplier<T> call) {
            for (int attempt = 0; attempt < 20; attempt++) {
                try {
                    return call.get();
                } catch (RejectedException e) {
                    return null;
                } catch (StoreUnavailableException e) {
                    // Whether it happened is not known: ask again, as a client would.
                }
            }
            return null;
        }
    }
}
