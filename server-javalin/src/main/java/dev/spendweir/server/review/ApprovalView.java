package dev.spendweir.server.review;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.server.approval.ApprovalAsk;
import dev.spendweir.server.approval.ApprovalPayloads;
import dev.spendweir.server.approval.ApprovalRecord;
import dev.spendweir.server.approval.NewestDecision;
import dev.spendweir.time.ClockTime;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;

/** An approval as the API shows it (spec 11). Pure functions. */
public final class ApprovalView {
    private ApprovalView() {}

    /** The item, with its status at a time. */
    public static JsonObject toJson(ApprovalRecord approval, Instant clockTime) {
        ApprovalAsk ask = approval.ask();
        var terms = approval.request().terms();
        var deadline = approval.request().deadline();
        var use = approval.consumption();
        return JsonObject.builder()
                .put("approval_id", approval.approvalId())
                .put("status", approval.statusAt(clockTime).wireName())
                .put("decision_id", ask.decisionId())
                .put("project_id", approval.change().place().projectId())
                .put("environment", approval.change().place().environment())
                .put("source", approval.change().place().source().wireName())
                .put("resource_reference", approval.change().place().resourceReference())
                .put("change_id", approval.change().changeId())
                .put("requester_id", terms.requesterId())
                .put("submitters", List.copyOf(new TreeSet<>(terms.submitters())))
                .put("route", ApprovalPayloads.route(approval))
                .put("routing_trace", ask.routingTrace())
                .put("verdicts", verdicts(approval))
                .put("created_at", ClockTime.format(ask.createdAt()))
                .put("deadline", deadline == null ? null : ClockTime.format(deadline))
                .put("binding", ask.binding().wireName())
                .put("fingerprint", ask.fingerprint())
                .put("scope_fingerprint", ask.scopeFingerprint())
                .put("plan_content_sha256", ask.planContentSha256())
                .put("max_monthly_delta", Amount.toJson(ask.monthlyDelta()))
                .put("max_hourly_delta", Amount.toJson(ask.hourlyDelta()))
                .put("currency", ask.currency())
                .put("reservation_id", approval.reservationId())
                .put("consumed_at", use == null ? null : ClockTime.format(use.at()))
                .put("consumed_by", use == null ? null : use.actorId())
                .put("consumed_run_id", use == null ? null : use.runId())
                .put("newest_decision", newest(approval.newest()))
                .put("url", "/v1/approvals/" + approval.approvalId())
                .build();
    }

    /** What a pipeline names when it goes on: under binding cap it may be another decision than the approved one. */
    private static JsonObject newest(NewestDecision newest) {
        return JsonObject.builder()
                .put("decision_id", newest.decisionId())
                .put("fingerprint", newest.fingerprint())
                .put("plan_content_sha256", newest.planContentSha256())
                .build();
    }

    private static JsonArray verdicts(ApprovalRecord approval) {
        return JsonArray.of(approval.request().verdicts().stream()
                .map(verdict -> JsonObject.builder()
                        .put("actor", verdict.actorId())
                        .put("verdict", verdict.wireName())
                        .put("comment", approval.comments().get(verdict.actorId()))
                        .put("at", ClockTime.format(verdict.at()))
                        .build()));
    }
}
