package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.client.ApiCall;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a run task. */
@Command(
        name = "create",
        description = {
            "Make a run task for HCP Terraform. Its URL and key are secrets and are shown this once.",
            "Enter both in HCP Terraform, under the organization's run tasks."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  spendweir run-tasks create --name hcp --actor hcp \\",
            "      --workspace 'net-prod=payments:prod' --workspace 'net-*=payments:dev'"
        })
final class RunTasksCreateCommand implements Runnable {
    private final CliContext context;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final RunTaskOptions task = new RunTaskOptions();

    @Option(names = "--output", defaultValue = "text", description = "text or json. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private ListingFormat output;

    RunTasksCreateCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        // One key for all attempts of this call, so that a lost answer does not leave a run task that nobody knows.
        ApiCall call =
                ApiCall.json("POST", "/v1/run-tasks", task.body()).withHeader("Idempotency-Key", context.requestId());
        JsonObject made = server.call(context, call).json();
        if (output == ListingFormat.JSON) {
            context.out().println(Listing.json(made));
            return;
        }
        context.out().println("run_task_id  " + Listing.text(made, "run_task_id"));
        context.out().println("url          " + Listing.text(made, "url"));
        context.out().println("hmac_key     " + Listing.text(made, "hmac_key"));
        context.err().println("Keep URL and key now: they cannot be shown again.");
    }
}
