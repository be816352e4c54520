package dev.spendweir.server.store.audit;

import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.ChainReport;
import dev.spendweir.ledger.ChainVerifier;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.ledger.LedgerLine;
import dev.spendweir.ledger.StoredEntry;
import dev.spendweir.server.store.Cursor;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Page;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.server.store.SqlText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Lists and verifies a tenant's chains (spec 3.3). Thread-safe. */
public final class LedgerService {
    /** Entries fetched at a time while a chain is verified: memory stays small however long it is. */
    private static final int FETCH = 500;

    private static final String SELECT = SqlText.read(LedgerService.class, "ledger.sql");
    private static final String HEAD =
            "SELECT sequence, chain_hash FROM ledger_head WHERE tenant_id = :tenant AND chain = :chain";

    private final Database database;

    /** @param database holds the ledger */
    public LedgerService(Database database) {
        this.database = database;
    }

    /** Entries of a chain in their order. */
    public Page<LedgerItem> list(String tenantId, LedgerFilter filter, PageRequest page) {
        long from = Cursor.read(page.cursor(), 1)
                .map(key -> Math.addExact(Cursor.number(key.get(0)), 1L))
                .map(after -> Math.max(after, filter.fromSequence()))
                .orElse(filter.fromSequence());
        List<LedgerItem> rows = database.inTenant(
                tenantId,
                handle -> select(handle, tenantId, filter, from, (long) page.limit() + 1).stream()
                        .filter(row -> row.stored() != null)
                        .map(row -> new LedgerItem(row.sequence(), LedgerLine.of(row.require())))
                        .toList());
        return Page.of(rows, page.limit(), item -> Cursor.after(Long.toString(item.sequence())));
    }

    /** Reads whole chains again and finds the first thing that is wrong with each. */
    public LedgerVerification verify(String tenantId, List<Chain> chains) {
        return new LedgerVerification(
                chains.stream().map(chain -> verify(tenantId, chain)).toList());
    }

    private ChainReport verify(String tenantId, Chain chain) {
        return database.inTenantAtOneMoment(tenantId, handle -> {
            Optional<HashChain> head = head(handle, tenantId, chain);
            ChainVerifier verifier = ChainVerifier.of(tenantId, chain);
            LedgerFilter all = new LedgerFilter(chain, 1, null, null);
            try (var rows = query(handle, tenantId, all, 1, Long.MAX_VALUE)
                    .setFetchSize(FETCH)
                    .map((row, context) -> Row.of(row))
                    .iterator()) {
                feed(verifier, rows);
            }
            return verifier.finish(head.orElse(HashChain.empty()));
        });
    }

    private static void feed(ChainVerifier verifier, Iterator<Row> rows) {
        boolean good = true;
        while (good && rows.hasNext()) {
            Row row = rows.next();
            good = row.stored() == null
                    ? verifier.missing("the link " + row.sequence() + " has no entry")
                            .isEmpty()
                    : verifier.accept(row.require()).isEmpty();
        }
    }

    private static Optional<HashChain> head(Handle handle, String tenantId, Chain chain) {
        return handle.createQuery(HEAD)
                .bind("tenant", tenantId)
                .bind("chain", chain.wireName())
                .map((row, context) -> HashChain.at(row.getLong("sequence"), row.getBytes("chain_hash")))
                .findOne();
    }

    private static List<Row> select(Handle handle, String tenantId, LedgerFilter filter, long from, long limit) {
        return query(handle, tenantId, filter, from, limit)
                .map((row, context) -> Row.of(row))
                .list();
    }

    private static Query query(Handle handle, String tenantId, LedgerFilter filter, long from, long limit) {
        return handle.createQuery(SELECT)
                .bind("tenant", tenantId)
                .bind("chain", filter.chain().wireName())
                .bind("from", from)
                .bind("type", filter.entryType())
                .bind("subject", filter.subjectId())
                .bind("limit", limit);
    }

    /** @param stored null: the link has no entry */
    private record Row(long sequence, @Nullable StoredEntry stored) {
        static Row of(ResultSet row) throws SQLException {
            byte[] entry = row.getBytes("entry");
            return new Row(
                    row.getLong("link_sequence"),
                    entry == null
                            ? null
                            : new StoredEntry(
                                    entry,
                                    row.getBytes("payload"),
                                    row.getBytes("salt"),
                                    row.getBytes("entry_hash"),
                                    row.getBytes("chain_hash")));
        }

        StoredEntry require() {
            if (stored == null) {
                throw new IllegalStateException("link " + sequence + " has no entry");
            }
            return stored;
        }
    }
}
