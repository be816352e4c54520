package dev.spendweir.cli.apply;

import dev.spendweir.cli.CliException;
import dev.spendweir.cli.PrivateFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A copy of a plan file that nobody else can reach: what is judged and what is applied are the same bytes, whatever happens
 * to the file meanwhile. Made once, in a new directory of mode 0700 as a file of mode 0600.
 */
final class PrivateCopy {

    private final Path directory;
    private final Path file;

    private PrivateCopy(Path directory, Path file) {
        this.directory = directory;
        this.file = file;
    }

    /**
     * Copies a plan.
     *
     * @param near the directory for temporary files
     * @throws CliException when it cannot be read, or there is no room for the copy; nothing is left behind then
     */
    static PrivateCopy of(Path planFile, Path near) {
        Path directory = makeDirectory(near);
        PrivateCopy copy = new PrivateCopy(directory, directory.resolve("tfplan"));
        boolean made = false;
        try {
            copy.fill(planFile);
            made = true;
            return copy;
        } catch (NoSuchFileException e) {
            throw new CliException("the binary plan " + planFile + " is not there");
        } catch (IOException e) {
            throw new CliException(
                    "the binary plan " + planFile + " cannot be copied",
                    "is it yours to read, and is there room in " + near + "?");
        } finally {
            if (!made) {
                copy.remove();
            }
        }
    }

    private static Path makeDirectory(Path near) {
        try {
            return Files.createTempDirectory(near, "spendweir-apply-", PrivateFile.mode(near, "rwx------"));
        } catch (IOException e) {
            throw new CliException(
                    "no directory for a private copy of the plan can be made in " + near,
                    "is it there and yours to write? TMPDIR names another one");
        }
    }

    private void fill(Path planFile) throws IOException {
        try (InputStream in = Files.newInputStream(planFile)) {
            Files.createFile(file, PrivateFile.mode(file, "rw-------"));
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
                in.transferTo(out);
            }
        }
    }

    Path file() {
        return file;
    }

    /** Removes it; may be called again. False when something of it stays, which only its owner can read. */
    boolean remove() {
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(directory);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
