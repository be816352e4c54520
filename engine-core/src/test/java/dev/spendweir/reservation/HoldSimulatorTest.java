package dev.spendweir.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.amount.Amount;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.reservation.PlannedHold.PlannedDraw;
import dev.spendweir.reservation.ReservationEvent.Confirm;
import dev.spendweir.reservation.ReservationEvent.ExpireGrants;
import dev.spendweir.reservation.ReservationEvent.GiveWay;
import dev.spendweir.reservation.ReservationEvent.LateActual;
import dev.spendweir.reservation.ReservationEvent.Release;
import dev.spendweir.reservation.ReservationEvent.Reserve;
import dev.spendweir.reservation.ReservationEvent.Settle;
import dev.spendweir.reservation.ReservationEvent.Sweep;
import dev.spendweir.snapshot.CreditPool;
import dev.spendweir.snapshot.Grant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A single-threaded simulator of the life of holds with a clock of its own. Worlds of some hundred steps, each with its
 * seed, run through {@link ReservationHistory} and {@link HoldModel}; after each step both must show the same money.
 * Another seed: {@code -Dspendweir.simulator.seed=}.
 */
class HoldSimulatorTest {
    private static final long SEED = Long.getLong("spendweir.simulator.seed", 20_261_121L);
    private static final int STEPS_OF_A_WORLD = 160;
    private static final List<String> PROJECTS = List.of("p", "q", "free");
    private static final Instant BEGINNING = Instant.parse("2026-02-25T00:00:00Z");

    @Test
    void twentyThousandSteps_ofBothAgree() {
        simulate(20_000);
    }

    @Test
    @Tag("long")
    @Timeout(1800)
    void oneMillionSteps_ofBothAgree() {
        simulate(1_000_000);
    }

    private static void simulate(int steps) {
        Map<ErrorCode, Integer> refusals = new EnumMap<>(ErrorCode.class);
        int accepted = 0;
        int lateActuals = 0;
        for (int done = 0; done < steps; done += STEPS_OF_A_WORLD) {
            World world = new World(SEED + done);
            world.run(Math.min(STEPS_OF_A_WORLD, steps - done));
            accepted += world.accepted;
            lateActuals += world.lateActuals;
            world.refusals.forEach((code, times) -> refusals.merge(code, times, Integer::sum));
        }
        // A world in which nothing can go wrong, or nothing works, would prove nothing.
        assertThat(accepted).isGreaterThan(steps / 4);
        assertThat(lateActuals).isGreaterThan(steps / 200);
        assertThat(refusals.keySet())
                .contains(
                        ErrorCode.RESERVATION_EXISTS,
                        ErrorCode.BUDGET_EXCEEDED,
                        ErrorCode.GRANT_UNKNOWN,
                        ErrorCode.GRANT_NOT_ALLOWED,
                        ErrorCode.GRANT_EXPIRED,
                        ErrorCode.GRANT_EXHAUSTED,
                        ErrorCode.RESERVATION_UNKNOWN,
                        ErrorCode.RESERVATION_NOT_ACTIVE,
                        ErrorCode.RESERVATION_NOT_CONFIRMED);
    }

    /** One short history. */
    private static final class World {
        private final long seed;
        private final Random random;
        private final ReservationHistory history;
        private final HoldModel model;
        private final Map<ErrorCode, Integer> refusals = new EnumMap<>(ErrorCode.class);
        private Instant clock = BEGINNING;
        private int ids;
        private int accepted;
        private int lateActuals;

        World(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            long ttlSeconds = 3600L * (1 + random.nextInt(200));
            Map<String, Long> limits = new LinkedHashMap<>();
            limits.put("p", 100_000_000L + random.nextInt(400_000_000));
            limits.put("q", (long) random.nextInt(100_000_000));
            List<Grant> grants = List.of(
                    grant("g1", CreditPool.RESERVED, null),
                    grant("g2", CreditPool.EMERGENCY, null),
                    grant("g3", CreditPool.RESERVED, "q"));
            model = new HoldModel(limits, grants, ttlSeconds);
            Map<String, Amount> budgets = new LinkedHashMap<>();
            limits.forEach((project, limit) -> budgets.put(project, Amount.ofMicros(limit)));
            history = new ReservationHistory(budgets, grants, ttlSeconds);
        }

        private Grant grant(String id, CreditPool pool, String project) {
            Instant expiry = random.nextInt(3) == 0 ? null : BEGINNING.plusSeconds(3600L * random.nextInt(400));
            return new Grant(id, pool, project, amount(80), 100, expiry, BEGINNING);
        }

        void run(int steps) {
            for (int step = 0; step < steps; step++) {
                clock = clock.plusMillis(random.nextInt(12 * 3_600_000));
                if (random.nextInt(20) == 0) {
                    changeBudget();
                } else {
                    take(event());
                }
                compare("seed " + seed + ", step " + step);
            }
        }

        private void changeBudget() {
            String project = PROJECTS.get(random.nextInt(2));
            if (random.nextInt(6) == 0) {
                model.limits.remove(project);
                history.limit(project, null);
            } else {
                Amount limit = amount(300);
                model.limits.put(project, limit.micros());
                history.limit(project, limit);
            }
        }

        private void take(ReservationEvent event) {
            Optional<ErrorCode> refusal = history.apply(event);
            if (refusal.isPresent()) {
                refusals.merge(refusal.get(), 1, Integer::sum);
                return;
            }
            accepted++;
            lateActuals += event instanceof LateActual ? 1 : 0;
            model.apply(event);
        }

        private ReservationEvent event() {
            int kind = random.nextInt(100);
            if (kind < 40) {
                return reserve();
            }
            if (kind < 50) {
                return new Confirm(clock, anyId());
            }
            if (kind < 57) {
                return new Release(clock, anyId());
            }
            if (kind < 75) {
                return new Settle(clock, anyId(), amount(60));
            }
            if (kind < 78) {
                return new GiveWay(clock, anyId(), random.nextBoolean() ? null : amount(40));
            }
            if (kind < 88) {
                return new LateActual(clock, anyId(), amount(60));
            }
            return kind < 96 ? new Sweep(clock) : new ExpireGrants(clock);
        }

        private Reserve reserve() {
            String id = random.nextInt(30) == 0 ? anyId() : "r" + ++ids;
            String change = random.nextInt(3) == 0 ? null : "c" + random.nextInt(6);
            String place = random.nextInt(4) == 0 ? null : "place" + random.nextInt(3);
            List<PlannedDraw> draws = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                draws.add(draw());
            }
            PlannedHold plan = new PlannedHold(amount(50), draws, random.nextBoolean() ? Amount.ZERO : amount(10));
            return new Reserve(
                    clock,
                    id,
                    PROJECTS.get(random.nextInt(PROJECTS.size())),
                    plan,
                    change,
                    place,
                    random.nextInt(3) == 0);
        }

        private PlannedDraw draw() {
            int which = random.nextInt(20);
            if (which == 0) {
                return new PlannedDraw("g9", CreditPool.RESERVED, amount(5));
            }
            if (which == 1) {
                return new PlannedDraw("g1", CreditPool.EMERGENCY, amount(5));
            }
            return which < 9
                    ? new PlannedDraw("g1", CreditPool.RESERVED, amount(20))
                    : which < 16
                            ? new PlannedDraw("g2", CreditPool.EMERGENCY, amount(20))
                            : new PlannedDraw("g3", CreditPool.RESERVED, amount(20));
        }

        private String anyId() {
            return "r" + (1 + random.nextInt(ids + 2));
        }

        /** Often a round figure, so that bounds are met exactly. */
        private Amount amount(int most) {
            return random.nextInt(3) == 0
                    ? Amount.ofMicros(5_000_000L * random.nextInt(most / 5 + 1))
                    : Amount.ofMicros(random.nextInt(most * 1_000_000));
        }

        private void compare(String where) {
            List<Reservation> holds = history.holds();
            assertThat(holds).as(where).hasSize(model.rows.size());
            for (int i = 0; i < holds.size(); i++) {
                compare(holds.get(i), model.rows.get(i), where);
            }
            for (Grant grant : history.grants()) {
                String id = grant.grantId();
                GrantBalance expected = new GrantBalance(
                        grant.remaining(),
                        HoldModel.amount(model.remaining(id)),
                        HoldModel.amount(model.reservedOf(id)),
                        HoldModel.amount(model.consumedOf(id)),
                        HoldModel.amount(model.writtenOff.get(id)),
                        grant.expiresAt());
                if (!history.balance(id).equals(expected)) {
                    assertThat(history.balance(id)).as(where + ": " + id).isEqualTo(expected);
                }
            }
            for (String project : PROJECTS) {
                same(history.reserved(project), model.reserved(project), where + ": reserved of " + project);
                same(
                        history.consumed(project, clock),
                        model.consumed(project, HoldModel.month(clock)),
                        where + ": consumed of " + project);
            }
        }

        private static void compare(Reservation hold, HoldModel.Row row, String where) {
            Settlement settlement = hold.settlement();
            boolean same = hold.reservationId().equals(row.id)
                    && hold.status().wireName().equals(row.status)
                    && hold.takesLateActual() == row.awaitsLate;
            if (settlement != null) {
                same &= settlement.allocation().micros() == row.chargedAllocation
                        && settlement.uncovered().micros() == row.chargedUncovered
                        && settlement.overrun().micros() == row.overrun;
                for (int i = 0; i < row.chargedDraws.length; i++) {
                    same &= settlement.draws().get(i).micros() == row.chargedDraws[i];
                }
            }
            // Millions of comparisons: words are made for the one that fails.
            if (!same) {
                throw new AssertionError(where + ": " + hold + " is in the model " + row.id + " " + row.status + " "
                        + row.chargedAllocation + " " + row.overrun);
            }
        }

        private static void same(Amount actual, long expected, String what) {
            if (actual.micros() != expected) {
                assertThat(actual).as(what).isEqualTo(HoldModel.amount(expected));
            }
        }
    }
}
