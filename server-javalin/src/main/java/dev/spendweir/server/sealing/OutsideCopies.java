package dev.spendweir.server.sealing;

import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.Checkpoint;
import dev.spendweir.ledger.CheckpointNote;
import dev.spendweir.note.SignedNote;
import dev.spendweir.note.VerifierKeys;
import dev.spendweir.rejection.RejectedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The newest checkpoint of each chain in a directory outside of the database (spec 3.3): what somebody with all rights in
 * the database cannot take back. One file a chain, {@code <tenant>.<chain>.checkpoint}, replaced as a whole and only by a
 * larger one. Best on another machine's disk, with rights to add but not to remove. Thread-safe; servers may share it.
 */
public final class OutsideCopies {
    private final Path directory;

    private OutsideCopies(Path directory) {
        this.directory = directory;
    }

    /**
     * Uses a directory; it is made when it is not there.
     *
     * @throws UncheckedIOException when it cannot be made
     */
    public static OutsideCopies in(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("the directory " + directory + " for checkpoints cannot be made", e);
        }
        return new OutsideCopies(directory);
    }

    /**
     * The copy of a chain and what the keys say of it; empty when there is none.
     *
     * @throws UncheckedIOException when it cannot be read
     */
    public Optional<CheckpointNote> newest(String tenantId, Chain chain, VerifierKeys keys) {
        return read(file(tenantId, chain))
                .map(note -> CheckpointNote.judge(note, Checkpoint.origin(tenantId, chain), keys));
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoint " + file + " cannot be read", e);
        }
    }

    /**
     * Keeps a checkpoint unless a copy as new is there. A copy that is there is believed as it is: only its size counts.
     *
     * @throws UncheckedIOException when it cannot be written; the copy that was there is as it was
     */
    @SuppressWarnings("try") // the lock is only held
    public void keep(String tenantId, Chain chain, long size, String note) {
        Path file = file(tenantId, chain);
        // A file lock is one per process, so servers in one process take turns first.
        synchronized (OutsideCopies.class) {
            try (FileChannel turn = FileChannel.open(
                            directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = turn.lock()) {
                if (sizeOf(file) < size) {
                    replace(file, note);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the checkpoint " + file + " cannot be written", e);
            }
        }
    }

    private void replace(Path file, String note) throws IOException {
        Path unfinished = Files.createTempFile(directory, "unfinished-", ".tmp");
        try {
            write(unfinished, note);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        flush(directory);
    }

    private static long sizeOf(Path file) {
        try {
            return read(file)
                    .map(note -> Checkpoint.parse(SignedNote.parse(note).text()).size())
                    .orElse(0L);
        } catch (RejectedException e) {
            // Not one of ours: verification names it, and a good one takes its place.
            return 0;
        }
    }

    private static void write(Path file, String note) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(note.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** A rename lasts when the directory's own entry is on disk. */
    private static void flush(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private Path file(String tenantId, Chain chain) {
        return directory.resolve(tenantId + "." + chain.wireName() + ".checkpoint");
    }
}
