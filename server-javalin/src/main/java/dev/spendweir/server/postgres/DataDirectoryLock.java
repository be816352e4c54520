package dev.spendweir.server.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Holds a data directory for one spendweir process. The lock belongs to the operating system, so it ends with the
 * process however that dies, and is never stale.
 */
final class DataDirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private DataDirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @throws PostgresStartException {@code DATA_DIR_IN_USE} when another process (or another server in this one) holds
     *     it, {@code DATA_DIR_UNUSABLE} when the file cannot be opened
     */
    static DataDirectoryLock take(Path directory) {
        Path file = directory.resolve("spendweir.lock");
        FileChannel channel = null;
        boolean kept = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                throw new PostgresStartException(
                        PostgresStartError.DATA_DIR_IN_USE,
                        "another spendweir is running on " + directory
                                + "; stop it or give --data-dir another directory");
            }
            kept = true;
            return new DataDirectoryLock(channel);
        } catch (IOException e) {
            throw new PostgresStartException(
                    PostgresStartError.DATA_DIR_UNUSABLE, "cannot lock " + file + ": " + e.getMessage(), e);
        } finally {
            if (!kept && channel != null) {
                closeQuietly(channel);
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing was written through this channel; the lock goes with the descriptor in any case.
        }
    }
}
