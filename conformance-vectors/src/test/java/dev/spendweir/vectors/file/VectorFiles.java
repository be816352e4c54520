package dev.spendweir.vectors.file;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.spendweir.vectors.naive.Json;
import dev.spendweir.vectors.naive.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads and validates the vector files of a directory; what is wrong with a file is an {@link IllegalStateException} that says so. */
public final class VectorFiles {
    private VectorFiles() {}

    /** The module's directory: tests run in it. */
    public static Path root() {
        return Path.of("").toAbsolutePath();
    }

    /** All vectors of all files, by path and place. */
    public static List<ConformanceVector> load(Path root) throws IOException {
        String schemaText = Files.readString(root.resolve("schema/vector-file.schema.json"));
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schemaText);
        String version = Files.readString(root.resolve("VERSION")).strip();
        List<ConformanceVector> vectors = new ArrayList<>();
        for (Path file : Manifest.files(root)) {
            String text = Files.readString(file);
            Object content = JsonReader.read(text);
            List<Error> errors = schema.validate(readable(content), InputFormat.JSON);
            if (!errors.isEmpty()) {
                throw new IllegalStateException(root.relativize(file) + " is not as the schema says: " + errors);
            }
            vectors.addAll(read(root.relativize(file), Json.asObject(content), version));
        }
        return vectors;
    }

    /** The content without lone surrogates, which the validator's JSON reader refuses. */
    private static String readable(Object content) {
        return Json.write(content).replaceAll("(?<!\\\\)((\\\\\\\\)*)\\\\ud[89a-f][0-9a-f]{2}", "$1?");
    }

    private static List<ConformanceVector> read(Path path, Map<String, Object> content, String version) {
        String family = (String) content.get("family");
        if (!path.getParent().getFileName().toString().equals(family)) {
            throw new IllegalStateException(path + " lies in the directory of another family than its own, " + family);
        }
        if (!version.equals(content.get("version"))) {
            throw new IllegalStateException(
                    path + " has version " + content.get("version") + ", the set has " + version);
        }
        return Json.asList(content.get("vectors")).stream()
                .map(vector -> vector(family, Json.asObject(vector)))
                .toList();
    }

    private static ConformanceVector vector(String family, Map<String, Object> v) {
        return new ConformanceVector(
                family,
                (String) v.get("id"),
                (String) v.get("title"),
                (String) v.get("spec"),
                (String) v.get("profile"),
                texts(v.get("requires")),
                (String) v.get("class"),
                texts(v.get("flags")),
                (String) v.get("op"),
                Json.asObject(v.get("input")),
                Json.asObject(v.get("expect")));
    }

    private static List<String> texts(Object list) {
        return Json.asList(list).stream().map(String.class::cast).toList();
    }
}
