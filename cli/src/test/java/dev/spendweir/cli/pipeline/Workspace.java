package dev.spendweir.cli.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.cli.CliRun.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A directory with a configuration, the real terraform, and the pipeline of one change that runs in it. */
final class Workspace {

    private final PipelineWorld world;
    private final Path directory;
    private final String change;

    private Workspace(PipelineWorld world, Path directory, String change) {
        this.world = world;
        this.directory = directory;
        this.change = change;
    }

    /** A new one, initialised. */
    static Workspace make(PipelineWorld world, Path parent, String change) throws IOException {
        Workspace made = new Workspace(world, Files.createDirectory(parent.resolve(change)), change);
        made.configure(0);
        made.terraform("init");
        return made;
    }

    private void configure(int size) throws IOException {
        Files.writeString(
                directory.resolve("main.tf"), "resource \"terraform_data\" \"app\" {\n  input = " + size + "\n}\n");
    }

    /** Plans a change of that cost into {@code tfplan}. */
    void plan(int size) throws IOException {
        configure(size);
        terraform("plan", "-out=tfplan");
    }

    /** Plans it into another file, and its JSON beside it. */
    Path planAs(int size, String name) throws IOException {
        plan(size);
        Path plan =
                Files.move(directory.resolve("tfplan"), directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(directory.resolve(name + ".json"), terraform("show", "-json", name));
        return plan;
    }

    String terraform(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("terraform", arguments[0]));
        if (!arguments[0].equals("show")) {
            command.addAll(List.of("-input=false", "-no-color"));
        }
        command.addAll(List.of(arguments).subList(1, arguments.length));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        // A developer's own settings of terraform are not the test's.
        builder.environment().keySet().removeIf(name -> name.startsWith("TF_"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue()).as(output).isZero();
        return output;
    }

    /** The size that is applied, 0 when nothing is. */
    int applied() throws IOException {
        Path state = directory.resolve("terraform.tfstate");
        String text = Files.exists(state) ? Files.readString(state) : "";
        return text.contains("\"input\"")
                ? Integer.parseInt(text.replaceAll("(?s).*\"input\": \\{\\s*\"value\": ([0-9]+),.*", "$1"))
                : 0;
    }

    Ended gate(String run, String... more) {
        return spendweir(
                world.pipeline,
                List.of("gate", "terraform", "--plan-file", "tfplan", "--project", "shop", "--env", "prod"),
                run,
                more);
    }

    Ended consume(String run, String... more) {
        return spendweir(world.pipeline, List.of("approve-consume", "--plan-file", "tfplan"), run, more);
    }

    Ended consumeAs(String key, String run, String... more) {
        return spendweir(key, List.of("approve-consume", "--plan-file", "tfplan"), run, more);
    }

    Ended apply(String run, String... more) {
        return spendweir(world.pipeline, List.of("terraform", "apply", "--plan-file", "tfplan"), run, more);
    }

    private Ended spendweir(String key, List<String> command, String run, String... more) {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of("--run-id", run, "--change-id", change));
        line.addAll(List.of(more));
        return world.run(key, directory, line.toArray(String[]::new));
    }

    Ended spendweir(String key, String... line) {
        return world.run(key, directory, line);
    }

    /** Plans, asks, and gives the id of the approval that now waits. */
    String asks(int size, String run) throws IOException {
        plan(size);
        Ended asked = gate(run);
        assertThat(asked.code()).as(asked.out() + asked.err()).isEqualTo(3);
        return approvalOf(asked);
    }

    static String approvalOf(Ended gate) {
        return gate.err().replaceAll("(?s).*approval ([0-9a-f-]{36}): [a-z]+.*", "$1");
    }

    void approves(String approval) {
        Ended approved = spendweir(world.reviewer, "approvals", "approve", approval);
        assertThat(approved.code()).as(approved.err()).isZero();
    }

    /** A token of an approval, in a file of that name. */
    String mints(String approval, String name) throws IOException {
        Ended minted = spendweir(world.pipeline, "token", "mint", "--approval", approval, "--token-file", name);
        assertThat(minted.code()).as(minted.err()).isZero();
        return Files.readString(directory.resolve(name)).strip();
    }

    /** Another token in a file of that name. */
    void holds(String name, String token) throws IOException {
        Files.writeString(directory.resolve(name), token);
    }

    Path directory() {
        return directory;
    }

    /** Whatever a command left where temporary files go. */
    List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(PipelineWorld.temporary(directory))) {
            return files.filter(file -> file.getFileName().toString().startsWith("spendweir-apply"))
                    .toList();
        }
    }
}
