package dev.spendweir.server.store.exports;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.export.ExportFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The files of an export, in their order. */
public record Export(List<ExportFile> files) {
    /** The earliest time that ZIP can say: an archive tells nothing of when it was made. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    public Export {
        files = List.copyOf(files);
    }

    /** The manifest. */
    public JsonObject manifest() {
        return (JsonObject) JsonReader.read(bytes("manifest.json"));
    }

    /** SHA-256 of the manifest, lower-case hex. */
    public String manifestSha256() {
        return Sha256Hex.of(bytes("manifest.json"));
    }

    /** The files' bytes by name, not copied. */
    Map<String, byte[]> byName() {
        return files.stream().collect(Collectors.toMap(ExportFile::name, ExportFile::bytes));
    }

    private byte[] bytes(String name) {
        return files.stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow()
                .bytes();
    }

    /** As a ZIP archive without compression, whose bytes depend on nothing but the files. */
    public byte[] zip() {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(archive)) {
            for (ExportFile file : files) {
                zip.putNextEntry(entry(file));
                zip.write(file.bytes());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written", e);
        }
        return archive.toByteArray();
    }

    private static ZipEntry entry(ExportFile file) {
        CRC32 sum = new CRC32();
        sum.update(file.bytes());
        ZipEntry entry = new ZipEntry(file.name());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(file.bytes().length);
        entry.setCrc(sum.getValue());
        entry.setTimeLocal(NO_TIME);
        return entry;
    }
}
