package dev.spendweir.reservation;

import static dev.spendweir.reservation.Histories.holds;
import static dev.spendweir.reservation.Histories.refusals;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.testing.Json;
import dev.spendweir.testing.Refusals;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Of amounts beyond 64 bits only those that the result shows matter (spec 10 R1). Ten grants have 10^12 each. */
class WideAmountsTest {

    private static final String MILLION_MILLIONS = "1000000000000";

    private static JsonObject input(String... events) {
        String grants = IntStream.range(0, 10)
                .mapToObj(i -> "{'grant_id': 'g" + i + "', 'pool': 'reserved', 'remaining': '" + MILLION_MILLIONS
                        + "', 'created_at': '2026-01-01T00:00:00Z'}")
                .collect(Collectors.joining(","));
        return Json.object(
                "{'grants': [" + grants + "], 'ttl_seconds': 60, 'events': [" + String.join(",", events) + "]}");
    }

    /** A confirmed hold on so many whole grants, beside an allocation. */
    private static String hold(String id, int grants, String allocation, String change) {
        String draws = IntStream.range(0, grants)
                .mapToObj(i -> Histories.draw("g" + i, "reserved", MILLION_MILLIONS))
                .collect(Collectors.joining(","));
        return Histories.reserve(
                "02T10",
                id,
                "p",
                "'allocation': '" + allocation + "', 'draws': [" + draws + "]",
                "'confirmed': true, 'change': " + change);
    }

    @Test
    void activeHoldBeyond64Bits_isOutOfRange() {
        assertThat(Refusals.of(() -> ReservationOp.apply(input(hold("r1", 10, "0", "null")))))
                .containsExactly("AMOUNT_OUT_OF_RANGE");
        assertThat(Refusals.of(() -> ReservationOp.apply(input(hold("r1", 9, "0", "null")))))
                .isEmpty();
    }

    @Test
    void releasedHoldBeyond64Bits_isFine() {
        JsonObject result =
                ReservationOp.apply(input(hold("r1", 10, "0", "null"), Histories.event("release", "02T10", "r1")));
        assertThat(holds(result)).containsExactly("r1 released 0 0 0 null");
    }

    @Test
    void settledHoldBeyond64Bits_isFine_whenItsDriftIsInRange() {
        JsonObject result = ReservationOp.apply(
                input(hold("r1", 9, MILLION_MILLIONS, "null"), Histories.settle("02T10", "r1", MILLION_MILLIONS)));
        assertThat(holds(result)).containsExactly("r1 settled 0 1000000000000 0 -9000000000000");
        assertThat(Refusals.of(() -> ReservationOp.apply(
                        input(hold("r1", 9, MILLION_MILLIONS, "null"), Histories.settle("02T10", "r1", "1")))))
                .containsExactly("AMOUNT_OUT_OF_RANGE");
    }

    @Test
    void moveThatWouldSettleBeyond64Bits_canStillBeRefused() {
        String unknown = Histories.reserve(
                "02T10", "r2", "p", "'draws': [" + Histories.draw("x", "reserved", "1") + "]", "'change': 'c'");
        JsonObject result = ReservationOp.apply(
                input(hold("r1", 9, MILLION_MILLIONS, "'c'"), unknown, Histories.event("release", "02T10", "r1")));
        assertThat(refusals(result)).containsExactly("1 GRANT_UNKNOWN");
        assertThat(Refusals.of(() ->
                        ReservationOp.apply(input(hold("r1", 9, MILLION_MILLIONS, "'c'"), hold("r2", 0, "1", "'c'")))))
                .containsExactly("AMOUNT_OUT_OF_RANGE");
    }

    @Test
    void moveFromBeyond64Bits_settlesAtTheExactDifference() {
        JsonObject result = ReservationOp.apply(
                input(hold("r1", 9, MILLION_MILLIONS, "'c'"), hold("r2", 0, "999999999999", "'c'")));
        assertThat(holds(result)).first().isEqualTo("r1 settled 0 9000000000001 0 -999999999999");
    }

    @Test
    void projectBeyond64Bits_isOutOfRange() {
        String[] events = IntStream.range(0, 10)
                .mapToObj(i -> Histories.reserve("02T10", "r" + i, "p", "'allocation': '" + MILLION_MILLIONS + "'", ""))
                .toArray(String[]::new);
        assertThat(Refusals.of(() -> ReservationOp.apply(input(events)))).containsExactly("AMOUNT_OUT_OF_RANGE");
    }
}
