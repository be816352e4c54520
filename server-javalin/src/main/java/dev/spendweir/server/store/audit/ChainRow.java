package dev.spendweir.server.store.audit;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.ledger.ChainAudit;
import dev.spendweir.ledger.ChainFailure.Kind;
import dev.spendweir.ledger.StoredEntry;
import dev.spendweir.server.store.Rows;
import dev.spendweir.time.ClockTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A link with the entry and payload it leads to, and the columns that repeat what the entry says.
 *
 * @param stored null: the link has no entry
 */
@SuppressWarnings("ArrayRecordComponent") // read once, in place
record ChainRow(
        long sequence,
        byte[] previousHash,
        boolean isLinked,
        @Nullable String entryId,
        @Nullable String entryType,
        @Nullable String subjectId,
        @Nullable Instant eventTime,
        @Nullable StoredEntry stored) {
    static ChainRow of(ResultSet row) throws SQLException {
        byte[] entry = row.getBytes("entry");
        return new ChainRow(
                row.getLong("link_sequence"),
                row.getBytes("previous_hash"),
                row.getBoolean("is_linked"),
                row.getString("entry_id"),
                row.getString("entry_type"),
                row.getString("subject_id"),
                Rows.instantOrNull(row, "event_time"),
                entry == null
                        ? null
                        : new StoredEntry(
                                entry,
                                row.getBytes("payload"),
                                row.getBytes("salt"),
                                row.getBytes("entry_hash"),
                                row.getBytes("chain_hash")));
    }

    /** Gives the row to an audit; true when all is well so far. */
    boolean feed(ChainAudit audit) {
        StoredEntry entry = stored;
        if (entry == null) {
            return audit.verifier()
                    .missing("the link " + sequence + " has no entry")
                    .isEmpty();
        }
        if (sequence == audit.verifier().head().sequence()) {
            return audit.verifier()
                    .lastIs(Kind.FORK, "a second entry claims place " + sequence)
                    .isEmpty();
        }
        byte[] before = audit.verifier().head().chainHash();
        return audit.accept(entry).isEmpty() && hasRightColumns(audit, before);
    }

    /** What people search by is not hashed itself; it must say what the entry says. */
    private boolean hasRightColumns(ChainAudit audit, byte[] before) {
        JsonObject entry = audit.verifier().lastEntry();
        if (!isLinked || !Arrays.equals(previousHash, before)) {
            return audit.verifier()
                    .lastIs(Kind.LINK, "the link names another entry or another previous hash")
                    .isEmpty();
        }
        boolean right = same(entry, "entry_id", entryId)
                && same(entry, "entry_type", entryType)
                && same(entry, "subject_id", subjectId)
                && same(entry, "event_time", eventTime == null ? null : ClockTime.format(eventTime));
        return right
                || audit.verifier()
                        .lastIs(Kind.ENTRY, "a column beside the entry does not say what the entry says")
                        .isEmpty();
    }

    private static boolean same(JsonObject entry, String name, @Nullable String column) {
        String said = entry.get(name) instanceof JsonString text ? text.value() : null;
        return Objects.equals(said, column);
    }
}
