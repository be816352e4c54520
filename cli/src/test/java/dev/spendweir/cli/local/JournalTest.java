package dev.spendweir.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A step happens whole or not at all, wherever it is interrupted. */
final class JournalTest {

    private static final String OLD = "line one\n";

    @TempDir
    private Path directory;

    private static Journal step() {
        return new Journal()
                .append("decisions.jsonl", OLD.length(), "line two\nline three\n")
                .replace("state.json", "new state");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "l", "line two\n", "line two\nline th", "line two\nline three\n"})
    void recover_afterATornAppend_finishesTheStep(String torn) throws IOException {
        Files.writeString(directory.resolve("decisions.jsonl"), OLD + torn);
        Files.writeString(directory.resolve("state.json"), "old state");
        Files.write(StateFile.JOURNAL.in(directory), step().bytes());
        expectDone();
    }

    @Test
    void recover_afterAllWasWritten_changesNothing() throws IOException {
        Files.writeString(directory.resolve("decisions.jsonl"), OLD);
        step().commit(directory);
        Files.write(StateFile.JOURNAL.in(directory), step().bytes());
        expectDone();
    }

    @Test
    void recover_beforeTheRename_leavesTheOldState() throws IOException {
        Files.writeString(directory.resolve("state.json"), "old state");
        Files.writeString(directory.resolve("journal.json.tmp"), "{\"schema\":\"spendweir.loc");
        assertThat(Journal.recover(directory)).isFalse();
        assertThat(Files.readString(directory.resolve("state.json"))).isEqualTo("old state");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"schema\":\"s\",\"writes\":[{\"name\":\"../../etc/passwd.json\",\"at\":-1,\"text\":\"x\"}]}",
                "{\"schema\":\"s\",\"writes\":[{\"name\":\"state.json\",\"at\":-2,\"text\":\"x\"}]}"
            })
    void recover_aJournalThatIsNotOurs_isRefused(String text) throws IOException {
        Files.writeString(StateFile.JOURNAL.in(directory), text);
        assertThatThrownBy(() -> Journal.recover(directory))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("damaged");
    }

    private void expectDone() throws IOException {
        assertThat(Journal.recover(directory)).isTrue();
        assertThat(Files.readString(directory.resolve("decisions.jsonl"))).isEqualTo(OLD + "line two\nline three\n");
        assertThat(Files.readString(directory.resolve("state.json"))).isEqualTo("new state");
        assertThat(StateFile.JOURNAL.in(directory)).doesNotExist();
        assertThat(Journal.recover(directory)).isFalse();
    }
}
