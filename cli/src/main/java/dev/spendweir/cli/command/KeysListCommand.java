package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.cli.CliContext;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists the API keys of a tenant. */
@Command(name = "list", description = "List the API keys, revoked ones too; their texts cannot be had again.")
final class KeysListCommand extends ListCommand {

    KeysListCommand(CliContext context) {
        super(context, "/v1/api-keys", "%-36s", "%-20s", "%-24s");
    }

    @Override
    List<String> titles() {
        return List.of("KEY", "ACTOR", "EXPIRES", "NAME");
    }

    @Override
    List<String> cells(JsonObject key) {
        String expires = Listing.text(key, "revoked_at").isEmpty() ? Listing.text(key, "expires_at") : "revoked";
        return List.of(
                Listing.text(key, "key_id"),
                Listing.text(key, "actor_id"),
                expires.isEmpty() ? "never" : expires,
                Listing.text(key, "name"));
    }
}
