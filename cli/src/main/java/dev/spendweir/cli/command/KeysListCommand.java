package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.cli.CliContext;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the API keys of a tenant. */
@Command(name = "list", description = "List the API keys, revoked ones too; their texts cannot be had again.")
final class KeysListCommand implements Runnable {

    private final CliContext context;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(names = "--output", defaultValue = "text", description = "text or json. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private ListingFormat output;

    KeysListCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        List<JsonObject> keys = server.list(context, "/v1/api-keys");
        if (output == ListingFormat.JSON) {
            context.out().println(Listing.json(JsonArray.of(keys.stream())));
            return;
        }
        context.out().printf("%-36s  %-20s  %-24s  %s%n", "KEY", "ACTOR", "EXPIRES", "NAME");
        for (JsonObject key : keys) {
            String expires = Listing.text(key, "revoked_at").isEmpty() ? Listing.text(key, "expires_at") : "revoked";
            context.out()
                    .printf(
                            "%-36s  %-20s  %-24s  %s%n",
                            Listing.text(key, "key_id"),
                            Listing.text(key, "actor_id"),
                            expires.isEmpty() ? "never" : expires,
                            Listing.text(key, "name"));
        }
    }
}
