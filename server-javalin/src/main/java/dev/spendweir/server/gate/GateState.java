package dev.spendweir.server.gate;

import dev.spendweir.amount.Amount;
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
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record FirstAnswer(
            String fingerprint,
            String decisionId,
            String outcome,
            String mode,
            @Nullable String reservationId,
            byte[] packedBody,
            @Nullable String reservationStatus) {}

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
            Map<Key, FirstAnswer> answers) {
        this.policyVersion = policyVersion;
        this.costVersion = costVersion;
        this.completeThrough = completeThrough;
        this.lastOrdinal = lastOrdinal;
        this.money = money;
        this.budgets = Map.copyOf(budgets);
        this.holds = new LinkedHashMap<>(holds);
        this.answers = new LinkedHashMap<>(answers);
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

    /** The number of the next hold: holds are numbered in the order in which they were made. */
    long nextOrdinal() {
        return ++lastOrdinal;
    }
}
