package dev.spendweir.server.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code postmaster.pid} in a data directory says: the first lines of the file that PostgreSQL writes at its start
 * and removes at a clean stop.
 *
 * @param pid process id of the postmaster that wrote it
 * @param dataDirectory the data directory it serves, as it named it
 */
record PostmasterFile(long pid, String dataDirectory) {
    static final String NAME = "postmaster.pid";

    /** Reads the file; empty when there is none or it was cut short by a crash. */
    static Optional<PostmasterFile> read(Path data) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(data.resolve(NAME));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (lines.size() < 2) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PostmasterFile(Long.parseLong(lines.get(0).strip()), lines.get(1)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * The live process behind this file, when it is the PostgreSQL of {@code data}. A process id may have been given to
     * something else since, so the program's name is compared too.
     */
    Optional<ProcessHandle> livePostgresOf(Path data) throws IOException {
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (process.isEmpty() || !isPostgres(process.get())) {
            return Optional.empty();
        }
        Path named = Path.of(dataDirectory);
        boolean same = Files.isDirectory(named) && Files.isSameFile(named, data);
        return same ? process : Optional.empty();
    }

    private static boolean isPostgres(ProcessHandle process) {
        // Another user's process shows no command; PostgreSQL's own check of the file then has the last word.
        return process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
                .orElse(false);
    }
}
