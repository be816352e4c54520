package dev.spendweir.vectors.author;

import dev.spendweir.vectors.file.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Writes the curated vector files and the MANIFEST again: {@code java -cp target/test-classes ...WriteVectors <module directory>}. */
public final class WriteVectors {
    private WriteVectors() {}

    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[0]);
        for (Map.Entry<String, String> file : texts(version(root)).entrySet()) {
            Path path = root.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        Files.writeString(root.resolve(Manifest.NAME), Manifest.of(root));
    }

    static String version(Path root) throws IOException {
        return Files.readString(root.resolve("VERSION")).strip();
    }

    /** Path and text of every curated file. */
    static Map<String, String> texts(String version) {
        Map<String, String> texts = new TreeMap<>();
        for (VectorFile file : Catalogue.files()) {
            for (boolean withLoneSurrogates : new boolean[] {false, true}) {
                String path = file.path(withLoneSurrogates);
                String text = file.text(version, withLoneSurrogates);
                if (text != null && texts.put(path, text) != null) {
                    throw new IllegalStateException("two files are called " + path);
                }
            }
        }
        return texts;
    }
}
