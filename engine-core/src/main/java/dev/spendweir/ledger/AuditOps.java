package dev.spendweir.ledger;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonPointer;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.note.SigningKey;
import dev.spendweir.note.VerifierKey;
import dev.spendweir.note.VerifierKeys;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ops {@code checkpoint.sign}, {@code checkpoint.verify} and {@code ledger.verify} of the conformance protocol (spec 8,
 * 3.3). Each refuses the first bad member in the order of its shape with {@code INVALID_FIELD}. Pure functions; thread-safe.
 */
public final class AuditOps {
    private AuditOps() {}

    /** {tenant_id, chain, size, root, seed} to {note, key}: the signed note, and the verifier key of its seed. */
    public static JsonObject sign(JsonObject input) {
        FirstBad in = new FirstBad(input);
        String tenantId = text(input, "tenant_id");
        Chain chain = chain(input);
        long size = in.count("size");
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
        String note = text(input, "note");
        String origin = text(input, "origin");
        CheckpointNote judged = CheckpointNote.judge(note, origin, keys(input));
        Checkpoint checkpoint = judged.checkpoint();
        ChainFailure.Kind kind = judged.kind();
        if (checkpoint != null) {
            return JsonObject.builder()
                    .put("valid", true)
                    .put("size", checkpoint.size())
                    .put("root_hash", HexFormat.of().formatHex(checkpoint.root()))
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
        String tenantId = text(input, "tenant_id");
        Chain chain = chain(input);
        List<StoredEntry> entries = lines(input);
        HashChain recorded = input.getNonNull("head") == null ? null : head(input);
        List<StoredCheckpoint> stored = stored(input);
        List<String> trusted = texts(input, "trusted");
        VerifierKeys keys = keys(input);
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
        return JsonObject.builder()
                .put("entries", report.entries())
                .put("erased", report.erasedPayloads())
                .put(
                        "head",
                        JsonObject.builder()
                                .put("sequence", report.head().sequence())
                                .put(
                                        "chain_hash",
                                        HexFormat.of().formatHex(report.head().chainHash()))
                                .build())
                .put("failure", failure(report.failure()))
                .build();
    }

    private static JsonValue failure(@Nullable ChainFailure failure) {
        return failure == null
                ? JsonNull.NULL
                : JsonObject.builder()
                        .put("sequence", failure.sequence())
                        .put("class", failure.kind().wireName())
                        .build();
    }

    private static List<StoredEntry> lines(JsonObject input) {
        List<JsonValue> elements = new FirstBad(input).elements("lines");
        List<StoredEntry> lines = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            String pointer = JsonPointer.element("/lines", i);
            JsonObject line = FirstBad.object(elements.get(i), pointer);
            try {
                lines.add(LedgerLine.read(CanonicalJson.bytes(line)).toStored());
            } catch (RejectedException e) {
                throw FirstBad.bad(pointer, "it is no ledger line: " + e.getMessage());
            }
        }
        return lines;
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
        List<JsonValue> elements = optional(input, "checkpoints");
        for (int i = 0; i < elements.size(); i++) {
            String pointer = JsonPointer.element("/checkpoints", i);
            JsonObject element = FirstBad.object(elements.get(i), pointer);
            try {
                long size = new FirstBad(element).count("size");
                String note = text(element, "note");
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

    private static VerifierKeys keys(JsonObject input) {
        List<VerifierKey> keys = new ArrayList<>();
        List<String> texts = texts(input, "keys");
        for (int i = 0; i < texts.size(); i++) {
            try {
                keys.add(VerifierKey.parse(texts.get(i)));
            } catch (RejectedException e) {
                throw FirstBad.bad(JsonPointer.element("/keys", i), "it is no verifier key");
            }
        }
        return new VerifierKeys(keys);
    }

    private static List<String> texts(JsonObject input, String name) {
        List<String> texts = new ArrayList<>();
        List<JsonValue> elements = optional(input, name);
        for (int i = 0; i < elements.size(); i++) {
            if (!(elements.get(i) instanceof JsonString text)) {
                throw FirstBad.bad(JsonPointer.element(JsonPointer.member("", name), i), "a string is expected");
            }
            texts.add(text.value());
        }
        return texts;
    }

    private static List<JsonValue> optional(JsonObject input, String name) {
        if (input.getNonNull(name) == null) {
            return List.of();
        }
        return input.get(name) instanceof JsonArray array ? array.elements() : new FirstBad(input).elements(name);
    }

    private static String text(JsonObject input, String name) {
        if (input.get(name) instanceof JsonString text) {
            return text.value();
        }
        throw FirstBad.bad(JsonPointer.member("", name), "a string is expected");
    }

    private static Chain chain(JsonObject input) {
        return Chain.ofWireName(text(input, "chain"))
                .orElseThrow(() -> FirstBad.bad("/chain", "decisions or governance is expected"));
    }
}
