package dev.spendweir.server.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's programs: those that come with the build (zonky's binaries artifacts), unpacked once into a cache directory, or
 * those of an installation.
 *
 * <p>The name of the unpacked directory is derived from the archive, so another version never meets the files of an
 * older one. Unpacking goes to a private directory that is renamed when complete: a run that dies half way leaves
 * nothing that looks finished, and two processes may unpack at once.
 *
 * @param home directory that holds {@code bin}, {@code lib} and {@code share}
 */
record PostgresBinaries(Path home) {
    private static final int OWNER_EXECUTE = 0100;

    private static final List<String> NEEDED = List.of("initdb", "pg_ctl", "postgres");

    /** Unpacks the archive of this platform below {@code cache}, unless that was done before. */
    static PostgresBinaries unpack(Path cache) {
        URL archive = archiveOfThisPlatform();
        try {
            URLConnection connection = archive.openConnection();
            // A cached jar handle would be shared with (and closed under) other readers of the class path.
            connection.setUseCaches(false);
            try (InputStream in = connection.getInputStream()) {
                Path home = cache.resolve("postgresql-" + identity(connection));
                if (!Files.isDirectory(home)) {
                    unpackTo(home, in);
                }
                return new PostgresBinaries(home);
            }
        } catch (IOException e) {
            throw new PostgresStartException(
                    PostgresStartError.DATA_DIR_UNUSABLE, "cannot unpack PostgreSQL below " + cache + ": " + e, e);
        }
    }

    /**
     * The programs of an installation.
     *
     * @throws PostgresStartException {@code START_FAILED} when one that is needed is not there
     */
    static PostgresBinaries installed(Path home) {
        PostgresBinaries binaries = new PostgresBinaries(home);
        for (String name : NEEDED) {
            if (!Files.isExecutable(binaries.program(name))) {
                throw new PostgresStartException(
                        PostgresStartError.START_FAILED,
                        binaries.program(name)
                                + " is not there or may not be run; name the directory of a PostgreSQL server"
                                + " that holds bin, lib and share");
            }
        }
        return binaries;
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    private static URL archiveOfThisPlatform() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String system = os.startsWith("mac") ? "darwin" : os.startsWith("linux") ? "linux" : "none";
        String processor = arch.equals("aarch64") || arch.equals("arm64") ? "arm_64" : "x86_64";
        URL found = PostgresBinaries.class.getResource("/postgres-" + system + "-" + processor + ".txz");
        if (found == null) {
            throw new PostgresStartException(
                    PostgresStartError.PLATFORM_UNSUPPORTED,
                    "no bundled PostgreSQL for " + os + " " + arch
                            + "; set SPENDWEIR_DB_URL to a PostgreSQL of your own");
        }
        return found;
    }

    private static String identity(URLConnection connection) throws IOException {
        if (connection instanceof JarURLConnection jar) {
            return "%08x-%d".formatted(jar.getJarEntry().getCrc(), jar.getContentLengthLong());
        }
        return connection.getLastModified() + "-" + connection.getContentLengthLong();
    }

    static void unpackTo(Path home, InputStream archive) throws IOException {
        Path parent = Files.createDirectories(home.toAbsolutePath().getParent());
        Path staging = Files.createTempDirectory(parent, "unpack-");
        try {
            extract(archive, staging);
            try {
                Files.move(staging, home, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                // JDKs differ in which of its kinds says that another process was faster. That one's copy is complete,
                // because only complete copies are renamed.
                if (!Files.isDirectory(home)) {
                    throw e;
                }
            }
        } finally {
            FileTree.deleteIfExists(staging);
        }
    }

    private static void extract(InputStream archive, Path into) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = into.resolve(entry.getName()).normalize();
                if (!target.startsWith(into)) {
                    throw new IOException("entry leaves the archive: " + entry.getName());
                }
                extractEntry(tar, entry, target);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void extractEntry(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, target);
        if ((entry.getMode() & OWNER_EXECUTE) != 0) {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
