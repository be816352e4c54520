package dev.spendweir.ledger;

import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonPointer;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.note.SigningKey;
import dev.spendweir.note.VerifierKey;
import dev.spendweir.note.VerifierKeys;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The ops {@code checkpoint.sign}, {@code checkpoint.verify} and {@code ledger.verify} of the conformance protocol (spec 8,
 * 3.3). Each refuses the first bad member in the order of its shape with {@code INVALID_FIELD}. Pure functions; thread-safe.
 */
public final class AuditOps {
    private AuditOps() {}

    /** {tenant_id, chain, size, root, seed} to {note, key}: the signed note, and the verifier key of its seed. */
    public static JsonObject sign(JsonObject input) {
        FirstBad in = new FirstBad(input);
        String tenantId = in.text("tenant_id");
        Chain chain = in.chain();
        long size = in.count("size");
        if (size > Checkpoint.MAX_SIZE) {
            throw FirstBad.bad("/size", "a size has at most 18 digits");
        }
        byte[] root = in.hash("root");
        byte[] seed = in.hash("seed");
        if (size == 0 && !Arrays.equals(root, MerkleHash.empty())) {
            throw FirstBad.bad("/root", "a tree without leaves has the hash of nothing as its root");
        }
        SigningKey key = SigningKey.ofSeed(seed);
        String origin = Checkpoint.origin(tenantId, chain);
        VerifierKey verifier;
        try {
            verifier = VerifierKey.of(origin, key.publicKey());
        } catch (RejectedException e) {
            throw FirstBad.bad("/tenant_id", "the origin is no name of a key");
        }
        return JsonObject.builder()
                .put(
                        "note",
                        Checkpoint.of(tenantId, chain, size, root).sign(key).format())
                .put("key", verifier.text())
                .build();
    }

    /** {note, origin, keys} to {valid: true, size, root_hash} or {valid: false, class}. */
    public static JsonObject verifyCheckpoint(JsonObject input) {
        FirstBad in = new FirstBad(input);
        String note = in.text("note");
        String origin = in.text("origin");
        CheckpointNote judged = CheckpointNote.judge(note, origin, in.keys());
        Checkpoint checkpoint = judged.checkpoint();
        ChainFailure.Kind kind = judged.kind();
        if (checkpoint != null) {
            return JsonObject.builder()
                    .put("valid", true)
                    .put("size", checkpoint.size())
                    .put("root_hash", checkpoint.toJson().get("root_hash"))
                    .build();
        }
        return JsonObject.builder()
                .put("valid", false)
                .put("class", kind == null ? null : kind.wireName())
                .build();
    }

    /**
     * {tenant_id, chain, lines, head?, checkpoints?, trusted?, keys?} to {entries, erased, head, failure}.
     *
     * @throws RejectedException {@code CHECKPOINT_NOT_TRUSTED} for a trusted note that cannot be believed
     */
    public static JsonObject verify(JsonObject input) {
        FirstBad in = new FirstBad(input);
        String tenantId = in.text("tenant_id");
        Chain chain = in.chain();
        List<StoredEntry> entries = in.lines();
        HashChain recorded = in.has("head") ? head(input) : null;
        List<StoredCheckpoint> stored = stored(input);
        List<String> trusted = in.texts("trusted");
        VerifierKeys keys = in.keys();
        List<Checkpoint> believed = new ArrayList<>();
        for (int i = 0; i < trusted.size(); i++) {
            CheckpointNote judged = CheckpointNote.judge(trusted.get(i), Checkpoint.origin(tenantId, chain), keys);
            String pointer = JsonPointer.element("/trusted", i);
            believed.add(judged.believed()
                    .orElseThrow(
                            () -> new RejectedException(ErrorCode.CHECKPOINT_NOT_TRUSTED, pointer, judged.detail())));
        }
        ChainAudit audit = ChainAudit.whole(tenantId, chain, new ChainEvidence(keys, believed), stored.iterator());
        entries.forEach(audit::accept);
        ChainReport report = (recorded == null ? audit.finish() : audit.finish(recorded)).report();
        ChainFailure failure = report.failure();
        return JsonObject.builder()
                .put("entries", report.entries())
                .put("erased", report.erasedPayloads())
                .put("head", report.head().toJson())
                .put(
                        "failure",
                        failure == null ? JsonNull.NULL : failure.toJson().without("detail"))
                .build();
    }

    private static HashChain head(JsonObject input) {
        JsonObject head = new FirstBad(input).object("head");
        try {
            FirstBad in = new FirstBad(head);
            return HashChain.at(in.count("sequence"), in.hash("chain_hash"));
        } catch (RejectedException e) {
            throw FirstBad.bad("/head", "it is no {sequence, chain_hash}");
        }
    }

    private static List<StoredCheckpoint> stored(JsonObject input) {
        List<StoredCheckpoint> stored = new ArrayList<>();
        List<JsonValue> elements = new FirstBad(input).optional("checkpoints");
        for (int i = 0; i < elements.size(); i++) {
            String pointer = JsonPointer.element("/checkpoints", i);
            JsonObject element = FirstBad.object(elements.get(i), pointer);
            try {
                long size = new FirstBad(element).count("size");
                String note = new FirstBad(element).text("note");
                if (size == 0) {
                    throw FirstBad.bad("", "nothing is sealed at 0");
                }
                stored.add(new StoredCheckpoint(size, note));
            } catch (RejectedException e) {
                throw FirstBad.bad(pointer, "it is no {size, note} with a size of at least 1");
            }
        }
        return stored;
    }
}
