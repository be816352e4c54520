package dev.spendweir.export;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.Sha256Hex;

/**
 * One file of an export. The bytes are not copied; do not change them.
 *
 * @param name without directories
 * @param records lines of data; 1 for a file that is one document
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes; compared by hash
public record ExportFile(String name, byte[] bytes, long records) {
    /** The file as the manifest lists it. */
    JsonObject toJson() {
        return JsonObject.builder()
                .put("name", name)
                .put("bytes", bytes.length)
                .put("sha256", Sha256Hex.of(bytes))
                .put("records", records)
                .build();
    }
}
