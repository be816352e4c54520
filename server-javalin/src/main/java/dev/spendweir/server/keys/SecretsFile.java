package dev.spendweir.server.keys;

import dev.spendweir.server.StartupException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;

/** A file with one key of 32 bytes in Base64, readable by its owner alone. */
public final class SecretsFile {
    private static final int KEY_BYTES = 32;

    private SecretsFile() {}

    /**
     * The text of the file, which is made with a fresh key when it is not there.
     *
     * @throws StartupException when it cannot be read or made
     */
    public static String readOrMake(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new StartupException("the key file " + file + " cannot be read or made; is its directory yours?", e);
        }
    }

    private static void make(Path file) throws IOException {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a directory");
        Files.createDirectories(directory, ownersOnly("rwx------"));
        // Under another name first: a start that dies half way leaves no half key behind.
        Path unfinished = directory.resolve(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished, ownersOnly("rw-------"));
        Files.writeString(
                unfinished,
                Base64.getEncoder().encodeToString(key) + "\n",
                StandardCharsets.US_ASCII,
                StandardOpenOption.SYNC);
        try {
            Files.createLink(file, unfinished);
        } catch (FileAlreadyExistsException e) {
            // Another start was faster; its key is as good.
            return;
        } finally {
            Files.delete(unfinished);
        }
    }

    private static FileAttribute<?>[] ownersOnly(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
