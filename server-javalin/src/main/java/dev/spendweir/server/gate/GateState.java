package dev.spendweir.server.gate;

import dev.spendweir.amount.Amount;
import dev.spendweir.approval.ApprovalStatus;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.server.approval.ApprovalRecord;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a gate transaction read under its lock, and how it stands after the calls that were decided since: in that
 * transaction, and on the running state that is kept of it. Not thread-safe but for what says so.
 */
public final class GateState {
    private final long policyVersion;
    private final long governanceSequence;
    private final long costVersion;
    private final @Nullable LocalDate completeThrough;
    private final Map<String, Amount> budgets;
    private final Map<String, ActiveHold> holds;
    private final Map<Key, FirstAnswer> answers = new ConcurrentHashMap<>();
    private final @Nullable Instant nextDeadline;
    private ApprovalBook approvals;
    private Money money;

    /** A key counts within its tenant and source (spec 3.1). */
    public record Key(String source, String key) {
        static Key of(Prepared prepared) {
            return new Key(
                    prepared.request().source().wireName(), prepared.request().idempotencyKey());
        }
    }

    /**
     * The stored answer under a key.
     *
     * @param fingerprint of the request that was answered, 64 hex digits
     * @param body the answer's bytes; not copied; null: they were erased with the decision's payload
     * @param reservationStatus where its hold stands now; null when it held nothing
     * @param approvalStatus what is stored of where its approval stands; null when it has none
     * @param approvalDeadline when its approval ends, if it is live; null when it has none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record FirstAnswer(
            String fingerprint,
            String decisionId,
            String outcome,
            String mode,
            @Nullable String reservationId,
            byte @Nullable [] body,
            @Nullable String reservationStatus,
            @Nullable String approvalId,
            @Nullable String approvalStatus,
            @Nullable Instant approvalDeadline) {

        /** Where its approval stands by the clock; null when it has none. */
        @Nullable
        String approvalStatusAt(Instant clockTime) {
            boolean isLive = ApprovalStatus.PENDING.wireName().equals(approvalStatus)
                    || ApprovalStatus.APPROVED.wireName().equals(approvalStatus);
            return isLive && approvalDeadline != null && !clockTime.isBefore(approvalDeadline)
                    ? ApprovalStatus.EXPIRED.wireName()
                    : approvalStatus;
        }
    }

    /**
     * What was read.
     *
     * @param governanceSequence entries of the tenant's chain of governance
     * @param nextDeadline when the first of the tenant's live approvals ends; null: none is live
     */
    public GateState(
            long policyVersion,
            long governanceSequence,
            long costVersion,
            @Nullable LocalDate completeThrough,
            Money money,
            Map<String, Amount> budgets,
            Map<String, ActiveHold> holds,
            ApprovalBook approvals,
            @Nullable Instant nextDeadline) {
        this.policyVersion = policyVersion;
        this.governanceSequence = governanceSequence;
        this.costVersion = costVersion;
        this.completeThrough = completeThrough;
        this.money = money;
        this.budgets = Map.copyOf(budgets);
        this.holds = new LinkedHashMap<>(holds);
        this.approvals = approvals;
        this.nextDeadline = nextDeadline;
    }

    long policyVersion() {
        return policyVersion;
    }

    long costVersion() {
        return costVersion;
    }

    @Nullable
    LocalDate completeThrough() {
        return completeThrough;
    }

    Money money() {
        return money;
    }

    void money(Money changed) {
        money = changed;
    }

    /** The project's monthly limit; null: no budget. */
    @Nullable
    Amount budget(String projectId) {
        return budgets.get(projectId);
    }

    /** Active holds by id, oldest first. */
    Map<String, ActiveHold> holds() {
        return holds;
    }

    /** First answers by key that are known: those that were stored before are put in, those of this transaction are added. */
    Map<Key, FirstAnswer> answers() {
        return answers;
    }

    /** Counts the holds of approvals whose deadline has come as free, and leaves no trace: for a rehearsal. */
    void forgetDue(Instant clockTime) {
        for (ApprovalRecord approval : approvals.due(clockTime)) {
            ActiveHold hold = approval.reservationId() == null ? null : holds.remove(approval.reservationId());
            money = hold == null ? money : money.released(hold, clockTime);
        }
    }

    /** The approval of a state that was read for one alone. */
    public ApprovalRecord onlyApproval() {
        return approvals.only();
    }

    /** Approvals as they stand now. */
    ApprovalBook approvals() {
        return approvals;
    }

    /** What it hangs on when the chain of decisions stands at {@code head}. */
    TenantVersions versions(HashChain head) {
        return new TenantVersions(head, governanceSequence, costVersion, completeThrough);
    }

    /** When what it says of usage ends, because an approval past its deadline holds nothing; null: never. */
    @Nullable
    Instant nextDeadline() {
        return nextDeadline;
    }

    /** Forgets what only calls about a known change or plan look at. */
    void forgetHolds() {
        holds.clear();
    }

    void forgetApprovals() {
        approvals = new ApprovalBook(List.of(), Map.of());
    }

    void forgetAnswers() {
        answers.clear();
    }

    /** Forgets what was answered with these decisions. Thread-safe. */
    void forgetAnswers(List<DecisionRow> stored) {
        stored.forEach(row -> answers.remove(Key.of(row.prepared())));
    }
}
