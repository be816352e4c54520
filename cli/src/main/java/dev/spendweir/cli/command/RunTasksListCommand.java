package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.cli.CliContext;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the run tasks of a tenant. */
@Command(name = "list", description = "List the run tasks; their URLs and keys cannot be had again.")
final class RunTasksListCommand implements Runnable {
    private final CliContext context;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(names = "--output", defaultValue = "text", description = "text or json. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private ListingFormat output;

    RunTasksListCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        List<JsonObject> tasks = server.list(context, "/v1/run-tasks");
        if (output == ListingFormat.JSON) {
            context.out().println(Listing.json(JsonArray.of(tasks.stream())));
            return;
        }
        context.out().printf("%-36s  %-20s  %-10s  %s%n", "RUN TASK", "ACTOR", "CONSUME AT", "NAME");
        for (JsonObject task : tasks) {
            context.out()
                    .printf(
                            "%-36s  %-20s  %-10s  %s%n",
                            Listing.text(task, "run_task_id"),
                            Listing.text(task, "actor_id"),
                            Listing.text(task, "consume_at"),
                            Listing.text(task, "name"));
        }
    }
}
