package dev.spendweir.approval;

import static dev.spendweir.approval.Approvals.input;
import static dev.spendweir.approval.Approvals.owner;
import static dev.spendweir.approval.Approvals.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.testing.Json;
import dev.spendweir.testing.Refusals;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What op {@code approval.apply} refuses as a whole (spec 10 A90, A96, N12, N13). */
class ApprovalInputTest {

    private static List<String> findings(JsonObject input) {
        return Refusals.of(() -> ApprovalOp.apply(input));
    }

    @Test
    void emptyObject_lacksWhatIsRequired() {
        assertThat(findings(JsonObject.EMPTY))
                .containsExactly(
                        "INVALID_FIELD /events",
                        "INVALID_FIELD /requester_id",
                        "INVALID_FIELD /route",
                        "INVALID_FIELD /separation");
    }

    @Test
    void emptyRoute_lacksRolesAndPermission() {
        assertThat(findings(with(input(), "/route", "{}")))
                .containsExactly("INVALID_FIELD /route/required_permission", "INVALID_FIELD /route/reviewer_roles");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/route | 'default'",
                "/route/reviewer_roles | 'owner'",
                "/route/reviewer_roles | null",
                "/route/required_permission | 7",
                "/route/required_permission | null",
                "/route/required_approvals | 0",
                "/route/required_approvals | 6",
                "/route/required_approvals | '1'",
                "/route/ttl_seconds | 0",
                "/route/ttl_seconds | 2147483648",
                "/execution_ttl_seconds | 0",
                "/execution_ttl_seconds | 60.5",
                "/requester_id | null",
                "/requester_id | {}",
                "/separation | null",
                "/separation | 'true'",
                "/submitted_by | 'ci'",
                "/created_at | '2026-03-02'",
                "/created_at | 0",
                "/events | null",
                "/events | {}"
            })
    void badMember_isRefusedAtItsPointer(String pointer, String value) {
        assertThat(findings(with(input(), pointer, value))).containsExactly("INVALID_FIELD " + pointer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/type | 'escalate'",
                "/type | null",
                "/type | 1",
                "/actor | null",
                "/actor | 1",
                "/role | 1",
                "/permissions | 'approve.prod'",
                "/at | null",
                "/at | '2026-03-02T10:00:00+01:00'"
            })
    void badMemberOfAnEvent_isRefusedAtItsPointer(String pointer, String value) {
        JsonObject event = with(Json.object(owner("approve", "10:00")), pointer, value);
        assertThat(findings(input().with("events", Json.value("[" + owner("approve", "10:00") + "]"))))
                .isEmpty();
        JsonObject input = input().with("events", new JsonArray(List.of(event)));
        assertThat(findings(input)).containsExactly("INVALID_FIELD /events/0" + pointer);
    }

    @Test
    void badElements_areRefusedAtTheirPointers_allTogether() {
        JsonObject input = with(input(), "/route/reviewer_roles", "['owner', 'auditor', null]");
        JsonObject more = with(input, "/submitted_by", "['ci', 5]");
        assertThat(findings(with(more, "/events", "[null, 3, {'type': 'approve', 'permissions': [1, null]}]")))
                .containsExactly(
                        "INVALID_FIELD /events/0",
                        "INVALID_FIELD /events/1",
                        "INVALID_FIELD /events/2/actor",
                        "INVALID_FIELD /events/2/at",
                        "INVALID_FIELD /events/2/permissions/0",
                        "INVALID_FIELD /events/2/permissions/1",
                        "INVALID_FIELD /route/reviewer_roles/1",
                        "INVALID_FIELD /route/reviewer_roles/2",
                        "INVALID_FIELD /submitted_by/1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"expire", "supersede"})
    void eventsOfTheGateItself_mayLackAnActor_butNotHaveABadOne(String type) {
        String event = "{'type': '" + type + "', 'at': '2026-03-02T10:00:00Z', 'actor': %s}";
        assertThat(findings(with(input(), "/events", "[" + event.replace("%s", "null") + "]")))
                .isEmpty();
        assertThat(findings(with(input(), "/events", "[" + event.replace("%s", "[]") + "]")))
                .containsExactly("INVALID_FIELD /events/0/actor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/more", "/route/rule_id", "/route/trace"})
    void unknownMembers_areIgnored(String pointer) {
        assertThat(findings(with(input(), pointer, "{'x': 1}"))).isEmpty();
    }
}
