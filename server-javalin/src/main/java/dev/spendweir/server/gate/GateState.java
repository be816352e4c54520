package dev.spendweir.server.gate;

import dev.spendweir.amount.Amount;
import dev.spendweir.server.approval.ApprovalRecord;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a gate transaction read under its lock, and how it stands after the calls it has decided so far. Lives within one
 * transaction; not thread-safe.
 */
public final class GateState {
    private final long policyVersion;
    private final long costVersion;
    private final @Nullable LocalDate completeThrough;
    private final Map<String, Amount> budgets;
    private final Map<String, ActiveHold> holds;
    private final Map<Key, FirstAnswer> answers;
    private final ApprovalBook approvals;
    private Money money;
    private long lastOrdinal;

    /** Where a key counts. */
    public record Key(String scope, String key) {}

    /**
     * The stored answer under a key.
     *
     * @param fingerprint of the request that was answered, 64 hex digits
     * @param packedBody see {@link PackedBytes}
     * @param reservationStatus where its hold stands now; null when it held nothing
     * @param approvalStatus where its approval stands now; null when it has none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record FirstAnswer(
            String fingerprint,
            String decisionId,
            String outcome,
            String mode,
            @Nullable String reservationId,
            byte[] packedBody,
            @Nullable String reservationStatus,
            @Nullable String approvalId,
            @Nullable String approvalStatus) {}

    /**
     * What was read.
     *
     * @param lastOrdinal number of the newest hold
     */
    public GateState(
            long policyVersion,
            long costVersion,
            @Nullable LocalDate completeThrough,
            long lastOrdinal,
            Money money,
            Map<String, Amount> budgets,
            Map<String, ActiveHold> holds,
            Map<Key, FirstAnswer> answers,
            ApprovalBook approvals) {
        this.policyVersion = policyVersion;
        this.costVersion = costVersion;
        this.completeThrough = completeThrough;
        this.lastOrdinal = lastOrdinal;
        this.money = money;
        this.budgets = Map.copyOf(budgets);
        this.holds = new LinkedHashMap<>(holds);
        this.answers = new LinkedHashMap<>(answers);
        this.approvals = approvals;
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

    /** First answers by key; those of this transaction are added. */
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

    /** The number of the next hold: holds are numbered in the order in which they were made. */
    long nextOrdinal() {
        return ++lastOrdinal;
    }
}
