package dev.spendweir.export;

import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.ledger.Acknowledgement;
import dev.spendweir.ledger.Acknowledgements;
import dev.spendweir.ledger.AuditReport;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.ChainAudit;
import dev.spendweir.ledger.ChainEvidence;
import dev.spendweir.ledger.ChainFailure;
import dev.spendweir.ledger.ChainFailure.Kind;
import dev.spendweir.ledger.ChainReport;
import dev.spendweir.ledger.Checkpoint;
import dev.spendweir.ledger.CheckpointNote;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.ledger.LedgerDocument;
import dev.spendweir.ledger.LedgerText;
import dev.spendweir.ledger.MerkleFrontier;
import dev.spendweir.ledger.MerkleHash;
import dev.spendweir.ledger.MerkleProof;
import dev.spendweir.ledger.StoredEntry;
import dev.spendweir.ledger.Unexcluded;
import dev.spendweir.note.VerifierKey;
import dev.spendweir.note.VerifierKeys;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies an export with nothing but its files and public keys (spec 3.4): signature, manifest, every file's hash, the chain
 * with all content, and the proofs that tie it to its checkpoint. Used once; not thread-safe.
 */
public final class ExportVerifier {
    private static final String LEDGER = "ledger.jsonl";

    /** What vouches for the others. */
    private static final Set<String> OWN = Set.of("manifest.json", "manifest.sha256", "manifest.sig");

    /** What verification reads. */
    private static final List<String> NEEDED = List.of(LEDGER, "checkpoint.txt", "proofs.json");

    private final Map<String, byte[]> files;
    private final VerifierKeys keys;
    private final LedgerDocument manifest;
    private final String tenantId;
    private final Chain chain;

    /**
     * Reads the manifest.
     *
     * @param files by name; more than the manifest lists is refused by {@link #verify}
     * @throws RejectedException {@code EXPORT_INVALID} when there is no manifest, or none of an export
     */
    public ExportVerifier(Map<String, byte[]> files, VerifierKeys keys) {
        this.files = Map.copyOf(files);
        this.keys = keys;
        this.manifest = document("manifest.json");
        if (!ExportBuilder.SCHEMA.equals(manifest.text("schema"))) {
            throw manifest.refusal("the schema is not " + ExportBuilder.SCHEMA);
        }
        this.tenantId = manifest.text("tenant_id");
        this.chain =
                Chain.ofWireName(manifest.text("chain")).orElseThrow(() -> manifest.refusal("the chain is not known"));
    }

    /** Whose chain it is. */
    public String origin() {
        return Checkpoint.origin(tenantId, chain);
    }

    /** The chain. */
    public Chain chain() {
        return chain;
    }

    /**
     * Verifies everything.
     *
     * @param trusted a checkpoint of this chain that was kept elsewhere, already believed; null: none
     * @throws RejectedException {@code EXPORT_INVALID} when the files are not those that the manifest's signature vouches for
     */
    public AuditReport verify(@Nullable Checkpoint trusted) {
        requireSigned();
        requireFiles();
        CheckpointNote note = CheckpointNote.judge(utf8("checkpoint.txt"), origin(), keys);
        LedgerDocument document = document("proofs.json");
        Proofs proofs = Proofs.of(document);
        LedgerDocument before = document.object("before");
        MerkleFrontier tree = tree(before);
        HashChain head = HashChain.at(before.number("sequence"), before.hash("chain_hash"));
        HashChain end = window(head);
        long to = end.sequence();
        MerkleFrontier grown = MerkleFrontier.at(tree.size(), tree.peaks());
        ChainAudit audit = ChainAudit.after(
                tenantId,
                chain,
                head,
                tree,
                evidence(trusted, head.sequence(), to),
                Collections.emptyIterator(),
                acknowledged().endingAt(to));
        byte[] firstLeaf = new byte[0];
        byte[] lastLeaf = new byte[0];
        LedgerText lines = new LedgerText(file(LEDGER));
        // What comes after the first bad line is not read.
        StoredEntry stored = audit.verifier().failure().isEmpty() ? next(lines) : null;
        while (stored != null && audit.accept(stored).isEmpty()) {
            lastLeaf = MerkleHash.leaf(stored.entryHash());
            firstLeaf = firstLeaf.length == 0 ? lastLeaf : firstLeaf;
            grown.append(lastLeaf);
            stored = next(lines);
        }
        AuditReport found = audit.finish();
        if (!found.report().isValid()) {
            return found;
        }
        ChainFailure failure = tie(found.report(), note, proofs, grown, firstLeaf, lastLeaf, end, trusted);
        return failure == null ? withCheckpoint(found, note, trusted) : failed(found, failure);
    }

    private static @Nullable StoredEntry next(LedgerText lines) {
        try {
            return lines.next();
        } catch (RejectedException e) {
            throw invalid(LEDGER + ": " + e.findings().get(0).detail());
        }
    }

    /** Proofs that tie the window to the checkpoint. */
    private record Proofs(List<byte[]> first, List<byte[]> last, List<byte[]> consistency) {
        static Proofs of(LedgerDocument document) {
            return new Proofs(
                    document.hashes("first_inclusion"),
                    document.hashes("last_inclusion"),
                    document.hashes("consistency"));
        }
    }

    /** Where the window ends, as the manifest says; of where it begins it says what the proofs say. */
    private HashChain window(HashChain before) {
        long from = manifest.number("from_sequence");
        long to = manifest.number("to_sequence");
        if (from - 1 != before.sequence()
                || to < from
                || !Arrays.equals(manifest.hash("chain_hash_before"), before.chainHash())) {
            throw invalid("the manifest and proofs.json do not speak of the same window");
        }
        return HashChain.at(to, manifest.hash("chain_hash"));
    }

    /** What the export says was acknowledged: its signature vouches for it, and the report says it again. */
    private Acknowledgements acknowledged() {
        try {
            return Acknowledgements.of(manifest.objects("acknowledged").stream()
                    .map(closing -> Acknowledgement.read(closing.json()))
                    .toList());
        } catch (RejectedException | IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private static MerkleFrontier tree(LedgerDocument before) {
        try {
            return MerkleFrontier.at(before.number("sequence"), before.hashes("peaks"));
        } catch (IllegalArgumentException e) {
            throw before.refusal(String.valueOf(e.getMessage()));
        }
    }

    /** What ties the chain to checkpoints: the order is that in which an auditor would ask. */
    private @Nullable ChainFailure tie(
            ChainReport report,
            CheckpointNote note,
            Proofs proofs,
            MerkleFrontier grown,
            byte[] firstLeaf,
            byte[] lastLeaf,
            HashChain end,
            @Nullable Checkpoint trusted) {
        long last = report.head().sequence();
        long to = end.sequence();
        if (last != to) {
            return new ChainFailure(last, Kind.GAP, "the manifest says that entry " + to + " is the last");
        }
        if (!Arrays.equals(end.chainHash(), report.head().chainHash())) {
            return new ChainFailure(last, Kind.HEAD, "the manifest says that another chain hash is the last");
        }
        Kind kind = note.kind();
        Checkpoint checkpoint = note.checkpoint();
        if (kind != null || checkpoint == null) {
            return new ChainFailure(
                    last, kind == null ? Kind.CHECKPOINT_SIGNATURE : kind, "the checkpoint: " + note.detail());
        }
        if (trusted != null && trusted.size() > checkpoint.size()) {
            return new ChainFailure(
                    last,
                    Kind.CUT_TAIL,
                    "a trusted checkpoint speaks of " + trusted.size()
                            + " entries; the export and its checkpoint end at " + checkpoint.size()
                            + ": make an export that reaches it");
        }
        boolean tied = MerkleProof.verifyInclusion(
                        firstLeaf,
                        manifest.number("from_sequence") - 1,
                        checkpoint.size(),
                        proofs.first(),
                        checkpoint.root())
                && MerkleProof.verifyInclusion(lastLeaf, to - 1, checkpoint.size(), proofs.last(), checkpoint.root())
                && MerkleProof.verifyConsistency(
                        to, checkpoint.size(), grown.root(), checkpoint.root(), proofs.consistency());
        boolean same = trusted == null || trusted.size() != checkpoint.size() || checkpoint.hasRoot(trusted.root());
        return tied && same
                ? null
                : new ChainFailure(last, Kind.SPLIT_VIEW, "the entries are not those that the checkpoint speaks of");
    }

    /**
     * A trusted checkpoint of the export's own size was compared here, and excludes what it can up to its size. One inside the
     * window was compared by the audit; any other could not be compared with anything and excludes nothing.
     */
    private static AuditReport withCheckpoint(AuditReport found, CheckpointNote note, @Nullable Checkpoint trusted) {
        Checkpoint own = note.checkpoint();
        long proven = own != null && trusted != null && trusted.size() == own.size() ? own.size() : 0;
        return new AuditReport(
                found.report(),
                own,
                found.unexcluded().stream()
                        .map(open -> open.to() == null
                                ? new Unexcluded(open.kind(), Math.max(open.from(), proven + 1), null)
                                : open)
                        .toList(),
                found.acknowledged());
    }

    private static AuditReport failed(AuditReport found, ChainFailure failure) {
        AuditReport failed = found.failed(failure);
        return new AuditReport(failed.report(), null, List.of(), failed.acknowledged());
    }

    /** A trusted checkpoint inside the window is compared where it is; others are compared with the export's own. */
    private ChainEvidence evidence(@Nullable Checkpoint trusted, long before, long to) {
        boolean inside = trusted != null && trusted.size() >= before && trusted.size() <= to;
        return new ChainEvidence(keys, inside && trusted != null ? List.of(trusted) : List.of());
    }

    private void requireSigned() {
        byte[] bytes = file("manifest.json");
        if (!utf8("manifest.sha256").equals(Sha256Hex.of(bytes) + "  manifest.json\n")) {
            throw invalid("manifest.sha256 is not the hash of manifest.json");
        }
        LedgerDocument signature = document("manifest.sig");
        String name = ExportBuilder.keyName(tenantId);
        String kid = signature.text("kid");
        Optional<VerifierKey> key = keys.find(name, kid);
        if (key.isEmpty()) {
            throw signature.refusal("key " + kid + " of " + name + " is not known");
        }
        if (!key.get().verifies(bytes, base64(signature.text("signature")))) {
            throw signature.refusal("it is not the signature of its key over manifest.json");
        }
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw invalid("the signature is not base64");
        }
    }

    /** The files are those that the manifest lists, each once, with their hashes, lengths and counts. */
    private void requireFiles() {
        Set<String> vouched = new HashSet<>(OWN);
        for (LedgerDocument listed : manifest.objects("files")) {
            String name = listed.text("name");
            byte[] bytes = file(name);
            if (!vouched.add(name)) {
                throw invalid("the manifest lists " + name + " twice, or itself");
            }
            if (listed.number("bytes") != bytes.length || !Sha256Hex.of(bytes).equals(listed.text("sha256"))) {
                throw invalid(name + " has not the length and hash that the manifest says");
            }
            if (name.equals(LEDGER)
                    && listed.number("records")
                            != manifest.number("to_sequence") - manifest.number("from_sequence") + 1) {
                throw invalid(LEDGER + " has not as many records as the window");
            }
        }
        if (!vouched.containsAll(NEEDED)) {
            throw invalid("the manifest does not list all of " + String.join(", ", NEEDED));
        }
        if (!vouched.equals(files.keySet())) {
            throw invalid("there are " + files.size() + " files, the manifest vouches for " + vouched.size());
        }
    }

    private byte[] file(String name) {
        byte[] bytes = files.get(name);
        if (bytes == null) {
            throw invalid(name + " is missing");
        }
        return bytes;
    }

    private String utf8(String name) {
        return new String(file(name), StandardCharsets.UTF_8);
    }

    private LedgerDocument document(String name) {
        try {
            return LedgerDocument.of(JsonReader.read(file(name)), ErrorCode.EXPORT_INVALID, name);
        } catch (JsonSyntaxException e) {
            throw invalid(name + " is not JSON");
        }
    }

    private static RejectedException invalid(String detail) {
        return new RejectedException(ErrorCode.EXPORT_INVALID, detail);
    }
}
