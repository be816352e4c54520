package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.cli.CliContext;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists the actors of a tenant. */
@Command(name = "list", description = "List people and services (admins and owners).")
final class ActorsListCommand extends ListCommand {

    ActorsListCommand(CliContext context) {
        super(context, "/v1/actors", "%-32s", "%-16s");
    }

    @Override
    List<String> titles() {
        return List.of("ACTOR", "ROLE", "PERMISSIONS");
    }

    @Override
    List<String> cells(JsonObject actor) {
        String role = Listing.text(actor, "role") + (Actors.isDisabled(actor) ? " (disabled)" : "");
        return List.of(Listing.text(actor, "actor_id"), role, Actors.joined(actor, "permissions", ""));
    }
}
