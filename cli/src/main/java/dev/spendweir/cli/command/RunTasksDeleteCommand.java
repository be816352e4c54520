package dev.spendweir.cli.command;

import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.client.ApiCall;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Removes a run task. */
@Command(name = "delete", description = "Remove a run task: its URL is unknown from now on.")
final class RunTasksDeleteCommand implements Runnable {
    private final CliContext context;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "RUN_TASK_ID", description = "The run task's id, from 'run-tasks list'.")
    @SuppressWarnings("NullAway.Init")
    private String id;

    RunTasksDeleteCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        ApiCall call = ApiCall.of("DELETE", "/v1/run-tasks/" + Listing.escape(id));
        server.call(context, call);
        context.out().println("deleted " + id);
    }
}
