package dev.spendweir.cli.command;

import dev.spendweir.cli.CliContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one actor. */
@Command(name = "get", description = "Show one person or service (admins and owners).")
final class ActorsGetCommand implements Runnable {

    private final CliContext context;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "ACTOR_ID", description = "The actor's id.")
    @SuppressWarnings("NullAway.Init")
    private String actorId;

    @Option(names = "--output", defaultValue = "text", description = "text or json. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private ListingFormat output;

    ActorsGetCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        Actors.print(context, new Actors(server, context).get(actorId), output);
    }
}
