package dev.spendweir.server.gate;

import dev.spendweir.amount.Amount;
import dev.spendweir.approval.ApprovalActor;
import dev.spendweir.approval.ApprovalEvent;
import dev.spendweir.approval.ApprovalEventType;
import dev.spendweir.approval.ApprovalRequest;
import dev.spendweir.approval.ApprovalStatus;
import dev.spendweir.approval.ApprovalStep;
import dev.spendweir.approval.ApprovalTerms;
import dev.spendweir.approval.Verdict;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.engine.Decision;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.ledger.LedgerAppender;
import dev.spendweir.outcome.Hold;
import dev.spendweir.outcome.ReservationPlan;
import dev.spendweir.outcome.Routing;
import dev.spendweir.outcome.RoutingAttempt;
import dev.spendweir.outcome.RoutingDecision;
import dev.spendweir.policy.PolicyDocument.Approvals;
import dev.spendweir.request.GateRequest;
import dev.spendweir.server.approval.ApprovalAsk;
import dev.spendweir.server.approval.ApprovalPayloads;
import dev.spendweir.server.approval.ApprovalRecord;
import dev.spendweir.server.approval.Consumption;
import dev.spendweir.server.approval.NewestDecision;
import dev.spendweir.server.store.Caller;
import dev.spendweir.time.ClockTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes, continues and ends approval requests within a transaction: book, writes, holds and ledger always change together.
 * Lives within one transaction; not thread-safe.
 */
public final class ApprovalDesk {
    private final GateState state;
    private final GateWrites writes;
    private final Journal journal;
    private final HoldDesk holds;

    /** On the state, the writes, the journal and the holds of one transaction. */
    public ApprovalDesk(GateState state, GateWrites writes, Journal journal, HoldDesk holds) {
        this.state = state;
        this.writes = writes;
        this.journal = journal;
        this.holds = holds;
    }

    /** Ends every approval of the book whose deadline has come: it holds nothing, swept or not (spec 3.2). */
    public int expireDue() {
        List<ApprovalRecord> due = state.approvals().due(journal.clockTime());
        for (ApprovalRecord approval : due) {
            ApprovalEvent expire = ApprovalEvent.of(ApprovalEventType.EXPIRE, journal.clockTime());
            end(
                    approval.with(approval.request().on(expire).request()),
                    EntryType.APPROVAL_EXPIRED,
                    journal.system(),
                    null);
        }
        return due.size();
    }

    /** Stores an approval that is over and releases what it held. */
    public void end(ApprovalRecord ended, EntryType type, Caller caller, @Nullable String comment) {
        store(ended);
        journal.tell(caller, type, ended, null, ApprovalPayloads.ended(ended, null, comment));
        ActiveHold hold = holdOf(ended);
        if (hold != null) {
            holds.release(hold, caller);
        }
    }

    /** The hold behind an approval, if it is still there. */
    public @Nullable ActiveHold holdOf(ApprovalRecord approval) {
        String holdId = approval.reservationId();
        return holdId == null ? null : state.holds().get(holdId);
    }

    /** Takes over how an approval stands now. */
    public void store(ApprovalRecord approval) {
        state.approvals().put(approval);
        writes.approval(approval);
    }

    /** The change has a newer decision, which took its hold already (spec 2.3 point 4). */
    void supersede(ApprovalRecord approval, Prepared by, String decisionId) {
        ApprovalEvent event = ApprovalEvent.of(ApprovalEventType.SUPERSEDE, journal.clockTime());
        ApprovalRecord over = approval.with(approval.request().on(event).request());
        store(over);
        journal.tell(
                by.call().caller(),
                EntryType.APPROVAL_SUPERSEDED,
                over,
                by.policy(),
                ApprovalPayloads.ended(over, decisionId, null));
    }

    /** Makes the request of a decision that asks people. */
    ApprovalRecord draft(String approvalId, Prepared prepared, Decision decision, String decisionId) {
        GateRequest request = prepared.request();
        RoutingDecision route = Objects.requireNonNull(decision.routing(), "whoever asks says whom");
        Approvals policy = prepared.policy().policy().document().approvals();
        ApprovalTerms terms = new ApprovalTerms(
                request.requesterId(),
                Set.of(submitter(prepared)),
                route.reviewerRoles(),
                route.requiredPermission(),
                route.requiredApprovals(),
                policy.separationOfDuties().of(request.environmentClass()),
                policy.executionTtlSeconds());
        return new ApprovalRecord(
                approvalId,
                ask(prepared, decision, decisionId, route, policy),
                prepared.change(),
                ApprovalRequest.pending(terms, journal.clockTime().plusSeconds(route.ttlSeconds())),
                Map.of(),
                null,
                newest(prepared, decisionId, false),
                null);
    }

    private ApprovalAsk ask(
            Prepared prepared, Decision decision, String decisionId, RoutingDecision route, Approvals policy) {
        GateRequest request = prepared.request();
        ReservationPlan plan = decision.reservationPlan();
        List<RoutingAttempt> tried = Routing.trace(
                policy,
                request,
                request.estimatedMonthlyDelta().micros(),
                Objects.requireNonNull(decision.context(), "a real decision has a context")
                        .riskClass());
        return new ApprovalAsk(
                decisionId,
                journal.clockTime(),
                request.environmentClass(),
                request.action(),
                decision.isDestructive(),
                submitter(prepared),
                route.ruleId(),
                JsonArray.of(tried.stream().map(RoutingAttempt::toJson)),
                policy.tokenBinding(),
                request.fingerprint(),
                request.scopeFingerprint(),
                Candidates.plan(prepared),
                request.estimatedMonthlyDelta(),
                request.estimatedHourlyDelta(),
                request.currency(),
                request.unpricedResources(),
                plan == null ? Amount.ZERO : plan.uncovered(),
                decision.reasonCodes(),
                plan != null && plan.hold() == Hold.ON_APPROVAL);
    }

    /** Stores a new request and tells the ledger. */
    void request(ApprovalRecord approval, Prepared prepared) {
        state.approvals().put(approval);
        writes.newApproval(approval);
        journal.tell(
                prepared.call().caller(),
                EntryType.APPROVAL_REQUESTED,
                approval,
                prepared.policy(),
                ApprovalPayloads.requested(approval));
    }

    /**
     * Lets a further call wait on an approval (spec 2.3 point 3): approval and hold belong to its change from now on, and
     * whoever is behind it may not review.
     *
     * @return the approval as it stands now
     */
    ApprovalRecord carryOn(ApprovalRecord approval, Prepared prepared, String decisionId) {
        ApprovalRecord now = approval;
        if (approval.status().isLive()) {
            now = approval.with(approval.request().continuedBy(prepared.askers()))
                    .movedTo(prepared.change())
                    .withNewest(newest(prepared, decisionId, false));
            ActiveHold hold = holdOf(approval);
            if (hold != null && !hold.change().equals(prepared.change())) {
                holds.rebind(hold, prepared.change());
            }
            store(now);
        }
        List<String> voided = new ArrayList<>(reviewers(approval));
        voided.removeAll(reviewers(now));
        journal.tell(
                prepared.call().caller(),
                EntryType.APPROVAL_CONTINUED,
                now,
                prepared.policy(),
                ApprovalPayloads.continued(now, decisionId, voided));
        return now;
    }

    /**
     * Uses an approval, once: its hold is confirmed, cut to what the newest decision of the change needs (spec 2.2). The
     * caller made sure that the hold behind it, if it has one, is still there.
     *
     * @param changed the approval's state machine after the use
     * @param tokenId null: used without a token
     * @return the answer of spec 11, canonical; it is stored for the winner's own repeat
     */
    public byte[] use(
            ApprovalRecord approval,
            ApprovalRequest changed,
            Caller caller,
            Consumption use,
            @Nullable String tokenId,
            String via,
            @Nullable String idempotencyKey) {
        ApprovalRecord consumed = approval.consumed(changed, use);
        store(consumed);
        LedgerAppender.Appended entry = journal.tell(
                caller,
                EntryType.APPROVAL_CONSUMED,
                consumed,
                null,
                ApprovalPayloads.consumed(consumed, use, tokenId, via));
        ActiveHold hold = holdOf(approval);
        if (hold != null) {
            holds.confirm(hold, approval.newest().monthlyDelta().max(Amount.ZERO), caller);
        }
        byte[] response = CanonicalJson.bytes(usedJson(consumed, use, entry));
        writes.use(new GateWrites.Use(approval.approvalId(), use, tokenId, via, idempotencyKey, response));
        return response;
    }

    private static JsonObject usedJson(ApprovalRecord consumed, Consumption use, LedgerAppender.Appended entry) {
        return JsonObject.builder()
                .put("approval_id", consumed.approvalId())
                .put("decision_id", consumed.newest().decisionId())
                .put("reservation_id", consumed.reservationId())
                .put("consumed_at", ClockTime.format(use.at()))
                .put(
                        "ledger",
                        JsonObject.builder()
                                .put("chain", entry.entry().chain().wireName())
                                .put("sequence", entry.entry().sequence())
                                .put(
                                        "chain_hash",
                                        HexFormat.of().formatHex(entry.stored().chainHash()))
                                .build())
                .build();
    }

    /**
     * Lets a call that cannot carry a token use the approval that carries it on (spec 2.3, how it goes on).
     *
     * @throws IllegalStateException unless {@link #isUsable} said so
     */
    void useInTurn(ApprovalRecord approval, Prepared prepared, String via) {
        ApprovalStep step = approval.request()
                .on(new ApprovalEvent(
                        ApprovalEventType.CONSUME,
                        new ApprovalActor(submitter(prepared), null, Set.of()),
                        journal.clockTime()));
        if (step.refusal().isPresent()) {
            throw new IllegalStateException("approval " + approval.approvalId() + " was usable a moment ago");
        }
        Consumption use = new Consumption(
                submitter(prepared), prepared.call().runId(), prepared.request().fingerprint(), journal.clockTime());
        use(approval, step.request(), prepared.call().caller(), use, null, via, null);
    }

    /** Whether the approval could be used now: approved, alive, and its hold, if it has one, still there. */
    boolean isUsable(ApprovalRecord approval) {
        return approval.status() == ApprovalStatus.APPROVED
                && approval.request().isLiveAt(journal.clockTime())
                && (approval.reservationId() == null || holdOf(approval) != null);
    }

    private static List<String> reviewers(ApprovalRecord approval) {
        return approval.request().verdicts().stream().map(Verdict::actorId).toList();
    }

    /** A denial of the approval's change stops its token until a later decision is covered again (spec 2.2, consume). */
    void stop(ApprovalRecord approval, Prepared prepared, String decisionId) {
        store(approval.withNewest(newest(prepared, decisionId, true)));
    }

    private static NewestDecision newest(Prepared prepared, String decisionId, boolean movedOn) {
        return new NewestDecision(
                decisionId,
                prepared.request().fingerprint(),
                Candidates.plan(prepared),
                prepared.request().estimatedMonthlyDelta(),
                prepared.request().estimatedHourlyDelta(),
                movedOn);
    }

    private static String submitter(Prepared prepared) {
        return prepared.call().caller().actorId();
    }
}
