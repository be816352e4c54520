package dev.spendweir.server.store.audit;

import dev.spendweir.engine.GateEngine;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.ChainEvidence;
import dev.spendweir.ledger.Checkpoint;
import dev.spendweir.ledger.CheckpointNote;
import dev.spendweir.ledger.LedgerLine;
import dev.spendweir.ledger.StoredEntry;
import dev.spendweir.note.SignedNote;
import dev.spendweir.note.VerifierKeys;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.sealing.LedgerKeys;
import dev.spendweir.server.sealing.OutsideCopies;
import dev.spendweir.server.sealing.Sealing;
import dev.spendweir.server.store.Cursor;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.EntryPacking;
import dev.spendweir.server.store.Page;
import dev.spendweir.server.store.PageRequest;
import dev.spendweir.server.store.SqlText;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.server.store.sealing.ChainId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Lists and verifies a tenant's chains (spec 3.3). Thread-safe. */
public final class LedgerService {
    private static final String SELECT = SqlText.read(LedgerService.class, "ledger.sql");

    private final Database database;
    private final Sealing sealing;
    private final GateEngine engine;

    /**
     * Reads a database's ledger.
     *
     * @param sealing whose checkpoints are believed, and where copies of them lie
     * @param engine decides again what is to be replayed
     */
    public LedgerService(Database database, Sealing sealing, GateEngine engine) {
        this.database = database;
        this.sealing = sealing;
        this.engine = engine;
    }

    /** Entries of a chain in their order. */
    public Page<LedgerItem> list(String tenantId, LedgerFilter filter, PageRequest page) {
        long from = Cursor.read(page.cursor(), 1)
                .map(key -> Math.min(Cursor.number(key.get(0)), Long.MAX_VALUE - 1) + 1)
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
        return verify(tenantId, VerifyCall.whole(chains));
    }

    /**
     * Reads chains again and finds the first thing that is wrong with each.
     *
     * @throws RejectedException {@code CHECKPOINT_NOT_TRUSTED} when the caller's checkpoint cannot be believed, or is of none
     *     of these chains
     */
    public LedgerVerification verify(String tenantId, VerifyCall call) {
        requireOneOf(tenantId, call);
        return new LedgerVerification(call.chains().stream()
                .map(chain -> verify(new ChainId(tenantId, chain), call))
                .toList());
    }

    private VerifiedChain verify(ChainId chain, VerifyCall call) {
        LedgerKeys held = sealing.keys();
        VerifierKeys keys = held == null ? VerifierKeys.NONE : held.of(chain.tenantId(), chain.chain());
        // Read before the transaction sees its moment, so that the store must know it.
        Optional<CheckpointNote> outside = outside(chain, keys);
        List<Checkpoint> trusted = new ArrayList<>();
        outside.flatMap(CheckpointNote::believed).ifPresent(trusted::add);
        trusted(chain, call, keys).ifPresent(trusted::add);
        ChainEvidence evidence = new ChainEvidence(keys, trusted);
        VerifiedChain found = database.inTenantAtOneMoment(chain.tenantId(), handle -> {
            ChainInspection inspection = new ChainInspection(handle, chain, evidence, call.replay() ? engine : null);
            return call.fromCheckpoint() ? inspection.afterCheckpoint() : inspection.whole();
        });
        return outside.map(found::withOutside).orElse(found);
    }

    private Optional<CheckpointNote> outside(ChainId chain, VerifierKeys keys) {
        OutsideCopies copies = sealing.outside();
        return copies == null ? Optional.empty() : copies.newest(chain.tenantId(), chain.chain(), keys);
    }

    /**
     * Reads a whole chain and lists everything that is wrong with it, decisions decided again too: for those who close its
     * quarantine.
     */
    public FoundDefects defects(ChainId chain) {
        LedgerKeys held = sealing.keys();
        VerifierKeys keys = held == null ? VerifierKeys.NONE : held.of(chain.tenantId(), chain.chain());
        List<Checkpoint> trusted = new ArrayList<>();
        outside(chain, keys).flatMap(CheckpointNote::believed).ifPresent(trusted::add);
        ChainEvidence evidence = new ChainEvidence(keys, trusted);
        return database.inTenantAtOneMoment(
                chain.tenantId(), handle -> new ChainInspection(handle, chain, evidence, engine).defects());
    }

    private static Optional<Checkpoint> trusted(ChainId chain, VerifyCall call, VerifierKeys keys) {
        String note = call.trusted();
        String origin = Checkpoint.origin(chain.tenantId(), chain.chain());
        if (note == null || !originOf(note).equals(origin)) {
            return Optional.empty();
        }
        return Optional.of(CheckpointNote.require(note, origin, keys));
    }

    private static void requireOneOf(String tenantId, VerifyCall call) {
        String note = call.trusted();
        if (note == null) {
            return;
        }
        String origin = originOf(note);
        if (call.chains().stream()
                .noneMatch(chain -> Checkpoint.origin(tenantId, chain).equals(origin))) {
            throw new RejectedException(
                    ErrorCode.CHECKPOINT_NOT_TRUSTED,
                    "/trusted_checkpoint",
                    "it is a checkpoint of " + origin + ", which is none of the chains to be verified");
        }
    }

    private static String originOf(String note) {
        return Checkpoint.parse(SignedNote.parse(note).text()).origin();
    }

    private static List<Row> select(Handle handle, String tenantId, LedgerFilter filter, long from, long limit) {
        return query(handle, tenantId, filter, from, limit)
                .map((row, context) -> Row.of(row, tenantId))
                .list();
    }

    private static Query query(Handle handle, String tenantId, LedgerFilter filter, long from, long limit) {
        return handle.createQuery(SELECT)
                .bind("tenant", tenantId)
                .bind("chain", filter.chain().wireName())
                .bind("from", from)
                .bind("type", filter.entryType())
                .bind("subject", filter.subjectId())
                .bind("subjectId", subjectId(filter))
                .bind("limit", limit);
    }

    private static @Nullable UUID subjectId(LedgerFilter filter) {
        String subject = filter.subjectId();
        return subject == null ? null : UuidV7.parse(subject).orElse(null);
    }

    /** @param stored null: the link has no entry */
    private record Row(long sequence, @Nullable StoredEntry stored) {
        static Row of(ResultSet row, String tenantId) throws SQLException {
            byte[] entry = row.getBytes("entry") == null ? null : EntryPacking.entry(row, tenantId);
            return new Row(
                    row.getLong("link_sequence"),
                    entry == null
                            ? null
                            : new StoredEntry(
                                    entry,
                                    EntryPacking.payload(row, entry),
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
