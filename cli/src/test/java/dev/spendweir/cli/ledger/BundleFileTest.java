package dev.spendweir.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.cli.CliRun;
import dev.spendweir.cli.CliRun.Ended;
import dev.spendweir.export.ExportBuilder;
import dev.spendweir.export.ExportFile;
import dev.spendweir.export.ExportWindow;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.Checkpoint;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.ledger.HashChain;
import dev.spendweir.ledger.LedgerAppender;
import dev.spendweir.ledger.LedgerEvent;
import dev.spendweir.ledger.LedgerHash;
import dev.spendweir.ledger.MerkleFrontier;
import dev.spendweir.ledger.MerkleHash;
import dev.spendweir.ledger.MerkleLog;
import dev.spendweir.ledger.StoredEntry;
import dev.spendweir.note.SigningKey;
import dev.spendweir.note.VerifierKey;
import dev.spendweir.note.VerifierKeys;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export is verified with nothing but its files and a file of keys; each class of damage ends with its own code. */
final class BundleFileTest {
    private static final Chain CHAIN = Chain.GOVERNANCE;
    private static final String ORIGIN = Checkpoint.origin("acme", CHAIN);
    private static final SigningKey KEY = SigningKey.ofSeed(new byte[32]);

    @TempDir
    private Path directory;

    private Path keys = Path.of("");

    @BeforeEach
    void writeKeys() throws IOException {
        VerifierKeys known = new VerifierKeys(List.of(
                VerifierKey.of(ORIGIN, KEY.publicKey()),
                VerifierKey.of(ExportBuilder.keyName("acme"), KEY.publicKey())));
        keys = Files.writeString(directory.resolve("keys.txt"), known.text());
    }

    @Test
    void verify_anUntouchedExport_isGoodAsArchiveAndUnpacked() throws IOException {
        List<ExportFile> files = export(chain(6, "12"), 6, KEY);
        Ended packed = verify(zip(files), null);
        assertThat(packed.code()).as(packed.err()).isZero();
        assertThat(packed.out()).contains("good, 6 entries").contains("not excluded: cut_tail (entries 1 on)");
        Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
        for (ExportFile file : files) {
            Files.write(unpacked.resolve(file.name()), file.bytes());
        }
        assertThat(verify(unpacked, null).code()).isZero();
        Ended replayed = CliRun.in(directory)
                .run(
                        "ledger",
                        "verify",
                        "--bundle",
                        unpacked.toString(),
                        "--key",
                        keys.toString(),
                        "--replay",
                        "--output",
                        "json");
        assertThat(replayed.code()).isZero();
        assertThat(replayed.out()).contains("\"replayed\":0").contains("\"valid\":true");
    }

    @Test
    void verify_withTheCheckpointThatWasKept_excludesMore() throws IOException {
        List<StoredEntry> chain = chain(6, "12");
        Path kept = note(chain, 6, KEY);
        Ended ended = verify(zip(export(chain, 6, KEY)), kept);
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("cut_tail (entries 7 on)");
    }

    @Test
    void verify_aShorterExportThanTheKeptCheckpoint_endsWith18() throws IOException {
        List<StoredEntry> chain = chain(6, "12");
        assertThat(verify(zip(export(chain.subList(0, 4), 4, KEY)), note(chain, 6, KEY))
                        .code())
                .isEqualTo(18);
    }

    @Test
    void verify_aRewrittenChain_endsWith21() throws IOException {
        Path kept = note(chain(6, "12"), 6, KEY);
        assertThat(verify(zip(export(chain(6, "99"), 6, KEY)), kept).code()).isEqualTo(21);
    }

    @Test
    void verify_aCheckpointOfAnotherKey_endsWith17_andAChangedOneWith16() throws IOException {
        byte[] seed = new byte[32];
        seed[0] = 1;
        assertThat(verify(zip(export(chain(3, "12"), 3, SigningKey.ofSeed(seed))), null)
                        .code())
                .isEqualTo(17);
        List<StoredEntry> chain = chain(3, "12");
        ExportWindow window = window(chain, 3, note(chain, 3).replace("\n3\n", "\n4\n"));
        assertThat(verify(zip(build(chain, window)), null).code()).isEqualTo(16);
    }

    /** Signed all the same, by somebody who has the key: no export is made of it, and none is believed. */
    @Test
    void verify_aChangedPayload_endsWith10() throws IOException {
        List<ExportFile> files = export(chain(3, "12"), 3, KEY);
        assertThat(verify(zip(signedAgain(files, "\"limit\":\"12\",\"n\":2", "\"limit\":\"99\",\"n\":2")), null)
                        .code())
                .isEqualTo(10);
        List<StoredEntry> chain = new ArrayList<>(chain(3, "12"));
        StoredEntry old = chain.get(1);
        chain.set(1, new StoredEntry(old.entry(), "{}".getBytes(), old.salt(), old.entryHash(), old.chainHash()));
        assertThatThrownBy(() -> export(chain, 3, KEY)).hasMessageContaining("LEDGER_DAMAGED: entry 2: payload");
    }

    /** Lines changed to others of the same length, with a manifest and a signature that fit again. */
    private static List<ExportFile> signedAgain(List<ExportFile> files, String from, String to) {
        Map<String, String> texts = new LinkedHashMap<>();
        files.forEach(file -> texts.put(file.name(), new String(file.bytes(), StandardCharsets.UTF_8)));
        String lines = texts.get("ledger.jsonl");
        String changed = lines.replace(from, to);
        String manifest = texts.get("manifest.json").replace(Sha256Hex.ofUtf8(lines), Sha256Hex.ofUtf8(changed));
        byte[] signature = KEY.sign(manifest.getBytes(StandardCharsets.UTF_8));
        texts.put("ledger.jsonl", changed);
        texts.put("manifest.json", manifest);
        texts.put("manifest.sha256", Sha256Hex.ofUtf8(manifest) + "  manifest.json\n");
        texts.put(
                "manifest.sig",
                texts.get("manifest.sig")
                        .replaceFirst(
                                "\"signature\":\"[^\"]+\"",
                                "\"signature\":\"" + Base64.getEncoder().encodeToString(signature) + "\""));
        return texts.entrySet().stream()
                .map(file -> new ExportFile(file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8), 0))
                .toList();
    }

    @Test
    void verify_aFileThatTheSignatureDoesNotCover_endsWith23() throws IOException {
        List<ExportFile> files = new ArrayList<>(export(chain(3, "12"), 3, KEY));
        ExportFile first = files.get(0);
        files.set(0, new ExportFile(first.name(), new byte[] {'x'}, 0));
        Ended ended = verify(zip(files), null);
        assertThat(ended.code()).isEqualTo(23);
        assertThat(ended.err()).contains("EXPORT_INVALID").contains(first.name());
        Path text = Files.writeString(directory.resolve("text"), "hello");
        assertThat(verify(text, null).code()).isEqualTo(23);
    }

    @Test
    void verify_optionsThatDoNotGoTogether_areRefused() {
        assertThat(CliRun.in(directory).run("ledger", "verify", "--bundle", "x").code())
                .isEqualTo(64);
        assertThat(CliRun.in(directory)
                        .run("ledger", "verify", "--bundle", "x", "--key", "k", "--chain", "decisions")
                        .code())
                .isEqualTo(64);
        assertThat(CliRun.in(directory)
                        .run("ledger", "verify", "--file", "x", "--replay")
                        .code())
                .isEqualTo(64);
        assertThat(CliRun.in(directory)
                        .run("ledger", "verify", "--bundle", "none.zip", "--key", keys.toString())
                        .code())
                .isEqualTo(1);
    }

    private Ended verify(Path bundle, @Nullable Path trusted) {
        return trusted == null
                ? CliRun.in(directory).run("ledger", "verify", "--bundle", bundle.toString(), "--key", keys.toString())
                : CliRun.in(directory)
                        .run(
                                "ledger",
                                "verify",
                                "--bundle",
                                bundle.toString(),
                                "--key",
                                keys.toString(),
                                "--trusted-checkpoint",
                                trusted.toString());
    }

    private Path zip(List<ExportFile> files) throws IOException {
        Path archive = directory.resolve("export.zip");
        try (OutputStream out = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (ExportFile file : files) {
                zip.putNextEntry(new ZipEntry(file.name()));
                zip.write(file.bytes());
            }
        }
        return archive;
    }

    private Path note(List<StoredEntry> chain, int size, SigningKey key) throws IOException {
        return Files.writeString(
                directory.resolve("kept.txt"), checkpoint(chain, size).sign(key).format());
    }

    private static String note(List<StoredEntry> chain, int size) {
        return checkpoint(chain, size).sign(KEY).format();
    }

    private static Checkpoint checkpoint(List<StoredEntry> chain, int size) {
        return Checkpoint.of(
                "acme", CHAIN, size, log(chain.subList(0, size)).tree().root());
    }

    private static MerkleLog log(List<StoredEntry> chain) {
        MerkleLog log = new MerkleLog();
        chain.forEach(entry -> log.append(MerkleHash.leaf(entry.entryHash())));
        return log;
    }

    /** Signed by our key; the checkpoint in it by the given one. */
    private static List<ExportFile> export(List<StoredEntry> chain, int size, SigningKey checkpointKey) {
        return build(
                chain,
                window(chain, size, checkpoint(chain, size).sign(checkpointKey).format()));
    }

    private static List<ExportFile> build(List<StoredEntry> chain, ExportWindow window) {
        ExportBuilder builder = new ExportBuilder(window);
        chain.forEach(builder::add);
        return builder.build(hash -> null, hash -> null, KEY);
    }

    private static ExportWindow window(List<StoredEntry> chain, int size, String note) {
        var tree = log(chain).tree();
        return new ExportWindow(
                "acme",
                CHAIN,
                HashChain.empty(),
                new MerkleFrontier(),
                size,
                note,
                size,
                tree.inclusionProof(0),
                tree.inclusionProof(size - 1),
                tree.consistencyProof(size),
                List.of());
    }

    private static List<StoredEntry> chain(int length, String limit) {
        LedgerAppender appender = new LedgerAppender("acme", CHAIN, HashChain.empty());
        List<StoredEntry> entries = new ArrayList<>();
        for (int i = 1; i <= length; i++) {
            byte[] salt = new byte[LedgerHash.SALT_BYTES];
            Arrays.fill(salt, (byte) i);
            LedgerEvent event = new LedgerEvent(
                    EntryType.BUDGET_CHANGED,
                    Instant.parse("2026-03-02T09:30:00Z"),
                    "ann",
                    "p",
                    null,
                    null,
                    null,
                    null,
                    null,
                    JsonObject.builder().put("limit", limit).put("n", i).build());
            entries.add(appender.append(event, "01930000-0000-7000-8000-%012d".formatted(i), salt)
                    .stored());
        }
        return entries;
    }
}
