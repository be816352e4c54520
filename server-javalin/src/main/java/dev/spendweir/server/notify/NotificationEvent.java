package dev.spendweir.server.notify;

import dev.spendweir.amount.Amount;
import dev.spendweir.approval.Verdict;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.server.approval.ApprovalAsk;
import dev.spendweir.server.approval.ApprovalNotice;
import dev.spendweir.server.approval.ApprovalPayloads;
import dev.spendweir.server.approval.ApprovalRecord;
import dev.spendweir.time.ClockTime;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be told of an approval. */
public enum NotificationEvent {
    /** People are asked. */
    REQUESTED("approval.requested"),
    /** Enough of them agreed. */
    APPROVED("approval.approved"),
    /** One of them said no. */
    DENIED("approval.denied"),
    /** Nobody decided, or used it, in time. */
    EXPIRED("approval.expired"),
    /** It was withdrawn, or a newer question took its place. */
    CANCELLED("approval.cancelled"),
    /** What was approved goes ahead. */
    CONSUMED("approval.consumed");

    private final String wireName;

    NotificationEvent(String wireName) {
        this.wireName = wireName;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }

    /** The event of a notice; empty for what nobody is told. */
    public static Optional<NotificationEvent> of(ApprovalNotice notice) {
        EntryType type = notice.type();
        if (type == EntryType.APPROVAL_REQUESTED) {
            return Optional.of(REQUESTED);
        }
        if (type == EntryType.APPROVAL_APPROVED) {
            return Optional.of(APPROVED);
        }
        if (type == EntryType.APPROVAL_DENIED) {
            return Optional.of(DENIED);
        }
        if (type == EntryType.APPROVAL_EXPIRED) {
            return Optional.of(EXPIRED);
        }
        if (type == EntryType.APPROVAL_CANCELLED || type == EntryType.APPROVAL_SUPERSEDED) {
            return Optional.of(CANCELLED);
        }
        return type == EntryType.APPROVAL_CONSUMED ? Optional.of(CONSUMED) : Optional.empty();
    }

    /** The message about a notice: type, timestamp and data, as it stands at that moment. */
    public JsonObject body(ApprovalNotice notice) {
        return JsonObject.builder()
                .put("type", wireName)
                .put("timestamp", ClockTime.format(notice.at()))
                .put("data", data(notice))
                .build();
    }

    private static JsonObject data(ApprovalNotice notice) {
        ApprovalRecord approval = notice.approval();
        ApprovalAsk ask = approval.ask();
        Instant deadline = approval.request().deadline();
        boolean superseded = notice.type() == EntryType.APPROVAL_SUPERSEDED;
        return JsonObject.builder()
                .put("approval_id", approval.approvalId())
                .put("status", approval.status().wireName())
                .put("reason", superseded ? "superseded" : null)
                .put("decision_id", ask.decisionId())
                .put("actor_id", notice.actorId())
                .put("requester_id", approval.request().terms().requesterId())
                .put("submitter_id", ask.submitterId())
                .put("source", approval.change().place().source().wireName())
                .put("project_id", approval.change().place().projectId())
                .put("environment", approval.change().place().environment())
                .put("resource_reference", approval.change().place().resourceReference())
                .put("change_id", approval.change().changeId())
                .put("action", ask.action())
                .put("monthly_delta", Amount.toJson(ask.monthlyDelta()))
                .put("currency", ask.currency())
                .put("reasons", ask.reasons())
                .put("route", ApprovalPayloads.route(approval))
                .put(
                        "approvals",
                        approval.request().verdicts().stream()
                                .filter(Verdict::approves)
                                .count())
                .put("deadline", text(deadline))
                .build();
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : ClockTime.format(time);
    }
}
