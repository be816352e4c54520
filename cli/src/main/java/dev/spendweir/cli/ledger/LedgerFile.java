package dev.spendweir.cli.ledger;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.cli.CliException;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.ChainVerifier;
import dev.spendweir.ledger.LedgerText;
import dev.spendweir.ledger.StoredEntry;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Verifies a ledger file (spec 11): one line an entry, one chain a file. Memory is bounded by the longest line. */
public final class LedgerFile {

    private LedgerFile() {}

    /**
     * Verifies a file from its first line.
     *
     * @param name what the file is called in the report
     * @throws CliException when it cannot be read or holds no entry
     * @throws RejectedException {@code LEDGER_FILE_INVALID} when a line has not the form of an entry
     */
    public static VerifiedChain verify(Path file, String name) {
        try (InputStream in = Files.newInputStream(file)) {
            return verify(in, name);
        } catch (IOException e) {
            throw new CliException("the ledger file " + file + " cannot be read", "is it there and yours to read?");
        }
    }

    private static VerifiedChain verify(InputStream in, String name) throws IOException {
        @Nullable ChainVerifier verifier = null;
        LedgerParts parts = new LedgerParts(in);
        long number = 1;
        for (LedgerText lines = parts.next(number); lines != null; lines = parts.next(number)) {
            for (StoredEntry line = read(lines, number); line != null; line = read(lines, number)) {
                if (verifier == null) {
                    verifier = verifierOf((JsonObject) JsonReader.read(line.entry()), number);
                }
                verifier.accept(line);
                number++;
            }
        }
        if (verifier == null) {
            throw new CliException("the ledger file " + name + " has no entry", "an empty file proves nothing");
        }
        return VerifiedChain.of(name, verifier.finish());
    }

    private static @Nullable StoredEntry read(LedgerText lines, long number) {
        try {
            return lines.next();
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
}
