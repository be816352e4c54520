package dev.spendweir.server.store.decisions;

import dev.spendweir.ledger.EntryType;
import dev.spendweir.ledger.LedgerEntry;
import dev.spendweir.ledger.StoredEntry;
import dev.spendweir.reservation.HoldParts;
import dev.spendweir.server.gate.DecisionRow;
import dev.spendweir.server.gate.GateWrites;
import dev.spendweir.server.gate.HoldRow;
import dev.spendweir.server.store.ArrayColumns;
import dev.spendweir.server.store.PackedEntry;
import dev.spendweir.server.store.SqlText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A decision with what is stored beside it, as the function {@code store_ahead} of the schema takes it: what several tables say
 * is given once.
 *
 * @param entry of the decision
 * @param hold null: the decision makes none
 */
record AheadRow(
        DecisionRow decision, PackedEntry entry, @Nullable HoldRow hold) {
    /** Stores decisions; {@link #columns} gives what it is to be given. */
    static final String STORE = SqlText.read(AheadRow.class, "store_ahead.sql");

    /** One for each decision; empty: something is to be stored that does not hang together like that. */
    static Optional<List<AheadRow>> of(GateWrites writes) {
        Map<String, HoldRow> made = new HashMap<>();
        writes.newHolds().forEach(hold -> made.put(made(hold).decisionId(), hold));
        List<DecisionRow> decisions = writes.decisions();
        List<PackedEntry> entries = writes.entries();
        if (!writes.isPlain()
                || decisions.size() != entries.size()
                || made.size() != writes.newHolds().size()) {
            return Optional.empty();
        }
        List<AheadRow> rows = new ArrayList<>();
        for (int i = 0; i < decisions.size(); i++) {
            DecisionRow decision = decisions.get(i);
            AheadRow row = new AheadRow(decision, entries.get(i), made.remove(decision.decisionId()));
            if (!row.hangsTogether()) {
                return Optional.empty();
            }
            rows.add(row);
        }
        return made.isEmpty() ? Optional.of(rows) : Optional.empty();
    }

    /** Whether entry and hold say what the decision says where both do. */
    private boolean hangsTogether() {
        LedgerEntry own = entry.appended().entry();
        boolean isOwnEntry = own.entryType() == EntryType.DECISION
                && own.sequence() == decision.ledgerSequence()
                && own.eventTime().equals(decision.decidedAt())
                && decision.decisionId().equals(own.subjectId());
        return isOwnEntry && (hold == null || isOfDecision(hold));
    }

    private boolean isOfDecision(HoldRow made) {
        HoldRow.Made by = made(made);
        return made.hold().reservationId().equals(decision.reservationId())
                && made.hold().change().equals(decision.change())
                && by.ledgerSequence() == decision.ledgerSequence()
                && by.at().equals(decision.decidedAt())
                && by.requesterId().equals(decision.prepared().request().requesterId())
                && by.submitterId().equals(decision.submitterId())
                && Objects.equals(by.approvalId(), decision.approvalId());
    }

    private static HoldRow.Made made(HoldRow hold) {
        HoldRow.Made made = hold.made();
        if (made == null) {
            throw new IllegalArgumentException("a new hold says what it was made by");
        }
        return made;
    }

    /** The parameters of {@link #STORE}. */
    static ArrayColumns columns(List<AheadRow> rows) {
        ArrayColumns columns = new ArrayColumns();
        List<DecisionRow> decisions = rows.stream().map(AheadRow::decision).toList();
        List<StoredEntry> stored =
                rows.stream().map(row -> row.entry().appended().stored()).toList();
        columns.texts(decisions, row -> row.prepared().request().tenantId());
        columns.longs(decisions, DecisionRow::ledgerSequence);
        columns.uuids(rows, row -> row.entry().appended().entry().entryId());
        columns.bytes(rows, row -> row.entry().entry());
        columns.bytes(stored, StoredEntry::entryHash);
        columns.bytes(rows, row -> row.entry().payload());
        columns.bytes(stored, StoredEntry::salt);
        columns.bytes(rows, row -> row.entry().appended().previousHash());
        columns.bytes(stored, StoredEntry::chainHash);
        DecisionTable.putOwn(columns, decisions);
        columns.texts(rows, ofHold(hold -> hold.status().wireName()));
        columns.texts(rows, ofHold(hold -> hold.hold().bookedMonth().toString()));
        columns.longsOrNulls(rows, ofParts(parts -> parts.total().micros()));
        columns.longsOrNulls(rows, ofParts(parts -> parts.allocation().micros()));
        columns.longsOrNulls(rows, ofParts(parts -> parts.drawn().micros()));
        columns.longsOrNulls(rows, ofParts(parts -> parts.uncovered().micros()));
        columns.times(rows, ofHold(HoldRow::confirmedAt));
        return columns;
    }

    private static <T> Function<AheadRow, @Nullable T> ofHold(Function<HoldRow, @Nullable T> column) {
        return row -> row.hold() == null ? null : column.apply(row.hold());
    }

    private static Function<AheadRow, @Nullable Long> ofParts(Function<HoldParts, Long> part) {
        return ofHold(hold -> part.apply(hold.hold().parts()));
    }
}
