package dev.spendweir.server.store.audit;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.ledger.Acknowledgement;
import dev.spendweir.ledger.Acknowledgements;
import dev.spendweir.ledger.AuditReport;
import dev.spendweir.ledger.ChainAudit;
import dev.spendweir.ledger.ChainEvidence;
import dev.spendweir.ledger.ChainFailure;
import dev.spendweir.ledger.ChainFailure.Kind;
import dev.spendweir.ledger.ChainReport;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.ledger.MerkleFrontier;
import dev.spendweir.ledger.MerkleTree;
import dev.spendweir.ledger.StoredCheckpoint;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.replay.DecisionReplay;
import dev.spendweir.server.store.sealing.ChainEnd;
import dev.spendweir.server.store.sealing.ChainId;
import dev.spendweir.server.store.sealing.ChainRow;
import dev.spendweir.server.store.sealing.ChainRows;
import dev.spendweir.server.store.sealing.Closings;
import dev.spendweir.server.store.sealing.SealedNodes;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * One verification of one chain, in a transaction that sees one moment. Rows come through a cursor, so memory stays small
 * however long the chain is. Not thread-safe.
 */
final class ChainInspection {
    /** Checkpoints fetched at a time. */
    private static final int FETCH = 500;

    private static final String HEAD =
            "SELECT sequence, chain_hash FROM ledger_head WHERE tenant_id = :tenant AND chain = :chain";
    private static final String LINK =
            "SELECT chain_hash FROM ledger_link WHERE tenant_id = :tenant AND chain = :chain AND sequence = :sequence";
    private static final String LAST_ENTRY =
            "SELECT coalesce(max(sequence), 0) FROM ledger_entry WHERE tenant_id = :tenant AND chain = :chain";
    private static final String LAST_LINK =
            "SELECT coalesce(max(sequence), 0) FROM ledger_link WHERE tenant_id = :tenant AND chain = :chain";
    private static final String CHECKPOINTS = """
            SELECT size, note FROM ledger_checkpoint
            WHERE tenant_id = :tenant AND chain = :chain AND size >= :from ORDER BY size
            """;
    private static final String NEWEST_SIZE =
            "SELECT coalesce(max(size), 0) FROM ledger_checkpoint WHERE tenant_id = :tenant AND chain = :chain";

    private final Handle handle;
    private final ChainId chain;
    private final ChainEvidence evidence;
    private final Acknowledgements acknowledged;
    private final @Nullable DecisionReplay replay;
    private long replayed;

    /** @param replay null: decisions are not decided again */
    ChainInspection(Handle handle, ChainId chain, ChainEvidence evidence, @Nullable GateEngine replay) {
        this.handle = handle;
        this.chain = chain;
        this.evidence = evidence;
        this.acknowledged = Closings.of(handle, chain);
        this.replay = replay == null ? null : new DecisionReplay(replay, ReplayRows.source(handle, chain.tenantId()));
    }

    /** Reads the whole chain. */
    VerifiedChain whole() {
        try (Checkpoints stored = checkpoints(0)) {
            return run(ChainAudit.whole(chain.tenantId(), chain.chain(), evidence, stored, acknowledged), 0);
        }
    }

    /** Reads the whole chain and lists everything that is wrong with it and was not acknowledged before. */
    FoundDefects defects() {
        try (Checkpoints stored = checkpoints(0)) {
            ChainAudit audit =
                    ChainAudit.whole(chain.tenantId(), chain.chain(), evidence, stored, acknowledged.collecting());
            VerifiedChain read = run(audit, 0);
            HashChain end = ChainEnd.of(handle, chain, evidence.trustedSize());
            return FoundDefects.of(read.report(), audit, acknowledged, end);
        }
    }

    /** Reads what came after a checkpoint; the whole chain when there is none to begin with. */
    VerifiedChain afterCheckpoint() {
        // From the smallest of several, so that each of them is compared.
        long wanted = evidence.trusted().isEmpty()
                ? newestStored()
                : evidence.trusted().get(0).size();
        Optional<Acknowledgement> closing = acknowledged.last();
        // Below the last anchor the tree of a checkpoint cannot be made again from what is left.
        long start =
                Math.max(wanted, closing.map(last -> last.anchor().sequence()).orElse(0L));
        if (start == 0) {
            return whole();
        }
        Optional<HashChain> head = closing.map(Acknowledgement::anchor)
                .filter(anchor -> anchor.sequence() == start)
                .or(() -> link(start));
        if (head.isEmpty()) {
            long last = number(LAST_LINK);
            return failed(new ChainFailure(
                    last,
                    last == 0 ? Kind.DELETED_CHAIN : last < start ? Kind.CUT_TAIL : Kind.GAP,
                    "a checkpoint speaks of " + start + " entries; the link of the last of them is missing"));
        }
        MerkleFrontier frontier;
        try {
            frontier = new MerkleTree(new SealedNodes(handle, chain, acknowledged), start).frontier();
        } catch (RejectedException e) {
            return failed(
                    new ChainFailure(start, Kind.GAP, "the tree of the checkpoint cannot be made: " + e.getMessage()));
        }
        try (Checkpoints stored = checkpoints(start)) {
            ChainAudit audit = ChainAudit.after(
                    chain.tenantId(), chain.chain(), head.get(), frontier, evidence, stored, acknowledged);
            return run(audit, start);
        }
    }

    private VerifiedChain run(ChainAudit audit, long after) {
        boolean good = audit.verifier().failure().isEmpty();
        try (ChainRows rows = ChainRows.open(handle, chain, after, Long.MAX_VALUE, true)) {
            while (good && rows.hasNext()) {
                ChainRow row = rows.next();
                good = ChainFeed.feed(row, audit) && comesOutAgain(audit, row);
            }
        }
        if (good && audit.endOfEntries().isEmpty()) {
            refuseOrphans(audit);
        }
        AuditReport report = audit.finish(head());
        return new VerifiedChain(report, replay == null ? null : replayed);
    }

    private boolean comesOutAgain(ChainAudit audit, ChainRow row) {
        byte[] payload = row.entry() == null ? null : row.entry().stored().payload();
        if (replay == null
                || payload == null
                || !audit.verifier().lastSays("entry_type", EntryType.DECISION.wireName())) {
            return true;
        }
        Optional<String> wrong = decideAgain(replay, payload);
        replayed++;
        return wrong.isEmpty()
                || audit.verifier().lastIs(Kind.REPLAY, wrong.get()).isEmpty();
    }

    private static Optional<String> decideAgain(DecisionReplay replay, byte[] payload) {
        try {
            return JsonReader.read(payload) instanceof JsonObject recorded
                    ? replay.check(recorded)
                    : Optional.of("the payload is not an object");
        } catch (JsonSyntaxException | RejectedException e) {
            return Optional.of("the payload cannot be read: " + e.getMessage());
        }
    }

    /** Entries that no link leads to lie beyond the last one. */
    private void refuseOrphans(ChainAudit audit) {
        long last = number(LAST_ENTRY);
        if (last > audit.verifier().head().sequence()) {
            audit.verifier().missing("there is an entry " + last + " and no link that leads to it");
        }
    }

    private VerifiedChain failed(ChainFailure failure) {
        ChainReport report = new ChainReport(chain.chain(), 0, 0, head(), failure);
        return new VerifiedChain(
                new AuditReport(report, null, List.of(), acknowledged.closings()), replay == null ? null : 0L);
    }

    private HashChain head() {
        return query(HEAD)
                .map((row, context) -> HashChain.at(row.getLong("sequence"), row.getBytes("chain_hash")))
                .findOne()
                .orElse(HashChain.empty());
    }

    private Optional<HashChain> link(long sequence) {
        return query(LINK)
                .bind("sequence", sequence)
                .map((row, context) -> HashChain.at(sequence, row.getBytes(1)))
                .findFirst();
    }

    private long newestStored() {
        return evidence.keys().isEmpty() ? 0 : number(NEWEST_SIZE);
    }

    private long number(String sql) {
        return query(sql).mapTo(Long.class).one();
    }

    private Query query(String sql) {
        return handle.createQuery(sql)
                .bind("tenant", chain.tenantId())
                .bind("chain", chain.chain().wireName());
    }

    /** Without a key no stored checkpoint can be judged; then there are none. */
    private Checkpoints checkpoints(long from) {
        return evidence.keys().isEmpty()
                ? new Checkpoints(null)
                : new Checkpoints(query(CHECKPOINTS)
                        .bind("from", from)
                        .setFetchSize(FETCH)
                        .map((row, context) -> new StoredCheckpoint(row.getLong("size"), row.getString("note")))
                        .iterator());
    }

    /** Stored checkpoints, drawn one at a time. */
    private record Checkpoints(@Nullable ResultIterator<StoredCheckpoint> rows)
            implements Iterator<StoredCheckpoint>, AutoCloseable {
        @Override
        public boolean hasNext() {
            return rows != null && rows.hasNext();
        }

        @Override
        public StoredCheckpoint next() {
            if (rows == null) {
                throw new NoSuchElementException();
            }
            return rows.next();
        }

        @Override
        public void close() {
            if (rows != null) {
                rows.close();
            }
        }
    }
}
