package dev.spendweir.testing;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Histories of holds on a few small budgets and grants, so that they run short of everything: inputs of {@code
 * reservation.apply} (spec 8). Two months, any order of times. They shrink to a few cheap events.
 */
public final class ReservationGenerators {

    /** The projects that hold anything; x has no budget. */
    public static final List<String> PROJECTS = List.of("p", "q", "x");

    /** A budget of 100 for p, of 50 for q; grants of 30 (reserved), 20 (emergency, until 10 March) and 10 (q's own). */
    public static final JsonObject MONEY = Json.object("""
            {'budgets': {'p': '100', 'q': 50},
             'grants': [
              {'grant_id': 'g1', 'pool': 'reserved', 'remaining': '30', 'created_at': '2026-01-01T00:00:00Z'},
              {'grant_id': 'g2', 'pool': 'emergency', 'remaining': '20', 'created_at': '2026-01-01T00:00:00Z',
               'expires_at': '2026-03-10T00:00:00Z'},
              {'grant_id': 'g3', 'pool': 'reserved', 'project_id': 'q', 'remaining': '10',
               'created_at': '2026-01-01T00:00:00Z'}],
             'ttl_seconds': 3600}""");

    private static final int MIN_EVENTS = 6;
    private static final int MAX_EVENTS = 30;

    private ReservationGenerators() {}

    /** Whole inputs over {@link #MONEY}. */
    public static Arbitrary<JsonObject> histories() {
        return events().map(events -> MONEY.with("events", JsonArray.of(events.stream())));
    }

    /** The events of such an input. */
    public static Arbitrary<List<JsonObject>> events() {
        return Arbitraries.frequencyOf(
                        Tuple.of(6, reserves()),
                        Tuple.of(2, actions("confirm", "release")),
                        Tuple.of(3, settles()),
                        Tuple.of(1, plain("sweep", "expire_grants")))
                .list()
                .ofMinSize(MIN_EVENTS)
                .ofMaxSize(MAX_EVENTS)
                .withoutEdgeCases();
    }

    private static Arbitrary<String> times() {
        return Arbitraries.integers().between(0, 40 * 24 - 1).map(hour -> {
            int day = hour / 24;
            String date = day < 10 ? "2026-02-" + (19 + day) : "2026-03-" + twoDigits(day - 9);
            return date + "T" + twoDigits(hour % 24) + ":00:00Z";
        });
    }

    private static String twoDigits(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }

    private static Arbitrary<String> ids() {
        return Arbitraries.integers().between(1, 9).map(number -> "r" + number);
    }

    private static Arbitrary<String> amounts() {
        return Arbitraries.of("0", "0.000001", "1", "2.5", "5", "10", "20", "30", "49.999999", "100");
    }

    private static Arbitrary<String> draws() {
        Arbitrary<String> draw = Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(9, "'grant_id':'g1','pool':'reserved'"),
                                Tuple.of(6, "'grant_id':'g2','pool':'emergency'"),
                                Tuple.of(2, "'grant_id':'g3','pool':'reserved'"),
                                Tuple.of(1, "'grant_id':'g1','pool':'emergency'"),
                                Tuple.of(1, "'grant_id':'g4','pool':'reserved'")),
                        Arbitraries.of("0", "0.5", "3", "7", "12"))
                .as((grant, amount) -> "{" + grant + ",'amount':'" + amount + "'}");
        return draw.list().ofMaxSize(2).map(list -> "[" + String.join(",", list) + "]");
    }

    private static Arbitrary<JsonObject> reserves() {
        Arbitrary<String> plan = Combinators.combine(amounts(), draws(), amounts())
                .as((allocation, draws, uncovered) ->
                        "{'allocation':'" + allocation + "','draws':" + draws + ",'uncovered':'" + uncovered + "'}");
        Arbitrary<String> more = Combinators.combine(
                        Arbitraries.of("null", "null", "'a'", "'b'"),
                        Arbitraries.of("null", "'s'", "'t'"),
                        Arbitraries.of("true", "false"))
                .as((change, place, confirmed) ->
                        "'change':" + change + ",'place':" + place + ",'confirmed':" + confirmed);
        return Combinators.combine(times(), ids(), Arbitraries.of(PROJECTS), plan, more)
                .as((at, id, project, parts, rest) -> Json.object(event("reserve", at, id) + ",'project_id':'" + project
                        + "','plan':" + parts + "," + rest + "}"));
    }

    private static Arbitrary<JsonObject> actions(String... types) {
        return Combinators.combine(Arbitraries.of(types), times(), ids())
                .as((type, at, id) -> Json.object(event(type, at, id) + "}"));
    }

    private static Arbitrary<JsonObject> settles() {
        return Combinators.combine(times(), ids(), amounts())
                .as((at, id, actual) ->
                        Json.object(event("settle", at, id) + ",'actual_monthly_delta':'" + actual + "'}"));
    }

    private static Arbitrary<JsonObject> plain(String... types) {
        return Combinators.combine(Arbitraries.of(types), times())
                .as((type, at) -> Json.object("{'type':'" + type + "','at':'" + at + "'}"));
    }

    /** The beginning of an event's object. */
    private static String event(String type, String at, String id) {
        return "{'type':'" + type + "','at':'" + at + "','reservation_id':'" + id + "'";
    }
}
