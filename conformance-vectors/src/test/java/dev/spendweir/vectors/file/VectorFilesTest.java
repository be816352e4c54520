package dev.spendweir.vectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.vectors.naive.Json;
import dev.spendweir.vectors.naive.JsonReader;
import dev.spendweir.vectors.naive.NaiveEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorFilesTest {
    private static final int MIN_VECTORS = 600;
    private static final int MIN_P0 = 60;

    private final Path root = VectorFiles.root();

    @Test
    void files_asCommitted_loadAndAreManyEnough() throws IOException {
        List<ConformanceVector> vectors = VectorFiles.load(root);
        assertThat(vectors).hasSizeGreaterThanOrEqualTo(MIN_VECTORS);
        assertThat(vectors.stream().filter(v -> v.profile().equals("p0"))).hasSizeGreaterThanOrEqualTo(MIN_P0);
    }

    @Test
    void ids_areUniqueAndBeginWithTheirFamily() throws IOException {
        List<ConformanceVector> vectors = VectorFiles.load(root);
        assertThat(vectors).extracting(ConformanceVector::id).doesNotHaveDuplicates();
        assertThat(vectors).allSatisfy(v -> assertThat(v.id()).startsWith(v.family() + "-"));
    }

    @Test
    void titles_ofOneFamily_areDifferent() throws IOException {
        List<ConformanceVector> vectors = VectorFiles.load(root);
        assertThat(vectors.stream().map(v -> v.family() + " " + v.op() + ": " + v.title()))
                .doesNotHaveDuplicates();
    }

    @Test
    void manifest_isThatOfTheFiles() throws IOException {
        assertThat(Files.readString(root.resolve(Manifest.NAME))).isEqualTo(Manifest.of(root));
    }

    @Test
    void notes_explainEveryFlagClassAndCapabilityAndNoOther() throws IOException {
        Map<String, Object> notes = Json.asObject(JsonReader.read(Files.readString(root.resolve("notes.json"))));
        Set<String> flags = new TreeSet<>();
        Set<String> classes = new TreeSet<>();
        Set<String> capabilities = new TreeSet<>();
        for (ConformanceVector vector : VectorFiles.load(root)) {
            flags.addAll(vector.flags());
            classes.add(vector.vectorClass());
            capabilities.addAll(vector.requires());
        }
        assertThat(Json.asObject(notes.get("flags"))).containsOnlyKeys(flags.toArray(String[]::new));
        assertThat(Json.asObject(notes.get("classes"))).containsOnlyKeys(classes.toArray(String[]::new));
        assertThat(Json.asObject(notes.get("capabilities"))).containsOnlyKeys(capabilities.toArray(String[]::new));
    }

    @Test
    void expectations_areWhatTheNaiveImplementationAnswers() throws IOException {
        List<String> different = new ArrayList<>();
        for (ConformanceVector vector : VectorFiles.load(root)) {
            Map<String, Object> answer =
                    NaiveEngine.apply(vector.op(), vector.input()).toJson();
            if (!Json.same(answer, vector.expect())) {
                different.add(vector.id() + ": " + Json.write(answer));
            }
        }
        assertThat(different).isEmpty();
    }

    @Test
    void load_ofAFileThatBreaksTheSchema_saysSo(@TempDir Path copy) throws IOException {
        writeSet(copy, "amount", "{\"family\":\"amount\",\"version\":\"0.1.0\",\"vectors\":[{\"id\":\"amount-x\"}]}");
        assertThatThrownBy(() -> VectorFiles.load(copy))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not as the schema says");
    }

    @Test
    void load_ofAFileOfAnotherFamily_saysSo(@TempDir Path copy) throws IOException {
        writeSet(copy, "policy", Files.readString(root.resolve("vectors/amount/parse.json")));
        assertThatThrownBy(() -> VectorFiles.load(copy)).hasMessageContaining("directory of another family");
    }

    @Test
    void load_ofAnotherVersion_saysSo(@TempDir Path copy) throws IOException {
        writeSet(copy, "amount", Files.readString(root.resolve("vectors/amount/parse.json")));
        Files.writeString(copy.resolve("VERSION"), "9.9.9\n");
        assertThatThrownBy(() -> VectorFiles.load(copy)).hasMessageContaining("the set has 9.9.9");
    }

    private void writeSet(Path copy, String family, String text) throws IOException {
        Files.createDirectories(copy.resolve("vectors").resolve(family));
        Files.createDirectories(copy.resolve("schema"));
        Files.writeString(copy.resolve("vectors").resolve(family).resolve("x.json"), text);
        for (String name : new String[] {"VERSION", "schema/vector-file.schema.json"}) {
            Files.copy(root.resolve(name), copy.resolve(name));
        }
    }
}
