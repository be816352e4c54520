package dev.spendweir.cli.local;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.cli.CliRun;
import dev.spendweir.cli.CliRun.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Gate calls in local mode, on a state directory {@code state} below a directory. */
final class LocalRuns {

    /** Hard everywhere, nobody is asked, budgets are allowances. */
    static final String POLICY = "{\"modes\":{\"default\":\"hard\"},\"approvals\":{\"required_for\":{\"prod\":false}}}";

    private final Path directory;

    LocalRuns(Path directory, String policy) {
        this.directory = directory;
        write("policy.json", policy);
    }

    Path state() {
        return directory.resolve("state");
    }

    LocalRuns budget(String project, String limit) {
        return write(
                "state/budgets.json",
                "{\"budgets\":[{\"project_id\":\"" + project + "\",\"monthly_limit\":\"" + limit + "\"}]}");
    }

    LocalRuns credits(String json) {
        return write("state/credits.json", "{\"credits\":[" + json + "]}");
    }

    LocalRuns write(String name, String text) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A gate call that prints JSON. */
    Ended gate(String run, String change, String stage, String delta, String... more) {
        return gateAt("2026-03-10T12:00:00Z", run, change, stage, delta, more);
    }

    Ended gateAt(String instant, String run, String change, String stage, String delta, String... more) {
        List<String> line = new ArrayList<>(List.of(
                "gate",
                "terraform",
                "--local",
                "--policy",
                "policy.json",
                "--state",
                "state",
                "--project",
                "payments",
                "--env",
                "prod",
                "--run-id",
                run,
                "--change-id",
                change,
                "--stage",
                stage,
                "--output",
                "json"));
        if (!List.of(more).contains("--resource")) {
            line.addAll(List.of("--resource", "infra@default"));
        }
        if (!delta.isEmpty()) {
            line.addAll(List.of("--monthly-delta", delta));
        }
        line.addAll(List.of(more));
        return CliRun.in(directory).at(instant).run(line.toArray(new String[0]));
    }

    /** The ledger is good from its first entry, both chains. */
    Ended verify() {
        return CliRun.in(directory)
                .run("ledger", "verify", "--file", "state/decisions.jsonl", "--file", "state/governance.jsonl");
    }

    /** The holds as the state file has them. */
    List<LocalHold> holds() {
        try (StateDirectory opened = StateDirectory.open(state())) {
            return LocalState.read(opened).holds();
        }
    }

    static String text(Ended ended, String member) {
        JsonObject json = (JsonObject) JsonReader.read(ended.out().strip());
        return json.get(member) instanceof JsonString text ? text.value() : String.valueOf(json.get(member));
    }
}
