package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.client.PatientCaller;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the API keys of a tenant. */
@Command(name = "list", description = "List the API keys; their texts cannot be had again.")
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
        List<JsonObject> keys = Listing.all(new PatientCaller(server.client(context)), "/v1/api-keys", server.timeout);
        if (output == ListingFormat.JSON) {
            context.out().println(Listing.json(JsonArray.of(keys.stream())));
            return;
        }
        context.out().printf("%-36s  %-20s  %-24s  %s%n", "KEY", "ACTOR", "EXPIRES", "NAME");
        for (JsonObject key : keys) {
            String expires = text(key, "expires_at");
            context.out()
                    .printf(
                            "%-36s  %-20s  %-24s  %s%n",
                            text(key, "key_id"),
                            text(key, "actor_id"),
                            expires.isEmpty() ? "never" : expires,
                            text(key, "name"));
        }
    }

    private static String text(JsonObject json, String field) {
        return json.get(field) instanceof JsonString string ? string.value().replaceAll("\\p{Cntrl}", "?") : "";
    }
}
