package dev.spendweir.benchmarks;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.engine.Decision;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.export.ExportBuilder;
import dev.spendweir.export.ExportFile;
import dev.spendweir.export.ExportVerifier;
import dev.spendweir.export.ExportWindow;
import dev.spendweir.ledger.AuditReport;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.ChainReport;
import dev.spendweir.ledger.ChainVerifier;
import dev.spendweir.ledger.Checkpoint;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.ledger.LedgerAppender;
import dev.spendweir.ledger.LedgerEvent;
import dev.spendweir.ledger.LedgerHash;
import dev.spendweir.ledger.LedgerText;
import dev.spendweir.ledger.MerkleFrontier;
import dev.spendweir.ledger.MerkleHash;
import dev.spendweir.ledger.MerkleLog;
import dev.spendweir.ledger.MerkleTree;
import dev.spendweir.ledger.StoredEntry;
import dev.spendweir.note.SigningKey;
import dev.spendweir.note.VerifierKey;
import dev.spendweir.note.VerifierKeys;
import dev.spendweir.request.GateRequest;
import dev.spendweir.request.RequestNormalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What verifying a line of an export costs, offline and on one thread. The lines are those of the small input's decision, but
 * for what differs from call to call.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LedgerBenchmark {
    /** As many as an export has at most. */
    private static final int LINES = 10_000;

    private static final String TENANT = "acme";
    private static final SigningKey KEY = SigningKey.ofSeed(new byte[SigningKey.SEED_BYTES]);

    /**
     * {@code whole}: record, request and snapshot, as the server stores them. {@code part}: without context, waterfall and
     * snapshot, about 1.5 KB.
     */
    @Param({"part", "whole"})
    public String payload = "part";

    private final Map<String, byte[]> files = new HashMap<>();
    private byte[] ledger = new byte[0];
    private byte[] erased = new byte[0];

    /** Makes the chain and its export. */
    @Setup
    public void load() {
        List<StoredEntry> entries = decisions(payload.equals("whole"));
        MerkleLog log = new MerkleLog();
        entries.forEach(entry -> log.append(MerkleHash.leaf(entry.entryHash())));
        filesOf(entries, log.tree()).forEach(file -> files.put(file.name(), file.bytes()));
        ledger = Objects.requireNonNull(files.get("ledger.jsonl"));
        List<StoredEntry> without = entries.stream()
                .map(entry -> new StoredEntry(entry.entry(), null, null, entry.entryHash(), entry.chainHash()))
                .toList();
        for (ExportFile file : filesOf(without, log.tree())) {
            erased = file.name().equals("ledger.jsonl") ? file.bytes() : erased;
        }
        System.out.printf("%n%d bytes a line, %d without payload%n", ledger.length / LINES, erased.length / LINES);
    }

    private static List<StoredEntry> decisions(boolean isWhole) {
        Case given = Case.load("small");
        GateRequest request =
                RequestNormalizer.normalize(given.rawRequest(), given.policy().document());
        Decision decision = GateEngine.create().decide(given.policy(), request, given.snapshot(), given.clockTime());
        JsonObject record = (JsonObject) JsonReader.read(decision.recordBytes());
        JsonObject.Builder payload = JsonObject.builder()
                .put("decision_id", "01930000-0000-7000-8000-000000000000")
                .put(
                        "record",
                        isWhole ? record : record.without("computed_context").without("waterfall"))
                .put("request", request.toJson());
        if (isWhole) {
            payload.put("snapshot", hashed(given.snapshot().toJson()));
        }
        JsonObject whole = payload.build();
        LedgerAppender appender = new LedgerAppender(TENANT, Chain.DECISIONS, HashChain.empty());
        List<StoredEntry> entries = new ArrayList<>();
        for (int i = 0; i < LINES; i++) {
            String id = "01930000-0000-7000-8000-%012d".formatted(i);
            LedgerEvent event = new LedgerEvent(
                    EntryType.DECISION,
                    given.clockTime(),
                    "ci",
                    id,
                    2L,
                    given.policy().sha256(),
                    null,
                    id,
                    "4bf92f3577b34da6a3ce929d0e0e4736",
                    whole);
            byte[] salt = new byte[LedgerHash.SALT_BYTES];
            salt[0] = (byte) i;
            entries.add(appender.append(event, id, salt).stored());
        }
        return entries;
    }

    private static JsonObject hashed(JsonObject snapshot) {
        byte[] history = CanonicalJson.bytes(Objects.requireNonNull(snapshot.get("cost_history")));
        return snapshot.with("cost_history", new JsonString(Sha256Hex.of(history)))
                .with("project_cost_history", JsonNull.NULL);
    }

    private static List<ExportFile> filesOf(List<StoredEntry> entries, MerkleTree tree) {
        Case given = Case.load("small");
        ExportBuilder builder = new ExportBuilder(new ExportWindow(
                TENANT,
                Chain.DECISIONS,
                HashChain.empty(),
                new MerkleFrontier(),
                LINES,
                Checkpoint.of(TENANT, Chain.DECISIONS, LINES, tree.root())
                        .sign(KEY)
                        .format(),
                LINES,
                tree.inclusionProof(0),
                tree.inclusionProof(LINES - 1),
                List.of(),
                List.of()));
        entries.forEach(builder::add);
        byte[] history = CanonicalJson.bytes(
                Objects.requireNonNull(given.snapshot().toJson().get("cost_history")));
        return builder.build(hash -> given.policy().canonicalBytes(), hash -> history, KEY);
    }

    private static ChainReport read(byte[] lines) {
        ChainVerifier verifier = ChainVerifier.of(TENANT, Chain.DECISIONS);
        LedgerText text = new LedgerText(lines);
        for (StoredEntry entry = text.next(); entry != null; entry = text.next()) {
            verifier.accept(entry);
        }
        ChainReport report = verifier.finish();
        if (!report.isValid()) {
            throw new IllegalStateException("the chain does not verify: " + report);
        }
        return report;
    }

    /** Lines of {@code ledger.jsonl}: entry, payload and chain. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public ChainReport lines() {
        return read(ledger);
    }

    /** Lines whose payload was erased: entry and chain alone. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public ChainReport entries() {
        return read(erased);
    }

    /** A whole export: signature, file hashes, lines, Merkle tree and proofs. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public AuditReport export() {
        VerifierKeys keys = new VerifierKeys(List.of(
                VerifierKey.of(Checkpoint.origin(TENANT, Chain.DECISIONS), KEY.publicKey()),
                VerifierKey.of(ExportBuilder.keyName(TENANT), KEY.publicKey())));
        AuditReport found = new ExportVerifier(files, keys).verify(null);
        if (!found.report().isValid()) {
            throw new IllegalStateException("the export does not verify: " + found.report());
        }
        return found;
    }
}
