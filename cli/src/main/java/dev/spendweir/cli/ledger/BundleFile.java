package dev.spendweir.cli.ledger;

import dev.spendweir.cli.CliException;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.export.ExportReplay;
import dev.spendweir.export.ExportVerifier;
import dev.spendweir.ledger.AuditReport;
import dev.spendweir.ledger.ChainFailure;
import dev.spendweir.ledger.Checkpoint;
import dev.spendweir.ledger.CheckpointNote;
import dev.spendweir.note.VerifierKeys;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** Verifies an export (spec 3.4), as the archive that the server gives or unpacked, without any server. */
public final class BundleFile {
    /** An export has at most 10,000 entries; 2 GiB is far above what those take. */
    private static final long MAX_BYTES = 2L << 30;

    /** A manifest, its hash, its signature and eight data files; more means that it is something else. */
    private static final int MAX_FILES = 64;

    private BundleFile() {}

    /**
     * Verifies an export.
     *
     * @param name what it is called in the report
     * @param trusted text of a checkpoint that was kept; null: none
     * @param replay whether every decision is decided again
     * @throws CliException when it cannot be read
     * @throws RejectedException {@code EXPORT_INVALID} when the files are not those that their signature vouches for, {@code
     *     CHECKPOINT_NOT_TRUSTED} when the kept checkpoint cannot be believed
     */
    public static VerifiedChain verify(
            Path bundle, String name, VerifierKeys keys, @Nullable String trusted, boolean replay) {
        Map<String, byte[]> files = read(bundle);
        ExportVerifier verifier = new ExportVerifier(files, keys);
        Checkpoint kept = trusted == null ? null : CheckpointNote.require(trusted, verifier.origin(), keys);
        AuditReport found = verifier.verify(kept);
        if (!replay || !found.report().isValid()) {
            return VerifiedChain.of(name, found, null);
        }
        ExportReplay replayed = ExportReplay.run(files, found, GateEngine.create());
        ChainFailure failure = replayed.failure();
        return VerifiedChain.of(name, failure == null ? found : found.failed(failure), replayed.decisions());
    }

    private static Map<String, byte[]> read(Path bundle) {
        try {
            return Files.isDirectory(bundle) ? unpacked(bundle) : archive(bundle);
        } catch (ZipException e) {
            throw new RejectedException(ErrorCode.EXPORT_INVALID, "the archive is damaged: " + e.getMessage());
        } catch (IOException e) {
            throw new CliException("the export " + bundle + " cannot be read", "is it there and yours to read?");
        }
    }

    private static Map<String, byte[]> unpacked(Path directory) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        try (Stream<Path> all = Files.list(directory)) {
            for (Path file : all.filter(Files::isRegularFile).limit(MAX_FILES).toList()) {
                files.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static Map<String, byte[]> archive(Path bundle) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        long left = MAX_BYTES;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(bundle), 1 << 16);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] bytes = zip.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, left + 1));
                left -= bytes.length;
                if (left < 0 || files.size() == MAX_FILES || files.put(entry.getName(), bytes) != null) {
                    throw new RejectedException(
                            ErrorCode.EXPORT_INVALID, "the archive is too large, or has a file twice");
                }
            }
        }
        return files;
    }
}
