package dev.spendweir.server.store;

import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.ledger.LedgerAppender;
import dev.spendweir.ledger.LedgerEntry;
import dev.spendweir.ledger.StoredEntry;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.time.ClockTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Writes entries and heads of the ledger, many entries with two statements. Works on the caller's open transaction. */
public final class LedgerTable {
    private static final String LOCK_HEAD =
            "SELECT sequence, chain_hash, quarantined FROM ledger_head WHERE tenant_id = ? AND chain = ? FOR UPDATE";

    private static final String INSERT = """
            WITH item AS (
                SELECT * FROM unnest(?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::timestamptz[], ?::bytea[], ?::bytea[],
                                     ?::bytea[], ?::bytea[], ?::bytea[], ?::bytea[])
                    AS t (entry_id, sequence, entry_type, subject_id, event_time, entry, entry_hash,
                          payload, salt, previous_hash, chain_hash)
            ), entry AS (
                INSERT INTO ledger_entry (tenant_id, entry_id, chain, sequence, entry_type, subject_id, event_time,
                                          entry, entry_hash)
                SELECT ?, entry_id, ?, sequence, entry_type, subject_id, event_time, entry, entry_hash FROM item
            ), payload AS (
                INSERT INTO ledger_payload (tenant_id, entry_id, payload, salt)
                SELECT ?, entry_id, payload, salt FROM item
            )
            INSERT INTO ledger_link (tenant_id, chain, sequence, previous_hash, chain_hash, entry_id)
            SELECT ?, ?, sequence, previous_hash, chain_hash, entry_id FROM item
            """;

    // A statement of its own: its trigger looks for the link, which must be there before.
    private static final String MOVE_HEAD =
            "UPDATE ledger_head SET sequence = ?, chain_hash = ? WHERE tenant_id = ? AND chain = ?";

    private LedgerTable() {}

    /**
     * Locks a chain's head until the transaction ends and gives it. This is the point at which writers of one tenant queue, and
     * at which the tenant's quarantine stops them (spec 3.3); the database does so once more when the head moves.
     *
     * @throws RejectedException {@code AUDIT_QUARANTINE}
     * @throws BrokenChainException when the tenant has no such head: somebody took it away
     */
    public static HashChain lockHead(Connection connection, String tenantId, Chain chain) throws SQLException {
        return lockHead(connection, tenantId, chain, false);
    }

    /** As {@link #lockHead(Connection, String, Chain)}, for the entries of a recovery, which quarantine does not stop. */
    static HashChain lockHead(Connection connection, String tenantId, Chain chain, boolean recovering)
            throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK_HEAD)) {
            lock.setString(1, tenantId);
            lock.setString(2, chain.wireName());
            try (ResultSet head = lock.executeQuery()) {
                if (!head.next()) {
                    throw new BrokenChainException(tenantId, chain, 0, "the chain has no head", null);
                }
                if (head.getBoolean(3) && !recovering) {
                    throw SqlFailure.quarantined();
                }
                return HashChain.at(head.getLong(1), head.getBytes(2));
            }
        }
    }

    /** Stores what was appended, in order, and moves the head. Does nothing for an empty list. */
    public static void write(
            Connection connection, String tenantId, Chain chain, List<LedgerAppender.Appended> appended)
            throws SQLException {
        if (appended.isEmpty()) {
            return;
        }
        insert(connection, tenantId, chain, appended);
        LedgerAppender.Appended last = appended.get(appended.size() - 1);
        try (PreparedStatement move = connection.prepareStatement(MOVE_HEAD)) {
            move.setLong(1, last.entry().sequence());
            move.setBytes(2, last.stored().chainHash());
            move.setString(3, tenantId);
            move.setString(4, chain.wireName());
            move.executeUpdate();
        }
    }

    private static void insert(
            Connection connection, String tenantId, Chain chain, List<LedgerAppender.Appended> appended)
            throws SQLException {
        List<LedgerEntry> entries =
                appended.stream().map(LedgerAppender.Appended::entry).toList();
        List<StoredEntry> stored =
                appended.stream().map(LedgerAppender.Appended::stored).toList();
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            SqlArrays arrays = new SqlArrays(insert);
            arrays.texts(entries, LedgerEntry::entryId);
            arrays.longs(entries, LedgerEntry::sequence);
            arrays.texts(entries, entry -> entry.entryType().wireName());
            arrays.texts(entries, LedgerEntry::subjectId);
            arrays.texts(entries, entry -> ClockTime.format(entry.eventTime()));
            arrays.bytes(stored, StoredEntry::entry);
            arrays.bytes(stored, StoredEntry::entryHash);
            arrays.bytes(stored, StoredEntry::payload);
            arrays.bytes(stored, StoredEntry::salt);
            arrays.bytes(appended, LedgerAppender.Appended::previousHash);
            arrays.bytes(stored, StoredEntry::chainHash);
            arrays.text(tenantId);
            arrays.text(chain.wireName());
            arrays.text(tenantId);
            arrays.text(tenantId);
            arrays.text(chain.wireName());
            try {
                insert.executeUpdate();
            } catch (SQLException e) {
                // Under the head's lock nobody else can have taken a place: it was taken before, behind the head.
                if (SqlFailure.isTakenPlace(e)) {
                    throw new BrokenChainException(
                            tenantId, chain, entries.get(0).sequence(), "the place after the head is taken", e);
                }
                throw e;
            }
        }
    }
}
