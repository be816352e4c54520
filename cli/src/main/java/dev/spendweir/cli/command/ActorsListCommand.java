package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.cli.CliContext;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the actors of a tenant. */
@Command(name = "list", description = "List people and services (admins and owners).")
final class ActorsListCommand implements Runnable {

    private static final String ROW = "%-32s  %-16s  %s%n";

    private final CliContext context;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(names = "--output", defaultValue = "text", description = "text or json. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private ListingFormat output;

    ActorsListCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        List<JsonObject> actors = new Actors(server, context).list();
        if (output == ListingFormat.JSON) {
            context.out().println(Listing.json(JsonArray.of(actors.stream())));
            return;
        }
        context.out().printf(ROW, "ACTOR", "ROLE", "PERMISSIONS");
        for (JsonObject actor : actors) {
            String role = Listing.text(actor, "role") + (Actors.isDisabled(actor) ? " (disabled)" : "");
            context.out().printf(ROW, Listing.text(actor, "actor_id"), role, Actors.joined(actor, "permissions", ""));
        }
    }
}
