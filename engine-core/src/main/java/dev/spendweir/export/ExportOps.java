package dev.spendweir.export;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonPointer;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.ledger.AuditReport;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.ChainFailure;
import dev.spendweir.ledger.Checkpoint;
import dev.spendweir.ledger.CheckpointNote;
import dev.spendweir.ledger.FirstBad;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.ledger.MerkleFrontier;
import dev.spendweir.ledger.MerkleHash;
import dev.spendweir.ledger.MerkleLog;
import dev.spendweir.ledger.MerkleTree;
import dev.spendweir.ledger.StoredEntry;
import dev.spendweir.ledger.Unexcluded;
import dev.spendweir.note.SigningKey;
import dev.spendweir.note.VerifierKey;
import dev.spendweir.note.VerifierKeys;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ops {@code export.build}, {@code export.parity} and {@code export.verify} of the conformance protocol (spec 8, 3.4). The
 * first bad member of an input is refused with {@code INVALID_FIELD}. Pure functions; thread-safe.
 */
public final class ExportOps {
    private ExportOps() {}

    /**
     * {tenant_id, chain, lines, from_sequence, to_sequence, policies?, histories?, seed} to {files: [{name, text}]}. The lines are
     * the whole chain up to its checkpoint; the seed's key signs the checkpoint and the manifest.
     *
     * @throws RejectedException {@code LEDGER_DAMAGED} when the chain is, or when a policy or history is missing
     */
    public static JsonObject build(JsonObject input) {
        return JsonObject.builder()
                .put("files", JsonArray.of(files(input).stream().map(ExportOps::file)))
                .build();
    }

    /** The same input to {manifest, manifest_sha256}: counts and hashes without the files. */
    public static JsonObject parity(JsonObject input) {
        for (ExportFile file : files(input)) {
            if (file.name().equals("manifest.json")) {
                return JsonObject.builder()
                        .put("manifest", JsonReader.read(file.bytes()))
                        .put("manifest_sha256", Sha256Hex.of(file.bytes()))
                        .build();
            }
        }
        throw new IllegalStateException("an export has a manifest");
    }

    private static JsonObject file(ExportFile file) {
        return JsonObject.builder()
                .put("name", file.name())
                .put("text", new String(file.bytes(), StandardCharsets.UTF_8))
                .build();
    }

    private static List<ExportFile> files(JsonObject input) {
        FirstBad in = new FirstBad(input);
        String tenantId = in.text("tenant_id");
        Chain chain = in.chain();
        List<StoredEntry> lines = in.lines();
        long from = in.count("from_sequence");
        long to = in.count("to_sequence");
        if (from < 1 || from > to || to > lines.size()) {
            throw FirstBad.bad("/to_sequence", "a window lies within the lines");
        }
        Map<String, byte[]> policies = byHash(in, "policies");
        Map<String, byte[]> histories = byHash(in, "histories");
        SigningKey key = SigningKey.ofSeed(in.hash("seed"));
        requireName(tenantId, key);
        ExportBuilder builder = new ExportBuilder(window(tenantId, chain, lines, from, to, key));
        lines.subList((int) from - 1, (int) to).forEach(builder::add);
        return builder.build(policies::get, histories::get, key);
    }

    private static void requireName(String tenantId, SigningKey key) {
        try {
            VerifierKey.of(ExportBuilder.keyName(tenantId), key.publicKey());
        } catch (RejectedException e) {
            throw FirstBad.bad("/tenant_id", "no key can have a name with it");
        }
    }

    private static Map<String, byte[]> byHash(FirstBad in, String name) {
        Map<String, byte[]> byHash = new HashMap<>();
        List<JsonValue> values = in.optional(name);
        for (int i = 0; i < values.size(); i++) {
            try {
                byte[] bytes = CanonicalJson.bytes(values.get(i));
                byHash.put(Sha256Hex.of(bytes), bytes);
            } catch (RejectedException e) {
                throw FirstBad.bad(JsonPointer.element("/" + name, i), "it has no canonical form");
            }
        }
        return byHash;
    }

    private static ExportWindow window(
            String tenantId, Chain chain, List<StoredEntry> lines, long from, long to, SigningKey key) {
        HashChain before = HashChain.empty();
        MerkleFrontier frontier = new MerkleFrontier();
        MerkleLog log = new MerkleLog();
        for (StoredEntry line : lines) {
            if (before.sequence() < from - 1) {
                before = before.append(line.entryHash());
                frontier.append(MerkleHash.leaf(line.entryHash()));
            }
            log.append(MerkleHash.leaf(line.entryHash()));
        }
        MerkleTree tree = log.tree();
        Checkpoint checkpoint = Checkpoint.of(tenantId, chain, lines.size(), tree.root());
        return new ExportWindow(
                tenantId,
                chain,
                before,
                frontier,
                to,
                checkpoint.sign(key).format(),
                lines.size(),
                tree.inclusionProof(from - 1),
                tree.inclusionProof(to - 1),
                tree.consistencyProof(to),
                List.of());
    }

    /**
     * {files: [{name, text}], keys?, trusted?} to {entries, erased, head, checkpoint, not_excluded, acknowledged, failure}; the last
     * is null or {sequence, class}, {@code acknowledged} the number of closings.
     *
     * @throws RejectedException {@code EXPORT_INVALID} when the files are not those that their signature vouches for, {@code
     *     CHECKPOINT_NOT_TRUSTED} for a trusted note that cannot be believed
     */
    public static JsonObject verify(JsonObject input) {
        FirstBad in = new FirstBad(input);
        Map<String, byte[]> files = files(in);
        VerifierKeys keys = in.keys();
        String note = in.has("trusted") ? in.text("trusted") : null;
        ExportVerifier verifier = new ExportVerifier(files, keys);
        AuditReport found = verifier.verify(trusted(note, verifier.origin(), keys));
        Checkpoint checkpoint = found.checkpoint();
        ChainFailure failure = found.report().failure();
        return JsonObject.builder()
                .put("entries", found.report().entries())
                .put("erased", found.report().erasedPayloads())
                .put("head", found.report().head().toJson())
                .put("checkpoint", checkpoint == null ? JsonNull.NULL : checkpoint.toJson())
                .put("not_excluded", JsonArray.of(found.unexcluded().stream().map(Unexcluded::toJson)))
                .put("acknowledged", found.acknowledged().size())
                .put(
                        "failure",
                        failure == null ? JsonNull.NULL : failure.toJson().without("detail"))
                .build();
    }

    private static @Nullable Checkpoint trusted(@Nullable String note, String origin, VerifierKeys keys) {
        if (note == null) {
            return null;
        }
        CheckpointNote judged = CheckpointNote.judge(note, origin, keys);
        return judged.believed()
                .orElseThrow(
                        () -> new RejectedException(ErrorCode.CHECKPOINT_NOT_TRUSTED, "/trusted", judged.detail()));
    }

    private static Map<String, byte[]> files(FirstBad in) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        List<JsonValue> elements = in.elements("files");
        for (int i = 0; i < elements.size(); i++) {
            String pointer = JsonPointer.element("/files", i);
            JsonObject file = FirstBad.object(elements.get(i), pointer);
            if (!(file.get("name") instanceof JsonString name)
                    || !(file.get("text") instanceof JsonString text)
                    || files.put(name.value(), bytes(text.value(), pointer)) != null) {
                throw FirstBad.bad(pointer, "a file is {name, text}, each name once");
            }
        }
        return files;
    }

    private static byte[] bytes(String text, String pointer) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (!new String(bytes, StandardCharsets.UTF_8).equals(text)) {
            throw FirstBad.bad(pointer, "the text has no UTF-8 form");
        }
        return bytes;
    }
}
