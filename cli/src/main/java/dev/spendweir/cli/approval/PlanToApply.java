package dev.spendweir.cli.approval;

import java.util.Objects;
import java.util.Optional;

/**
 * What is about to be applied, as this machine sees it.
 *
 * @param contentSha256 of what the plan does (spec 5.1), computed from the plan itself
 * @param fileSha256 of the binary plan
 * @param resourceReference names the state
 * @param projectId compared when given
 * @param environment compared when given, in lower case
 * @param runId the run and its attempt; a repeat in the same run is a success again
 * @param changeId the pull request or commit
 */
public record PlanToApply(
        String contentSha256,
        String fileSha256,
        String resourceReference,
        Optional<String> projectId,
        Optional<String> environment,
        String runId,
        Optional<String> changeId) {

    public PlanToApply {
        Objects.requireNonNull(contentSha256, "contentSha256");
        Objects.requireNonNull(fileSha256, "fileSha256");
        Objects.requireNonNull(resourceReference, "resourceReference");
        Objects.requireNonNull(projectId, "projectId");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(changeId, "changeId");
    }

    /** Whether an approval is for the same place, as far as it is named here. */
    boolean isAt(ApprovalItem approval) {
        return is(approval, "source", "terraform")
                && is(approval, "resource_reference", resourceReference)
                && projectId.map(id -> is(approval, "project_id", id)).orElse(true)
                && environment.map(name -> is(approval, "environment", name)).orElse(true);
    }

    /** Whether an approval belongs to the same change. */
    boolean isChangeOf(ApprovalItem approval) {
        return changeId.isPresent() && changeId.equals(approval.text("change_id"));
    }

    /** Whether the newest decision about an approval's change is on this plan. */
    boolean isPlanOf(ApprovalItem approval) {
        return approval.newestPlan().filter(contentSha256::equals).isPresent();
    }

    /** Whether this run has used the approval for this plan. */
    boolean hasUsed(ApprovalItem approval) {
        return isPlanOf(approval)
                && approval.consumedRunId().filter(runId::equals).isPresent();
    }

    private static boolean is(ApprovalItem approval, String name, String value) {
        return approval.text(name).filter(value::equals).isPresent();
    }
}
