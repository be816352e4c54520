package dev.spendweir.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.request.RequestNormalizer;
import dev.spendweir.testing.RequestGenerators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of {@code docs/policy.md} and {@code docs/request.md} are valid, and their tables name every field. */
class DocumentPagesTest {

    private static final Path DOCS = Path.of(System.getProperty("basedir", "."), "..", "docs");
    private static final Pattern JSON_BLOCK = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);
    private static final int MIN_FIELDS = 30;

    private static List<JsonValue> examples(String page) throws IOException {
        return JSON_BLOCK
                .matcher(Files.readString(DOCS.resolve(page)))
                .results()
                .map(match -> JsonReader.read(match.group(1)))
                .toList();
    }

    @Test
    void policyExamples_areValidAndWithoutWarnings() throws IOException {
        assertThat(examples("policy.md"))
                .hasSize(2)
                .allSatisfy(example ->
                        assertThat(PolicyReader.read(example).warnings()).isEmpty());
    }

    @Test
    void policyTable_namesEveryFieldWithItsDefault() throws IOException {
        String page = Files.readString(DOCS.resolve("policy.md"));
        assertThat(assertNamed(page, PolicyReader.defaults().canonicalJson(), ""))
                .isGreaterThan(MIN_FIELDS);
    }

    /** A scalar has a row of its own with its default; an object has a row itself or rows for its members. */
    private static int assertNamed(String page, JsonObject object, String path) {
        int rows = 0;
        for (String name : object.names()) {
            String field = path + name;
            JsonValue value = object.get(name);
            boolean isOwnRow = page.contains("| `" + field + "`") || page.contains(" `" + field + "` ");
            if (value instanceof JsonObject inner && !isOwnRow) {
                rows += assertNamed(page, inner, field + ".");
            } else {
                assertThat(isOwnRow).as("a row for %s", field).isTrue();
                if (value instanceof JsonString || value instanceof JsonNumber) {
                    assertThat(page).contains("| `" + field + "` | `" + CanonicalJson.text(value) + "` |");
                } else if (value == JsonNull.NULL) {
                    assertThat(page).contains("| `" + field + "` | null |");
                }
                rows++;
            }
        }
        return rows;
    }

    @Test
    void requestExample_isValid() throws IOException {
        assertThat(examples("request.md"))
                .hasSize(1)
                .allSatisfy(example -> assertThat(RequestNormalizer.normalize(
                                        example, PolicyReader.defaults().document())
                                .fingerprint())
                        .hasSize(64));
    }

    @Test
    void requestTable_namesEveryField() throws IOException {
        String page = Files.readString(DOCS.resolve("request.md"));
        assertThat(RequestGenerators.sample().names())
                .allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
    }
}
