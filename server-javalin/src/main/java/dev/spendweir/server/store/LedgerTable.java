package dev.spendweir.server.store;

import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.ledger.LedgerAppender;
import dev.spendweir.ledger.LedgerEntry;
import dev.spendweir.ledger.StoredEntry;
import dev.spendweir.rejection.RejectedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes entries and heads of the ledger, many entries with one round trip. Works on the caller's open transaction. */
public final class LedgerTable {
    /** Locks the head of a chain until the transaction ends; parameters: tenant, chain. {@link #head} reads what it gives. */
    public static final String LOCK_HEAD =
            "SELECT sequence, chain_hash, quarantined FROM ledger_head WHERE tenant_id = ? AND chain = ? FOR UPDATE";

    /** Stores entries; {@link #bindEntries} binds it. */
    private static final String INSERT_ENTRIES = SqlText.read(LedgerTable.class, "insert_entries.sql");

    /** Moves heads behind entries that are stored; {@link #bindHeads} binds it. */
    private static final String MOVE_HEADS = SqlText.read(LedgerTable.class, "move_heads.sql");

    /** Both, in one round trip; {@link #bind} binds it. */
    public static final String INSERT = INSERT_ENTRIES + ";\n" + MOVE_HEADS;

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
                return head(head, tenantId, chain, recovering);
            }
        }
    }

    /**
     * The head that {@link #LOCK_HEAD} gave.
     *
     * @throws RejectedException {@code AUDIT_QUARANTINE}
     * @throws BrokenChainException when the tenant has no such head: somebody took it away
     */
    public static HashChain head(ResultSet head, String tenantId, Chain chain) throws SQLException {
        return head(head, tenantId, chain, false);
    }

    private static HashChain head(ResultSet head, String tenantId, Chain chain, boolean recovering)
            throws SQLException {
        if (!head.next()) {
            throw new BrokenChainException(tenantId, chain, 0, "the chain has no head", null);
        }
        if (head.getBoolean(3) && !recovering) {
            throw SqlFailure.quarantined();
        }
        return HashChain.at(head.getLong(1), head.getBytes(2));
    }

    /**
     * Stores what was appended, each chain's entries in their order, and moves the heads, which the caller has locked. Does
     * nothing for an empty list.
     */
    public static void write(Connection connection, List<PackedEntry> packed) throws SQLException {
        if (packed.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            bind(new SqlArrays(insert), packed);
            insert.execute();
        } catch (SQLException e) {
            throw failure(packed, e);
        }
    }

    /**
     * What a failure to store entries means. Under the head's lock nobody else can have taken a place: it was taken before,
     * behind the head.
     *
     * @return {@code e}, when it is something else, or when it may be the chain of another tenant among several
     * @throws BrokenChainException when it is a discontinuity
     */
    public static SQLException failure(List<PackedEntry> packed, SQLException e) {
        LedgerEntry first = packed.get(0).appended().entry();
        boolean ofOneTenant = packed.stream()
                .allMatch(entry -> entry.appended().entry().tenantId().equals(first.tenantId()));
        if (ofOneTenant && SqlFailure.isTakenPlace(e)) {
            throw new BrokenChainException(
                    first.tenantId(), first.chain(), first.sequence(), "the place after the head is taken", e);
        }
        return e;
    }

    /** Binds the parameters of {@link #INSERT}. */
    public static void bind(SqlArrays arrays, List<PackedEntry> packed) throws SQLException {
        bindEntries(arrays, packed);
        bindHeads(arrays, packed);
    }

    /** Binds the parameters of {@link #INSERT_ENTRIES}. */
    private static void bindEntries(SqlArrays arrays, List<PackedEntry> packed) throws SQLException {
        List<LedgerAppender.Appended> appended =
                packed.stream().map(PackedEntry::appended).toList();
        List<LedgerEntry> entries =
                appended.stream().map(LedgerAppender.Appended::entry).toList();
        List<StoredEntry> stored =
                appended.stream().map(LedgerAppender.Appended::stored).toList();
        arrays.texts(entries, LedgerEntry::tenantId);
        arrays.uuids(entries, LedgerEntry::entryId);
        arrays.texts(entries, entry -> entry.chain().wireName());
        arrays.longs(entries, LedgerEntry::sequence);
        arrays.texts(entries, entry -> entry.entryType().wireName());
        arrays.texts(entries, LedgerEntry::subjectId);
        arrays.times(entries, LedgerEntry::eventTime);
        arrays.bytes(packed, PackedEntry::entry);
        arrays.bytes(stored, StoredEntry::entryHash);

        arrays.texts(entries, LedgerEntry::tenantId);
        arrays.uuids(entries, LedgerEntry::entryId);
        arrays.bytes(packed, PackedEntry::payload);
        arrays.bytes(stored, StoredEntry::salt);

        arrays.texts(entries, LedgerEntry::tenantId);
        arrays.texts(entries, entry -> entry.chain().wireName());
        arrays.longs(entries, LedgerEntry::sequence);
        arrays.bytes(appended, LedgerAppender.Appended::previousHash);
        arrays.bytes(stored, StoredEntry::chainHash);
        arrays.uuids(entries, LedgerEntry::entryId);
    }

    /** Binds the parameters of {@link #MOVE_HEADS}: each chain's head to the last of its entries. */
    private static void bindHeads(SqlArrays arrays, List<PackedEntry> packed) throws SQLException {
        Map<ChainKey, LedgerAppender.Appended> last = new LinkedHashMap<>();
        packed.stream()
                .map(PackedEntry::appended)
                .forEach(entry -> last.put(
                        new ChainKey(entry.entry().tenantId(), entry.entry().chain()), entry));
        List<LedgerAppender.Appended> heads = List.copyOf(last.values());
        arrays.texts(heads, head -> head.entry().tenantId())
                .texts(heads, head -> head.entry().chain().wireName())
                .longs(heads, head -> head.entry().sequence())
                .bytes(heads, head -> head.stored().chainHash());
    }

    private record ChainKey(String tenantId, Chain chain) {}
}
