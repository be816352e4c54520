package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.ci.CallOrigin;
import dev.spendweir.cli.ci.StateName;
import dev.spendweir.cli.gate.GateStage;
import dev.spendweir.cli.gate.GateSubject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say whose change it is, where, and in which run. */
final class SubjectOptions {

    @Option(names = "--project", required = true, paramLabel = "ID", description = "The project that pays.")
    @SuppressWarnings("NullAway.Init")
    String project;

    @Option(names = "--env", required = true, paramLabel = "NAME", description = "The environment, such as prod.")
    @SuppressWarnings("NullAway.Init")
    String environment;

    @Option(
            names = "--stage",
            paramLabel = "STAGE",
            defaultValue = "pre_apply",
            description =
                    "post_plan: the check on a pull request. pre_apply: the gate before the apply. post_apply: settle "
                            + "what was held. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    GateStage stage;

    @Option(
            names = "--resource",
            paramLabel = "NAME",
            description = "Names the Terraform state. Default: the working directory in its git repository, @, and the "
                    + "Terraform workspace.")
    @Nullable
    String resource;

    @Option(
            names = "--run-id",
            paramLabel = "ID",
            description =
                    "The run and its attempt: asked again with the same id, the gate gives the same answer. Default: "
                            + "from the CI system, else new at each call.")
    @Nullable
    String runId;

    @Option(
            names = "--change-id",
            paramLabel = "ID",
            description =
                    "What is asked about: calls with the same id move one hold instead of adding another. Default: "
                            + "pr-N from the CI system or a merge commit, else the commit.")
    @Nullable
    String changeId;

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description =
                    "Put into the request's metadata, for rules and readers; nothing that changes from run to run. "
                            + "May be repeated.")
    final Map<String, String> labels = new LinkedHashMap<>();

    GateSubject toSubject(CliContext context, String currency, boolean dryRun) {
        CallOrigin origin = CallOrigin.detect(
                context.env(), context.directory(), () -> UUID.randomUUID().toString());
        return new GateSubject(
                stage,
                project,
                environment,
                resource == null ? StateName.of(context.directory(), context.env()) : resource,
                runId == null ? origin.runId() : runId,
                Optional.ofNullable(changeId).or(origin::changeId),
                currency,
                labels(),
                dryRun);
    }

    private JsonObject labels() {
        JsonObject.Builder json = JsonObject.builder();
        new TreeMap<>(labels).forEach(json::put);
        return json.build();
    }
}
