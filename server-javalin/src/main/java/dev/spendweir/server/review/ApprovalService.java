package dev.spendweir.server.review;

import dev.spendweir.approval.ApprovalEvent;
import dev.spendweir.approval.ApprovalEventType;
import dev.spendweir.approval.ApprovalRequest;
import dev.spendweir.approval.ApprovalStatus;
import dev.spendweir.approval.ApprovalStep;
import dev.spendweir.approval.Verdict;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.approval.ApprovalPayloads;
import dev.spendweir.server.approval.ApprovalRecord;
import dev.spendweir.server.gate.GateStore;
import dev.spendweir.server.review.ApprovalTransaction.Result;
import dev.spendweir.server.review.ApprovalTransaction.Work;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.StoreSettings;
import dev.spendweir.server.store.UuidV7;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people do to approval requests: approve, deny, cancel; and what time does (spec 2.1). Every step is one transaction with
 * its money and its ledger entries. Thread-safe.
 */
public final class ApprovalService {
    private final ApprovalTransaction transaction;
    private final GateEngine engine;

    /** @param engine runs the waterfall again for what is held only once people agree */
    public ApprovalService(GateStore store, GateEngine engine, StoreSettings settings, UuidV7 ids) {
        this.transaction = new ApprovalTransaction(store, settings, ids);
        this.engine = engine;
    }

    /**
     * Approves.
     *
     * @param comment null: none
     * @return the approval as it stands now
     * @throws RejectedException {@code NOT_FOUND}; {@code APPROVAL_NOT_PENDING}, {@code APPROVAL_EXPIRED}; {@code
     *     REVIEWER_ROLE_NOT_ALLOWED}, {@code PERMISSION_MISSING}, {@code SEPARATION_OF_DUTIES}, {@code ALREADY_REVIEWED}
     */
    public ApprovalRecord approve(Caller caller, Party reviewer, String approvalId, @Nullable String comment) {
        return transaction.run(
                caller,
                approvalId,
                approval -> approval.ask().holdsOnApproval(),
                work -> review(work, caller, reviewer, ApprovalEventType.APPROVE, comment));
    }

    /** Denies; one denial ends the request and frees what it held. Refused as {@link #approve}. */
    public ApprovalRecord deny(Caller caller, Party reviewer, String approvalId, @Nullable String comment) {
        return transaction.run(
                caller,
                approvalId,
                approval -> false,
                work -> review(work, caller, reviewer, ApprovalEventType.DENY, comment));
    }

    /**
     * Withdraws a request, before or after it was approved; frees what it held.
     *
     * @throws RejectedException {@code NOT_FOUND}; {@code APPROVAL_NOT_PENDING}, {@code APPROVAL_EXPIRED}; {@code
     *     PERMISSION_MISSING} unless the caller asked for it or is an admin or owner
     */
    public ApprovalRecord cancel(Caller caller, Party by, String approvalId, @Nullable String comment) {
        return transaction.run(caller, approvalId, approval -> false, work -> {
            ApprovalStep step = work.attempt(event(work, by, ApprovalEventType.CANCEL));
            if (step.refusal().isPresent()) {
                return refused(step.refusal().get(), work.approval);
            }
            ApprovalRecord cancelled = work.approval.with(step.request());
            work.desk.end(cancelled, EntryType.APPROVAL_CANCELLED, caller, comment);
            return Result.of(cancelled);
        });
    }

    /** Ends every approval of the tenant whose deadline has come; how many (spec 2.1). */
    public int expireDue(String tenantId) {
        return transaction.expireDue(tenantId);
    }

    private Result<ApprovalRecord> review(
            Work work, Caller caller, Party reviewer, ApprovalEventType type, @Nullable String comment) {
        ApprovalStep step = work.attempt(event(work, reviewer, type));
        if (step.refusal().isPresent()) {
            return refused(step.refusal().get(), work.approval);
        }
        ApprovalRequest now = step.request();
        List<Verdict> verdicts = now.verdicts();
        Verdict verdict = verdicts.get(verdicts.size() - 1);
        ApprovalRecord reviewed = work.approval.with(now).withComment(verdict.actorId(), comment);
        work.journal.tell(
                caller,
                EntryType.APPROVAL_REVIEWED,
                reviewed,
                null,
                ApprovalPayloads.reviewed(reviewed, verdict, comment));
        return Result.of(settle(work, caller, reviewed));
    }

    /** What the verdict brought about. */
    private ApprovalRecord settle(Work work, Caller caller, ApprovalRecord reviewed) {
        if (reviewed.status() == ApprovalStatus.DENIED) {
            work.desk.end(reviewed, EntryType.APPROVAL_DENIED, caller, null);
            return reviewed;
        }
        ApprovalRecord held = reviewed;
        if (reviewed.status() == ApprovalStatus.APPROVED && work.late != null) {
            held = reviewed.heldBy(work.late.make(engine, work.holds, work.journal, reviewed, caller));
        }
        work.desk.store(held);
        if (held.status() == ApprovalStatus.APPROVED) {
            work.journal.tell(caller, EntryType.APPROVAL_APPROVED, held, null, ApprovalPayloads.approved(held));
        }
        return held;
    }

    private static ApprovalEvent event(Work work, Party by, ApprovalEventType type) {
        return new ApprovalEvent(type, by.facing(work.approval.request()), work.journal.clockTime());
    }

    /** A refusal with its reason in the words of this approval. */
    static <T> Result<T> refused(ErrorCode code, ApprovalRecord approval) {
        return Result.refused(
                code,
                code.meaning() + " Approval " + approval.approvalId() + " asks for "
                        + approval.request().terms().requiredApprovals() + " of the roles "
                        + approval.request().terms().reviewerRoles().stream()
                                .map(role -> role.wireName())
                                .toList()
                        + " with " + approval.request().terms().requiredPermission() + ".");
    }
}
