package dev.spendweir.approval;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.testing.Json;
import java.util.List;

/** Short ways to write histories of approvals and to read what came of them. */
final class Approvals {

    /** Asked by ann through ci; deadline at 11:00, and an hour to use it once it is approved. */
    static final String TERMS = """
            'route': {'reviewer_roles': ['owner', 'admin'], 'required_permission': 'approve.prod', 'ttl_seconds': 3600},
            'requester_id': 'ann', 'submitted_by': ['ci'], 'separation': true,
            'created_at': '2026-03-02T10:00:00Z', 'execution_ttl_seconds': 3600
            """;

    private Approvals() {}

    static JsonObject input(String... events) {
        return Json.object("{" + TERMS + ", 'events': [" + String.join(", ", events) + "]}");
    }

    static JsonObject apply(String... events) {
        return ApprovalOp.apply(input(events));
    }

    /** The input with a member set; see {@link Json#with}. */
    static JsonObject with(JsonObject input, String pointer, String value) {
        return Json.with(input, pointer, Json.value(value));
    }

    /** An event at a time of day of 2 March 2026, such as {@code 10:30}. */
    static String event(String type, String time, String actor, String role, String... permissions) {
        return "{'type': '" + type + "', 'at': '2026-03-02T" + time + ":00Z', 'actor': '" + actor + "', 'role': " + role
                + ", 'permissions': "
                + (permissions.length == 0 ? "null" : "['" + String.join("', '", permissions) + "']")
                + "}";
    }

    /** An event by the owner olga. */
    static String owner(String type, String time) {
        return event(type, time, "olga", "'owner'");
    }

    static String nobody(String type, String time) {
        return "{'type': '" + type + "', 'at': '2026-03-02T" + time + ":00Z'}";
    }

    static String status(JsonObject result) {
        return text(Json.at(result, "/status"));
    }

    /** {@code "actor verdict at"} of each verdict. */
    static List<String> verdicts(JsonObject result) {
        return rows(result, "verdicts", "actor", "verdict", "at");
    }

    /** {@code "index code"} of each refusal. */
    static List<String> refusals(JsonObject result) {
        return rows(result, "refusals", "index", "code");
    }

    private static List<String> rows(JsonObject result, String list, String... columns) {
        return ((JsonArray) Json.at(result, "/" + list))
                .elements().stream().map(row -> row(row, columns)).toList();
    }

    private static String row(JsonValue row, String... columns) {
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
