package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.client.ApiCall;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists quarantines. */
@Command(
        name = "list",
        description =
                "List the chains in quarantine, and those that were; operators see all tenants, an owner its own.")
final class QuarantineListCommand implements Runnable {

    private final CliContext context;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(names = "--output", defaultValue = "text", description = "text or json. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private ListingFormat output;

    QuarantineListCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        JsonObject answer =
                server.call(context, ApiCall.of("GET", "/v1/quarantine")).json();
        JsonArray items = answer.get("items") instanceof JsonArray array ? array : JsonArray.ofStrings(List.of());
        if (output == ListingFormat.JSON) {
            context.out().println(Listing.json(items));
            return;
        }
        if (items.size() == 0) {
            context.out().println("no chain is or was in quarantine");
        }
        for (JsonValue item : items.elements()) {
            if (item instanceof JsonObject quarantine) {
                context.out().println(QuarantineText.of(quarantine));
            }
        }
    }
}
