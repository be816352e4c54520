package dev.spendweir.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files for secrets: made new, readable by their owner alone. */
public final class PrivateFile {

    private PrivateFile() {}

    /**
     * Makes an empty one.
     *
     * @throws CliException when it is there, or cannot be made
     */
    public static Path create(Path file) {
        try {
            return Files.createFile(file, mode(file, "rw-------"));
        } catch (FileAlreadyExistsException e) {
            throw new CliException(
                    "the file " + file + " is already there", "name a new file; a secret is never overwritten");
        } catch (IOException e) {
            throw new CliException(
                    "the file " + file + " cannot be made", "is the directory there and yours to write?");
        }
    }

    /** Permissions as {@code ls} writes them, where the file system has such. */
    public static FileAttribute<?>[] mode(Path near, String permissions) {
        return near.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Writes a secret of ASCII characters as one line. */
    public static void write(Path file, String secret) {
        try {
            Files.writeString(file, secret + "\n", StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException("the secret was made but could not be written to " + file, e);
        }
    }

    /** Removes one that was made for nothing. */
    public static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // An empty file stays; why there is no secret is what the user must read.
        }
    }
}
