package dev.spendweir.server.store.money;

import static dev.spendweir.server.TestStore.TENANT;
import static dev.spendweir.server.TestStore.caller;
import static dev.spendweir.server.TestStore.request;
import static dev.spendweir.server.TestStore.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.reservation.HoldStatus;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.gate.Stage;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.server.store.Stored;
import dev.spendweir.server.store.ingest.IngestScope;
import dev.spendweir.snapshot.CreditPool;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MoneyTest {
    private TestStore test;

    @BeforeEach
    void open() {
        test = TestStore.open();
    }

    @AfterEach
    void close() {
        assertThat(test.ledgerIsValid()).isTrue();
        test.close();
    }

    @Test
    void budget_isMadeChangedAndTakenAway() {
        assertThat(test.store
                        .budgets()
                        .put(caller(), "payments", Amount.parse("100"))
                        .created())
                .isTrue();
        Stored<BudgetView> changed = test.store.budgets().put(caller(), "payments", Amount.parse("150"));
        assertThat(changed.created()).isFalse();
        assertThat(changed.value().monthlyLimit()).isEqualTo(Amount.parse("150"));
        assertThat(changed.value().forecastEom()).isNull();
        test.store.budgets().delete(caller(), "payments");
        assertThat(test.store.budgets().get(TENANT, "payments")).isEmpty();
        assertCode(() -> test.store.budgets().delete(caller(), "payments"), ErrorCode.NOT_FOUND);
        assertCode(() -> test.store.budgets().put(caller(), "p", Amount.parse("-1")), ErrorCode.INVALID_FIELD);
        assertCode(() -> test.store.budgets().put(caller(), " p", Amount.ZERO), ErrorCode.INVALID_FIELD);
    }

    @Test
    void budget_onForecastBasis_countsTheProjectsForecast() {
        test.policy("{\"modes\":{\"default\":\"hard\"},\"budgets\":{\"basis\":\"forecast\"},"
                + "\"context\":{\"forecast_method\":\"run_rate\"}}");
        test.budget("payments", "100000");
        LocalDate today = LocalDate.ofInstant(test.clock.instant(), ZoneOffset.UTC);
        for (int ago = 1; ago <= 40; ago++) {
            test.store.ingest().accept(caller(), IngestScope.ALL, cost("e-" + ago, today.minusDays(ago), "10"));
        }
        BudgetView before = test.store.budgets().get(TENANT, "payments").orElseThrow();
        assertThat(before.forecastEom()).isNotNull();
        assertThat(before.headroom()).isEqualTo(Amount.parse("100000").minus(before.forecastEom()));
        test.gate(request("25"));
        BudgetView after =
                test.store.budgets().list(TENANT, PageRequest.first()).items().get(0);
        assertThat(after.headroom()).isEqualTo(before.headroom().minus(Amount.parse("25")));
        assertThat(text(after.toJson(), "reserved")).isEqualTo("25");
    }

    @Test
    void credit_madeAgainWithItsKey_isTheSame() {
        NewCredit wanted = new NewCredit(CreditPool.EMERGENCY, "payments", Amount.parse("5"), 7, null, "for fires");
        Stored<CreditView> first = test.store.credits().create(caller(), wanted, "credit-1");
        Stored<CreditView> again = test.store.credits().create(caller(), wanted, "credit-1");
        assertThat(first.created()).isTrue();
        assertThat(again.created()).isFalse();
        assertThat(again.value()).isEqualTo(first.value());
        assertThat(text(first.value().toJson(), "remaining")).isEqualTo("5");
        NewCredit other = new NewCredit(CreditPool.EMERGENCY, "payments", Amount.parse("6"), 7, null, null);
        assertCode(() -> test.store.credits().create(caller(), other, "credit-1"), ErrorCode.IDEMPOTENCY_KEY_REUSED);
        assertThat(test.store.credits().list(TENANT, PageRequest.first()).items())
                .hasSize(1);
    }

    @Test
    void badCredit_isRefused() {
        assertCode(() -> new NewCredit(CreditPool.RESERVED, "", Amount.ZERO, 1, null, null), ErrorCode.INVALID_FIELD);
        Instant past = test.clock.instant().minusSeconds(1);
        NewCredit expired = new NewCredit(CreditPool.RESERVED, null, Amount.parse("1"), 1, past, null);
        assertCode(() -> test.store.credits().create(caller(), expired, null), ErrorCode.INVALID_FIELD);
    }

    @Test
    void holds_areListedByFilterInPages() {
        test.policy("{\"modes\":{\"default\":\"hard\"},\"reservations\":{\"ttl_seconds\":1800}}");
        test.gate(TestStore.terraform("1"), "pr-1", Stage.POST_PLAN);
        test.gate(TestStore.terraform("2"), "pr-2", Stage.POST_PLAN);
        test.gate(TestStore.terraform("3"), "pr-1", Stage.POST_PLAN);
        assertThat(list(new ReservationFilter(HoldStatus.RELEASED, null, null, null)))
                .isEqualTo(1);
        assertThat(list(new ReservationFilter(null, "payments", null, "ann"))).isEqualTo(3);
        assertThat(list(new ReservationFilter(null, "search", null, null))).isZero();
        assertThat(list(new ReservationFilter(null, null, null, "bob"))).isZero();
        test.sql(
                "SET session_replication_role = replica; UPDATE reservation SET created_at = created_at - interval '1 hour' WHERE change_id = 'pr-2'");
        assertThat(list(new ReservationFilter(null, null, true, null))).isEqualTo(1);
        var first = test.store.reservations().list(TENANT, ReservationFilter.ALL, new PageRequest(2, null));
        var second =
                test.store.reservations().list(TENANT, ReservationFilter.ALL, new PageRequest(2, first.nextCursor()));
        assertThat(second.items()).hasSize(1);
        assertThat(test.store.reservations().get("nobody", first.items().get(0).reservationId()))
                .isEmpty();
        assertThat(text(first.items().get(0).toJson(), "booked_month")).matches("[0-9]{4}-[0-9]{2}");
    }

    private int list(ReservationFilter filter) {
        return test.store
                .reservations()
                .list(TENANT, filter, PageRequest.first())
                .items()
                .size();
    }

    private static JsonObject cost(String eventId, LocalDate day, String amount) {
        return (JsonObject) JsonReader.read("""
                {"tenant_id":"acme","event_id":"%s","trace_id":"t","agent_id":"a","schema_version":"1.0",
                 "created_at":"2026-01-01T00:00:00Z","source":"test","type":"cost.daily",
                 "payload":{"date":"%s","project_id":"payments","amount":"%s","currency":"USD"}}
                """.formatted(eventId, day, amount));
    }

    private static void assertCode(Runnable call, ErrorCode code) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
