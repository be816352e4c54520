package dev.spendweir.server.gate;

import dev.spendweir.ledger.LedgerAppender;
import dev.spendweir.reservation.Settlement;
import dev.spendweir.server.approval.ApprovalNotice;
import dev.spendweir.server.approval.ApprovalRecord;
import dev.spendweir.server.approval.Consumption;
import dev.spendweir.server.store.PackedEntry;
import dev.spendweir.snapshot.CostHistory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a gate transaction will store, collected while it decides and written at its end with one statement per
 * table, however many calls it decided. Not thread-safe.
 */
public final class GateWrites {
    private final String tenantId;
    private final List<DecisionRow> decisions = new ArrayList<>();
    private final Map<String, ApprovalRecord> newApprovals = new LinkedHashMap<>();
    private final Map<String, ApprovalRecord> changedApprovals = new LinkedHashMap<>();
    private final Map<String, ActiveHold> rebound = new LinkedHashMap<>();
    private final List<Cut> cuts = new ArrayList<>();
    private final List<ApprovalNotice> notices = new ArrayList<>();
    private final List<Use> uses = new ArrayList<>();
    private final Map<String, HoldRow> holds = new LinkedHashMap<>();
    private final Map<String, Money.GrantState> grants = new TreeMap<>();
    private final Map<String, CostHistory> histories = new LinkedHashMap<>();
    private final List<PackedEntry> entries = new ArrayList<>();

    /** What a hold keeps. */
    public record Cut(ActiveHold hold, Settlement kept) {}

    /**
     * That an approval is used, unique for each approval.
     *
     * @param tokenId of the token; null: used without one
     * @param via how: {@code api}, {@code run_task}
     * @param idempotencyKey of the call; null: none
     * @param response its answer, canonical
     */
    @SuppressWarnings("ArrayRecordComponent") // goes straight to the store
    public record Use(
            String approvalId,
            Consumption by,
            @Nullable String tokenId,
            String via,
            @Nullable String idempotencyKey,
            byte[] response) {}

    /** @param tenantId whose rows these will be */
    public GateWrites(String tenantId) {
        this.tenantId = tenantId;
    }

    /** Whose rows these are. */
    public String tenantId() {
        return tenantId;
    }

    /** Whether an approval begins or changes. */
    boolean touchesApprovals() {
        return !newApprovals.isEmpty() || !changedApprovals.isEmpty() || !uses.isEmpty();
    }

    void newApproval(ApprovalRecord approval) {
        newApprovals.put(approval.approvalId(), approval);
    }

    /** An approval as it stands at the end; one that this transaction made stays a new one. */
    void approval(ApprovalRecord approval) {
        if (newApprovals.replace(approval.approvalId(), approval) == null) {
            changedApprovals.put(approval.approvalId(), approval);
        }
    }

    void rebound(ActiveHold hold) {
        HoldRow row = holds.get(hold.reservationId());
        if (row != null && row.made() != null) {
            holds.put(hold.reservationId(), row.with(hold));
        } else {
            rebound.put(hold.reservationId(), hold);
        }
    }

    void cut(ActiveHold hold, Settlement kept) {
        cuts.add(new Cut(hold, kept));
    }

    void notice(ApprovalNotice notice) {
        notices.add(notice);
    }

    /** What happened to approvals, in order, for those who want to be told. */
    public List<ApprovalNotice> notices() {
        return List.copyOf(notices);
    }

    /** The use of an approval. */
    void use(Use made) {
        uses.add(made);
    }

    void decision(DecisionRow row) {
        decisions.add(row);
    }

    void hold(HoldRow row) {
        if (row.closing() != null) {
            // What is closed stays as it was.
            rebound.remove(row.hold().reservationId());
        }
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
        entries.add(PackedEntry.of(entry));
    }

    /** Approvals that were made, as they stand at the end. */
    public List<ApprovalRecord> newApprovals() {
        return List.copyOf(newApprovals.values());
    }

    /** Approvals that were there before, as they stand at the end. */
    public List<ApprovalRecord> changedApprovals() {
        return List.copyOf(changedApprovals.values());
    }

    /** Active holds that were there before and belong to another change now. */
    public List<ActiveHold> reboundHolds() {
        return List.copyOf(rebound.values());
    }

    /** Holds that were cut. */
    public List<Cut> cuts() {
        return List.copyOf(cuts);
    }

    /** The uses of approvals, in order. */
    public List<Use> uses() {
        return List.copyOf(uses);
    }

    /** Whether there is nothing but entries, new decisions and new holds that are open, as nearly always. */
    public boolean isPlain() {
        return newApprovals.isEmpty()
                && changedApprovals.isEmpty()
                && rebound.isEmpty()
                && cuts.isEmpty()
                && uses.isEmpty()
                && notices.isEmpty()
                && holds.values().stream().allMatch(row -> row.made() != null && row.closing() == null);
    }

    /** Whether nothing is to be stored. */
    public boolean isEmpty() {
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
    public List<PackedEntry> entries() {
        return List.copyOf(entries);
    }
}
