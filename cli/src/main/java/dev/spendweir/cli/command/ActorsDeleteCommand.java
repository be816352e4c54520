package dev.spendweir.cli.command;

import dev.spendweir.cli.CliContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes an actor. */
@Command(
        name = "delete",
        description =
                "Remove a person or service with its keys (owners). Within 5 seconds no server takes them any more.")
final class ActorsDeleteCommand implements Runnable {

    private final CliContext context;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "ACTOR_ID", description = "The actor's id.")
    @SuppressWarnings("NullAway.Init")
    private String actorId;

    @Option(
            names = "--if-version",
            paramLabel = "N",
            description = "Only when this is still its version. Default: whatever is there.")
    private @Nullable Long version;

    ActorsDeleteCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        new Actors(server, context).delete(actorId, version);
        context.out().println("removed " + actorId);
    }
}
