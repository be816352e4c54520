package dev.spendweir.cli.local;

import dev.spendweir.cli.CliException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A state directory that is ours alone until closed. Opening it waits for others, then finishes what a crash left.
 */
final class StateDirectory implements AutoCloseable {

    /** A call takes a fraction of a second; whoever holds the lock longer is stuck, and waiting helps nobody. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long POLL_MILLIS = 20;

    private final Path directory;
    private final FileChannel channel;
    private final FileLock lock;
    private final boolean recovered;

    private StateDirectory(Path directory, FileChannel channel, FileLock lock, boolean recovered) {
        this.directory = directory;
        this.channel = channel;
        this.lock = lock;
        this.recovered = recovered;
    }

    /**
     * Opens a directory, which is made when it is not there.
     *
     * @throws CliException when it cannot be used, or somebody else holds it too long
     */
    static StateDirectory open(Path directory) {
        try {
            Files.createDirectories(directory);
            FileChannel channel =
                    FileChannel.open(StateFile.LOCK.in(directory), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return open(directory, channel);
        } catch (IOException e) {
            throw failed(directory, e);
        }
    }

    private static StateDirectory open(Path directory, FileChannel channel) throws IOException {
        boolean opened = false;
        try {
            FileLock lock = lock(directory, channel);
            StateDirectory state = new StateDirectory(directory, channel, lock, Journal.recover(directory));
            opened = true;
            return state;
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    private static FileLock lock(Path directory, FileChannel channel) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            @Nullable FileLock lock = tryLock(channel);
            if (lock != null) {
                return lock;
            }
            if (System.nanoTime() >= end) {
                throw new CliException(
                        "the state directory " + directory + " has been in use for " + PATIENCE.toSeconds() + " s",
                        "wait for the other call, or end it");
            }
            pause();
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another thread of this process has it.
            return null;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted while waiting for the state directory");
        }
    }

    /** Whether a step of an earlier call had to be finished. */
    boolean wasRecovered() {
        return recovered;
    }

    /** The bytes of a file, when it is there. */
    Optional<byte[]> read(String name) {
        Path file = directory.resolve(name);
        try {
            return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException e) {
            throw failed(directory, e);
        }
    }

    /** The length of a file; 0 when it is not there. */
    long length(String name) {
        Path file = directory.resolve(name);
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw failed(directory, e);
        }
    }

    /** Makes a step happen. */
    void commit(Journal journal) {
        try {
            journal.commit(directory);
        } catch (IOException e) {
            throw failed(directory, e);
        }
    }

    Path path() {
        return directory;
    }

    private static CliException failed(Path directory, IOException e) {
        return new CliException(
                "the state directory " + directory + " cannot be used: "
                        + e.getClass().getSimpleName() + ": " + e.getMessage(),
                "is it a directory, yours to write, on a disk with room?");
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw failed(directory, e);
        }
    }
}
