package dev.spendweir.server.store.sealing;

import dev.spendweir.ledger.StoredEntry;
import dev.spendweir.server.store.BinaryRows;
import dev.spendweir.server.store.EntryPacking;
import dev.spendweir.server.store.Rows;
import dev.spendweir.server.store.SqlText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a chain through two cursors, links and entries, put together here by their place. A join in the database would
 * be planned from statistics that lag behind a table that grows by thousands of rows a second, and a bad plan reads it whole
 * for every row. The link leads: a place without an entry is there, and one with two entries is there twice, first with the
 * entry that the link names. Memory stays small. Belongs to the transaction of its handle; not thread-safe.
 */
public final class ChainRows implements Iterator<ChainRow>, AutoCloseable {
    /** Rows fetched at a time. */
    private static final int FETCH = 500;

    private static final String LINKS = SqlText.read(ChainRows.class, "links.sql");
    private static final String ENTRIES = SqlText.read(ChainRows.class, "entries.sql");
    private static final String WITH_PAYLOAD = SqlText.read(ChainRows.class, "entries_with_payload.sql");

    private final ResultIterator<Link> links;
    private final ResultIterator<Found> entries;
    private final Deque<ChainRow> ready = new ArrayDeque<>();
    private @Nullable Found nextEntry;

    private ChainRows(ResultIterator<Link> links, ResultIterator<Found> entries) {
        this.links = links;
        this.entries = entries;
        this.nextEntry = entries.hasNext() ? entries.next() : null;
    }

    /**
     * The rows of a stretch.
     *
     * @param after exclusive
     * @param to inclusive
     * @param withPayload whether payloads and salts are read too
     */
    @SuppressWarnings("MustBeClosedChecker") // both are closed with this
    public static ChainRows open(Handle handle, ChainId chain, long after, long to, boolean withPayload) {
        return new ChainRows(
                query(handle, LINKS, chain, after, to)
                        .map((row, context) -> Link.of(row))
                        .iterator(),
                query(handle, withPayload ? WITH_PAYLOAD : ENTRIES, chain, after, to)
                        .map((row, context) -> Found.of(row, chain.tenantId()))
                        .iterator());
    }

    private static Query query(Handle handle, String sql, ChainId chain, long after, long to) {
        return handle.createQuery(sql)
                .bind("tenant", chain.tenantId())
                .bind("chain", chain.chain().wireName())
                .bind("after", after)
                .bind("to", to)
                .setFetchSize(FETCH)
                .addCustomizer(BinaryRows.INSTANCE);
    }

    @Override
    public boolean hasNext() {
        return !ready.isEmpty() || links.hasNext();
    }

    @Override
    public ChainRow next() {
        if (ready.isEmpty()) {
            if (!links.hasNext()) {
                throw new NoSuchElementException();
            }
            join(links.next());
        }
        return ready.removeFirst();
    }

    private void join(Link link) {
        List<Found> here = new ArrayList<>();
        while (nextEntry != null && nextEntry.sequence <= link.sequence) {
            // An entry of an earlier place has no link; the missing link is found as a gap.
            if (nextEntry.sequence == link.sequence) {
                here.add(nextEntry);
            }
            nextEntry = entries.hasNext() ? entries.next() : null;
        }
        if (here.isEmpty()) {
            ready.add(new ChainRow(link.sequence, link.previousHash, null));
        }
        for (Found entry : here) {
            ChainRow row = new ChainRow(link.sequence, link.previousHash, entry.under(link));
            if (entry.entryId.equals(link.entryId)) {
                ready.addFirst(row);
            } else {
                ready.addLast(row);
            }
        }
    }

    @Override
    public void close() {
        links.close();
        entries.close();
    }

    @SuppressWarnings("ArrayRecordComponent") // read once, in place
    private record Link(long sequence, byte[] previousHash, byte[] chainHash, String entryId) {
        static Link of(ResultSet row) throws SQLException {
            return new Link(
                    row.getLong("sequence"),
                    row.getBytes("previous_hash"),
                    row.getBytes("chain_hash"),
                    row.getString("entry_id"));
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // read once, in place
    private record Found(
            long sequence,
            String entryId,
            String entryType,
            @Nullable String subjectId,
            Instant eventTime,
            Instant createdAt,
            byte[] entry,
            byte[] entryHash,
            byte @Nullable [] payload,
            byte @Nullable [] salt) {
        static Found of(ResultSet row, String tenantId) throws SQLException {
            long sequence = row.getLong("sequence");
            String entryId = row.getString("entry_id");
            String entryType = row.getString("entry_type");
            String subjectId = row.getString("subject_id");
            Instant eventTime = Rows.instant(row, "event_time");
            byte[] entry = EntryPacking.entry(
                    row.getBytes("entry"), tenantId, sequence, entryId, entryType, eventTime, subjectId);
            return new Found(
                    sequence,
                    entryId,
                    entryType,
                    subjectId,
                    eventTime,
                    Rows.instant(row, "created_at"),
                    entry,
                    row.getBytes("entry_hash"),
                    EntryPacking.payload(row, entry),
                    row.getBytes("salt"));
        }

        ChainRow.Entry under(Link link) {
            return new ChainRow.Entry(
                    entryId.equals(link.entryId),
                    entryId,
                    entryType,
                    subjectId,
                    eventTime,
                    createdAt,
                    new StoredEntry(entry, payload, salt, entryHash, link.chainHash));
        }
    }
}
