package dev.spendweir.reservation;

import static dev.spendweir.reservation.Histories.draw;
import static dev.spendweir.reservation.Histories.input;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.testing.Json;
import dev.spendweir.testing.Refusals;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What op {@code reservation.apply} refuses as a whole (spec 10 R1, R12). */
class ReservationInputTest {

    private static final String RESERVE = """
            {'type': 'reserve', 'at': '2026-03-02T10:00:00Z', 'reservation_id': 'r1', 'project_id': 'p',
             'plan': {'allocation': '1', 'draws': [{'grant_id': 'g1', 'pool': 'reserved', 'amount': '1'}], 'uncovered': 0}}
            """;

    private static List<String> findings(JsonObject input) {
        return Refusals.of(() -> ReservationOp.apply(input));
    }

    private static List<String> withReserve(String pointer, String value) {
        JsonObject event = Json.with(Json.object(RESERVE), pointer, Json.value(value));
        return findings(input().with("events", new JsonArray(List.of(event))));
    }

    @Test
    void emptyObject_lacksTtlAndEvents() {
        assertThat(findings(JsonObject.EMPTY)).containsExactly("INVALID_FIELD /events", "INVALID_FIELD /ttl_seconds");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "ttl_seconds | 0 | /ttl_seconds",
                "ttl_seconds | 2147483648 | /ttl_seconds",
                "ttl_seconds | 1.0 | /ttl_seconds",
                "ttl_seconds | '60' | /ttl_seconds",
                "budgets | [] | /budgets",
                "budgets | {'a/b': '-1'} | /budgets/a~1b",
                "budgets | {'p': null} | /budgets/p",
                "budgets | {'p': 1000000000001} | /budgets/p",
                "grants | {} | /grants",
                "events | {} | /events",
                "events | [null] | /events/0",
                "events | [7] | /events/0",
                "events | [{'type': 'settle'}] | /events/0/actual_monthly_delta,/events/0/at,/events/0/reservation_id",
                "events | [{'type': 'close', 'at': '2026-03-02T10:00:00Z'}] | /events/0/type",
                "events | [{'at': '2026-03-02T10:00:00Z'}] | /events/0/type",
                "events | [{'type': 'sweep', 'at': '2026-03-02'}] | /events/0/at",
                "events | [{'type': 'sweep', 'at': 5}] | /events/0/at"
            })
    void badMember_isRefusedAtItsPointer(String member, String value, String pointers) {
        List<String> expected = List.of(pointers.replace("~~", "~").split(",")).stream()
                .map(pointer -> "INVALID_FIELD " + pointer)
                .toList();
        assertThat(findings(input().with(member, Json.value(value)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/reservation_id | null",
                "/reservation_id | 1",
                "/project_id | []",
                "/plan | null",
                "/plan | 'x'",
                "/plan/allocation | '-0.000001'",
                "/plan/allocation | null",
                "/plan/uncovered | '1e3'",
                "/plan/draws | null",
                "/plan/draws | {}",
                "/change | 1",
                "/place | {}",
                "/confirmed | 'true'"
            })
    void badMemberOfReserve_isRefusedAtItsPointer(String pointer, String value) {
        assertThat(withReserve(pointer, value)).containsExactly("INVALID_FIELD /events/0" + pointer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'pool': 'reserved', 'amount': '1'} | /grant_id",
                "{'grant_id': 'g', 'pool': 'other', 'amount': '1'} | /pool",
                "{'grant_id': 'g', 'amount': '1'} | /pool",
                "{'grant_id': 'g', 'pool': 'reserved', 'amount': '-1'} | /amount",
                "{'grant_id': 'g', 'pool': 'reserved'} | /amount"
            })
    void badDraw_isRefusedAtItsPointer(String draw, String pointer) {
        assertThat(withReserve("/plan/draws", "[" + draw("g1", "reserved", "1") + "," + draw + "]"))
                .containsExactly("INVALID_FIELD /events/0/plan/draws/1" + pointer);
    }

    @Test
    void grants_areCheckedAsInASnapshot() {
        JsonValue grants = Json.value("""
                [{'grant_id': 'a', 'pool': 'reserved', 'remaining': '1', 'created_at': '2026-01-01T00:00:00Z',
                  'extra': null},
                 {'grant_id': 'a', 'pool': 'reserved', 'remaining': '-1', 'created_at': '2026-01-01T00:00:00Z'},
                 {'grant_id': ' b', 'pool': 'x', 'priority': 2147483648, 'expires_at': 'soon', 'project_id': ''}]
                """);
        assertThat(findings(input().with("grants", grants)))
                .containsExactly(
                        "INVALID_FIELD /grants/0/extra",
                        "INVALID_FIELD /grants/1/grant_id",
                        "INVALID_FIELD /grants/1/remaining",
                        "INVALID_FIELD /grants/2/created_at",
                        "INVALID_FIELD /grants/2/expires_at",
                        "INVALID_FIELD /grants/2/grant_id",
                        "INVALID_FIELD /grants/2/pool",
                        "INVALID_FIELD /grants/2/priority",
                        "INVALID_FIELD /grants/2/project_id",
                        "INVALID_FIELD /grants/2/remaining");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/note", "/plan/note", "/actual_monthly_delta"})
    void membersThatAnEventDoesNotName_areIgnored(String pointer) {
        assertThat(withReserve(pointer, "-1")).isEmpty();
    }

    @Test
    void membersOfOtherEventTypes_areNotLookedAt() {
        JsonValue sweep =
                Json.value("[{'type': 'sweep', 'at': '2026-03-02T10:00:00Z', 'reservation_id': 7, 'plan': 0}]");
        assertThat(findings(input().with("events", sweep))).isEmpty();
        assertThat(findings(input().with("more", sweep))).isEmpty();
    }

    @Test
    void nullOptionals_areAbsent() {
        JsonObject input = Json.object("{'budgets': null, 'grants': null, 'ttl_seconds': 1, 'events': []}");
        assertThat(findings(input)).isEmpty();
    }
}
