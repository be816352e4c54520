package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.cli.CliContext;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists the run tasks of a tenant. */
@Command(name = "list", description = "List the run tasks; their URLs and keys cannot be had again.")
final class RunTasksListCommand extends ListCommand {

    RunTasksListCommand(CliContext context) {
        super(context, "/v1/run-tasks", "%-36s", "%-20s", "%-10s");
    }

    @Override
    List<String> titles() {
        return List.of("RUN TASK", "ACTOR", "CONSUME AT", "NAME");
    }

    @Override
    List<String> cells(JsonObject task) {
        return List.of(
                Listing.text(task, "run_task_id"),
                Listing.text(task, "actor_id"),
                Listing.text(task, "consume_at"),
                Listing.text(task, "name"));
    }
}
