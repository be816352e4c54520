package dev.spendweir.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.reservation.ReservationEvent.Reserve;
import dev.spendweir.snapshot.Grant;
import dev.spendweir.testing.ReservationGenerators;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** Random histories on a few small budgets and grants, so that they run short of everything. */
class ReservationProperties {

    private static final List<String> PROJECTS = ReservationGenerators.PROJECTS;

    @Property(tries = 1000)
    void moneyIsConservedAfterEachStep(@ForAll("histories") List<JsonObject> events) {
        ReservationInput input = read(events);
        ReservationHistory history = new ReservationHistory(input.budgets(), input.grants(), input.ttlSeconds());
        Map<String, String> changes = new HashMap<>();
        for (ReservationEvent event : input.events()) {
            State before = State.of(history);
            Optional<ErrorCode> refusal = history.apply(event);
            State after = State.of(history);
            Statistics.collect(event.getClass().getSimpleName()
                    + " "
                    + refusal.map(ErrorCode::wireName).orElse("accepted"));
            if (refusal.isPresent()) {
                assertThat(after).isEqualTo(before);
            }
            assertThat(after.holds().size())
                    .isBetween(before.holds().size(), before.holds().size() + 1);
            checkSteps(before, after);
            checkGrants(history);
            checkProjects(history);
            if (event instanceof Reserve reserve && refusal.isEmpty()) {
                changes.put(reserve.reservationId(), Objects.requireNonNullElse(reserve.change(), ""));
                checkBudget(input, history, reserve);
            }
            checkOneHoldForAChange(history, changes);
        }
        Statistics.coverage(coverage -> {
            coverage.check("Reserve accepted").count(times -> times > 1000);
            coverage.check("Reserve GRANT_EXHAUSTED").count(times -> times > 30);
            coverage.check("Settle accepted").count(times -> times > 100);
        });
    }

    @Property(tries = 300)
    void sameHistoryGivesTheSameResult(@ForAll("histories") List<JsonObject> events) {
        JsonObject input = ReservationGenerators.MONEY.with("events", JsonArray.of(events.stream()));
        assertThat(ReservationOp.apply(input)).isEqualTo(ReservationOp.apply(input));
    }

    /** A refused event could as well not have been there, but for the month and the projects that it names. */
    @Property(tries = 300)
    void refusedEventsLeaveNoTrace(@ForAll("histories") List<JsonObject> events) {
        ReservationInput input = read(events);
        ReservationHistory all = new ReservationHistory(input.budgets(), input.grants(), input.ttlSeconds());
        List<ReservationEvent> accepted = new ArrayList<>();
        for (ReservationEvent event : input.events()) {
            if (all.apply(event).isEmpty()) {
                accepted.add(event);
            }
        }
        ReservationHistory few = new ReservationHistory(input.budgets(), input.grants(), input.ttlSeconds());
        accepted.forEach(event -> assertThat(few.apply(event)).isEmpty());
        assertThat(State.of(few)).isEqualTo(State.of(all));
    }

    private record State(List<Reservation> holds, List<GrantBalance> balances, List<Amount> reserved) {
        static State of(ReservationHistory history) {
            return new State(
                    history.holds(),
                    history.grants().stream()
                            .map(grant -> history.balance(grant.grantId()))
                            .toList(),
                    PROJECTS.stream().map(history::reserved).toList());
        }
    }

    private static ReservationInput read(List<JsonObject> events) {
        return ReservationInput.read(ReservationGenerators.MONEY.with("events", JsonArray.of(events.stream())));
    }

    private static void checkSteps(State before, State after) {
        for (int i = 0; i < before.holds().size(); i++) {
            Reservation was = before.holds().get(i);
            Reservation is = after.holds().get(i);
            assertThat(is.reservationId()).isEqualTo(was.reservationId());
            switch (was.status()) {
                case TENTATIVE ->
                    assertThat(is.status()).isIn(HoldStatus.TENTATIVE, HoldStatus.CONFIRMED, HoldStatus.RELEASED);
                case CONFIRMED ->
                    assertThat(is.status()).isIn(HoldStatus.CONFIRMED, HoldStatus.SETTLED, HoldStatus.RELEASED);
                case SETTLED, RELEASED -> assertThat(is).isEqualTo(was);
            }
        }
    }

    private static void checkGrants(ReservationHistory history) {
        for (Grant grant : history.grants()) {
            Amount reserved = Amount.ZERO;
            Amount consumed = Amount.ZERO;
            for (Reservation hold : history.holds()) {
                for (HeldDraw draw : hold.presentParts().draws()) {
                    if (draw.grantId().equals(grant.grantId())) {
                        reserved = hold.isActive() ? reserved.plus(draw.amount()) : reserved;
                        consumed = hold.isActive() ? consumed : consumed.plus(draw.amount());
                    }
                }
            }
            GrantBalance balance = history.balance(grant.grantId());
            assertThat(balance.original()).isEqualTo(grant.remaining());
            assertThat(balance.reserved()).isEqualTo(reserved);
            assertThat(balance.consumed()).isEqualTo(consumed);
        }
    }

    private static void checkProjects(ReservationHistory history) {
        for (String project : PROJECTS) {
            Amount reserved = Amount.ZERO;
            Amount charged = Amount.ZERO;
            for (Reservation hold : history.holds()) {
                if (hold.projectId().equals(project)) {
                    reserved = hold.isActive() ? reserved.plus(hold.parts().allocation()) : reserved;
                    charged = charged.plus(charged(hold));
                }
            }
            assertThat(history.reserved(project)).isEqualTo(reserved);
            Amount inBothMonths = history.consumed(project, Instant.parse("2026-02-10T00:00:00Z"))
                    .plus(history.consumed(project, Instant.parse("2026-03-10T00:00:00Z")));
            assertThat(inBothMonths).isEqualTo(charged);
        }
    }

    private static Amount charged(Reservation hold) {
        Settlement settlement = hold.settlement();
        if (settlement == null) {
            return Amount.ZERO;
        }
        assertThat(settlement.actual()).isEqualTo(settlement.consumed().plus(settlement.overrun()));
        assertThat(settlement.drift())
                .isEqualTo(settlement.actual().minus(hold.parts().total()));
        return settlement.allocation().plus(settlement.overrun());
    }

    private static void checkBudget(ReservationInput input, ReservationHistory history, Reserve event) {
        Amount limit = input.budgets().get(event.projectId());
        if (limit != null && event.plan().allocation().isPositive()) {
            Amount bound = history.reserved(event.projectId()).plus(history.consumed(event.projectId(), event.at()));
            assertThat(bound).isLessThanOrEqualTo(limit);
        }
    }

    private static void checkOneHoldForAChange(ReservationHistory history, Map<String, String> changes) {
        List<String> active = history.holds().stream()
                .filter(Reservation::isActive)
                .map(hold -> changes.getOrDefault(hold.reservationId(), ""))
                .filter(change -> !change.isEmpty())
                .toList();
        assertThat(active).doesNotHaveDuplicates();
    }

    @Provide
    Arbitrary<List<JsonObject>> histories() {
        return ReservationGenerators.events();
    }
}
