package dev.spendweir.vectors.author;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.vectors.file.VectorFiles;
import dev.spendweir.vectors.naive.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuthoredVectorsTest {
    @Test
    void files_asCommitted_areThoseOfTheirDescriptions() throws IOException {
        Path root = VectorFiles.root();
        for (Map.Entry<String, String> file :
                WriteVectors.texts(WriteVectors.version(root)).entrySet()) {
            assertThat(Files.readString(root.resolve(file.getKey())))
                    .as(file.getKey())
                    .isEqualTo(file.getValue());
        }
    }

    @Test
    void draft_withAFactThatTheAnswerContradicts_isNotFinished() {
        Draft draft =
                new VectorFile("amount", "x", "1.1").add("x", "amount.parse", "One is two", Json.object("value", "1"));
        assertThatThrownBy(() -> draft.want("amount='2'").finish())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("amount='2'");
    }

    @Test
    void draft_withAnotherErrorThanTheAnswer_isNotFinished() {
        Draft draft =
                new VectorFile("amount", "x", "1.1").add("x", "amount.parse", "A blank", Json.object("value", " "));
        assertThatThrownBy(() -> draft.fails("AMOUNT_OUT_OF_RANGE").finish()).hasMessageContaining("INVALID_AMOUNT");
    }

    @Test
    void draft_withoutAFact_isNotFinished() {
        Draft draft = new VectorFile("amount", "x", "1.1")
                .add("x", "amount.parse", "Nothing said", Json.object("value", "1"));
        assertThatThrownBy(draft::finish).hasMessageContaining("states no fact");
    }
}
