package dev.spendweir.server.postgres;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;
import java.util.Set;

/**
 * The generated passwords of an embedded cluster, kept in a file that only its owner can read (mode 0600).
 *
 * @param superuser password of the cluster's superuser
 * @param migrator password of {@code spendweir_migrator}
 * @param app password of {@code spendweir_app}
 * @param auditor password of {@code spendweir_auditor}
 */
record PostgresSecrets(String superuser, String migrator, String app, String auditor) {
    /** 192 bits: beyond guessing, and URL-safe text without padding. */
    private static final int PASSWORD_BYTES = 24;

    /** Reads the file, or makes and writes new passwords when there is none. */
    static PostgresSecrets readOrCreate(Path file) throws IOException {
        if (!Files.exists(file)) {
            write(file);
        }
        Properties stored = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            stored.load(reader);
        }
        return new PostgresSecrets(
                required(stored, "superuser", file),
                required(stored, "migrator", file),
                required(stored, "app", file),
                required(stored, "auditor", file));
    }

    private static String required(Properties stored, String name, Path file) {
        String value = stored.getProperty(name);
        if (value == null || value.isBlank()) {
            throw new PostgresStartException(
                    PostgresStartError.DATA_DIR_UNUSABLE, file + " has no password named " + name);
        }
        return value;
    }

    private static void write(Path file) throws IOException {
        Path staging = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(staging);
        try (FileChannel channel = FileChannel.open(
                        staging,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Writer writer = Channels.newWriter(channel, StandardCharsets.UTF_8)) {
            for (String name : new String[] {"superuser", "migrator", "app", "auditor"}) {
                writer.write(name + "=" + newPassword() + "\n");
            }
            writer.flush();
            // A password that a power cut takes away would lock the owner out of the data.
            channel.force(true);
        }
        Files.move(staging, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String newPassword() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "PostgresSecrets[hidden]";
    }
}
