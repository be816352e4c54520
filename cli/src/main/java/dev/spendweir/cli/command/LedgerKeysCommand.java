package dev.spendweir.cli.command;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.cli.CliContext;
import dev.spendweir.cli.client.ApiCall;
import dev.spendweir.note.VerifierKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the public keys of a server's ledger. */
@Command(
        name = "keys",
        description = {
            "Print the public keys that the server signs checkpoints and exports with, one C2SP verifier key a line.",
            "Keep them where the server's operators cannot change them; 'ledger verify --bundle' takes them with --key."
        })
final class LedgerKeysCommand implements Runnable {

    private final CliContext context;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    LedgerKeysCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        if (server.call(context, ApiCall.of("GET", "/v1/ledger/keys")).json().get("items") instanceof JsonArray items) {
            for (JsonValue item : items.elements()) {
                if (item instanceof JsonString text) {
                    // Read first: nothing but keys is printed, whatever the server says.
                    context.out().println(VerifierKey.parse(text.value()).text());
                }
            }
        }
    }
}
