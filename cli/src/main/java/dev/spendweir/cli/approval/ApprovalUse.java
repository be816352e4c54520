package dev.spendweir.cli.approval;

import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.cli.CliException;
import dev.spendweir.cli.ExitCode;
import dev.spendweir.rejection.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Uses an approval for a plan, once; in the same run for the same plan again and again (spec 2.2, 5.1). */
public final class ApprovalUse {

    private final ApprovalClient approvals;

    /** Uses approvals of that server. */
    public ApprovalUse(ApprovalClient approvals) {
        this.approvals = approvals;
    }

    /**
     * Uses the approval that a token was minted for.
     *
     * @return the server's answer (spec 11)
     * @throws CliException with {@link ExitCode#TOKEN_REFUSED} when the server refuses, {@link ExitCode#APPROVAL_PENDING}
     *     when the approval expired or was withdrawn
     */
    public JsonObject byToken(TokenText token, PlanToApply plan) {
        String fingerprint = token.digest("fingerprint");
        if (token.isCap()) {
            // What goes ahead may have been decided after the token's own decision. Whoever did not ask may not look.
            fingerprint = token.approvalId()
                    .flatMap(approvals::find)
                    .map(ApprovalItem::newestFingerprint)
                    .orElse(fingerprint);
        }
        return consume(token.text(), fingerprint, token.digest("scope_fingerprint"), plan);
    }

    /**
     * Uses an approval by its id.
     *
     * @return the server's answer; of an earlier use in this run, what the approval says of it
     * @throws CliException as {@link #byToken}; {@link ExitCode#APPROVAL_PENDING} while people have not decided, {@link
     *     ExitCode#DENIED} when they decided against it
     */
    public JsonObject byId(String approvalId, PlanToApply plan) {
        ApprovalItem approval = approvals
                .find(approvalId)
                .orElseThrow(() -> new CliException(
                        "there is no approval " + approvalId + " for this key",
                        "'spendweir approvals list --mine' shows yours"));
        return use(approval, plan);
    }

    /** Uses the approval of the plan's change, as {@link #byId}. */
    public JsonObject byChange(PlanToApply plan) {
        return use(new ApprovalFinder(approvals).find(plan), plan);
    }

    private JsonObject use(ApprovalItem approval, PlanToApply plan) {
        return switch (approval.status()) {
            case "approved" ->
                consume(approvals.mint(approval.id()), approval.newestFingerprint(), approval.scopeFingerprint(), plan);
            case "consumed" -> usedBefore(approval, plan);
            default -> throw ApprovalRefusal.notApproved(approval);
        };
    }

    private static JsonObject usedBefore(ApprovalItem approval, PlanToApply plan) {
        if (!plan.hasUsed(approval)) {
            throw alreadyUsed(approval);
        }
        return JsonObject.builder()
                .put("approval_id", approval.id())
                .put("decision_id", approval.newestDecisionId())
                .put("reservation_id", approval.text("reservation_id").orElse(null))
                .put("consumed_at", approval.text("consumed_at").orElse(null))
                .put("ledger", JsonNull.NULL)
                .build();
    }

    private static CliException alreadyUsed(ApprovalItem approval) {
        return ApprovalRefusal.of(
                ErrorCode.TOKEN_ALREADY_CONSUMED,
                "approval " + approval.id() + " was used"
                        + approval.consumedRunId().map(run -> " by run " + run).orElse("")
                        + approval.text("consumed_at").map(at -> " at " + at).orElse(""));
    }

    /**
     * Uses the approved approval that an answer of the preflight route names.
     *
     * @param runId a repeat in the same run is a success again
     */
    public void byAnswer(String approvalId, JsonObject bindings, String runId) {
        ApprovalItem named = new ApprovalItem(bindings);
        approvals.consume(body(
                        approvals.mint(approvalId),
                        named.text("fingerprint").orElse(""),
                        named.text("scope_fingerprint").orElse(""),
                        named.text("plan_content_sha256").orElse(null),
                        runId)
                .build());
    }

    /**
     * Requires that an approval which has been used was used by this run: the same answer of the gate is given to a run for
     * ever, also when another run used the approval meanwhile.
     *
     * @throws CliException with {@link ExitCode#TOKEN_REFUSED} otherwise
     */
    public void requireUsedBy(String runId, String approvalId) {
        ApprovalItem approval = approvals
                .find(approvalId)
                .orElseThrow(() -> new CliException("the approval " + approvalId + " is gone"));
        if (approval.consumedRunId().filter(runId::equals).isEmpty()) {
            throw alreadyUsed(approval);
        }
    }

    private JsonObject consume(String token, String fingerprint, String scope, PlanToApply plan) {
        JsonObject.Builder body = body(token, fingerprint, scope, plan.contentSha256(), plan.runId())
                .put("plan_file_sha256", plan.fileSha256())
                .put("source", "terraform")
                .put("resource_reference", plan.resourceReference());
        plan.projectId().ifPresent(id -> body.put("project_id", id));
        plan.environment().ifPresent(name -> body.put("environment", name));
        return approvals.consume(body.build());
    }

    private static JsonObject.Builder body(
            String token, String fingerprint, String scope, @Nullable String plan, String runId) {
        JsonObject.Builder body = JsonObject.builder()
                .put("token", token)
                .put("fingerprint", fingerprint)
                .put("scope_fingerprint", scope)
                .put("run_id", runId);
        return plan == null ? body : body.put("plan_content_sha256", plan);
    }
}
