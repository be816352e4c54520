package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.cli.CliException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a run task is to be, as options. */
final class RunTaskOptions {
    @Option(names = "--name", required = true, paramLabel = "TEXT", description = "What people call it.")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Option(
            names = "--actor",
            required = true,
            paramLabel = "ID",
            description = "The service identity that asks; it needs the permission gate.run_task.")
    @SuppressWarnings("NullAway.Init")
    private String actor;

    @Option(
            names = "--workspace",
            required = true,
            paramLabel = "NAME=PROJECT:ENV",
            description = {
                "Project and environment of a workspace, or of all that begin so: 'pay-*=payments:prod'.",
                "May be repeated; the first that fits counts."
            })
    private final List<String> workspaces = new ArrayList<>();

    @Option(
            names = "--consume-at",
            paramLabel = "STAGE",
            description = "Where an approval is used: pre_apply, or post_plan where no later task exists.")
    private @Nullable String consumeAt;

    /** The body of the call. */
    JsonObject body() {
        return JsonObject.builder()
                .put("name", name)
                .put("actor_id", actor)
                .put("consume_at", consumeAt)
                .put("workspaces", JsonArray.of(workspaces.stream().map(RunTaskOptions::rule)))
                .build();
    }

    private static JsonObject rule(String text) {
        int equals = text.indexOf('=');
        int colon = text.indexOf(':', equals + 1);
        if (equals < 1 || colon < equals + 2 || colon == text.length() - 1) {
            throw CliException.usage(
                    "--workspace " + text + " names no workspace, project and environment",
                    "write NAME=PROJECT:ENV, such as 'net-prod=payments:prod'");
        }
        return JsonObject.builder()
                .put("workspace", text.substring(0, equals))
                .put("project_id", text.substring(equals + 1, colon))
                .put("environment", text.substring(colon + 1))
                .build();
    }
}
