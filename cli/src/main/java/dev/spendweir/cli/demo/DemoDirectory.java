package dev.spendweir.cli.demo;

import dev.spendweir.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The directory that a demo runs in: emptied at each start, and only ever if a demo made it. */
final class DemoDirectory {

    /** Where a demo runs when nobody says otherwise; git ignores it in this project. */
    static final String DEFAULT = ".spendweir/demo";

    private static final String MARKER = "made-by-spendweir-demo";

    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    private DemoDirectory() {}

    /**
     * Makes the directory, empty but for its mark.
     *
     * @throws CliException when it holds what no demo made, or cannot be made
     */
    static void prepare(Path directory) {
        try {
            if (Files.exists(directory) && !isEmpty(directory) && !Files.exists(directory.resolve(MARKER))) {
                throw new CliException(
                        "the directory " + directory + " holds something that no demo made",
                        "name another one with --dir; a demo empties its directory");
            }
            Files.createDirectories(directory);
            clear(directory);
            Files.writeString(directory.resolve(MARKER), "spendweir demo empties this directory at each start\n");
            if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(directory, PRIVATE);
            }
        } catch (IOException e) {
            throw new CliException(
                    "the directory " + directory + " cannot be made: " + e.getMessage(), "name another one with --dir");
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    /** The mark goes last, so that an interrupted clearing can be taken up again. */
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
}
