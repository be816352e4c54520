package dev.spendweir.approval;

import static dev.spendweir.approval.Approvals.apply;
import static dev.spendweir.approval.Approvals.event;
import static dev.spendweir.approval.Approvals.input;
import static dev.spendweir.approval.Approvals.nobody;
import static dev.spendweir.approval.Approvals.owner;
import static dev.spendweir.approval.Approvals.refusals;
import static dev.spendweir.approval.Approvals.status;
import static dev.spendweir.approval.Approvals.verdicts;
import static dev.spendweir.approval.Approvals.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.testing.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What op {@code approval.apply} answers, rule by rule (spec 2.1, 10 A90-A96, N14). */
class ApprovalOpTest {

    @Test
    void noEvents_isPending() {
        assertThat(apply()).isEqualTo(Json.object("{'status': 'pending', 'verdicts': [], 'refusals': []}"));
    }

    @Test
    void approve_byOne_isApproved_andTheTimeIsEchoedAsWritten() {
        JsonObject result = apply(owner("approve", "10:30"));
        assertThat(status(result)).isEqualTo("approved");
        assertThat(verdicts(result)).containsExactly("olga approve 2026-03-02T10:30:00Z");
        JsonObject finer = with(
                input(),
                "/events",
                "[{'type': 'deny', 'actor': 'o', 'role': 'owner', 'at': '2026-03-02T10:00:00.123456Z'}]");
        assertThat(verdicts(ApprovalOp.apply(finer))).containsExactly("o deny 2026-03-02T10:00:00.123456Z");
    }

    @Test
    void approve_needsAsManyDistinctReviewersAsTheRouteSays() {
        String[] events = {
            owner("approve", "10:10"),
            owner("approve", "10:11"),
            event("approve", "10:12", "bob", "'admin'", "approve.prod"),
            event("approve", "10:13", "eve", "'owner'"),
        };
        JsonObject input = with(input(events), "/route/required_approvals", "2");
        JsonObject result = ApprovalOp.apply(input);
        assertThat(status(result)).isEqualTo("approved");
        assertThat(verdicts(result))
                .containsExactly("olga approve 2026-03-02T10:10:00Z", "bob approve 2026-03-02T10:12:00Z");
        assertThat(refusals(result)).containsExactly("1 ALREADY_REVIEWED", "3 APPROVAL_NOT_PENDING");
    }

    @Test
    void deny_byOne_endsIt_whateverWasApproved() {
        JsonObject input = with(
                input(owner("approve", "10:10"), event("deny", "10:11", "eve", "'owner'"), owner("approve", "10:12")),
                "/route/required_approvals",
                "5");
        JsonObject result = ApprovalOp.apply(input);
        assertThat(status(result)).isEqualTo("denied");
        assertThat(verdicts(result))
                .containsExactly("olga approve 2026-03-02T10:10:00Z", "eve deny 2026-03-02T10:11:00Z");
        assertThat(refusals(result)).containsExactly("2 APPROVAL_NOT_PENDING");
    }

    /** The four checks in order, with someone who fails them all from some check on. */
    @ParameterizedTest
    @CsvSource({
        "ann, 'member', '', REVIEWER_ROLE_NOT_ALLOWED",
        "ann, null, 'approve.prod', REVIEWER_ROLE_NOT_ALLOWED",
        "ann, 'auditor', 'approve.prod', REVIEWER_ROLE_NOT_ALLOWED",
        "ann, 'Owner', 'approve.prod', REVIEWER_ROLE_NOT_ALLOWED",
        "ann, 'admin', '', PERMISSION_MISSING",
        "ann, 'admin', 'approve.nonprod', PERMISSION_MISSING",
        "ann, 'admin', 'approve.prod', SEPARATION_OF_DUTIES",
        "ci, 'owner', '', SEPARATION_OF_DUTIES",
        "ann, 'owner', '', SEPARATION_OF_DUTIES"
    })
    void review_withoutAuthority_isRefused_onApproveAndDenyAlike(
            String actor, String role, String permission, String code) {
        String[] permissions = permission.isEmpty() ? new String[0] : new String[] {permission};
        String written = role.equals("null") ? role : "'" + role + "'";
        JsonObject result = apply(
                event("approve", "10:10", actor, written, permissions),
                event("deny", "10:11", actor, written, permissions));
        assertThat(refusals(result)).containsExactly("0 " + code, "1 " + code);
        assertThat(status(result)).isEqualTo("pending");
        assertThat(verdicts(result)).isEmpty();
    }

    @Test
    void separation_comesBeforeAnEarlierVerdict() {
        JsonObject separated =
                with(input(owner("approve", "10:10"), owner("deny", "10:11")), "/submitted_by", "['olga']");
        assertThat(refusals(ApprovalOp.apply(with(separated, "/route/required_approvals", "2"))))
                .containsExactly("0 SEPARATION_OF_DUTIES", "1 SEPARATION_OF_DUTIES");
    }

    @Test
    void withoutSeparation_requesterAndSubmitterMayReview() {
        JsonObject input = with(
                input(event("approve", "10:10", "ann", "'owner'"), event("approve", "10:11", "ci", "'owner'")),
                "/separation",
                "false");
        assertThat(status(ApprovalOp.apply(with(input, "/route/required_approvals", "2"))))
                .isEqualTo("approved");
    }

    @Test
    void admin_hasApproveNonprod_besidesWhatIsListed() {
        JsonObject nonprod = with(
                input(event("approve", "10:10", "bob", "'admin'", "other")),
                "/route/required_permission",
                "'approve.nonprod'");
        assertThat(status(ApprovalOp.apply(nonprod))).isEqualTo("approved");
        JsonObject member = with(
                with(nonprod, "/events", "[" + event("approve", "10:10", "bob", "'member'", "other") + "]"),
                "/route/reviewer_roles",
                "['member']");
        assertThat(refusals(ApprovalOp.apply(member))).containsExactly("0 PERMISSION_MISSING");
    }

    @Test
    void owner_hasEveryPermission_butIsBoundByTheRolesOfTheRoute() {
        JsonObject input = with(input(owner("approve", "10:10")), "/route/required_permission", "'anything'");
        assertThat(status(ApprovalOp.apply(input))).isEqualTo("approved");
        assertThat(refusals(ApprovalOp.apply(with(input, "/route/reviewer_roles", "['admin']"))))
                .containsExactly("0 REVIEWER_ROLE_NOT_ALLOWED");
        assertThat(refusals(ApprovalOp.apply(with(input, "/route/reviewer_roles", "[]"))))
                .containsExactly("0 REVIEWER_ROLE_NOT_ALLOWED");
    }

    @ParameterizedTest
    @CsvSource({
        "ann, null, cancelled",
        "ci, 'member', cancelled",
        "bob, 'admin', cancelled",
        "olga, 'owner', cancelled",
        "eve, 'member', pending",
        "eve, null, pending"
    })
    void cancel_isForRequesterSubmittersAdminsAndOwners(String actor, String role, String status) {
        String written = role.equals("null") ? role : "'" + role + "'";
        JsonObject result = apply(event("cancel", "10:10", actor, written, "approve.prod"));
        assertThat(status(result)).isEqualTo(status);
        assertThat(refusals(result)).isEqualTo(status.equals("pending") ? List.of("0 PERMISSION_MISSING") : List.of());
    }

    @Test
    void cancel_andSupersede_workAfterApprovalToo() {
        assertThat(status(apply(owner("approve", "10:10"), owner("cancel", "10:20"))))
                .isEqualTo("cancelled");
        assertThat(status(apply(owner("approve", "10:10"), nobody("supersede", "10:20"))))
                .isEqualTo("cancelled");
        assertThat(status(apply(nobody("supersede", "10:20")))).isEqualTo("cancelled");
    }

    @Test
    void consume_isForAnyone_once() {
        JsonObject result = apply(
                owner("approve", "10:10"),
                event("consume", "10:20", "pipeline", "null"),
                event("consume", "10:20", "pipeline", "null"));
        assertThat(status(result)).isEqualTo("consumed");
        assertThat(refusals(result)).containsExactly("2 TOKEN_ALREADY_CONSUMED");
    }

    private static final List<String> TYPES = List.of("approve", "deny", "cancel", "supersede", "expire", "consume");

    /** What brings a request into a state, and what each type of event is then refused with (spec 10 N14). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pending | - - - - APPROVAL_NOT_EXPIRED APPROVAL_NOT_APPROVED",
                "approved | APPROVAL_NOT_PENDING APPROVAL_NOT_PENDING - - APPROVAL_NOT_EXPIRED -",
                "denied | APPROVAL_NOT_PENDING APPROVAL_NOT_PENDING APPROVAL_NOT_PENDING APPROVAL_NOT_PENDING"
                        + " APPROVAL_NOT_PENDING APPROVAL_NOT_APPROVED",
                "cancelled | APPROVAL_NOT_PENDING APPROVAL_NOT_PENDING APPROVAL_NOT_PENDING APPROVAL_NOT_PENDING"
                        + " APPROVAL_NOT_PENDING APPROVAL_NOT_APPROVED",
                "consumed | APPROVAL_NOT_PENDING APPROVAL_NOT_PENDING APPROVAL_NOT_PENDING APPROVAL_NOT_PENDING"
                        + " APPROVAL_NOT_PENDING TOKEN_ALREADY_CONSUMED",
                "expired | APPROVAL_EXPIRED APPROVAL_EXPIRED APPROVAL_EXPIRED APPROVAL_EXPIRED APPROVAL_EXPIRED"
                        + " APPROVAL_EXPIRED"
            })
    void event_inAState_isAcceptedOrRefusedByItsType(String state, String codes) {
        List<String> before = switch (state) {
            case "pending" -> List.of();
            case "approved" -> List.of(owner("approve", "10:01"));
            case "denied" -> List.of(owner("deny", "10:01"));
            case "cancelled" -> List.of(owner("cancel", "10:01"));
            case "consumed" -> List.of(owner("approve", "10:01"), owner("consume", "10:02"));
            default -> List.of(nobody("expire", "11:00"));
        };
        for (int i = 0; i < TYPES.size(); i++) {
            List<String> events = new ArrayList<>(before);
            events.add(event(TYPES.get(i), "10:30", "eve", "'owner'"));
            JsonObject result = apply(events.toArray(String[]::new));
            String code = codes.split(" ")[i];
            List<String> expected = code.equals("-") ? List.of() : List.of(before.size() + " " + code);
            assertThat(refusals(result)).as(TYPES.get(i)).isEqualTo(expected);
            if (!expected.isEmpty()) {
                assertThat(status(result)).as(TYPES.get(i)).isEqualTo(state);
            }
        }
    }

    @Test
    void authority_isAskedOnlyInTheRightState() {
        JsonObject result = apply(owner("deny", "10:10"), event("approve", "10:11", "eve", "'member'"));
        assertThat(refusals(result)).containsExactly("1 APPROVAL_NOT_PENDING");
    }

    @Test
    void deadline_isExpiredAtTheInstant_notBefore() {
        JsonObject early = with(
                input(),
                "/events",
                "[{'type': 'approve', 'actor': 'o', 'role': 'owner', 'at': '2026-03-02T10:59:59.999Z'}]");
        assertThat(status(ApprovalOp.apply(early))).isEqualTo("approved");
        JsonObject late = apply(owner("approve", "11:00"));
        assertThat(status(late)).isEqualTo("expired");
        assertThat(refusals(late)).containsExactly("0 APPROVAL_EXPIRED");
        assertThat(verdicts(late)).isEmpty();
    }

    @Test
    void deadline_afterApproval_countsFromTheApproval() {
        assertThat(status(apply(owner("approve", "10:50"), owner("consume", "11:49"))))
                .isEqualTo("consumed");
        JsonObject late = apply(owner("approve", "10:50"), owner("consume", "11:50"));
        assertThat(status(late)).isEqualTo("expired");
        assertThat(refusals(late)).containsExactly("1 APPROVAL_EXPIRED");
        assertThat(status(apply(owner("approve", "10:50"), owner("approve", "11:50"))))
                .isEqualTo("expired");
    }

    @Test
    void refusedEvent_afterTheDeadline_expiresAllTheSame_andEarlierTimesDoNotBringItBack() {
        JsonObject result = apply(
                event("approve", "11:00", "eve", "'member'"), owner("approve", "10:10"), owner("cancel", "10:10"));
        assertThat(status(result)).isEqualTo("expired");
        assertThat(refusals(result)).containsExactly("0 APPROVAL_EXPIRED", "1 APPROVAL_EXPIRED", "2 APPROVAL_EXPIRED");
    }

    @Test
    void expire_isAcceptedOnce_atOrAfterTheDeadline() {
        JsonObject result = apply(
                nobody("expire", "10:59"),
                owner("approve", "11:00"),
                nobody("expire", "10:59"),
                nobody("expire", "11:00"),
                nobody("expire", "11:00"));
        assertThat(status(result)).isEqualTo("expired");
        assertThat(refusals(result))
                .containsExactly(
                        "0 APPROVAL_NOT_EXPIRED", "1 APPROVAL_EXPIRED", "2 APPROVAL_EXPIRED", "4 APPROVAL_EXPIRED");
    }

    @Test
    void expire_withoutKnownDeadline_isTakenAtItsWord() {
        JsonObject input = with(input(nobody("expire", "10:00"), nobody("expire", "23:00")), "/created_at", "null");
        JsonObject result = ApprovalOp.apply(input);
        assertThat(status(result)).isEqualTo("expired");
        assertThat(refusals(result)).containsExactly("1 APPROVAL_EXPIRED");
    }

    @ParameterizedTest
    @CsvSource({"/created_at", "/route/ttl_seconds"})
    void withoutDeadline_itStaysPending(String missing) {
        JsonObject input = with(input(owner("approve", "23:00"), owner("consume", "23:59")), missing, "null");
        assertThat(status(ApprovalOp.apply(input))).isEqualTo("consumed");
    }

    @Test
    void withoutExecutionTtl_itStaysApproved() {
        JsonObject input =
                with(input(owner("approve", "10:30"), owner("consume", "23:59")), "/execution_ttl_seconds", "null");
        assertThat(status(ApprovalOp.apply(input))).isEqualTo("consumed");
    }

    @Test
    void longestTtl_isNoOverflow() {
        JsonObject input = with(input(owner("approve", "23:00")), "/route/ttl_seconds", "2147483647");
        assertThat(status(ApprovalOp.apply(with(input, "/created_at", "'9999-12-31T23:59:59.999999999Z'"))))
                .isEqualTo("approved");
    }

    @Test
    void types_areAllCovered() {
        assertThat(Arrays.stream(ApprovalEventType.values()).map(ApprovalEventType::wireName))
                .containsExactlyElementsOf(TYPES);
    }
}
