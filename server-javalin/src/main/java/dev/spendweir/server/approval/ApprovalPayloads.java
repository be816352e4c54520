package dev.spendweir.server.approval;

import dev.spendweir.amount.Amount;
import dev.spendweir.approval.Verdict;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.reservation.Change;
import dev.spendweir.time.ClockTime;
import dev.spendweir.vocabulary.Role;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the ledger is told of an approval ({@code docs/ledger.md}). Pure functions. */
public final class ApprovalPayloads {
    private ApprovalPayloads() {}

    /** Payload of {@code approval.requested}. */
    public static JsonObject requested(ApprovalRecord approval) {
        ApprovalAsk ask = approval.ask();
        Change change = approval.change();
        return started(approval)
                .put("decision_id", ask.decisionId())
                .put("source", change.place().source().wireName())
                .put("project_id", change.place().projectId())
                .put("environment", change.place().environment())
                .put("resource_reference", change.place().resourceReference())
                .put("change_id", change.changeId())
                .put("requester_id", approval.request().terms().requesterId())
                .put("submitter_id", ask.submitterId())
                .put("route", route(approval))
                .put("routing_trace", ask.routingTrace())
                .put("separation_of_duties", approval.request().terms().separationOfDuties())
                .put("binding", ask.binding().wireName())
                .put("fingerprint", ask.fingerprint())
                .put("scope_fingerprint", ask.scopeFingerprint())
                .put("plan_content_sha256", ask.planContentSha256())
                .put("max_monthly_delta", Amount.toJson(ask.monthlyDelta()))
                .put("max_hourly_delta", Amount.toJson(ask.hourlyDelta()))
                .put("currency", ask.currency())
                .put("reservation_id", approval.reservationId())
                .put("deadline", deadline(approval))
                .build();
    }

    /** The route, as the API shows it too (spec 11). */
    public static JsonObject route(ApprovalRecord approval) {
        var terms = approval.request().terms();
        return JsonObject.builder()
                .put("rule_id", approval.ask().ruleId())
                .put(
                        "reviewer_roles",
                        terms.reviewerRoles().stream().map(Role::wireName).toList())
                .put("required_permission", terms.requiredPermission())
                .put("required_approvals", terms.requiredApprovals())
                .build();
    }

    /** Payload of {@code approval.reviewed}. */
    public static JsonObject reviewed(ApprovalRecord approval, Verdict verdict, @Nullable String comment) {
        return started(approval)
                .put("actor_id", verdict.actorId())
                .put("verdict", verdict.wireName())
                .put("comment", comment)
                .put(
                        "approvals",
                        approval.request().verdicts().stream()
                                .filter(Verdict::approves)
                                .count())
                .put("required_approvals", approval.request().terms().requiredApprovals())
                .build();
    }

    /** Payload of {@code approval.approved}, with the people who agreed. */
    public static JsonObject approved(ApprovalRecord approval) {
        return started(approval)
                .put("decision_id", approval.ask().decisionId())
                .put(
                        "approved_by",
                        approval.request().verdicts().stream()
                                .filter(Verdict::approves)
                                .map(Verdict::actorId)
                                .toList())
                .put("reservation_id", approval.reservationId())
                .put("deadline", deadline(approval))
                .build();
    }

    /** Payload of {@code approval.denied}, {@code .cancelled}, {@code .superseded} and {@code .expired}. */
    public static JsonObject ended(ApprovalRecord approval, @Nullable String byDecision, @Nullable String comment) {
        return started(approval)
                .put("decision_id", approval.ask().decisionId())
                .put("reservation_id", approval.reservationId())
                .put("by_decision_id", byDecision)
                .put("comment", comment)
                .build();
    }

    /**
     * Payload of {@code approval.continued}.
     *
     * @param voided reviewers whose verdicts no longer count
     */
    public static JsonObject continued(ApprovalRecord approval, String decisionId, Collection<String> voided) {
        return started(approval)
                .put("decision_id", decisionId)
                .put("approved_decision_id", approval.ask().decisionId())
                .put("change_id", approval.change().changeId())
                .put("reservation_id", approval.reservationId())
                .put(
                        "submitters",
                        List.copyOf(new TreeSet<>(approval.request().terms().submitters())))
                .put("voided_verdicts", List.copyOf(new TreeSet<>(voided)))
                .build();
    }

    /**
     * Payload of {@code approval.consumed}.
     *
     * @param tokenId null: used without a token
     */
    public static JsonObject consumed(ApprovalRecord approval, Consumption by, @Nullable String tokenId, String via) {
        return started(approval)
                .put("decision_id", approval.newest().decisionId())
                .put("approved_decision_id", approval.ask().decisionId())
                .put("reservation_id", approval.reservationId())
                .put("jti", tokenId)
                .put("via", via)
                .put("run_id", by.runId())
                .put("fingerprint", by.fingerprint())
                .put("plan_file_sha256", by.planFileSha256())
                .build();
    }

    private static JsonObject.Builder started(ApprovalRecord approval) {
        return JsonObject.builder()
                .put("approval_id", approval.approvalId())
                .put("status", approval.status().wireName());
    }

    private static @Nullable String deadline(ApprovalRecord approval) {
        var deadline = approval.request().deadline();
        return deadline == null ? null : ClockTime.format(deadline);
    }
}
