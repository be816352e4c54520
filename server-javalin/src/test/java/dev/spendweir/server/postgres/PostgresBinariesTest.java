package dev.spendweir.server.postgres;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesTest {
    @TempDir
    Path directory;

    @Test
    void unpackTo_otherProcessWasFaster_keepsItsCopyAndLeavesNothingBehind() throws IOException {
        Path home = directory.resolve("postgresql-1");
        PostgresBinaries.unpackTo(home, archive("first"));

        PostgresBinaries.unpackTo(home, archive("second"));

        assertThat(home.resolve("version")).hasContent("first");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactly(home);
        }
    }

    private static ByteArrayInputStream archive(String version) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new XZCompressorOutputStream(bytes))) {
            byte[] content = version.getBytes(US_ASCII);
            TarArchiveEntry entry = new TarArchiveEntry("version");
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
