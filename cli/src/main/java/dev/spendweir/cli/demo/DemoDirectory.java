package dev.spendweir.cli.demo;

import dev.spendweir.cli.CliException;
import dev.spendweir.server.postgres.EmbeddedPostgres;
import dev.spendweir.server.postgres.PostgresStartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The directory that a demo runs in: emptied at each start, and only ever if a demo made it and none is running in it; what
 * a killed one left running is stopped first. Held until closed.
 */
final class DemoDirectory implements AutoCloseable {

    private static final String MARKER = "made-by-spendweir-demo";

    /** What the demo's server keeps, below the directory. */
    private static final String DATA = "data";

    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    private final Path path;
    private final FileChannel marker;

    private DemoDirectory(Path path, FileChannel marker) {
        this.path = path;
        this.marker = marker;
    }

    /**
     * Takes the directory, which is empty then but for its mark.
     *
     * @throws CliException when it holds what no demo made, or a demo is running in it, or it cannot be made
     */
    static DemoDirectory take(Path directory) {
        try {
            if (Files.exists(directory) && !isEmpty(directory) && !Files.exists(directory.resolve(MARKER))) {
                throw new CliException(
                        "the directory " + directory + " holds something that no demo made",
                        "name another one with --dir; a demo empties its directory");
            }
            Files.createDirectories(directory);
            if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(directory, PRIVATE);
            }
            FileChannel marker = lock(directory);
            boolean emptied = false;
            try {
                // A demo that was killed leaves its PostgreSQL running, on files that are about to go.
                EmbeddedPostgres.stopLeftover(directory.resolve(DATA));
                clear(directory);
                emptied = true;
                return new DemoDirectory(directory, marker);
            } finally {
                if (!emptied) {
                    marker.close();
                }
            }
        } catch (PostgresStartException e) {
            throw CliException.causedBy(e);
        } catch (IOException e) {
            throw new CliException(
                    "the directory " + directory + " cannot be used: " + e.getMessage(), "name another one with --dir");
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel marker =
                FileChannel.open(directory.resolve(MARKER), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isLockable(marker)) {
            marker.close();
            throw new CliException("a demo is running in " + directory, "end it, or name another directory with --dir");
        }
        String text = "spendweir demo empties this directory at each start\n";
        marker.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
        return marker;
    }

    private static boolean isLockable(FileChannel marker) throws IOException {
        try {
            return marker.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    private static void clear(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(directory)) {
            files = walk.filter(file -> !file.equals(directory) && !file.equals(directory.resolve(MARKER)))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    Path path() {
        return path;
    }

    /** The data directory of the demo's server. */
    Path data() {
        return path.resolve(DATA);
    }

    @Override
    public void close() {
        try {
            marker.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
