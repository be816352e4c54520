package dev.spendweir.reservation;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.testing.Json;
import java.util.List;

/** Short ways to write histories of holds and to read what came of them. */
final class Histories {

    /** A budget of 100 for p, of 50 for q; grants of 30 (reserved), 20 (emergency, until 10 March) and 10 (q's own). */
    static final String MONEY = """
            'budgets': {'p': '100', 'q': 50},
            'grants': [
              {'grant_id': 'g1', 'pool': 'reserved', 'remaining': '30', 'created_at': '2026-01-01T00:00:00Z'},
              {'grant_id': 'g2', 'pool': 'emergency', 'remaining': '20', 'created_at': '2026-01-01T00:00:00Z',
               'expires_at': '2026-03-10T00:00:00Z'},
              {'grant_id': 'g3', 'pool': 'reserved', 'project_id': 'q', 'remaining': '10',
               'created_at': '2026-01-01T00:00:00Z'}],
            'ttl_seconds': 3600
            """;

    private Histories() {}

    static JsonObject input(String... events) {
        return Json.object("{" + MONEY + ", 'events': [" + String.join(", ", events) + "]}");
    }

    static JsonObject apply(String... events) {
        return ReservationOp.apply(input(events));
    }

    /** A reserve event; {@code rest} is {@code "'allocation': '1', ..."} of the plan, defaults fill what is missing. */
    static String reserve(String at, String id, String project, String plan, String more) {
        String allocation = plan.contains("'allocation'") ? "" : "'allocation': '0', ";
        String draws = plan.contains("'draws'") ? "" : "'draws': [], ";
        String uncovered = plan.contains("'uncovered'") ? "" : "'uncovered': '0', ";
        return "{'type': 'reserve', 'at': '" + time(at) + "', 'reservation_id': '" + id + "', 'project_id': '" + project
                + "', 'plan': {" + allocation + draws + uncovered + plan + "}" + (more.isEmpty() ? "" : ", " + more)
                + "}";
    }

    static String draw(String grant, String pool, String amount) {
        return "{'grant_id': '" + grant + "', 'pool': '" + pool + "', 'amount': '" + amount + "'}";
    }

    static String event(String type, String at, String id) {
        return "{'type': '" + type + "', 'at': '" + time(at) + "', 'reservation_id': '" + id + "'}";
    }

    static String event(String type, String at) {
        return "{'type': '" + type + "', 'at': '" + time(at) + "'}";
    }

    static String settle(String at, String id, String actual) {
        return "{'type': 'settle', 'at': '" + time(at) + "', 'reservation_id': '" + id + "', 'actual_monthly_delta': '"
                + actual + "'}";
    }

    /** {@code 02T10} is 10 o'clock on 2 March 2026; anything longer is taken as it is. */
    private static String time(String text) {
        return text.length() == 5 ? "2026-03-" + text + ":00:00Z" : text;
    }

    /** {@code "id status reserved consumed overrun drift"} of each hold. */
    static List<String> holds(JsonObject result) {
        return rows(result, "reservations", "reservation_id", "status", "reserved", "consumed", "overrun", "drift");
    }

    /** The parts of the hold at that place, canonical. */
    static String parts(JsonObject result, int hold) {
        return CanonicalJson.text(Json.at(result, "/reservations/" + hold + "/parts"))
                .replace('"', '\'');
    }

    /** {@code "id remaining reserved consumed written_off"} of each grant. */
    static List<String> grants(JsonObject result) {
        return rows(result, "grants", "grant_id", "remaining", "reserved", "consumed", "written_off");
    }

    /** {@code "id reserved consumed overrun"} of each project. */
    static List<String> projects(JsonObject result) {
        return rows(result, "projects", "project_id", "reserved", "consumed", "overrun");
    }

    /** {@code "index code"} of each refusal. */
    static List<String> refusals(JsonObject result) {
        return rows(result, "refusals", "index", "code");
    }

    private static List<String> rows(JsonObject result, String list, String... columns) {
        return ((JsonArray) Json.at(result, "/" + list))
                .elements().stream().map(row -> row((JsonObject) row, columns)).toList();
    }

    private static String row(JsonObject row, String... columns) {
        return String.join(
                " ",
                List.of(columns).stream()
                        .map(name -> text(Json.at(row, "/" + name)))
                        .toList());
    }

    private static String text(JsonValue value) {
        return value instanceof JsonString string ? string.value() : CanonicalJson.text(value);
    }
}
