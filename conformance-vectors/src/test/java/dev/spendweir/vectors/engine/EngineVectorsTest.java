package dev.spendweir.vectors.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.vectors.EngineOps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every committed vector of the capabilities that the built-in engine offers as ops holds; none of those is skipped. */
class EngineVectorsTest {

    private static final Path VECTORS = Path.of("vectors");
    private static final EngineOps OPS = new EngineOps(GateEngine.create());

    /** A capability joins this list together with its ops in {@link EngineOps}; notes.json names them all. */
    private static final Set<String> OFFERED = Set.of("decision");

    static Stream<Arguments> vectors() throws IOException {
        try (Stream<Path> files = Files.walk(VECTORS)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream()
                    .flatMap(EngineVectorsTest::vectorsOf);
        }
    }

    private static Stream<Arguments> vectorsOf(Path file) {
        try {
            JsonObject document = (JsonObject) JsonReader.read(Files.readAllBytes(file));
            JsonArray vectors = (JsonArray) Objects.requireNonNull(document.get("vectors"));
            return vectors.elements().stream()
                    .map(v -> {
                        JsonObject vector = (JsonObject) v;
                        return Arguments.of(text(vector, "id"), vector);
                    })
                    .filter(arguments -> isOffered((JsonObject) arguments.get()[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void engine_vector_givesWhatIsExpected(String id, JsonObject vector) {
        EngineOps.OpAnswer answer =
                OPS.apply(text(vector, "op"), (JsonObject) Objects.requireNonNull(vector.get("input")));

        assertThat(CanonicalJson.text(answer.toLine(null).without("id")))
                .as("%s: %s (spec %s)", id, text(vector, "title"), text(vector, "spec"))
                .isEqualTo(CanonicalJson.text(Objects.requireNonNull(vector.get("expect"))));
    }

    private static boolean isOffered(JsonObject vector) {
        JsonArray requires = (JsonArray) Objects.requireNonNull(vector.get("requires"));
        return requires.elements().stream().allMatch(name -> OFFERED.contains(((JsonString) name).value()));
    }

    private static String text(JsonObject vector, String name) {
        return ((JsonString) Objects.requireNonNull(vector.get(name), name)).value();
    }
}
