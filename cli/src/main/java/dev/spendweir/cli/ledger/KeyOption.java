package dev.spendweir.cli.ledger;

import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.CliException;
import dev.spendweir.note.VerifierKeys;
import dev.spendweir.rejection.RejectedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads what an auditor brings along: keys and checkpoints. */
public final class KeyOption {
    /** Keys and notes are a few lines. */
    private static final long MAX_BYTES = 1 << 20;

    private KeyOption() {}

    /**
     * The verifier keys of a file.
     *
     * @throws CliException when it cannot be read or holds something else
     */
    public static VerifierKeys keys(CliContext context, String file) {
        try {
            return VerifierKeys.parse(text(context, file));
        } catch (RejectedException e) {
            throw CliException.inFile(file, e);
        }
    }

    /** The text of a small file. */
    public static String text(CliContext context, String file) {
        Path path = context.resolve(file);
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw new CliException("the file " + file + " is too large for what it should be");
            }
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CliException("the file " + file + " cannot be read", "is it there and yours to read?");
        }
    }
}
