package dev.spendweir.server.review;

import static dev.spendweir.server.review.Stories.ANN;
import static dev.spendweir.server.review.Stories.OLIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.ledger.Chain;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.gate.GateAnswer;
import dev.spendweir.server.gate.Stage;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.server.store.audit.LedgerFilter;
import dev.spendweir.server.store.audit.LedgerItem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each transition has its entry, which names the approval and where it stands: one query says what authorised a decision. */
class ApprovalLinksTest {
    private static final String PLAN_A = "aa".repeat(32);
    private static final String PLAN_B = "bb".repeat(32);
    private static final String FILE = "0f".repeat(32);

    /** What the ledger says about a thing, in order. */
    private static List<LedgerItem> about(Stories story, String subjectId) {
        return story.test
                .store
                .ledger()
                .list(
                        TestStore.TENANT,
                        new LedgerFilter(Chain.DECISIONS, 1, null, subjectId),
                        new PageRequest(PageRequest.MAX_LIMIT, null))
                .items();
    }

    /** Type and status of each entry about an approval; all of them must name it. */
    private static List<String> steps(Stories story, String approvalId) {
        return about(story, approvalId).stream()
                .map(item -> {
                    JsonObject entry = item.line().entry();
                    assertThat(TestStore.text(entry, "approval_id")).isEqualTo(approvalId);
                    return TestStore.text(entry, "entry_type") + " " + TestStore.text(entry, "approval_status");
                })
                .toList();
    }

    private static JsonObject payload(Stories story, String subjectId, String type) {
        return about(story, subjectId).stream()
                .filter(item ->
                        TestStore.text(item.line().entry(), "entry_type").equals(type))
                .map(item -> (JsonObject) item.line().payload())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void decision_thatPeopleAuthorised_namesTheApproval_andTheApprovalWhoAndWhat() {
        try (Stories story = new Stories("exact")) {
            GateAnswer asked = story.waits("pr-7", PLAN_A, "100", "r1");
            String approval = String.valueOf(asked.approvalId());
            story.approve(asked, OLIVE);
            GateAnswer carriedOn = story.run("pr-7", PLAN_A, "100", "r2", Stage.PRE_APPLY);
            story.consumeFile(story.mint(asked, ANN).token(), carriedOn, PLAN_A, "r2", FILE);

            for (GateAnswer decision : List.of(asked, carriedOn)) {
                List<LedgerItem> found = about(story, decision.decisionId());
                assertThat(found).hasSize(1);
                assertThat(TestStore.text(found.get(0).line().entry(), "approval_id"))
                        .isEqualTo(approval);
            }
            assertThat(steps(story, approval))
                    .containsExactly(
                            "approval.requested pending",
                            "approval.reviewed approved",
                            "approval.approved approved",
                            "approval.continued approved",
                            "approval.consumed consumed");
            assertThat(payload(story, approval, "approval.approved").get("approved_by"))
                    .isEqualTo(JsonArray.ofStrings(List.of("olive")));
            JsonObject used = payload(story, approval, "approval.consumed");
            assertThat(TestStore.text(used, "decision_id")).isEqualTo(carriedOn.decisionId());
            assertThat(TestStore.text(used, "approved_decision_id")).isEqualTo(asked.decisionId());
            assertThat(used.get("plan_file_sha256")).isEqualTo(new JsonString(FILE));
            assertThat(story.test.sql("SELECT plan_file_sha256 FROM approval_consumption"))
                    .containsExactly(FILE);
        }
    }

    @Test
    void everyEnd_hasItsEntry() {
        try (Stories story = Stories.shortLived()) {
            GateAnswer superseded = story.waits("pr-1", PLAN_A, "10", "r1");
            GateAnswer denied = story.waits("pr-1", PLAN_B, "20", "r2");
            story.deny(denied, OLIVE);
            GateAnswer cancelled = story.waits("pr-2", PLAN_A, "10", "r3");
            story.cancel(cancelled, ANN);
            GateAnswer expired = story.waits("pr-3", PLAN_A, "10", "r4");
            story.clock.pass(Duration.ofSeconds(61));
            story.test.store.approvals().expireDue(TestStore.TENANT);

            assertThat(steps(story, String.valueOf(superseded.approvalId())))
                    .containsExactly("approval.requested pending", "approval.superseded cancelled");
            assertThat(TestStore.text(
                            payload(story, String.valueOf(superseded.approvalId()), "approval.superseded"),
                            "by_decision_id"))
                    .isEqualTo(denied.decisionId());
            assertThat(steps(story, String.valueOf(denied.approvalId())))
                    .containsExactly(
                            "approval.requested pending", "approval.reviewed denied", "approval.denied denied");
            assertThat(steps(story, String.valueOf(cancelled.approvalId())))
                    .containsExactly("approval.requested pending", "approval.cancelled cancelled");
            assertThat(steps(story, String.valueOf(expired.approvalId())))
                    .containsExactly("approval.requested pending", "approval.expired expired");
        }
    }
}
