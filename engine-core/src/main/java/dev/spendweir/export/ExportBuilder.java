package dev.spendweir.export;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.ledger.Acknowledgement;
import dev.spendweir.ledger.Acknowledgements;
import dev.spendweir.ledger.ChainFailure;
import dev.spendweir.ledger.ChainVerifier;
import dev.spendweir.ledger.Defect;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.ledger.LedgerLine;
import dev.spendweir.ledger.StoredEntry;
import dev.spendweir.note.SigningKey;
import dev.spendweir.note.VerifierKey;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the files of an export (spec 3.4). Nothing but the window goes into them, no time and no id of the making, so the
 * same window gives the same bytes. Not thread-safe; used once.
 */
public final class ExportBuilder {
    /** The schema id of the manifest. */
    public static final String SCHEMA = "spendweir.export/v1";

    private final ExportWindow window;
    private final ExportTables tables = new ExportTables();
    private final ByteArrayOutputStream ledger = new ByteArrayOutputStream();
    private final TreeMap<String, Long> policies = new TreeMap<>();
    private final TreeMap<String, Long> contexts = new TreeMap<>();
    private final TreeMap<String, JsonObject> contextKeys = new TreeMap<>();
    private final ChainVerifier verifier;

    /** @param window what is exported */
    public ExportBuilder(ExportWindow window) {
        this.window = window;
        this.verifier = ChainVerifier.after(
                window.tenantId(),
                window.chain(),
                window.before(),
                Acknowledgements.of(window.acknowledged()).endingAt(window.to()));
    }

    /**
     * Adds the next entry of the window, in order, verified as an auditor would. An entry or payload that was acknowledged as
     * damaged goes in as it is, and counts for nothing but the ledger's lines.
     *
     * @throws RejectedException {@code LEDGER_DAMAGED} with the place and class of what is wrong and was not acknowledged, or
     *     when the entry does not follow from the one before, acknowledged or not
     */
    public void add(StoredEntry entry) {
        HashChain next = verifier.head().append(entry.entryHash());
        int passedOver = verifier.passedOver().size();
        Optional<ChainFailure> failure = verifier.accept(entry);
        if (failure.isPresent()) {
            throw damaged(failure.get());
        }
        List<Defect> known = verifier.passedOver();
        boolean isIntact = known.size() == passedOver;
        if (verifier.head().sequence() != next.sequence() || !Arrays.equals(next.chainHash(), entry.chainHash())) {
            throw new RejectedException(
                    ErrorCode.LEDGER_DAMAGED,
                    "entry " + next.sequence() + " is missing or does not follow; this is known (acknowledged: "
                            + known.stream().map(Defect::name).collect(Collectors.joining(", "))
                            + "), and an export has no holes: export windows around it");
        }
        LedgerLine line = line(entry, next.sequence());
        ledger.writeBytes(line.bytes());
        ledger.write('\n');
        if (isIntact) {
            describe(line);
        }
    }

    private static LedgerLine line(StoredEntry entry, long sequence) {
        try {
            return LedgerLine.of(entry);
        } catch (JsonSyntaxException | RejectedException e) {
            throw new RejectedException(
                    ErrorCode.LEDGER_DAMAGED,
                    "entry " + sequence + " is damaged so that no line can be written of it, which was acknowledged; "
                            + "export windows around it");
        }
    }

    private void describe(LedgerLine line) {
        tables.add(line);
        if (line.payload() instanceof JsonObject payload && payload.get("record") instanceof JsonObject record) {
            count(payload, record);
        }
    }

    private static RejectedException damaged(ChainFailure failure) {
        return new RejectedException(
                ErrorCode.LEDGER_DAMAGED,
                "entry " + failure.sequence() + ": " + failure.kind().wireName() + ": " + failure.detail()
                        + "; verify the chain, and repair or acknowledge the damage, or export windows around it");
    }

    private void count(JsonObject payload, JsonObject record) {
        String policy = ExportTables.text(record, "policy_sha256");
        if (policy != null) {
            policies.merge(policy, 1L, Long::sum);
        }
        if (payload.get("snapshot") instanceof JsonObject snapshot) {
            JsonObject key = JsonObject.builder()
                    .put("cost_history_sha256", ExportTables.text(snapshot, "cost_history"))
                    .put("project_cost_history_sha256", ExportTables.text(snapshot, "project_cost_history"))
                    .build();
            String text = CanonicalJson.text(key);
            contextKeys.put(text, key);
            contexts.merge(text, 1L, Long::sum);
        }
    }

    /**
     * The whole export: the data, then {@code manifest.json}, {@code manifest.sha256} and {@code manifest.sig}.
     *
     * @param policyBytes canonical bytes of a policy by hash; null: not there
     * @param historyBytes canonical bytes of a cost history by hash; null: not there
     * @param key signs the manifest, under the name {@link #keyName}
     * @throws RejectedException {@code LEDGER_DAMAGED} when the window is not complete, or something that replay needs is
     *     missing
     */
    public List<ExportFile> build(
            Function<String, byte @Nullable []> policyBytes,
            Function<String, byte @Nullable []> historyBytes,
            SigningKey key) {
        if (verifier.head().sequence() != window.to()) {
            throw new RejectedException(
                    ErrorCode.LEDGER_DAMAGED,
                    "entry " + (verifier.head().sequence() + 1) + " of the window is missing");
        }
        List<ExportFile> files = new ArrayList<>();
        files.add(tables.decisions());
        files.add(tables.approvals());
        files.add(tables.reservations());
        files.add(new ExportFile(
                "ledger.jsonl",
                ledger.toByteArray(),
                window.to() - window.before().sequence()));
        files.add(byHash("policies.jsonl", "document", new ArrayList<>(policies.keySet()), policyBytes));
        files.add(byHash("histories.jsonl", "rows", histories(), historyBytes));
        files.add(new ExportFile("checkpoint.txt", window.checkpoint().getBytes(StandardCharsets.UTF_8), 1));
        files.add(new ExportFile("proofs.json", CanonicalJson.bytes(proofs()), 1));
        return sign(files, key);
    }

    private List<String> histories() {
        TreeMap<String, Boolean> hashes = new TreeMap<>();
        for (JsonObject key : contextKeys.values()) {
            key.forEach((name, value) -> {
                if (value instanceof JsonString hash) {
                    hashes.put(hash.value(), true);
                }
            });
        }
        return new ArrayList<>(hashes.keySet());
    }

    private static ExportFile byHash(
            String name, String member, List<String> hashes, Function<String, byte @Nullable []> source) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (String hash : hashes) {
            byte[] bytes = source.apply(hash);
            if (bytes == null || !Sha256Hex.of(bytes).equals(hash)) {
                throw new RejectedException(
                        ErrorCode.LEDGER_DAMAGED, "what decisions were made from is missing: " + hash);
            }
            JsonObject line = JsonObject.builder()
                    .put("sha256", hash)
                    .put(member, JsonReader.read(bytes))
                    .build();
            lines.writeBytes(CanonicalJson.bytes(line));
            lines.write('\n');
        }
        return new ExportFile(name, lines.toByteArray(), hashes.size());
    }

    private JsonObject proofs() {
        return JsonObject.builder()
                .put(
                        "before",
                        Acknowledgement.anchorJson(
                                window.before(), window.tree().peaks()))
                .put("first_inclusion", hex(window.firstProof()))
                .put("last_inclusion", hex(window.lastProof()))
                .put("consistency", hex(window.consistency()))
                .build();
    }

    private List<ExportFile> sign(List<ExportFile> files, SigningKey key) {
        byte[] manifest = CanonicalJson.bytes(manifest(files));
        List<ExportFile> all = new ArrayList<>(files);
        all.add(new ExportFile("manifest.json", manifest, 1));
        all.add(new ExportFile(
                "manifest.sha256",
                (Sha256Hex.of(manifest) + "  manifest.json\n").getBytes(StandardCharsets.US_ASCII),
                1));
        JsonObject signature = JsonObject.builder()
                .put("alg", "Ed25519")
                .put(
                        "kid",
                        VerifierKey.of(keyName(window.tenantId()), key.publicKey())
                                .id())
                .put("signature", Base64.getEncoder().encodeToString(key.sign(manifest)))
                .build();
        all.add(new ExportFile("manifest.sig", CanonicalJson.bytes(signature), 1));
        return all;
    }

    private JsonObject manifest(List<ExportFile> files) {
        return JsonObject.builder()
                .put("schema", SCHEMA)
                .put("tenant_id", window.tenantId())
                .put("chain", window.chain().wireName())
                .put("from_sequence", window.from())
                .put("to_sequence", window.to())
                .put("chain_hash_before", hex(window.before().chainHash()))
                .put("chain_hash", hex(verifier.head().chainHash()))
                .put("checkpoint_size", window.checkpointSize())
                .put("acknowledged", JsonArray.of(window.acknowledged().stream().map(Acknowledgement::toJson)))
                .put("files", JsonArray.of(files.stream().map(ExportFile::toJson)))
                .put("policy_lineage", policyLineage())
                .put("context_lineage", contextLineage())
                .build();
    }

    private JsonArray policyLineage() {
        return JsonArray.of(policies.entrySet().stream()
                .map(policy -> JsonObject.builder()
                        .put("policy_sha256", policy.getKey())
                        .put("decisions", policy.getValue())
                        .build()));
    }

    private JsonArray contextLineage() {
        return JsonArray.of(contexts.entrySet().stream().map(context -> {
            JsonObject key = contextKeys.getOrDefault(context.getKey(), JsonObject.EMPTY);
            return JsonObject.builder()
                    .put("cost_history_sha256", orNull(key, "cost_history_sha256"))
                    .put("project_cost_history_sha256", orNull(key, "project_cost_history_sha256"))
                    .put("decisions", context.getValue())
                    .build();
        }));
    }

    private static JsonValue orNull(JsonObject object, String name) {
        JsonValue value = object.get(name);
        return value == null ? JsonNull.NULL : value;
    }

    /** The name under which the export key of a tenant is known to auditors. */
    public static String keyName(String tenantId) {
        return "spendweir/" + tenantId + "/export";
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static JsonArray hex(List<byte[]> hashes) {
        return JsonArray.ofStrings(hashes.stream().map(ExportBuilder::hex).toList());
    }
}
