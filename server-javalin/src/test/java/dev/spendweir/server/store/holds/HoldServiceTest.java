package dev.spendweir.server.store.holds;

import static dev.spendweir.server.TestStore.TENANT;
import static dev.spendweir.server.TestStore.caller;
import static dev.spendweir.server.TestStore.terraform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.amount.Amount;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.reservation.GrantUse;
import dev.spendweir.reservation.HoldStatus;
import dev.spendweir.server.MoneyLaws;
import dev.spendweir.server.MovableClock;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.gate.AppliedCall;
import dev.spendweir.server.gate.GateAnswer;
import dev.spendweir.server.gate.Stage;
import dev.spendweir.server.store.Page;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.server.store.Stored;
import dev.spendweir.server.store.money.BudgetView;
import dev.spendweir.server.store.money.CreditView;
import dev.spendweir.server.store.money.NewCredit;
import dev.spendweir.server.store.money.ReservationView;
import dev.spendweir.snapshot.CreditPool;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoldServiceTest {
    private static final Duration TTL = Duration.ofSeconds(60);
    private final MovableClock clock = new MovableClock();
    private TestStore test;

    @BeforeEach
    void open() {
        test = TestStore.open(clock);
        test.policy("{\"modes\":{\"default\":\"hard\"},\"reservations\":{\"ttl_seconds\":60}}");
        test.budget("payments", "100");
    }

    @AfterEach
    void close() {
        MoneyLaws.check(test, "at the end");
        assertThat(test.ledgerIsValid()).isTrue();
        test.close();
    }

    @Test
    void confirm_ofATentativeHold_isRecordedOnce() {
        String id = planned("30", "pr-1");
        ReservationView confirmed = test.store.holds().confirm(caller(), id, hold -> {});
        assertThat(confirmed.status()).isEqualTo(HoldStatus.CONFIRMED);
        assertThat(confirmed.confirmedAt()).isNotNull();
        assertThat(test.store.holds().confirm(caller(), id, hold -> {})).isEqualTo(confirmed);
        assertThat(test.decisionEntries()).containsExactly("decision", "reservation.confirmed");
    }

    @Test
    void release_givesMoneyAndCreditsBack() {
        String grant = credit("50", null);
        String id = applied("120", "pr-1");
        assertThat(remaining(grant)).isEqualTo(Amount.parse("30"));
        ReservationView released = test.store.holds().release(caller(), id, hold -> {});
        assertThat(released.status()).isEqualTo(HoldStatus.RELEASED);
        assertThat(released.closeReason()).isEqualTo("released");
        assertThat(released.reserved()).isEqualTo(Amount.ZERO);
        assertThat(released.draws()).isEmpty();
        assertThat(remaining(grant)).isEqualTo(Amount.parse("50"));
        assertThat(budget().headroom()).isEqualTo(Amount.parse("100"));
        for (Runnable again : List.<Runnable>of(
                () -> test.store.holds().release(caller(), id, hold -> {}),
                () -> test.store.holds().confirm(caller(), id, hold -> {}),
                () -> reconcile(id, "1", null))) {
            assertCode(again, ErrorCode.RESERVATION_NOT_ACTIVE);
        }
    }

    @Test
    void authorise_thatRefuses_changesNothing() {
        String id = planned("30", "pr-1");
        assertCode(
                () -> test.store.holds().release(caller(), id, hold -> {
                    assertThat(hold.change().place().projectId()).isEqualTo("payments");
                    assertThat(hold.environmentClass().wireName()).isEqualTo("nonprod");
                    throw new RejectedException(ErrorCode.PROJECT_NOT_ALLOWED, "no");
                }),
                ErrorCode.PROJECT_NOT_ALLOWED);
        assertThat(hold(id).status()).isEqualTo(HoldStatus.TENTATIVE);
    }

    @Test
    void reconcile_ofAnUnknownOrTentativeHold_isRefused() {
        assertCode(() -> reconcile("nonsense", "1", null), ErrorCode.NOT_FOUND);
        assertCode(() -> reconcile("00000000-0000-7000-8000-000000000000", "1", null), ErrorCode.NOT_FOUND);
        assertCode(() -> reconcile(planned("30", "pr-1"), "1", null), ErrorCode.RESERVATION_NOT_CONFIRMED);
    }

    @Test
    void reconcile_belowTheHold_keepsAnExceptionWithEveryCredit() {
        String first = credit("10", null);
        String second = credit("50", null);
        String id = applied("130", "pr-1");
        ReservationView settled = reconcile(id, "104.5", null).value();
        assertThat(settled.status()).isEqualTo(HoldStatus.SETTLED);
        assertThat(settled.drift()).isEqualTo(Amount.parse("-25.5"));
        assertThat(settled.allocation()).isEqualTo(Amount.parse("100"));
        assertThat(settled.closeReason()).isEqualTo("reconciled");
        assertThat(exceptions().items()).singleElement().satisfies(exception -> {
            assertThat(exception.kind()).isEqualTo(ExceptionKind.DRIFT);
            assertThat(exception.reservationId()).isEqualTo(id);
            assertThat(exception.drift()).isEqualTo(Amount.parse("-25.5"));
            assertThat(exception.grants())
                    .containsExactly(use(first, "10", "4.5", "5.5", "0"), use(second, "20", "0", "20", "0"));
        });
    }

    @Test
    void reconcile_asHeld_isNoException() {
        reconcile(applied("30", "pr-1"), "30", null);
        assertThat(exceptions().items()).isEmpty();
        assertThat(budget().consumed()).isEqualTo(Amount.parse("30"));
    }

    @Test
    void reconcile_beyondTheHold_takesHeadroomOfTheBookingMonthThenOverruns() {
        String other = applied("60", "pr-2");
        String id = applied("30", "pr-1");
        ReservationView settled = reconcile(id, "55", null).value();
        assertThat(settled.allocation()).isEqualTo(Amount.parse("40"));
        assertThat(settled.overrun()).isEqualTo(Amount.parse("15"));
        assertThat(exceptions().items())
                .singleElement()
                .satisfies(exception -> assertThat(exception.kind()).isEqualTo(ExceptionKind.OVERRUN));
        assertThat(budget().overrun()).isEqualTo(Amount.parse("15"));
        assertThat(hold(other).status()).isEqualTo(HoldStatus.CONFIRMED);
    }

    @Test
    void reconcile_withoutABudget_overrunsAtOnce() {
        test.store.budgets().delete(caller(), "payments");
        ReservationView settled = reconcile(applied("30", "pr-1"), "31", null).value();
        assertThat(settled.overrun()).isEqualTo(Amount.parse("1"));
    }

    @Test
    void reconcile_afterTheCreditExpired_writesTheRestOff() {
        String grant = credit("50", clock.instant().plus(Duration.ofSeconds(20)));
        String id = applied("120", "pr-1");
        clock.advance(Duration.ofSeconds(25));
        reconcile(id, "105", null);
        assertThat(exceptions().items().get(0).grants()).containsExactly(use(grant, "20", "5", "0", "15"));
        assertThat(test.store.sweeper().writeOff(caller())).isEqualTo(1);
        assertThat(test.store.sweeper().writeOff(caller())).isZero();
        CreditView credit = credits().get(0);
        assertThat(credit.balance().writtenOff()).isEqualTo(Amount.parse("45"));
        assertThat(credit.balance().remaining()).isEqualTo(Amount.ZERO);
        assertThat(test.sql("SELECT subject_id FROM ledger_entry WHERE entry_type = 'credit.written_off'"))
                .containsExactly(grant);
    }

    @Test
    void sameKey_samePayload_isAnsweredAgainWithoutASecondEntry() {
        String id = applied("30", "pr-1");
        Stored<ReservationView> first = reconcile(id, "25", "key-1");
        assertThat(first.created()).isTrue();
        List<String> entries = test.decisionEntries();
        Stored<ReservationView> again = reconcile(id, "25", "key-1");
        assertThat(again.created()).isFalse();
        assertThat(again.value()).isEqualTo(first.value());
        assertThat(test.decisionEntries()).isEqualTo(entries);
        assertThat(exceptions().items()).hasSize(1);
        assertCode(() -> reconcile(id, "26", "key-1"), ErrorCode.IDEMPOTENCY_KEY_REUSED);
        assertCode(() -> reconcile(applied("5", "pr-2"), "25", "key-1"), ErrorCode.IDEMPOTENCY_KEY_REUSED);
        assertCode(() -> reconcile(id, "25", "key-2"), ErrorCode.RESERVATION_NOT_ACTIVE);
        assertCode(() -> reconcile(id, "25", null), ErrorCode.RESERVATION_NOT_ACTIVE);
    }

    @Test
    void sweep_releasesTentativeAndSettlesConfirmedHolds() {
        String grant = credit("50", null);
        String confirmed = applied("120", "pr-2");
        String tentative = planned("10", "pr-1");
        clock.advance(TTL.minusSeconds(10));
        assertThat(test.store.sweeper().tenants()).isEmpty();
        String young = planned("1", "pr-3");
        clock.advance(Duration.ofSeconds(10));
        assertThat(test.store.sweeper().tenants()).containsExactly(TENANT);
        Swept swept = test.store.sweeper().sweep(caller(), 100);
        assertThat(swept.reservationIds()).containsExactly(confirmed, tentative);
        assertThat(swept.released()).isEqualTo(1);
        assertThat(swept.settled()).isEqualTo(1);
        assertThat(hold(tentative).status()).isEqualTo(HoldStatus.RELEASED);
        assertThat(hold(tentative).closeReason()).isEqualTo("overdue");
        assertThat(hold(confirmed).actual()).isEqualTo(Amount.parse("120"));
        assertThat(hold(young).status()).isEqualTo(HoldStatus.TENTATIVE);
        assertThat(exceptions().items()).singleElement().satisfies(exception -> {
            assertThat(exception.kind()).isEqualTo(ExceptionKind.NEVER_RECONCILED);
            assertThat(exception.grants()).containsExactly(use(grant, "20", "20", "0", "0"));
        });
        assertThat(test.store.sweeper().sweep(caller(), 100)).isEqualTo(Swept.NONE);
        assertThat(test.store.sweeper().tenants()).isEmpty();
        assertThat(test.store.sweeper().activeHolds())
                .containsEntry(HoldStatus.TENTATIVE, 1L)
                .containsEntry(HoldStatus.CONFIRMED, 0L);
    }

    @Test
    void sweep_takesTheOldestUpToItsLimitInBatches() {
        test.budget("payments", "100000");
        int holds = HoldSweeper.BATCH + 3;
        List<String> ids =
                IntStream.range(0, holds).mapToObj(i -> planned("1", "pr-" + i)).toList();
        clock.advance(TTL);
        assertThat(test.store.sweeper().sweep(caller(), 2).reservationIds()).isEqualTo(ids.subList(0, 2));
        assertThat(test.store.sweeper().sweep(caller(), 500).reservationIds()).isEqualTo(ids.subList(2, holds));
    }

    @Test
    void sweep_goesByThePolicyInForce() {
        String id = planned("30", "pr-1");
        clock.advance(TTL);
        test.policy("{\"modes\":{\"default\":\"hard\"},\"reservations\":{\"ttl_seconds\":3600}}");
        assertThat(test.store.sweeper().tenants()).isEmpty();
        assertThat(test.store.sweeper().sweep(caller(), 10)).isEqualTo(Swept.NONE);
        assertThat(hold(id).status()).isEqualTo(HoldStatus.TENTATIVE);
    }

    @Test
    void lateActual_afterTheSweeper_isTakenOnce() {
        String grant = credit("50", null);
        String id = applied("120", "pr-1");
        clock.advance(TTL);
        test.store.sweeper().sweep(caller(), 10);
        ReservationView adjusted = reconcile(id, "104", "late-1").value();
        assertThat(adjusted.status()).isEqualTo(HoldStatus.SETTLED);
        assertThat(adjusted.closeReason()).isEqualTo("overdue");
        assertThat(adjusted.actual()).isEqualTo(Amount.parse("104"));
        assertThat(adjusted.drift()).isEqualTo(Amount.parse("-16"));
        assertThat(remaining(grant)).isEqualTo(Amount.parse("46"));
        assertThat(exceptions().items().get(0).kind()).isEqualTo(ExceptionKind.LATE_ACTUAL);
        assertThat(exceptions().items().get(0).grants()).containsExactly(use(grant, "20", "4", "16", "0"));
        assertThat(reconcile(id, "104", "late-1").value()).isEqualTo(adjusted);
        assertCode(() -> reconcile(id, "104", "late-2"), ErrorCode.RESERVATION_NOT_ACTIVE);
        assertThat(test.decisionEntries()).endsWith("reservation.settled", "reservation.adjusted");
    }

    @Test
    void lateActual_ofAReleasedHold_settlesItWithWhatIsLeft() {
        String id = planned("80", "pr-1");
        clock.advance(TTL);
        test.store.sweeper().sweep(caller(), 10);
        applied("70", "pr-2");
        ReservationView adjusted = reconcile(id, "50", null).value();
        assertThat(adjusted.status()).isEqualTo(HoldStatus.SETTLED);
        assertThat(adjusted.confirmedAt()).isNull();
        assertThat(adjusted.allocation()).isEqualTo(Amount.parse("30"));
        assertThat(adjusted.overrun()).isEqualTo(Amount.parse("20"));
        assertThat(budget().consumed()).isEqualTo(Amount.parse("50"));
    }

    @Test
    void lateActual_afterASuccessor_isTaken_alsoFromTerraform() {
        String first = applied("60", "pr-7");
        String second = applied("25", "pr-7");
        assertThat(hold(first).actual()).isEqualTo(Amount.parse("35"));
        assertCode(
                () -> test.store.gate().settleApplied(applied(first, null, "apply-1")),
                ErrorCode.RESERVATION_NOT_ACTIVE);
        ReservationView late = test.store.gate().settleApplied(applied(first, "33", "apply-2"));
        assertThat(late.actual()).isEqualTo(Amount.parse("33"));
        assertThat(late.successor()).isEqualTo(second);
        assertThat(budget().consumed()).isEqualTo(Amount.parse("33"));
        assertCode(
                () -> test.store.gate().settleApplied(applied(first, "33", "apply-3")),
                ErrorCode.RESERVATION_NOT_ACTIVE);
    }

    /** Approvals come later; until then a hold that names one is left alone. */
    @Test
    void holdBehindAnApproval_isNobodysToClose() {
        test.policy("{\"modes\":{\"default\":\"hard\"},\"reservations\":{\"ttl_seconds\":60},"
                + "\"approvals\":{\"required_for\":{\"nonprod\":true}}}");
        String id = planned("30", "pr-1");
        assertThat(hold(id).approvalId()).isNotNull();
        clock.advance(TTL);
        assertThat(test.store.sweeper().tenants()).isEmpty();
        assertThat(test.store.sweeper().sweep(caller(), 10)).isEqualTo(Swept.NONE);
        assertCode(() -> test.store.holds().confirm(caller(), id, hold -> {}), ErrorCode.CONFLICT);
        assertCode(() -> test.store.holds().release(caller(), id, hold -> {}), ErrorCode.CONFLICT);
        assertCode(() -> reconcile(id, "1", null), ErrorCode.RESERVATION_NOT_CONFIRMED);
    }

    @Test
    void exceptions_areListedByFilterInPages() {
        reconcile(applied("10", "pr-1"), "9", null);
        reconcile(applied("10", "pr-2"), "8", null);
        String third = applied("10", "pr-3");
        clock.advance(TTL);
        test.store.sweeper().sweep(caller(), 10);
        Page<ExceptionView> page = test.store.holds().exceptions(TENANT, ExceptionFilter.ALL, new PageRequest(2, null));
        assertThat(page.items()).hasSize(2);
        assertThat(page.items().get(0).reservationId()).isEqualTo(third);
        Page<ExceptionView> rest =
                test.store.holds().exceptions(TENANT, ExceptionFilter.ALL, new PageRequest(2, page.nextCursor()));
        assertThat(rest.items()).hasSize(1);
        assertThat(rest.nextCursor()).isNull();
        ExceptionFilter drifts = new ExceptionFilter(ExceptionKind.DRIFT, null, "payments");
        assertThat(test.store
                        .holds()
                        .exceptions(TENANT, drifts, PageRequest.first())
                        .items())
                .hasSize(2);
        ExceptionFilter elsewhere = new ExceptionFilter(null, null, "search");
        assertThat(test.store
                        .holds()
                        .exceptions(TENANT, elsewhere, PageRequest.first())
                        .items())
                .isEmpty();
        assertThat(test.store
                        .holds()
                        .exceptions("nobody", ExceptionFilter.ALL, PageRequest.first())
                        .items())
                .isEmpty();
    }

    /** Whoever goes past the service, with the ledger switched off, still cannot break the laws. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE reservation SET status = 'confirmed', closed_at = NULL, close_reason = NULL, actual_micros = NULL,"
                        + " consumed_allocation_micros = NULL, consumed_draws_micros = NULL, consumed_uncovered_micros = NULL,"
                        + " overrun_micros = NULL WHERE status = 'settled'",
                "UPDATE reservation SET overrun_micros = overrun_micros + 1, actual_micros = actual_micros + 1"
                        + " WHERE status = 'settled'",
                "UPDATE reservation SET draws_micros = 21000000, amount_micros = amount_micros + 1000000"
                        + " WHERE status = 'confirmed'",
                "UPDATE reservation_draw SET held_micros = held_micros - 1",
                "UPDATE reservation_draw SET consumed_micros = 1 WHERE consumed_micros IS NULL",
                "UPDATE reservation SET status = 'settled', closed_at = now(), close_reason = 'overdue', actual_micros = 1,"
                        + " consumed_allocation_micros = 1, consumed_draws_micros = 0, consumed_uncovered_micros = 0,"
                        + " overrun_micros = 0 WHERE status = 'confirmed'",
                "UPDATE reservation SET status = 'settled', closed_at = now(), close_reason = 'reconciled', actual_micros = 2,"
                        + " consumed_allocation_micros = 1, consumed_draws_micros = 0, consumed_uncovered_micros = 0,"
                        + " overrun_micros = 1 WHERE status = 'confirmed'",
                "UPDATE credit_grant SET remaining_micros = remaining_micros + 1",
                "UPDATE reservation_exception SET drift_micros = 1",
                "DELETE FROM reservation_exception_grant",
                "INSERT INTO reservation_exception_grant SELECT tenant_id, exception_id, 9, grant_id, 5, 1, 1, 1"
                        + " FROM reservation_exception_grant"
            })
    void laws_areTheDatabasesToo(String sql) {
        credit("50", null);
        reconcile(applied("120", "pr-1"), "110", null);
        applied("30", "pr-2");
        assertThatThrownBy(() -> test.sql(
                        sql,
                        "ALTER TABLE reservation DISABLE TRIGGER governed",
                        "ALTER TABLE reservation_draw DISABLE TRIGGER governed",
                        "ALTER TABLE credit_grant DISABLE TRIGGER governed",
                        "ALTER TABLE reservation_exception_grant DISABLE TRIGGER governed"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("ledger entry");
    }

    private String planned(String amount, String change) {
        return reservation(test.gate(terraform(amount), change, Stage.POST_PLAN));
    }

    private String applied(String amount, String change) {
        return reservation(test.gate(terraform(amount), change, Stage.PRE_APPLY));
    }

    private static String reservation(GateAnswer answer) {
        String id = answer.reservationId();
        assertThat(id).isNotNull();
        return id;
    }

    private AppliedCall applied(String id, String actual, String key) {
        return new AppliedCall(caller(), id, null, null, null, null, actual == null ? null : Amount.parse(actual), key);
    }

    private Stored<ReservationView> reconcile(String id, String actual, String key) {
        Reconciliation wanted = new Reconciliation(id, Amount.parse(actual), "as billed", key);
        return test.store.holds().reconcile(caller(), wanted, hold -> {});
    }

    private ReservationView hold(String id) {
        return test.store.reservations().get(TENANT, id).orElseThrow();
    }

    private BudgetView budget() {
        return test.store.budgets().get(TENANT, "payments").orElseThrow();
    }

    private Page<ExceptionView> exceptions() {
        return test.store.holds().exceptions(TENANT, ExceptionFilter.ALL, PageRequest.first());
    }

    private List<CreditView> credits() {
        return test.store.credits().list(TENANT, PageRequest.first()).items();
    }

    private Amount remaining(String grantId) {
        return credits().stream()
                .filter(credit -> credit.grantId().equals(grantId))
                .findFirst()
                .orElseThrow()
                .balance()
                .remaining();
    }

    private String credit(String amount, Instant expiresAt) {
        NewCredit credit = new NewCredit(CreditPool.RESERVED, null, Amount.parse(amount), 100, expiresAt, null);
        return test.store.credits().create(caller(), credit, null).value().grantId();
    }

    private static GrantUse use(String grant, String reserved, String consumed, String returned, String writtenOff) {
        return new GrantUse(
                grant,
                Amount.parse(reserved),
                Amount.parse(consumed),
                Amount.parse(returned),
                Amount.parse(writtenOff));
    }

    private static void assertCode(Runnable call, ErrorCode code) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
