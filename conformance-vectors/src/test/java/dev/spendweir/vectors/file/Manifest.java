package dev.spendweir.vectors.file;

import dev.spendweir.vectors.naive.Json;
import dev.spendweir.vectors.naive.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The MANIFEST: a line {@code sha256 count path} for each vector file, sorted by path. */
public final class Manifest {
    public static final String NAME = "MANIFEST";

    private Manifest() {}

    /** The text that the vector files below the module's directory call for. */
    public static String of(Path root) throws IOException {
        StringBuilder out = new StringBuilder();
        for (Path file : files(root)) {
            byte[] bytes = Files.readAllBytes(file);
            Object content = JsonReader.read(Files.readString(file));
            int count = Json.asList(Json.at(content, "vectors")).size();
            String path = root.relativize(file).toString().replace('\\', '/');
            out.append(sha256(bytes))
                    .append(' ')
                    .append(count)
                    .append(' ')
                    .append(path)
                    .append('\n');
        }
        return out.toString();
    }

    /** All vector files, sorted by path. */
    public static List<Path> files(Path root) throws IOException {
        try (Stream<Path> found = Files.walk(root.resolve("vectors"))) {
            return found.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
