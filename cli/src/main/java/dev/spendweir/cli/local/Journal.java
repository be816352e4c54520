package dev.spendweir.cli.local;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonSyntaxException;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.cli.CliException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of a state directory: what becomes of which files. It happens at the moment when the journal file is renamed
 * into place; what follows can be done any number of times with the same result, and is done again after a crash.
 */
final class Journal {

    private static final String SCHEMA = "spendweir.local.journal/v1";

    /** Names of files that a journal may write: no path that leads out of the directory. */
    private static final String NAME = "[a-z]+(/[0-9a-f]{64})?\\.jsonl?";

    /**
     * One file to write.
     *
     * @param name relative to the directory
     * @param at where its text begins; -1: the text is the whole file
     */
    private record Write(String name, long at, String text) {}

    private final List<Write> writes = new ArrayList<>();

    /** Puts a file in place of what is there. */
    Journal replace(String name, String text) {
        writes.add(new Write(name, -1, text));
        return this;
    }

    /** Adds text to a file that has that length. */
    Journal append(String name, long length, String text) {
        writes.add(new Write(name, length, text));
        return this;
    }

    /** Makes the step happen, and carries it out. */
    void commit(Path directory) throws IOException {
        DurableFiles.replace(StateFile.JOURNAL.in(directory), bytes());
        carryOut(directory);
    }

    /** Carries out a step that a crash left behind; says whether there was one. */
    static boolean recover(Path directory) throws IOException {
        Path file = StateFile.JOURNAL.in(directory);
        if (!Files.exists(file)) {
            return false;
        }
        read(Files.readAllBytes(file)).carryOut(directory);
        return true;
    }

    private void carryOut(Path directory) throws IOException {
        for (Write write : writes) {
            Path file = directory.resolve(write.name());
            Files.createDirectories(file.getParent());
            byte[] text = write.text().getBytes(StandardCharsets.UTF_8);
            if (write.at() < 0) {
                DurableFiles.replace(file, text);
            } else {
                DurableFiles.writeAt(file, write.at(), text);
            }
        }
        DurableFiles.delete(StateFile.JOURNAL.in(directory));
    }

    byte[] bytes() {
        JsonArray list = JsonArray.of(writes.stream()
                .map(write -> JsonObject.builder()
                        .put("name", write.name())
                        .put("at", write.at())
                        .put("text", write.text())
                        .build()));
        return CanonicalJson.bytes(
                JsonObject.builder().put("schema", SCHEMA).put("writes", list).build());
    }

    private static Journal read(byte[] bytes) {
        @Nullable JsonValue json;
        try {
            json = JsonReader.read(bytes);
        } catch (JsonSyntaxException e) {
            json = null;
        }
        Journal journal = new Journal();
        if (!(json instanceof JsonObject object) || !(object.get("writes") instanceof JsonArray array)) {
            throw damaged();
        }
        for (JsonValue element : array.elements()) {
            journal.writes.add(write(element));
        }
        return journal;
    }

    private static Write write(JsonValue element) {
        if (element instanceof JsonObject write
                && write.get("name") instanceof JsonString name
                && write.get("at") instanceof JsonNumber at
                && write.get("text") instanceof JsonString text
                && name.value().matches(NAME)
                && at.text().matches("-1|[0-9]{1,18}")) {
            return new Write(name.value(), Long.parseLong(at.text()), text.value());
        }
        throw damaged();
    }

    /** The rename is atomic, so a crash cannot leave half a journal: somebody else wrote into it. */
    private static CliException damaged() {
        return new CliException(
                "the state directory's " + StateFile.JOURNAL.fileName() + " is damaged",
                "restore the directory from a copy; nothing was changed now");
    }
}
