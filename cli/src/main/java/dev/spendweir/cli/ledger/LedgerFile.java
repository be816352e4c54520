package dev.spendweir.cli.ledger;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.cli.CliException;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.ChainVerifier;
import dev.spendweir.ledger.LedgerLine;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Verifies a ledger file (spec 11): one line an entry, one chain a file. Memory is bounded by the longest line. */
public final class LedgerFile {

    /** A decision's payload holds request, snapshot and record; 16 MiB is far above all of them at their limits. */
    private static final int MAX_LINE_BYTES = 16 * 1024 * 1024;

    private LedgerFile() {}

    /**
     * Verifies a file from its first line.
     *
     * @param name what the file is called in the report
     * @throws CliException when it cannot be read or holds no entry
     * @throws RejectedException {@code LEDGER_FILE_INVALID} when a line has not the form of an entry
     */
    public static VerifiedChain verify(Path file, String name) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return verify(in, name);
        } catch (IOException e) {
            throw new CliException("the ledger file " + file + " cannot be read", "is it there and yours to read?");
        }
    }

    private static VerifiedChain verify(InputStream in, String name) throws IOException {
        @Nullable ChainVerifier verifier = null;
        long number = 0;
        for (byte[] bytes = line(in, 1); bytes != null; bytes = line(in, number + 1)) {
            number++;
            LedgerLine line = read(bytes, number);
            if (verifier == null) {
                verifier = verifierOf(line.entry(), number);
            }
            verifier.accept(line.toStored());
        }
        if (verifier == null) {
            throw new CliException("the ledger file " + name + " has no entry", "an empty file proves nothing");
        }
        return VerifiedChain.of(name, verifier.finish());
    }

    private static LedgerLine read(byte[] bytes, long number) {
        try {
            return LedgerLine.read(bytes);
        } catch (RejectedException e) {
            throw new RejectedException(
                    ErrorCode.LEDGER_FILE_INVALID,
                    "line " + number + ": " + e.findings().get(0).detail());
        }
    }

    /** A file speaks of one tenant and one chain: those of its first entry. */
    private static ChainVerifier verifierOf(JsonObject entry, long number) {
        Optional<Chain> chain =
                entry.get("chain") instanceof JsonString name ? Chain.ofWireName(name.value()) : Optional.empty();
        if (chain.isEmpty() || !(entry.get("tenant_id") instanceof JsonString tenant)) {
            throw new RejectedException(
                    ErrorCode.LEDGER_FILE_INVALID,
                    "line " + number + ": the entry names no tenant, or no chain that is known");
        }
        return ChainVerifier.of(tenant.value(), chain.get());
    }

    /** The next line without its end, or null at the end of the file. */
    private static byte @Nullable [] line(InputStream in, long number) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(4096);
        int next = in.read();
        if (next < 0) {
            return null;
        }
        for (; next >= 0 && next != '\n'; next = in.read()) {
            if (line.size() >= MAX_LINE_BYTES) {
                throw new RejectedException(
                        ErrorCode.LEDGER_FILE_INVALID,
                        "line " + number + " is longer than " + MAX_LINE_BYTES + " bytes");
            }
            line.write(next);
        }
        if (next < 0) {
            throw new RejectedException(
                    ErrorCode.LEDGER_FILE_INVALID,
                    "line " + number + " has no end: the file was cut in the middle of it");
        }
        return line.toByteArray();
    }
}
