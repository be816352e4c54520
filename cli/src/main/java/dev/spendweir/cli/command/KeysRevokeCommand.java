package dev.spendweir.cli.command;

import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.client.ApiCall;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Revokes an API key. */
@Command(name = "revoke", description = "Revoke an API key: within 5 seconds no server takes it any more.")
final class KeysRevokeCommand implements Runnable {

    private final CliContext context;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "KEY_ID", description = "The key's id, from 'keys list'; not its text.")
    @SuppressWarnings("NullAway.Init")
    private String keyId;

    KeysRevokeCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        ApiCall call = ApiCall.of("DELETE", "/v1/api-keys/" + Listing.escape(keyId));
        server.call(context, call);
        context.out().println("revoked " + keyId);
    }
}
