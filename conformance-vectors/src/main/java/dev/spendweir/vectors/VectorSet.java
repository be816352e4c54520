package dev.spendweir.vectors;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.canonical.Sha256Hex;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * The vectors that are bundled with this program.
 *
 * @param version the version of the set
 * @param capabilities the names that {@code requires} may hold, sorted
 * @param vectors all of them, by file and place
 */
public record VectorSet(String version, List<String> capabilities, List<VectorCase> vectors) {

    private static final String RESOURCES = "/dev/spendweir/conformance/";

    public VectorSet {
        Objects.requireNonNull(version, "version");
        capabilities = List.copyOf(capabilities);
        vectors = List.copyOf(vectors);
    }

    /**
     * Loads the bundled set.
     *
     * @throws IllegalStateException when the set is not what its MANIFEST says
     */
    public static VectorSet load() {
        List<VectorCase> vectors = new ArrayList<>();
        for (String line : text("MANIFEST").lines().toList()) {
            String[] parts = line.split(" ", 3);
            vectors.addAll(file(parts[2], parts[0], Integer.parseInt(parts[1])));
        }
        JsonObject notes = (JsonObject) JsonReader.read(bytes("notes.json"));
        List<String> capabilities =
                new ArrayList<>(new TreeSet<>(object(notes, "capabilities").names()));
        return new VectorSet(text("VERSION").strip(), capabilities, vectors);
    }

    /** The families that have vectors, sorted. */
    public List<String> families() {
        return List.copyOf(
                new TreeSet<>(vectors.stream().map(VectorCase::family).toList()));
    }

    private static List<VectorCase> file(String path, String sha256, int count) {
        byte[] bytes = bytes(path);
        JsonObject content = (JsonObject) JsonReader.read(bytes);
        List<JsonValue> elements = array(content, "vectors").elements();
        if (!Sha256Hex.of(bytes).equals(sha256) || elements.size() != count) {
            throw new IllegalStateException(path + " is not what the MANIFEST says; the installation is damaged");
        }
        String family = string(content, "family");
        return elements.stream()
                .map(element -> vector(family, (JsonObject) element))
                .toList();
    }

    private static VectorCase vector(String family, JsonObject vector) {
        return new VectorCase(
                family,
                string(vector, "id"),
                string(vector, "title"),
                string(vector, "spec"),
                VectorProfile.of(string(vector, "profile")),
                array(vector, "requires").elements().stream()
                        .map(name -> ((JsonString) name).value())
                        .toList(),
                string(vector, "op"),
                object(vector, "input"),
                object(vector, "expect"));
    }

    private static String string(JsonObject object, String name) {
        return ((JsonString) member(object, name)).value();
    }

    private static JsonObject object(JsonObject object, String name) {
        return (JsonObject) member(object, name);
    }

    private static JsonArray array(JsonObject object, String name) {
        return (JsonArray) member(object, name);
    }

    private static JsonValue member(JsonObject object, String name) {
        return Objects.requireNonNull(object.get(name), name);
    }

    private static String text(String path) {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String path) {
        try (InputStream in = VectorSet.class.getResourceAsStream(RESOURCES + path)) {
            if (in == null) {
                throw new IllegalStateException(path + " is missing; the installation is damaged");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
