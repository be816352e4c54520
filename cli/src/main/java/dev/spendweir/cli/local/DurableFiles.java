package dev.spendweir.cli.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files so that they are there, whole, after a power cut; nothing returns before the disk has it. */
final class DurableFiles {

    private static final String TEMPORARY = ".tmp";

    private DurableFiles() {}

    /** Puts a file in place of what is there, all or nothing. */
    static void replace(Path file, byte[] bytes) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            write(channel, bytes);
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncDirectoryOf(file);
    }

    /** Makes a file have exactly those bytes from a position on; a second time it changes nothing. */
    static void writeAt(Path file, long position, byte[] bytes) throws IOException {
        boolean isNew = !Files.exists(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(position);
            channel.position(position);
            write(channel, bytes);
            channel.force(true);
        }
        if (isNew) {
            syncDirectoryOf(file);
        }
    }

    /** Removes a file for good. */
    static void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
        syncDirectoryOf(file);
    }

    private static void write(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** The name of a new file is in its directory; Windows keeps directories by itself and cannot open them. */
    private static void syncDirectoryOf(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || System.getProperty("os.name", "").startsWith("Windows")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
