package dev.spendweir.cli.command;

import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.client.ApiCall;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Changes a run task. */
@Command(name = "update", description = "Change a run task as a whole; its URL and key stay.")
final class RunTasksUpdateCommand implements Runnable {
    private final CliContext context;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final RunTaskOptions task = new RunTaskOptions();

    @Parameters(paramLabel = "RUN_TASK_ID", description = "The run task's id, from 'run-tasks list'.")
    @SuppressWarnings("NullAway.Init")
    private String id;

    RunTasksUpdateCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        ApiCall call = ApiCall.json("PUT", "/v1/run-tasks/" + Listing.escape(id), task.body());
        server.call(context, call);
        context.out().println("updated " + id);
    }
}
