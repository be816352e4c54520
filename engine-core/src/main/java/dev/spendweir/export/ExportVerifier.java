package dev.spendweir.export;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.JsonValue;
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
import dev.spendweir.ledger.LedgerLine;
import dev.spendweir.ledger.MerkleFrontier;
import dev.spendweir.ledger.MerkleHash;
import dev.spendweir.ledger.MerkleProof;
import dev.spendweir.ledger.Unexcluded;
import dev.spendweir.note.VerifierKey;
import dev.spendweir.note.VerifierKeys;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Verifies an export with nothing but its files and public keys (spec 3.4): signature, manifest, every file's hash, the chain
 * with all content, and the proofs that tie it to its checkpoint. Used once; not thread-safe.
 */
public final class ExportVerifier {
    private final Map<String, byte[]> files;
    private final VerifierKeys keys;
    private final JsonObject manifest;
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
        this.manifest = object(file("manifest.json"), "manifest.json");
        if (!ExportBuilder.SCHEMA.equals(text(manifest, "schema"))) {
            throw invalid("the manifest's schema is not " + ExportBuilder.SCHEMA);
        }
        this.tenantId = text(manifest, "tenant_id");
        this.chain = Chain.ofWireName(text(manifest, "chain")).orElseThrow(() -> invalid("the chain is not known"));
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
        JsonObject proofs = object(file("proofs.json"), "proofs.json");
        JsonObject before = proofs.get("before") instanceof JsonObject object ? object : JsonObject.EMPTY;
        MerkleFrontier tree = tree(before);
        HashChain head = HashChain.at(number(before, "sequence"), hash(before, "chain_hash"));
        long to = number(manifest, "to_sequence");
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
        int start = 0;
        byte[] lines = file("ledger.jsonl");
        for (int end = next(lines, start);
                end >= 0 && audit.verifier().failure().isEmpty();
                end = next(lines, start)) {
            var stored = LedgerLine.read(Arrays.copyOfRange(lines, start, end)).toStored();
            start = end + 1;
            if (audit.accept(stored).isEmpty()) {
                lastLeaf = MerkleHash.leaf(stored.entryHash());
                firstLeaf = firstLeaf.length == 0 ? lastLeaf : firstLeaf;
                grown.append(lastLeaf);
            }
        }
        AuditReport found = audit.finish();
        if (!found.report().isValid()) {
            return found;
        }
        ChainFailure failure = tie(found.report(), note, proofs, grown, firstLeaf, lastLeaf, to, trusted);
        return failure == null ? withCheckpoint(found, note, trusted) : failed(found, failure);
    }

    /** What the export says was acknowledged: its signature vouches for it, and the report says it again. */
    private Acknowledgements acknowledged() {
        if (!(manifest.get("acknowledged") instanceof JsonArray listed)) {
            throw invalid("acknowledged is missing or no list");
        }
        try {
            return Acknowledgements.of(listed.elements().stream()
                    .map(element ->
                            Acknowledgement.read(element instanceof JsonObject object ? object : JsonObject.EMPTY))
                    .toList());
        } catch (RejectedException | IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private static MerkleFrontier tree(JsonObject before) {
        try {
            return MerkleFrontier.at(number(before, "sequence"), hashes(before, "peaks"));
        } catch (IllegalArgumentException e) {
            throw invalid("proofs.json: " + e.getMessage());
        }
    }

    /** What ties the chain to checkpoints: the order is that in which an auditor would ask. */
    private @Nullable ChainFailure tie(
            ChainReport report,
            CheckpointNote note,
            JsonObject proofs,
            MerkleFrontier grown,
            byte[] firstLeaf,
            byte[] lastLeaf,
            long to,
            @Nullable Checkpoint trusted) {
        long last = report.head().sequence();
        if (last != to) {
            return new ChainFailure(last, Kind.GAP, "the manifest says that entry " + to + " is the last");
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
                        number(manifest, "from_sequence") - 1,
                        checkpoint.size(),
                        hashes(proofs, "first_inclusion"),
                        checkpoint.root())
                && MerkleProof.verifyInclusion(
                        lastLeaf, to - 1, checkpoint.size(), hashes(proofs, "last_inclusion"), checkpoint.root())
                && MerkleProof.verifyConsistency(
                        to, checkpoint.size(), grown.root(), checkpoint.root(), hashes(proofs, "consistency"));
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
        JsonObject signature = object(file("manifest.sig"), "manifest.sig");
        String name = ExportBuilder.keyName(tenantId);
        Optional<VerifierKey> key = keys.find(name, text(signature, "kid"));
        if (key.isEmpty()) {
            throw invalid("manifest.sig is by key " + text(signature, "kid") + " of " + name + ", which is not known");
        }
        if (!key.get().verifies(bytes, base64(text(signature, "signature")))) {
            throw invalid("manifest.sig is not the signature of its key over manifest.json");
        }
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw invalid("the signature is not base64");
        }
    }

    private void requireFiles() {
        if (!(manifest.get("files") instanceof JsonArray listed)) {
            throw invalid("the manifest lists no files");
        }
        int own = 3;
        if (files.size() != listed.size() + own) {
            throw invalid("there are " + files.size() + " files, the manifest vouches for " + (listed.size() + own));
        }
        for (JsonValue element : listed.elements()) {
            JsonObject entry = element instanceof JsonObject object ? object : JsonObject.EMPTY;
            String name = text(entry, "name");
            if (!Sha256Hex.of(file(name)).equals(text(entry, "sha256"))) {
                throw invalid(name + " has not the hash that the manifest says");
            }
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

    private static int next(byte[] lines, int start) {
        for (int at = start; at < lines.length; at++) {
            if (lines[at] == '\n') {
                return at;
            }
        }
        return -1;
    }

    private static JsonObject object(byte[] bytes, String name) {
        try {
            if (JsonReader.read(bytes) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonSyntaxException e) {
            throw invalid(name + " is not JSON");
        }
        throw invalid(name + " is not a JSON object");
    }

    private static String text(JsonObject object, String name) {
        if (object.get(name) instanceof JsonString text) {
            return text.value();
        }
        throw invalid(name + " is missing or no text");
    }

    private static long number(JsonObject object, String name) {
        if (object.get(name) instanceof JsonNumber number
                && number.isIntegerLiteral()
                && number.clampedInteger() >= 0) {
            return number.clampedInteger();
        }
        throw invalid(name + " is missing or no number of at least 0");
    }

    private static byte[] hash(JsonObject object, String name) {
        return hex(text(object, name));
    }

    private static List<byte[]> hashes(JsonObject object, String name) {
        if (!(object.get(name) instanceof JsonArray array)) {
            throw invalid(name + " is missing or no list");
        }
        return array.elements().stream()
                .map(element -> hex(element instanceof JsonString text ? text.value() : ""))
                .toList();
    }

    private static byte[] hex(String text) {
        if (!text.matches("[0-9a-f]{64}")) {
            throw invalid("a hash is 64 lower-case hex digits");
        }
        return HexFormat.of().parseHex(text);
    }

    private static RejectedException invalid(String detail) {
        return new RejectedException(ErrorCode.EXPORT_INVALID, detail);
    }
}
