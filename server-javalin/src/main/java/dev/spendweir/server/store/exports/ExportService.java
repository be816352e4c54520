package dev.spendweir.server.store.exports;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.export.ExportBuilder;
import dev.spendweir.export.ExportVerifier;
import dev.spendweir.export.ExportWindow;
import dev.spendweir.ledger.Acknowledgement;
import dev.spendweir.ledger.Acknowledgements;
import dev.spendweir.ledger.ChainFailure;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.ledger.MerkleTree;
import dev.spendweir.note.VerifierKeys;
import dev.spendweir.policy.Policy;
import dev.spendweir.policy.PolicyReader;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.sealing.LedgerKeys;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Governance;
import dev.spendweir.server.store.sealing.ChainId;
import dev.spendweir.server.store.sealing.ChainRow;
import dev.spendweir.server.store.sealing.ChainRows;
import dev.spendweir.server.store.sealing.Closings;
import dev.spendweir.server.store.sealing.SealedNodes;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Makes exports of sealed windows (spec 3.4). Thread-safe. */
public final class ExportService {
    /** Entries of one export: it is put together in memory, at about 5 KB for each. Longer chains go in several windows. */
    public static final int MAX_ENTRIES = 10_000;

    private static final String NEWEST =
            "SELECT coalesce(max(size), 0) FROM ledger_checkpoint WHERE tenant_id = :tenant AND chain = :chain";
    private static final String COVERING = """
            SELECT size, note FROM ledger_checkpoint
            WHERE tenant_id = :tenant AND chain = :chain AND size >= :to ORDER BY size LIMIT 1
            """;
    private static final String LINK =
            "SELECT chain_hash FROM ledger_link WHERE tenant_id = :tenant AND chain = :chain AND sequence = :sequence";
    private static final String POLICY =
            "SELECT canonical FROM policy_version WHERE tenant_id = :tenant AND sha256 = :hash LIMIT 1";
    private static final String HISTORY =
            "SELECT canonical FROM cost_history WHERE tenant_id = :tenant AND sha256 = :hash";
    private static final Policy DEFAULTS = PolicyReader.defaults();

    private final Database database;
    private final Governance governance;
    private final @Nullable LedgerKeys keys;

    /** @param keys null: nothing is sealed, so nothing can be exported */
    public ExportService(Database database, Governance governance, @Nullable LedgerKeys keys) {
        this.database = database;
        this.governance = governance;
        this.keys = keys;
    }

    /**
     * Counts and hashes of an export, without handing it out: nothing is recorded.
     *
     * @throws RejectedException {@code NOT_FOUND} when nothing is sealed, {@code INVALID_PARAMETER} for a window that is
     *     empty, too long or not sealed, {@code LEDGER_DAMAGED} when it is not complete
     */
    public Export parity(String tenantId, ExportRequest wanted) {
        LedgerKeys signing = keys;
        if (signing == null) {
            throw new RejectedException(
                    ErrorCode.NOT_FOUND, "nothing is sealed here: the server has no ledger.key_file");
        }
        return database.inTenantAtOneMoment(tenantId, handle -> {
            return make(handle, new ChainId(tenantId, wanted.chain()), wanted, signing);
        });
    }

    /** Makes an export and records that it was made; errors as {@link #parity}. */
    public Export make(Caller caller, ExportRequest wanted) {
        Export export = parity(caller.tenantId(), wanted);
        JsonObject manifest = export.manifest();
        governance.change(caller, change -> {
            change.record(
                    EntryType.EXPORT_MADE,
                    export.manifestSha256(),
                    JsonObject.builder()
                            .put("chain", manifest.get("chain"))
                            .put("from_sequence", manifest.get("from_sequence"))
                            .put("to_sequence", manifest.get("to_sequence"))
                            .put("manifest_sha256", export.manifestSha256())
                            .build());
            return true;
        });
        return export;
    }

    private static Export make(Handle handle, ChainId chain, ExportRequest wanted, LedgerKeys keys) {
        ExportWindow window = window(handle, chain, wanted);
        ExportBuilder builder = new ExportBuilder(window);
        try (ChainRows rows = ChainRows.open(handle, chain, window.from() - 1, window.to(), true)) {
            while (rows.hasNext()) {
                ChainRow row = rows.next();
                ChainRow.Entry entry = row.entry();
                if (entry == null) {
                    throw new RejectedException(
                            ErrorCode.LEDGER_DAMAGED,
                            "entry " + row.sequence() + ": gap: the entry is missing; export windows around it");
                }
                builder.add(entry.stored());
            }
        }
        Export export = new Export(builder.build(
                hash -> policy(handle, chain, hash), hash -> byHash(handle, chain, HISTORY, hash), keys.exports()));
        requireVerified(export, keys.of(chain.tenantId()));
        return export;
    }

    /** Nothing goes out that an auditor could not verify: what the builder does not see is the checkpoint and its proofs. */
    private static void requireVerified(Export export, VerifierKeys keys) {
        ChainFailure failure =
                new ExportVerifier(export.byName(), keys).verify(null).report().failure();
        if (failure != null) {
            throw new RejectedException(
                    ErrorCode.LEDGER_DAMAGED,
                    "entry " + failure.sequence() + ": " + failure.kind().wireName() + ": " + failure.detail()
                            + "; verify the chain");
        }
    }

    private static ExportWindow window(Handle handle, ChainId chain, ExportRequest wanted) {
        long sealed = query(handle, NEWEST, chain).mapTo(Long.class).one();
        if (sealed == 0) {
            throw new RejectedException(ErrorCode.NOT_FOUND, "the chain has no checkpoint yet");
        }
        Long last = wanted.to();
        long to = last == null ? sealed : last;
        long from = wanted.from();
        if (from < 1 || to < from || to > sealed || to - from >= MAX_ENTRIES) {
            throw new RejectedException(
                    ErrorCode.INVALID_PARAMETER,
                    "?from_sequence",
                    "a window lies within 1 to " + sealed + ", which is sealed, and has at most " + MAX_ENTRIES
                            + " entries; " + from + " to " + to + " does not");
        }
        return window(handle, chain, from, to);
    }

    private static ExportWindow window(Handle handle, ChainId chain, long from, long to) {
        // The first checkpoint that covers the window, not the newest: it stays the same for ever.
        return query(handle, COVERING, chain)
                .bind("to", to)
                .map((row, context) -> {
                    long size = row.getLong("size");
                    Acknowledgements acknowledged = Closings.of(handle, chain);
                    SealedNodes nodes = new SealedNodes(handle, chain, acknowledged);
                    MerkleTree tree = new MerkleTree(nodes, size);
                    return new ExportWindow(
                            chain.tenantId(),
                            chain.chain(),
                            before(handle, chain, from - 1, acknowledged),
                            new MerkleTree(nodes, from - 1).frontier(),
                            to,
                            row.getString("note"),
                            size,
                            tree.inclusionProof(from - 1),
                            tree.inclusionProof(to - 1),
                            new MerkleTree(nodes, size).consistencyProof(to),
                            concerning(acknowledged, to));
                })
                .one();
    }

    /** Later closings of what comes after the window say nothing about it: the same window gives the same bytes. */
    private static List<Acknowledgement> concerning(Acknowledgements acknowledged, long to) {
        return acknowledged.closings().stream()
                .filter(closing -> closing.defects().stream().anyMatch(defect -> defect.from() <= to))
                .toList();
    }

    private static HashChain before(Handle handle, ChainId chain, long sequence, Acknowledgements acknowledged) {
        Optional<HashChain> anchor =
                acknowledged.last().map(Acknowledgement::anchor).filter(end -> end.sequence() == sequence);
        if (anchor.isPresent()) {
            return anchor.get();
        }
        return sequence == 0
                ? HashChain.empty()
                : query(handle, LINK, chain)
                        .bind("sequence", sequence)
                        .map((row, context) -> HashChain.at(sequence, row.getBytes(1)))
                        .findOne()
                        .orElseThrow(() -> new RejectedException(
                                ErrorCode.LEDGER_DAMAGED, "the link " + sequence + " is missing"));
    }

    private static byte @Nullable [] policy(Handle handle, ChainId chain, String hash) {
        return hash.equals(DEFAULTS.sha256()) ? DEFAULTS.canonicalBytes() : byHash(handle, chain, POLICY, hash);
    }

    private static byte @Nullable [] byHash(Handle handle, ChainId chain, String sql, String hash) {
        if (!hash.matches("[0-9a-f]{64}")) {
            return null;
        }
        Optional<byte[]> found = handle.createQuery(sql)
                .bind("tenant", chain.tenantId())
                .bind("hash", HexFormat.of().parseHex(hash))
                .map((row, context) -> row.getBytes(1))
                .findOne();
        return found.orElse(null);
    }

    private static Query query(Handle handle, String sql, ChainId chain) {
        return handle.createQuery(sql)
                .bind("tenant", chain.tenantId())
                .bind("chain", chain.chain().wireName());
    }
}
