package dev.spendweir.server.review;

import dev.spendweir.approval.ApprovalActor;
import dev.spendweir.approval.ApprovalEvent;
import dev.spendweir.approval.ApprovalEventType;
import dev.spendweir.approval.ApprovalStep;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.approval.ApprovalRecord;
import dev.spendweir.server.approval.Consumption;
import dev.spendweir.server.approval.NewestDecision;
import dev.spendweir.server.gate.ApprovalDesk;
import dev.spendweir.server.gate.GateWrites;
import dev.spendweir.server.gate.HoldDesk;
import dev.spendweir.server.gate.Journal;
import dev.spendweir.server.gate.UseStore;
import dev.spendweir.server.review.ApprovalTransaction.Result;
import dev.spendweir.server.review.TokenUses.Asked;
import dev.spendweir.time.ClockTime;
import dev.spendweir.token.ApprovalToken;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges uses of approvals one after the other on what one transaction read (spec 2.2, consume): each sees what those before it
 * did. Lives within one transaction; not thread-safe.
 */
final class UseDesk {
    /** How a token came to be used: at the API. */
    private static final String VIA_API = "api";

    private final GateWrites writes;
    private final Journal journal;
    private final ApprovalDesk desk;
    private final Map<String, ApprovalRecord> approvals;
    private final Map<String, GateWrites.Use> uses;

    /** @param writes collects what the uses change, as {@code journal} does */
    UseDesk(UseStore.Found found, GateWrites writes, Journal journal) {
        this.writes = writes;
        this.journal = journal;
        this.desk = new ApprovalDesk(found.state(), writes, journal, new HoldDesk(found.state(), writes, journal));
        this.approvals = new HashMap<>(found.approvals());
        this.uses = new HashMap<>(found.uses());
    }

    /** The answer, or why not. */
    Result<byte[]> use(Asked asked) {
        ApprovalRecord approval = approvals.get(asked.token().approvalId());
        if (approval == null) {
            return new Result<>(null, ApprovalTransaction.notFound());
        }
        try {
            asked.mayUse().accept(approval);
        } catch (RejectedException e) {
            return new Result<>(null, e);
        }
        Consumption earlier = approval.consumption();
        return earlier == null ? first(approval, asked.call(), asked.token()) : again(approval, asked.call(), earlier);
    }

    private Result<byte[]> first(ApprovalRecord approval, ConsumeCall call, ApprovalToken token) {
        ApprovalStep step = ApprovalTransaction.attempt(
                approval,
                new ApprovalEvent(
                        ApprovalEventType.CONSUME,
                        new ApprovalActor(call.caller().actorId(), null, Set.of()),
                        journal.clockTime()),
                desk,
                journal);
        if (step.refusal().isPresent()) {
            approvals.put(approval.approvalId(), approval.with(step.request()));
            return ApprovalService.refused(step.refusal().get(), approval);
        }
        RejectedException moved = movedOn(approval.newest(), call, token);
        if (moved != null) {
            return new Result<>(null, moved);
        }
        if (approval.reservationId() != null && desk.holdOf(approval) == null) {
            return Result.refused(
                    ErrorCode.RESERVATION_NOT_ACTIVE, "the hold behind the approval is closed; gate again");
        }
        Consumption use = new Consumption(
                call.caller().actorId(), call.runId(), call.fingerprint(), journal.clockTime(), call.planFileSha256());
        byte[] answer =
                desk.use(approval, step.request(), call.caller(), use, token.tokenId(), VIA_API, call.idempotencyKey());
        approvals.put(approval.approvalId(), approval.consumed(step.request(), use));
        writes.uses().forEach(made -> uses.put(made.approvalId(), made));
        return Result.of(answer);
    }

    private Result<byte[]> again(ApprovalRecord approval, ConsumeCall call, Consumption earlier) {
        GateWrites.Use stored = uses.get(approval.approvalId());
        if (stored == null) {
            throw new IllegalStateException("the use of approval " + approval.approvalId() + " was not read");
        }
        boolean sameRun = call.runId() != null
                && call.runId().equals(earlier.runId())
                && call.fingerprint().equals(earlier.fingerprint());
        boolean sameKey = call.idempotencyKey() != null && call.idempotencyKey().equals(stored.idempotencyKey());
        boolean sameActor = call.caller().actorId().equals(earlier.actorId());
        // A cap token is bound to no plan, so its first use is: the repeat of a run does not carry out another one.
        boolean samePlan = !isOtherPlan(approval.newest(), call);
        return sameActor && samePlan && (sameRun || sameKey)
                ? Result.of(stored.response())
                : Result.refused(
                        ErrorCode.TOKEN_ALREADY_CONSUMED,
                        "the approval was used at " + ClockTime.format(earlier.at())
                                + "; ask for another one, or repeat with the run_id of the first use");
    }

    /** Whether the change's newest decision is another one than the caller is about to carry out (spec 2.2, consume). */
    private static @Nullable RejectedException movedOn(NewestDecision newest, ConsumeCall call, ApprovalToken token) {
        if (newest.movedOn() || !newest.fingerprint().equals(call.fingerprint()) || isOtherPlan(newest, call)) {
            return new RejectedException(
                    ErrorCode.CHANGE_MOVED_ON,
                    "the newest decision about the change is " + newest.decisionId()
                            + ", which is not the one that is carried out; gate again");
        }
        boolean within = newest.monthlyDelta().compareTo(token.scope().maxMonthlyDelta()) <= 0
                && newest.hourlyDelta().compareTo(token.scope().maxHourlyDelta()) <= 0;
        return within
                ? null
                : new RejectedException(
                        ErrorCode.COST_BOUND_EXCEEDED, "/token", "the change costs more than was approved");
    }

    private static boolean isOtherPlan(NewestDecision newest, ConsumeCall call) {
        return call.planContentSha256() != null && !call.planContentSha256().equals(newest.planContentSha256());
    }
}
