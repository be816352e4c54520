package dev.spendweir.server.gate;

import dev.spendweir.ledger.LedgerAppender;
import dev.spendweir.snapshot.CostHistory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that a gate transaction will store, collected while it decides and written at its end with one statement per
 * table, however many calls it decided. Not thread-safe.
 */
public final class GateWrites {
    private final List<DecisionRow> decisions = new ArrayList<>();
    private final Map<String, HoldRow> holds = new LinkedHashMap<>();
    private final Map<String, Money.GrantState> grants = new TreeMap<>();
    private final Map<String, CostHistory> histories = new LinkedHashMap<>();
    private final List<LedgerAppender.Appended> entries = new ArrayList<>();

    void decision(DecisionRow row) {
        decisions.add(row);
    }

    void hold(HoldRow row) {
        holds.put(row.hold().reservationId(), row);
    }

    /** The row of a hold that this transaction already made, or a fresh one of a hold that was there. */
    HoldRow holdRow(ActiveHold hold) {
        HoldRow known = holds.get(hold.reservationId());
        return known != null ? known : new HoldRow(hold, null, hold.status(), null, null);
    }

    void grant(Money.GrantState state) {
        grants.put(state.grantId(), state);
    }

    void history(CostHistory history) {
        histories.put(history.sha256(), history);
    }

    void entry(LedgerAppender.Appended entry) {
        entries.add(entry);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Decisions, in order. */
    public List<DecisionRow> decisions() {
        return List.copyOf(decisions);
    }

    /** Holds that were there before and were closed. */
    public List<HoldRow> movedHolds() {
        return holds.values().stream().filter(row -> row.made() == null).toList();
    }

    /** Holds that were made, as they stand at the end. */
    public List<HoldRow> newHolds() {
        return holds.values().stream().filter(row -> row.made() != null).toList();
    }

    /** Grants whose balance changed, as they stand at the end, by id: the order in which rows are locked. */
    public List<Money.GrantState> grants() {
        return List.copyOf(grants.values());
    }

    /** Cost histories that the decisions read. */
    public List<CostHistory> histories() {
        return List.copyOf(histories.values());
    }

    /** Entries of the chain of decisions, in order. */
    public List<LedgerAppender.Appended> entries() {
        return List.copyOf(entries);
    }
}
